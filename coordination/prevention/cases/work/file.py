"""The file of a case: who is on it, what stands in it, and what of it decides about its steps."""

from collections.abc import Iterable
from datetime import date, datetime

from coordination.casework.clocks import day_in
from coordination.casework.kinds.views import fill_view
from coordination.prevention.cases.access import CASE_TEAMS
from coordination.prevention.cases.models import Case, CaseEntry, CaseFlag, CaseTeamMember
from coordination.prevention.cases.rules.machine import CaseFile
from coordination.prevention.cases.vocabulary import CaseClassification, CaseEntryKind, TeamRole
from coordination.prevention.cases.wire import CaseEntryView, CaseFlagOpeningView, CaseFlagView, CasePersonView

K = CaseEntryKind
DECIDE_TOGETHER = frozenset({TeamRole.ADMINISTRATOR, TeamRole.COUNSELOR_OR_PSYCHOLOGIST})


# --- what decides -----------------------------------------------------------------------------------------------------
def file_of(case: Case, at: datetime) -> CaseFile:
    """Return what the steps ask for. A plan and a measure count while they are not done."""
    rows = case.entries.filter(kind__in=[K.MEASURE, K.PLAN, K.EVALUATION, K.POLICE]).values_list("kind", "done_at")
    found = list(rows)
    return CaseFile(
        classification=classification_of(case),
        is_team_whole={TeamRole(one.role) for one in places_on(case, at)} >= DECIDE_TOGETHER,
        has_measures=any(kind == K.MEASURE for kind, _ in found),
        has_open_measures=any(kind == K.MEASURE and done is None for kind, done in found),
        has_plan=any(kind == K.PLAN and done is None for kind, done in found),
        has_evaluation=any(kind == K.EVALUATION for kind, _ in found),
        has_police=any(kind == K.POLICE for kind, _ in found),
        has_flag=CaseFlag.objects.filter(case=case).exists(),
    )


def classification_of(case: Case) -> CaseClassification | None:
    """Return what the team found the threat to be, if it has decided."""
    return CaseClassification(case.classification) if case.classification else None


# --- who is on it -----------------------------------------------------------------------------------------------------
def places_on(case: Case, at: datetime) -> list[CaseTeamMember]:
    """Return the places of those who are on a case, without a conflict of interest, and count."""
    here = set(case.people.filter(has_conflict=False).values_list("user_id", flat=True))
    return [one for one in CASE_TEAMS.counting_places(case.team, at) if one.user_id in here]


def people_on(case: Case, at: datetime) -> list[int]:
    """Return who is on a case, without a conflict of interest, and counts."""
    return [one.user_id for one in places_on(case, at)]


def people_of(case: Case, at: datetime) -> list[CasePersonView]:
    """Return the members of the team who count, and what each is to the case."""
    rows = dict(case.people.values_list("user_id", "has_conflict"))
    return [
        CasePersonView(
            person_id=one.user.public_id,
            name=one.user.shown_name(),
            role=TeamRole(one.role),
            is_on_case=rows.get(one.user_id) is False,
            has_conflict=rows.get(one.user_id) is True,
        )
        for one in CASE_TEAMS.counting_places(case.team, at)
    ]


# --- what stands in it ------------------------------------------------------------------------------------------------
def today_at(case: Case, at: datetime) -> date:
    """Return the day at a case's school."""
    return day_in(case.team.agency.time_zone, at)


def entries_of(cases: Iterable[Case], at: datetime) -> dict[Case, list[CaseEntryView]]:
    """Return the files of cases, each in the order in which it was written. One query for all."""
    files: dict[Case, list[CaseEntryView]] = {one: [] for one in cases}
    rows = CaseEntry.objects.filter(case__in=files).select_related("owner", "by").order_by("at", "id")
    by_id = {one.pk: one for one in files}
    for row in rows:
        case = by_id[row.case_id]
        files[case].append(_entry_view(row, today_at(case, at)))
    return files


def _entry_view(row: CaseEntry, today: date) -> CaseEntryView:
    is_overdue = row.due_on is not None and row.done_at is None and row.due_on < today
    return fill_view(CaseEntryView, row, {"entry_id": row.pk, "about": row.about_id, "is_overdue": is_overdue})


def flag_of(case: Case) -> CaseFlagView | None:
    """Return the flag that is raised of a case."""
    row = CaseFlag.objects.select_related("raised_by").filter(case=case).first()
    return None if row is None else fill_view(CaseFlagView, row, {"flag_id": row.pk})


def openings_of(case: Case) -> list[CaseFlagOpeningView]:
    """Return who opened flags of a case, the newest first: all of them."""
    rows = case.flag_openings.select_related("user").order_by("-at", "-id")
    return [
        CaseFlagOpeningView(who=one.user.shown_name(), agency=one.agency_name, incident=one.incident_title, at=one.at)
        for one in rows
    ]
