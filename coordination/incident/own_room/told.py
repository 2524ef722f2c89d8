"""What a teacher tells their students in a lockdown, in the words that the district chose for their age."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from coordination.incident.accountability.access import site_of_rooms
from coordination.incident.accountability.schedules import installed_schedules
from coordination.incident.protocols.queries import protocol_of
from coordination.incident.protocols.rules import audience_of_grade
from coordination.incident.protocols.vocabulary import ProtocolAudience
from coordination.incident.response_actions.models import ActionInForce
from coordination.room.access import RoomGrant
from coordination.vocabulary import ResponseActionKind
from mapping.models import Site


@dataclass(frozen=True, slots=True)
class ToldStudents:
    """The line for students of one age. `is_own`: the reader teaches that age now."""

    audience: ProtocolAudience
    words: str
    is_own: bool


def told_students(grant: RoomGrant, *, user_id: int, at: datetime) -> list[ToldStudents]:
    """Return what students are told, for people of the school while a lockdown is in force there. Few queries.

    A teacher whose class is known by the schedule reads the line of its age; others read all.
    """
    site = site_of_rooms(grant, None)
    if not _is_of_school(grant, site):
        return []
    lockdowns = ActionInForce.objects.filter(
        room=grant.room, site=site, kind=ResponseActionKind.LOCKDOWN.value, ended_at__isnull=True
    )
    started_at = lockdowns.order_by("started_at").values_list("started_at", flat=True).first()
    if started_at is None:
        return []
    # As the adults' line: an action in force keeps the words of its start.
    words = protocol_of(site.district_id, started_at).words
    own = _ages_taught(site, user_id=user_id, at=grant.incident.opened_at)
    asked = own or [one for one in ProtocolAudience if one is not ProtocolAudience.ADULTS]
    language = get_language() or ""
    return [ToldStudents(one, words[one].words_in(language), is_own=bool(own)) for one in asked]


def _is_of_school(grant: RoomGrant, site: Site) -> bool:
    there = grant.standings or [one.standing for one in grant.at_joined if one.site_id == site.pk]
    return any(one.is_insider for one in there)


def _ages_taught(site: Site, *, user_id: int, at: datetime) -> list[ProtocolAudience]:
    known = installed_schedules()
    grades = known.own_grades(site, user_id=user_id, at=at) if known is not None else ()
    ages = {audience_of_grade(one) for one in grades}
    return [one for one in ProtocolAudience if one in ages]
