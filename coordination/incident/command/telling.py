"""Who is told of what happens to command."""

from coordination.incident.command.capability import CommandClaimed, CommandOffered
from coordination.models import User
from coordination.room.access import COMMAND_ROLES, present_in
from coordination.room.models import Participant
from coordination.room.recipients import AlertTrigger, Telling, people_of_the_site
from mou.access.fetch import members_who_count


def told_of_claim(trigger: AlertTrigger) -> list[Telling]:
    """Return those from whom command was taken."""
    assert isinstance(trigger.event, CommandClaimed)
    rows = Participant.objects.filter(pk__in=trigger.event.relieved).order_by("user_id")
    here = {one.pk for one in present_in(trigger.room_id, incident=trigger.incident, at=trigger.at)}
    return [Telling([one.user_id for one in rows if one.pk in here])]


def told_of_offer(trigger: AlertTrigger) -> list[Telling]:
    """Return the one person to whom command is offered."""
    assert isinstance(trigger.event, CommandOffered)
    return [Telling([Participant.objects.get(pk=trigger.event.to).user_id])]


def told_of_gap(trigger: AlertTrigger) -> list[Telling]:
    """Return everybody with a command role who may come into the room, in it or not, and the entry's author too."""
    people = {*people_of_the_site(trigger), trigger.author.user_id}
    leading = members_who_count(trigger.at).filter(user_id__in=people, role__in=[one.value for one in COMMAND_ROLES])
    devices = set(User.objects.filter(pk__in=people, is_device=True).values_list("pk", flat=True))
    return [Telling(sorted(set(leading.values_list("user_id", flat=True)) - devices))]
