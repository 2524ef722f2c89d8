"""The one kind of thing that a threat assessment team works on: cases. Who reads one, and how it takes its steps."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from coordination.casework.kinds.kind import Kind
from coordination.errors import CoordinationError
from coordination.prevention.cases.access import CASE_TEAMS
from coordination.prevention.cases.audit import CASE_READS
from coordination.prevention.cases.errors import CaseLeadDecides, CaseNotFound, CaseStepLacks
from coordination.prevention.cases.models import Case, CaseEntry, CaseFlag, CaseTeamMember
from coordination.prevention.cases.rules.given import CaseStepIn
from coordination.prevention.cases.rules.machine import CASES, CLASSIFIES, find_lack, refusal_by_classification
from coordination.prevention.cases.vocabulary import CaseEntryKind, CaseState, CaseStep, TeamRole
from coordination.prevention.cases.wire import CaseLine, CaseView
from coordination.prevention.cases.work import file
from mou.foundation.machine import Need

# The first day on which something is due, and whether responders may learn something of the case.
NEXT_DAY = CaseEntry.objects.filter(case=OuterRef("pk"), done_at__isnull=True, due_on__isnull=False).order_by("due_on")
FLAGS = CaseFlag.objects.filter(case=OuterRef("pk"))
LEADS = CaseTeamMember.objects.filter(team=OuterRef("team"), role=TeamRole.ADMINISTRATOR.value)
# A sealed case has its number, state and days, and nothing else.
SEALED: Mapping[str, object] = MappingProxyType(
    {
        **dict.fromkeys(("subject_name", "concern", "targets", "medium", "place", "police_threshold"), ""),
        **dict.fromkeys(("classification", "subject_role", "happened_on", "weapons", "tip_id", "flag")),
        **dict.fromkeys(("people", "entries", "flag_openings"), ()),
        "has_education_plan": False,
    }
)


def _cases_of(user_id: int, at: datetime) -> QuerySet[Case]:
    """Return the cases that a person is on, without a conflict of interest, and whether they lead each."""
    next_due = Subquery(NEXT_DAY.values("due_on")[:1])
    rows = Case.objects.filter(
        people__user_id=user_id, people__has_conflict=False, team__in=CASE_TEAMS.teams_of(user_id, at)
    )
    return rows.annotate(
        leads=Exists(LEADS.filter(user_id=user_id)),
        has_flag=Exists(FLAGS),
        next_due=next_due,
        due_first=Coalesce(next_due, date.max),
    ).select_related("team__agency")


def _line_facts(case: Case, at: datetime) -> dict[str, object]:
    next_due: date | None = getattr(case, "next_due", None) if CaseState(case.state).is_open else None
    return {"next_due_on": next_due, "is_overdue": next_due is not None and next_due < file.today_at(case, at)}


def _view_facts(case: Case, at: datetime) -> dict[str, object]:
    closed_at, found = case.closed_at, file.classification_of(case)
    days: dict[str, object] = {
        "is_sealed": case.state == CaseState.SEALED,
        "seals_at": closed_at and closed_at + timedelta(days=case.team.seal_after_days),
        "expunges_at": closed_at and found and closed_at + timedelta(days=case.team.days_of(found)),
        "today": file.today_at(case, at),
    }
    if case.state == CaseState.SEALED:
        return {**days, **SEALED}
    return {
        **days,
        "police_threshold": case.team.police_threshold,
        "people": file.people_of(case, at),
        "entries": file.entries_of([case], at)[case],
        "flag": file.flag_of(case),
        "flag_openings": file.openings_of(case),
    }


def _stop_who_does_not_lead(case: Case, step: CaseStep) -> CoordinationError | None:
    needs_lead = CASES.needs(step, Need.LEAD)
    return CaseLeadDecides() if needs_lead and not getattr(case, "leads", False) else None


def _apply_step(case: Case, given: CaseStepIn, _actor_id: int, at: datetime) -> None:
    """Write what the team found. Raises: StepRefused: the file does not allow the step."""
    lack = find_lack(given.step, file.file_of(case, at))
    if lack is not None:
        raise lack
    if given.step in CLASSIFIES:
        case.classification = CLASSIFIES[given.step].value
    elif given.step is CaseStep.REOPEN:
        case.classification = ""


def _entry_of_step(case: Case, act: str, words: str, before: Any) -> dict[str, object]:
    content = {"step": act, "before": str(before), "after": str(case.state), "words": words}
    return {"kind": CaseEntryKind.STEP.value, "content": content}


CASE_KIND = Kind(
    model=Case,
    teams=CASE_TEAMS,
    machine=CASES,
    reads=CASE_READS,
    id_name="case_id",
    came="opened_at",
    ended="closed_at",
    not_found=CaseNotFound,
    lacks=CaseStepLacks,
    ask="Say why.",
    line=CaseLine,
    view=CaseView,
    line_facts=_line_facts,
    view_facts=_view_facts,
    orders=("due_first", "-opened_at"),
    then_by=("-opened_at",),
    opens=_cases_of,
    stops=_stop_who_does_not_lead,
    refuses=lambda case, step: refusal_by_classification(CaseState(case.state), step, file.classification_of(case)),
    effect=_apply_step,
    records="entries",
    record_columns=_entry_of_step,
)
