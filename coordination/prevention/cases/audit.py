"""Who read cases, flags and papers, and what administrators changed of a team."""

from datetime import datetime

from coordination.casework.kinds.views import Door, PersonName, View, fill_view
from coordination.models import User
from coordination.prevention.cases.models import CaseRead, CaseTeam, CaseTeamChange
from coordination.prevention.cases.vocabulary import CaseDoor, TeamChange
from mou.foundation.reads import ReadLog
from mou.foundation.tables.newest import Newest, read_newest

CHANGES_SHOWN = 50

CASE_READS: ReadLog[CaseRead, Door | CaseDoor] = ReadLog(CaseRead)


# --- teams ------------------------------------------------------------------------------------------------------------
class TeamChangeView(View):
    """What an administrator changed of a team: a person, and a role, step or rules."""

    change: TeamChange
    person: PersonName
    what: str
    by: PersonName
    at: datetime


def note_change(
    team: CaseTeam, change: TeamChange, *, actor_id: int, at: datetime, person: User | None = None, what: str = ""
) -> None:
    """Write down what someone changed of a team, in the transaction of the change."""
    CaseTeamChange.objects.create(team=team, change=change.value, person=person, what=what[:200], by_id=actor_id, at=at)


def changes_of(team: CaseTeam) -> Newest[TeamChangeView]:
    """Return what was changed of a team, the newest first; at most fifty of how many."""
    rows = CaseTeamChange.objects.filter(team=team).select_related("person", "by").order_by("-at", "-id")
    return read_newest(rows, CHANGES_SHOWN).make_each(lambda one: fill_view(TeamChangeView, one))
