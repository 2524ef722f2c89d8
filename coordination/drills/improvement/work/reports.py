"""Draft a report and edit it. What a person has edited or left out stays, however often the system drafts anew."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import ExerciseState
from coordination.drills.improvement.access import grant_to
from coordination.drills.improvement.errors import (
    BadReport,
    ReportChanged,
    ReportIsFixed,
    ReportNotFound,
    ReportTooEarly,
)
from coordination.drills.improvement.models import Report, ReportFinding, ReportText
from coordination.drills.improvement.rules.drafting import DraftFinding, draft_findings, draft_texts
from coordination.drills.improvement.rules.facts import FACTS, ReportFacts
from coordination.drills.improvement.rules.given import FindingGiven
from coordination.drills.improvement.vocabulary import ReportRight, ReportSection, ReportState
from coordination.drills.improvement.work.facts import facts_of
from coordination.drills.improvement.work.keeping import store_times
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _

TEXT_MAX_CHARS, WORDS_MAX_CHARS, ANALYSIS_MAX_CHARS, REFERENCE_MAX_CHARS = 8000, 2000, 4000, 400
MOST_FINDINGS = 300
WRITTEN = (ReportState.DRAFT.value, ReportState.APPROVED.value)


# --- drafting ---------------------------------------------------------------------------------------------------------
def draft_report(*, actor_id: int, exercise_id: UUID, language: str, at: datetime) -> Report:
    """Write the draft from the log and the ratings, for the first time or anew. Reads the log; a durable transaction.

    After a signed version this begins the next one with its texts and findings.
    Raises: ReportNotFound, ReportNotYours. ReportTooEarly; ReportIsFixed: the version is approved.
    """
    grant = grant_to(ReportRight.WRITE, user_id=actor_id, exercise_id=exercise_id, at=at, lock=False)
    if grant.exercise.state != ExerciseState.ENDED.value:
        raise ReportTooEarly
    # Before anything is held: a long log takes a while.
    facts, times = facts_of(grant.exercise, language)
    with transaction.atomic(durable=True):
        grant = grant_to(ReportRight.WRITE, user_id=actor_id, exercise_id=exercise_id, at=at)
        report = _open_version(grant.exercise, actor_id, language, at)
        if report.state != ReportState.DRAFT.value:
            raise ReportIsFixed
        _write_draft(report, facts, actor_id, language, at)
        store_times(grant.exercise, times)
    return report


def _open_version(exercise: Exercise, actor_id: int, language: str, at: datetime) -> Report:
    newest = exercise.reports.order_by("-number").first()
    if newest is not None and newest.state in WRITTEN:
        return newest
    report = Report.objects.create(
        exercise=exercise,
        number=1 if newest is None else newest.number + 1,
        language=language,
        facts="",
        drafted_by_id=actor_id,
        drafted_at=at,
        meeting_at=None if newest is None else newest.meeting_at,
        version=0,
    )
    if newest is not None:
        _copy_texts(newest, report)
    return report


def _copy_texts(old: Report, new: Report) -> None:
    for text in old.texts.all():
        text.pk, text.report = None, new
        text.save(force_insert=True)
    for finding in old.findings.all():
        ReportFinding.objects.create(
            report=new,
            **{
                field.attname: getattr(finding, field.attname)
                for field in ReportFinding._meta.concrete_fields  # noqa: SLF001 - Django's own name for its fields
                if field.attname not in ("id", "report_id")
            },
        )


def _write_draft(report: Report, facts: ReportFacts, actor_id: int, language: str, at: datetime) -> None:
    report.facts, report.language = FACTS.dump_json(facts).decode(), language
    report.drafted_by_id, report.drafted_at = actor_id, at
    report.version += 1
    report.save(update_fields=["facts", "language", "drafted_by", "drafted_at", "version"])
    for section, text in draft_texts(facts, language).items():
        ReportText.objects.update_or_create(report=report, section=section.value, defaults={"drafted": text})
    _write_findings(report, draft_findings(facts, language))


def _write_findings(report: Report, drafts: Sequence[DraftFinding]) -> None:
    known = {one.draft_key: one for one in report.findings.exclude(draft_key="")}
    for place, draft in enumerate(drafts[:MOST_FINDINGS], start=1):
        row = known.pop(draft.key, None)
        if row is not None and (row.is_edited or row.is_left_out):
            continue
        if row is None:
            row = ReportFinding(report=report, draft_key=draft.key)
        row.position, row.kind, row.capability = place, draft.kind.value, draft.capability
        row.objective_id = UUID(draft.objective_id)
        row.words, row.reference, row.analysis = draft.words, draft.reference, draft.analysis
        row.save()
    # Not rated any more, and never edited.
    for gone in known.values():
        if not gone.is_edited and not gone.is_left_out:
            gone.delete()


# --- editing ----------------------------------------------------------------------------------------------------------
def edit_text(
    *, actor_id: int, exercise_id: UUID, section: ReportSection, text: str | None, version: int, at: datetime
) -> Report:
    """Write a section, or with None give it back to the system. Durable.

    Raises: as `_change_draft`. BadReport: too long.
    """

    def write(report: Report) -> None:
        row = report.texts.get(section=section.value)
        row.text = None if text is None else _clean_text(text, TEXT_MAX_CHARS, "/text")
        row.edited_by_id, row.edited_at = (None, None) if text is None else (actor_id, at)
        row.save(update_fields=["text", "edited_by", "edited_at"])

    return _change_draft(write, actor_id=actor_id, exercise_id=exercise_id, version=version, at=at)


def write_finding(
    *,
    actor_id: int,
    exercise_id: UUID,
    finding_id: UUID | None,
    given: FindingGiven,
    version: int,
    at: datetime,
) -> Report:
    """Write a finding of one's own, or change one. Durable. Raises: as `_change_draft`; BadReport; ReportNotFound."""

    def write(report: Report) -> None:
        row = _find_finding(report, finding_id) if finding_id else _new_finding(report, given)
        row.kind, row.capability = given.kind.value, given.capability.value
        row.words = _clean_text(given.words, WORDS_MAX_CHARS, "/words")
        if not row.words:
            raise BadReport(Reason(_("Say what was seen.")), pointer="/words")
        row.reference = _clean_text(given.reference, REFERENCE_MAX_CHARS, "/reference")
        row.analysis = _clean_text(given.analysis, ANALYSIS_MAX_CHARS, "/analysis")
        row.root_cause = _clean_text(given.root_cause, WORDS_MAX_CHARS, "/root_cause")
        row.is_edited = True
        row.save()

    return _change_draft(write, actor_id=actor_id, exercise_id=exercise_id, version=version, at=at)


