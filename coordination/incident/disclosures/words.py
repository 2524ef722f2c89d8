"""Read a disclosure from a form, and say what is wrong with it in the reader's words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.translation import gettext as _

from coordination.errors import CoordinationError
from coordination.incident.disclosures.by_hand import GivenByHand
from coordination.incident.disclosures.errors import BadDisclosure
from coordination.vocabulary import DisclosureAuthority
from mou.vocabulary import DataCategory


def disclosure_in(said: QueryDict, *, student: str, time_zone: str) -> GivenByHand:
    """Return what a form says; the time is the district's. Raises: BadDisclosure."""
    try:
        return GivenByHand(
            recipient=said.get("recipient", ""),
            organization=said.get("organization", ""),
            student=student,
            authority=DisclosureAuthority(said.get("authority", "")),
            categories=tuple(DataCategory(one) for one in said.getlist("categories")),
            interest=_one_line(said.get("interest", "")),
            threat=_one_line(said.get("threat", "")),
            disclosed_at=datetime.fromisoformat(said.get("disclosed_at", "")).replace(tzinfo=ZoneInfo(time_zone)),
        )
    except (ValueError, OverflowError) as nonsense:
        raise BadDisclosure from nonsense


def _one_line(text: str) -> str:
    return " ".join(text.split())


def problem_words(wrong: Exception) -> str:
    """Return what to mend."""
    pointer = wrong.pointer if isinstance(wrong, CoordinationError) else ""
    return {
        "/threat": _("In an emergency, say which threat it was."),
        "/disclosed_at": _("Give the day and time when it was disclosed, not in the future."),
        "/categories": _("Choose what was given."),
    }.get(pointer, _("Say to whom, about whom, what, by what right and for which interest."))
