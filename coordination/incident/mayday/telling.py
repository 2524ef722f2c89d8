"""Who is told of a mayday: every responder who may come, and who is in command or has a command role in the room."""

from django.utils.translation import gettext as _

from coordination.incident.mayday.capability import MAYDAY_WORDS, Mayday, MaydayCalled
from coordination.room.alerting.recipients import (
    AlertTrigger,
    Telling,
    people_in_command,
    people_of_the_site,
    people_present,
)
from coordination.room.audiences import RESPONDER_KINDS
from mou.access.fetch import members_who_count
from push.vocabulary import Urgency


def told_of_mayday(trigger: AlertTrigger) -> list[Telling]:
    """Return the responders, on duty or in the room, and command; a mayday is life safety whatever the incident is."""
    assert isinstance(trigger.about, Mayday)
    people = {*people_of_the_site(trigger), *people_present(trigger)}
    kinds = [one.value for one in RESPONDER_KINDS]
    rows = members_who_count(trigger.at).filter(user_id__in=people, agency__kind__in=kinds)
    told = {*rows.values_list("user_id", flat=True), *people_in_command(trigger)} - {trigger.author.user_id}
    if isinstance(trigger.event, MaydayCalled):
        return [Telling(sorted(told), words=MAYDAY_WORDS[trigger.about.kind], urgency=Urgency.LIFE_SAFETY)]
    return [Telling(sorted(told))]


def mayday_in_words(mayday: Mayday) -> str:
    """Return who is in trouble and where, for text messages and mail, in the active language."""
    said = f"{mayday.kind.label}: {mayday.who}"
    where = [part for part in (mayday.where, mayday.place) if part] or [str(_("place not known"))]
    return f"{said}. {'. '.join(where)}."
