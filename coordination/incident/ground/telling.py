"""Who is told that a threat was seen: the responders who are in the room."""

from coordination.room.alerting.recipients import AlertTrigger, Telling, people_present
from coordination.room.audiences import RESPONDER_KINDS
from mou.access.fetch import members_who_count


def told_of_sighting(trigger: AlertTrigger) -> list[Telling]:
    """Return them without the author. No phone in the school sounds: people hide there."""
    kinds = [one.value for one in RESPONDER_KINDS]
    rows = members_who_count(trigger.at).filter(user_id__in=people_present(trigger), agency__kind__in=kinds)
    return [Telling(sorted({*rows.values_list("user_id", flat=True)} - {trigger.author.user_id}))]
