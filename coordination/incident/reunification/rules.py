"""Who may take a role, and whether the sum closes. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from coordination.incident.reunification.vocabulary import ReunificationRole, StudentGroup
from mou.vocabulary import AgencyKind

# Whom another agency can lend. All others read names of students, and are of the school or its district.
LENT = frozenset({ReunificationRole.COUNSELOR, ReunificationRole.TRANSPORT, ReunificationRole.HOST})
LAW_ENFORCEMENT = frozenset({AgencyKind.POLICE, AgencyKind.SHERIFF})


@dataclass(frozen=True, slots=True)
class RoleAsked:
    """Who asks for a role, for whom."""

    role: ReunificationRole
    by_director: bool
    by_site_command: bool
    is_own: bool
    taker_is_of_site: bool
    taker_kind: AgencyKind


def may_give(asked: RoleAsked) -> bool:
    """Say whether a role may be given.

    The director is the school's: command of the school or district takes it, the director hands it over. People of the
    school take a vest themselves; others are given one by the director, and police alone lead law enforcement.
    """
    leads = asked.by_director or asked.by_site_command
    if asked.role is ReunificationRole.DIRECTOR:
        return asked.taker_is_of_site and leads
    if asked.role is ReunificationRole.LAW_ENFORCEMENT_LEAD:
        return leads and asked.taker_kind in LAW_ENFORCEMENT
    if asked.taker_is_of_site:
        return asked.is_own or leads
    return leads and asked.role in LENT


@dataclass(frozen=True, slots=True)
class Equation:
    """Enrolled less absent is the sum of the groups; `enrolled` counts children who were added on the spot."""

    enrolled: int
    absent: int
    groups: Mapping[StudentGroup, int]

    @property
    def expected(self) -> int:
        return self.enrolled - self.absent

    @property
    def is_whole(self) -> bool:
        """Tell whether each expected student is counted once. If not, something was lost or counted twice."""
        return self.expected == sum(self.groups.values())

    @property
    def unresolved(self) -> int:
        """How many students are not with a family, a hospital or the police, or otherwise accounted for."""
        return sum(number for group, number in self.groups.items() if not group.is_resolved)

    @property
    def closes(self) -> bool:
        return self.is_whole and self.unresolved == 0
