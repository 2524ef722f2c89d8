"""Who is told of what happens to command."""

from django.db.models import Q

from coordination.incident.command.capability import CommandClaimed, CommandOffered
from coordination.models import User
from coordination.room.access import present_in
from coordination.room.alerting.recipients import AlertTrigger, Telling, people_of_the_site
from coordination.room.audiences import COMMAND_ROLES, SCHOOL_KINDS
from coordination.room.models import Participant
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
    """Return all with a command role who may come into the room, in it or not, and the entry's author too.

    Those who lead another school do not count here.
    """
    site = trigger.incident.site
    counts = ~Q(agency__kind__in=[one.value for one in SCHOOL_KINDS]) | Q(
        agency_id__in=[one for one in (site.school_id, site.district_id) if one is not None]
    )
    people = {*people_of_the_site(trigger), trigger.author.user_id}
    roles = [one.value for one in COMMAND_ROLES]
    leading = members_who_count(trigger.at).filter(counts, user_id__in=people, role__in=roles)
    devices = set(User.objects.filter(pk__in=people, is_device=True).values_list("pk", flat=True))
    return [Telling(sorted(set(leading.values_list("user_id", flat=True)) - devices))]
