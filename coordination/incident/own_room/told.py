"""What adults of a school do in a lockdown, and tell their students, in the words that the district chose by age."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from coordination.incident.accountability.access import site_of_rooms
from coordination.incident.accountability.schedules import installed_schedules
from coordination.incident.protocols.queries import protocol_of
from coordination.incident.protocols.rules import audience_of_grade
from coordination.incident.protocols.vocabulary import ProtocolAudience
from coordination.incident.response_actions.models import ActionInForce
from coordination.incident.response_actions.readers import Does, does_at
from coordination.room.access import RoomGrant
from coordination.vocabulary import ResponseActionKind
from mapping.models import Site
from mou.access.fetch import Standing


@dataclass(frozen=True, slots=True)
class ToldStudents:
    """The line for students of one age. `is_own`: the reader teaches that age now."""

    audience: ProtocolAudience
    words: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class ToldInLockdown:
    """What adults do, empty for who is elsewhere as for whom no lockdown is in force; and what students are told.

    `is_in_force`: a lockdown is, at the reader's own school.
    """

    adults: str
    students: tuple[ToldStudents, ...]
    is_in_force: bool


NOTHING_TOLD = ToldInLockdown("", (), is_in_force=False)


def told_in_lockdown(grant: RoomGrant, *, user_id: int, at: datetime) -> ToldInLockdown:
    """Return it for people of the school and its district while a lockdown is in force there. Few queries.

    A teacher whose class is known by the schedule reads the line of its age; others read all. What adults do is for
    those alone whom the directive above every page tells it: the district's own people are elsewhere.
    """
    site = site_of_rooms(grant, None)
    insiders = _insiders_at(grant, site)
    if not insiders:
        return NOTHING_TOLD
    lockdowns = ActionInForce.objects.filter(
        room=grant.room, site=site, kind=ResponseActionKind.LOCKDOWN.value, ended_at__isnull=True
    )
    started_at = lockdowns.order_by("started_at").values_list("started_at", flat=True).first()
    if started_at is None:
        return NOTHING_TOLD
    # An action in force keeps the words of its start.
    words = protocol_of(site.district_id, started_at).words
    own = _ages_taught(site, user_id=user_id, at=grant.incident.opened_at)
    asked = own or [one for one in ProtocolAudience if one is not ProtocolAudience.ADULTS]
    language = get_language() or ""
    does = does_at(site, [(one.member.agency_id, one.member.agency.kind) for one in insiders])
    return ToldInLockdown(
        adults=words[ProtocolAudience.ADULTS].words_in(language) if does is Does.SCHOOL else "",
        students=tuple(ToldStudents(one, words[one].words_in(language), is_own=bool(own)) for one in asked),
        is_in_force=True,
    )


def _insiders_at(grant: RoomGrant, site: Site) -> list[Standing]:
    there = grant.standings or [one.standing for one in grant.at_joined if one.site_id == site.pk]
    return [one for one in there if one.is_insider]


def _ages_taught(site: Site, *, user_id: int, at: datetime) -> list[ProtocolAudience]:
    known = installed_schedules()
    grades = known.own_grades(site, user_id=user_id, at=at) if known is not None else ()
    ages = {audience_of_grade(one) for one in grades}
    return [one for one in ProtocolAudience if one in ages]
