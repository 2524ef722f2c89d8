"""Who is told of what happens to a function of the staff."""

from collections.abc import Collection
from uuid import UUID

from coordination.incident.general_staff.capability import FunctionAppointed, FunctionOffered, FunctionReleased
from coordination.incident.general_staff.queries import commanders_in
from coordination.incident.general_staff.vocabulary import FunctionEnd
from coordination.room.access import present_in
from coordination.room.alerting.recipients import AlertTrigger, Telling
from coordination.room.capability import gettext_noop
from push.texts import PushWords

RELIEVED = PushWords(gettext_noop("Your function in the incident was given to another person"))
TAKEN = PushWords(gettext_noop("You were relieved of your function in the incident"))


def told_of_appointment(trigger: AlertTrigger) -> list[Telling]:
    """Return the person to whom it was given, and the one from whom it was taken; no one tells themselves."""
    assert isinstance(trigger.event, FunctionAppointed)
    before = {trigger.event.relieved} if trigger.event.relieved is not None else set()
    return [
        Telling(_people_among(trigger, {trigger.event.to})),
        Telling(_people_among(trigger, before), words=RELIEVED),
    ]


def told_of_function_offer(trigger: AlertTrigger) -> list[Telling]:
    """Return the one person to whom it is offered."""
    assert isinstance(trigger.event, FunctionOffered)
    return [Telling(_people_among(trigger, {trigger.event.to}))]


def told_of_vacant_function(trigger: AlertTrigger) -> list[Telling]:
    """Return who was relieved; else command, whose the function is again."""
    assert isinstance(trigger.event, FunctionReleased)
    if trigger.event.end is FunctionEnd.RELIEVED:
        return [Telling(_people_among(trigger, {trigger.event.holder}), words=TAKEN)]
    return [Telling(_people_among(trigger, commanders_in(trigger.room_id) - {trigger.event.holder}))]


def _people_among(trigger: AlertTrigger, participant_ids: Collection[UUID]) -> list[int]:
    """Return those of them who are in the room and may be there; not the author."""
    here = present_in(trigger.room_id, incident=trigger.incident, at=trigger.at)
    return [one.user_id for one in here if one.pk in participant_ids and one.pk != trigger.author.pk]
