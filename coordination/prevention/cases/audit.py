"""Write down that somebody read, or changed a team. The only place that does, so that the record can move."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from coordination.models import User
from coordination.prevention.cases.models import CaseRead, CaseTeam, CaseTeamChange
from coordination.prevention.cases.vocabulary import TeamChange

type Door = Literal["page", "api", "agenda", "flag", "copy"]


def note_reads(subject_ids: Iterable[UUID], *, user_id: int, at: datetime, door: Door) -> None:
    """Write down that somebody opened cases, a case's flag, or a paper. In the caller's transaction, if any."""
    CaseRead.objects.bulk_create(CaseRead(subject_id=one, user_id=user_id, door=door, at=at) for one in subject_ids)


def reads_of(subject_id: UUID) -> list[tuple[str, str, datetime]]:
    """Return who opened something, the newest first: a name, a door and an instant; at most fifty."""
    rows = CaseRead.objects.filter(subject_id=subject_id).select_related("user").order_by("-at", "-id")[:50]
    return [(one.user.shown_name(), one.door, one.at) for one in rows]


# --- teams ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class TeamChangeView:
    """What an administrator changed of a team: a person, and a role, step or rules."""

    change: TeamChange
    person: str
    what: str
    by: str
    at: datetime


def note_change(
    team: CaseTeam, change: TeamChange, *, actor_id: int, at: datetime, person: User | None = None, what: str = ""
) -> None:
    """Write down what somebody changed of a team, in the transaction of the change."""
    CaseTeamChange.objects.create(team=team, change=change.value, person=person, what=what[:200], by_id=actor_id, at=at)


def changes_of(team: CaseTeam) -> list[TeamChangeView]:
    """Return what was changed of a team, the newest first; at most fifty."""
    rows = CaseTeamChange.objects.filter(team=team).select_related("person", "by").order_by("-at", "-id")[:50]
    return [
        TeamChangeView(
            TeamChange(one.change),
            "" if one.person is None else one.person.shown_name(),
            one.what,
            one.by.shown_name(),
            one.at,
        )
        for one in rows
    ]