def leave_out_finding(
    *, actor_id: int, exercise_id: UUID, finding_id: UUID, is_left_out: bool, version: int, at: datetime
) -> Report:
    """Leave a finding out of the report, or take it in again. Durable. Raises: as `_change_draft`; ReportNotFound."""

    def write(report: Report) -> None:
        row = _find_finding(report, finding_id)
        row.is_left_out = is_left_out
        row.save(update_fields=["is_left_out"])

    return _change_draft(write, actor_id=actor_id, exercise_id=exercise_id, version=version, at=at)


def set_meeting(*, actor_id: int, exercise_id: UUID, meeting_at: datetime | None, version: int, at: datetime) -> Report:
    """Say when the after-action meeting is, or was. Durable. Raises: as `_change_draft`; BadReport: before the end."""

    def write(report: Report) -> None:
        ended_at = report.exercise.ended_at
        if meeting_at is not None and ended_at is not None and meeting_at < ended_at:
            raise BadReport(Reason(_("The meeting is after the exercise.")), pointer="/meeting_at")
        report.meeting_at = meeting_at

    return _change_draft(write, actor_id=actor_id, exercise_id=exercise_id, version=version, at=at)


def _change_draft(
    write: Callable[[Report], None], *, actor_id: int, exercise_id: UUID, version: int, at: datetime
) -> Report:
    """Change a draft. Raises: ReportNotFound, ReportNotYours. ReportIsFixed, ReportChanged: another write was first."""
    with transaction.atomic(durable=True):
        grant = grant_to(ReportRight.WRITE, user_id=actor_id, exercise_id=exercise_id, at=at)
        report = open_report(grant.exercise)
        if report.state != ReportState.DRAFT.value:
            raise ReportIsFixed
        check_version(report, version)
        write(report)
        report.version += 1
        report.save(update_fields=["meeting_at", "version"])
    return report


def open_report(exercise: Exercise) -> Report:
    """Return the newest version of an exercise's report. Raises: ReportNotFound: none was drafted."""
    found = exercise.reports.select_related("exercise__site", "exercise__sponsor").order_by("-number").first()
    if found is None:
        raise ReportNotFound
    return found


def check_version(report: Report, version: int) -> None:
    """Raises: ReportChanged: another person has written since."""
    if report.version != version:
        raise ReportChanged


def _find_finding(report: Report, finding_id: UUID) -> ReportFinding:
    found = report.findings.filter(pk=finding_id).first()
    if found is None:
        raise ReportNotFound
    return found


def _new_finding(report: Report, given: FindingGiven) -> ReportFinding:
    number = report.findings.count()
    if number >= MOST_FINDINGS:
        raise BadReport(Reason(_("A report has at most 300 findings.")), pointer="/words")
    objective = given.objective_id
    if objective is not None and not report.exercise.objectives.filter(pk=objective).exists():
        raise BadReport(Reason(_("This exercise has no such objective.")), pointer="/objective_id")
    return ReportFinding(report=report, objective_id=objective, position=1000 + number)


def _clean_text(text: str, most: int, pointer: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if len(text) > most or "\x00" in text:
        raise BadReport(Reason(_("At most %(most)s characters."), most=most), pointer=pointer)
    return text
