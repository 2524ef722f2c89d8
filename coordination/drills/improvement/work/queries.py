"""Read reports and corrective actions as pages and programs show them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from coordination.drills.exercises.access import planning_agencies
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import ExerciseState
from coordination.drills.improvement.access import ReportGrant, actions_for
from coordination.drills.improvement.models import Report
from coordination.drills.improvement.rules.document import ReportDocument
from coordination.drills.improvement.vocabulary import ReportState
from coordination.drills.improvement.wire import ActionLine
from coordination.drills.improvement.work.documents import document_of, report_of
from coordination.drills.improvement.work.kinds import ACTION_KIND
from coordination.drills.improvement.work.signing import Lack, lacks_of
from mou.models import Agency
from mou.vocabulary import AgencyKind


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A finding that a person has left out of the report."""

    finding_id: UUID
    words: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report for a reader: the document, what they may do now, what is lacking, and the versions they may read.

    `version` is said with each change. `lacks` and `left_out` are there for its writers.
    """

    document: ReportDocument
    version: int
    may_write: bool
    may_approve: bool
    may_take_back: bool
    may_sign: bool
    lacks: list[Lack]
    left_out: list[LeftOut]
    numbers: list[int]
    document_sha256: str
    pdf_sha256: str


def report_view(grant: ReportGrant, number: int | None = None) -> ReportView:
    """Return a version of a report for a reader. Raises: ReportNotFound."""
    report = report_of(grant, number)
    document, state = document_of(report), ReportState(report.state)
    is_newest = report.number == max(_report_numbers(grant, report))
    is_draft = state is ReportState.DRAFT and is_newest
    sealed = report.sealed if state.is_sealed else None
    return ReportView(
        document=document,
        version=report.version,
        may_write=grant.may_write and is_draft,
        may_approve=grant.may_approve and is_draft,
        may_take_back=grant.may_approve and state is ReportState.APPROVED,
        may_sign=grant.may_sign and state is ReportState.APPROVED,
        lacks=lacks_of(grant.exercise, document) if grant.may_write and is_draft else [],
        left_out=_left_out(report) if grant.may_write and is_draft else [],
        numbers=_report_numbers(grant, report),
        document_sha256=sealed.document_sha256 if sealed else "",
        pdf_sha256=sealed.pdf_sha256 if sealed else "",
    )


def _report_numbers(grant: ReportGrant, report: Report) -> list[int]:
    rows = grant.exercise.reports.all()
    if not grant.reads_drafts:
        rows = rows.filter(state__in=[one.value for one in ReportState if one.is_sealed])
    return sorted({report.number, *rows.values_list("number", flat=True)}, reverse=True)


def _left_out(report: Report) -> list[LeftOut]:
    return [LeftOut(one.pk, one.words) for one in report.findings.filter(is_left_out=True)]


# --- corrective actions -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ActionsAsked:
    """Which corrective actions are listed; nothing chosen: all that run."""

    ended: bool = False
    overdue: bool = False
    agency_id: UUID | None = None
    site_id: UUID | None = None
    exercise_id: UUID | None = None


def action_lines(*, user_id: int, asked: ActionsAsked, at: datetime) -> list[ActionLine]:
    """Return the corrective actions that a person reads, by what is due first. A constant number of queries."""
    rows = actions_for(user_id, at)
    if asked.agency_id is not None:
        rows = rows.filter(Q(agency_id=asked.agency_id) | Q(agency__parent_id=asked.agency_id))
    if asked.site_id is not None:
        rows = rows.filter(exercise__site_id=asked.site_id)
    if asked.exercise_id is not None:
        rows = rows.filter(exercise_id=asked.exercise_id)
    found = ACTION_KIND.list_rows(rows, at, is_open=not asked.ended)
    return [one for one in found if one.is_overdue] if asked.overdue else found


def exercise_actions(exercise: Exercise, *, user_id: int, at: datetime) -> list[ActionLine]:
    """Return the improvement plan of an exercise, as far as a person reads it, by its numbers."""
    rows = actions_for(user_id, at).filter(exercise=exercise)
    return sorted(ACTION_KIND.list_rows(rows, at), key=lambda one: one.number)


def carried_over(exercise: Exercise, *, user_id: int, at: datetime) -> list[ActionLine]:
    """Return what earlier exercises at the site left to do, as far as a person reads it; none once it has ended."""
    if exercise.state in (ExerciseState.ENDED.value, ExerciseState.CANCELED.value):
        return []
    rows = actions_for(user_id, at).filter(exercise__site_id=exercise.site_id).exclude(exercise=exercise)
    return ACTION_KIND.list_rows(rows, at, is_open=True)


def districts_planned_for(user_id: int, at: datetime) -> QuerySet[Agency]:
    """Return the districts for which a person plans."""
    return Agency.objects.filter(pk__in=planning_agencies(user_id, at), kind=AgencyKind.DISTRICT.value)
