"""What administrators do with a threat assessment team, as its page and its routes ask for it."""

from uuid import UUID

from coordination.casework.team_acts import TeamActs, act_by_fields
from coordination.prevention.cases.access import CASE_TEAMS
from coordination.prevention.cases.audit import changes_of
from coordination.prevention.cases.models import CaseTeam
from coordination.prevention.cases.rules.given import CaseTeamIn, SetUpIn
from coordination.prevention.cases.vocabulary import SetUpStep
from coordination.prevention.cases.wire import CaseTeamMemberIn, CaseTeamMore
from coordination.prevention.cases.work import teams
from coordination.room.access import Asker


def set_case_team(asker: Asker, agency_id: UUID, given: CaseTeamIn) -> CaseTeam:
    """Make a team, or change its settings."""
    return teams.set_team(actor_id=asker.user_id, agency_id=agency_id, given=given, at=asker.at)


def note_set_up(asker: Asker, agency_id: UUID, step: SetUpStep, given: SetUpIn) -> None:
    """Note how far a district is with one of the eight steps."""
    teams.note_set_up(actor_id=asker.user_id, agency_id=agency_id, step=step, given=given, at=asker.at)


def _more_of(team: CaseTeam) -> dict[str, object]:
    return {"set_up": teams.set_up_of(team), "changes": changes_of(team)}


CASE_TEAM_ACTS = TeamActs(
    CASE_TEAMS,
    CaseTeamIn,
    CaseTeamMemberIn,
    set_case_team,
    act_by_fields(teams.add_member),
    act_by_fields(teams.remove_member),
    CaseTeamMore,
    _more_of,
)
