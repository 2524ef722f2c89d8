"""What of a case's file decides about its steps."""

from datetime import datetime

from coordination.prevention.cases.access import CASE_TEAMS
from coordination.prevention.cases.models import Case, CaseFlag
from coordination.prevention.cases.rules.machine import CaseFile
from coordination.prevention.cases.vocabulary import CaseClassification, CaseEntryKind, TeamRole

K = CaseEntryKind
DECIDE_TOGETHER = frozenset({TeamRole.ADMINISTRATOR, TeamRole.COUNSELOR_OR_PSYCHOLOGIST})


def file_of(case: Case, at: datetime) -> CaseFile:
    """Return what the steps ask for. A plan and a measure count while they are not done."""
    rows = case.entries.filter(kind__in=[K.MEASURE, K.PLAN, K.EVALUATION, K.POLICE]).values_list("kind", "done_at")
    found = list(rows)
    return CaseFile(
        classification=CaseClassification(case.classification) if case.classification else None,
        is_team_whole=roles_on(case, at) >= DECIDE_TOGETHER,
        has_measures=any(kind == K.MEASURE for kind, _ in found),
        has_open_measures=any(kind == K.MEASURE and done is None for kind, done in found),
        has_plan=any(kind == K.PLAN and done is None for kind, done in found),
        has_evaluation=any(kind == K.EVALUATION for kind, _ in found),
        has_police=any(kind == K.POLICE for kind, _ in found),
        has_flag=CaseFlag.objects.filter(case=case).exists(),
    )


def roles_on(case: Case, at: datetime) -> set[TeamRole]:
    """Return as what the people on a case are there who count."""
    here = set(case.people.filter(has_conflict=False).values_list("user_id", flat=True))
    return {TeamRole(one.role) for one in CASE_TEAMS.counting_places(case.team, at) if one.user_id in here}


def leads_case(case: Case, user_id: int) -> bool:
    """Tell whether someone on a case is there as an administrator."""
    return case.team.members.filter(user_id=user_id, role=TeamRole.ADMINISTRATOR.value).exists()


def people_on(case: Case, at: datetime) -> list[int]:
    """Return who is on a case, without a conflict of interest, and counts."""
    here = set(case.people.filter(has_conflict=False).values_list("user_id", flat=True))
    return [one.user_id for one in CASE_TEAMS.counting_places(case.team, at) if one.user_id in here]
