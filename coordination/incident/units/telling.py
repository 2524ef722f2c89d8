"""Who is told that a unit has not answered its PAR."""

from coordination.incident.general_staff.queries import commanders_in, holders_in
from coordination.incident.general_staff.vocabulary import StaffFunction
from coordination.incident.units.capability import ParMissed, Unit
from coordination.room.access import present_in
from coordination.room.alerting.recipients import AlertTrigger, Telling
from coordination.room.audiences import audiences_of, has_command_role
from coordination.room.capability import gettext_noop
from coordination.room.models import RoomObject
from push.texts import PushWords

OWN = PushWords(gettext_noop("Your unit's PAR is overdue: answer now"))
# ICS: who answers for the people in danger beside command.
TOLD = (StaffFunction.OPERATIONS, StaffFunction.SAFETY)


def told_of_missed_par(trigger: AlertTrigger) -> list[Telling]:
    """Return who speaks for the units, and those who look for them: command, operations and safety.

    Of readers of units alone. Where none of them commands, those with a command role in the room.
    """
    assert isinstance(trigger.event, ParMissed)
    site = trigger.incident.site
    here = present_in(trigger.room_id, incident=trigger.incident, at=trigger.at)
    readers = [one for one in here if trigger.audience in audiences_of(one, site)]
    wanted = commanders_in(trigger.room_id)
    if not any(one.pk in wanted for one in readers):
        wanted = {one.pk for one in readers if has_command_role(one, site)}
    wanted |= holders_in(trigger.room_id, TOLD)
    rows = RoomObject.objects.filter(
        room_id=trigger.room_id,
        state_key=Unit.state_key,
        object_id__in=[str(one) for one in trigger.event.unit_ids],
        value__isnull=False,
    )
    units = [Unit.model_validate_json(one.value or "") for one in rows]
    own = {one.leader or one.checked_in_by for one in units}
    return [
        Telling([one.user_id for one in readers if one.pk in own], words=OWN),
        Telling([one.user_id for one in readers if one.pk in wanted - own]),
    ]
