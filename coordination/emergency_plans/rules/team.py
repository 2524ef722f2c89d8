"""Who speaks for which discipline on a planning team, and which disciplines lack. Pure."""

from collections.abc import Collection, Iterable

from coordination.emergency_plans.vocabulary import Discipline
from mou.vocabulary import AgencyKind

_SCHOOLS = frozenset({AgencyKind.SCHOOL, AgencyKind.DISTRICT})
_POLICE = frozenset({AgencyKind.POLICE, AgencyKind.SHERIFF})
# A school cannot say that police or fire have agreed. Its counselors and nurses speak for their professions.
SPEAKS_FOR: dict[Discipline, frozenset[AgencyKind]] = {
    Discipline.SCHOOL: _SCHOOLS,
    Discipline.LAW_ENFORCEMENT: _POLICE,
    Discipline.FIRE: frozenset({AgencyKind.FIRE}),
    Discipline.EMS: frozenset({AgencyKind.EMS, AgencyKind.FIRE}),
    Discipline.MENTAL_HEALTH: _SCHOOLS | {AgencyKind.OTHER},
    Discipline.PUBLIC_HEALTH: _SCHOOLS | {AgencyKind.OTHER, AgencyKind.EMS},
    Discipline.EMERGENCY_MANAGEMENT: frozenset({AgencyKind.EMERGENCY_MANAGEMENT, AgencyKind.DISPATCH}),
    # A member of staff who has children is no voice of the parents.
    Discipline.PARENTS: frozenset(),
}


def may_speak_for(kind: AgencyKind | None, discipline: Discipline) -> bool:
    """Say whether a member of an agency of a kind may have a seat for a discipline; None: without an account."""
    return discipline is Discipline.PARENTS if kind is None else kind in SPEAKS_FOR[discipline]


def missing_disciplines(needed: Iterable[Discipline], there: Collection[Discipline]) -> list[Discipline]:
    """Return the disciplines that are asked for and not there, in their order."""
    asked = set(needed)
    return [one for one in Discipline if one in asked and one not in there]
