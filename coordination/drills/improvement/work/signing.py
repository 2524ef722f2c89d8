"""Approve a report, take it back, sign it. Signing draws and seals the paper first: what was signed has its copy."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.telling import EXERCISE_WAITS
from coordination.drills.exercises.vocabulary import ExerciseRole
from coordination.drills.improvement.access import ReportGrant, grant_to, took_part
from coordination.drills.improvement.errors import (
    ReportIsFixed,
    ReportLacks,
    ReportNamesPlayer,
    ReportNotApproved,
)
from coordination.drills.improvement.models import Report, SealedReport
from coordination.drills.improvement.printing import signed_pdf
from coordination.drills.improvement.rules.document import (
    FindingText,
    ReportDocument,
    document_bytes,
    sum_of,
)
from coordination.drills.improvement.rules.names import named_in
from coordination.drills.improvement.vocabulary import ReportRight, ReportState
from coordination.drills.improvement.work.documents import decided_by, document_of, written_document
from coordination.drills.improvement.work.reports import check_version, open_report
from coordination.models import User
from mou.papers.bounded_drawing import one_print_of


@dataclass(frozen=True, slots=True)
class Lack:
    """What keeps a report from being approved: `code` is "report_lacks" or "report_names_player"."""

    code: str
    pointer: str
    # Of which section or finding, as its value or words.
    what: str


def approve_report(*, actor_id: int, exercise_id: UUID, version: int, at: datetime) -> Report:
    """Approve the draft. Durable.

    Raises: ReportNotFound, ReportNotYours, ReportIsFixed, ReportChanged. ReportLacks, ReportNamesPlayer: see there.
    """
    with transaction.atomic(durable=True):
        grant = grant_to(ReportRight.APPROVE, user_id=actor_id, exercise_id=exercise_id, at=at)
        report = open_report(grant.exercise)
        if report.state != ReportState.DRAFT.value:
            raise ReportIsFixed
        check_version(report, version)
        for lack in lacks_of(grant.exercise, document_of(report)):
            if lack.code == ReportNamesPlayer.code:
                raise ReportNamesPlayer(pointer=lack.pointer)
            raise ReportLacks(pointer=lack.pointer)
        report.state, report.version = ReportState.APPROVED.value, report.version + 1
        report.approved_by_id, report.approved_at = actor_id, at
        report.save(update_fields=["state", "version", "approved_by", "approved_at"])
    return report


def take_back(*, actor_id: int, exercise_id: UUID, version: int, at: datetime) -> Report:
    """Make an approved report a draft again. Durable. Raises: as `approve_report`; ReportNotApproved."""
    with transaction.atomic(durable=True):
        grant = grant_to(ReportRight.APPROVE, user_id=actor_id, exercise_id=exercise_id, at=at)
        report = open_report(grant.exercise)
        if report.state != ReportState.APPROVED.value:
            raise ReportNotApproved
        check_version(report, version)
        report.state, report.version = ReportState.DRAFT.value, report.version + 1
        report.approved_by, report.approved_at = None, None
        report.save(update_fields=["state", "version", "approved_by", "approved_at"])
    return report


def sign_report(*, actor_id: int, exercise_id: UUID, version: int, at: datetime) -> Report:
    """Sign the approved report: its document and a sealed PDF are stored and change no more. Durable.

    Starts a process that draws, which takes seconds and holds no lock; then the newest version before is superseded,
    and all who took part are told that something waits.
    Raises: ReportNotFound, ReportNotYours, ReportNotApproved, ReportChanged. PaperNotDrawn, PrintUnderWay: try again.
    """
    grant = grant_to(ReportRight.SIGN, user_id=actor_id, exercise_id=exercise_id, at=at, lock=False)
    document = _signed_document(grant, actor_id, version, at)
    content = document_bytes(document)
    with one_print_of(actor_id):
        pdf = signed_pdf(document, content, grant.exercise.site, at=at)
    with transaction.atomic(durable=True):
        grant = grant_to(ReportRight.SIGN, user_id=actor_id, exercise_id=exercise_id, at=at)
        report = _find_approved(grant.exercise, version)
        if document_bytes(_signed_document(grant, actor_id, version, at)) != content:
            # The plan, or a person's name, has changed while it was drawn.
            check_version(report, version + 1)
        _seal_report(report, content, pdf, actor_id, at)
        people = list(_who_hears(grant.exercise, at))
        EXERCISE_WAITS.tell_by(f"report:{report.pk.hex}:signed", people)
    return report


def _find_approved(exercise: Exercise, version: int) -> Report:
    report = open_report(exercise)
    if report.state != ReportState.APPROVED.value:
        raise ReportNotApproved
    check_version(report, version)
    return report


def _signed_document(grant: ReportGrant, actor_id: int, version: int, at: datetime) -> ReportDocument:
    report = _find_approved(grant.exercise, version)
    signer = decided_by(User.objects.get(pk=actor_id), grant.exercise.sponsor.name, at)
    return written_document(report, approved=document_of(report).approved, signed=signer)


def _seal_report(report: Report, content: bytes, pdf: bytes, actor_id: int, at: datetime) -> None:
    report.exercise.reports.filter(state=ReportState.SIGNED.value).update(state=ReportState.SUPERSEDED.value)
    report.state, report.version = ReportState.SIGNED.value, report.version + 1
    report.signed_by_id, report.signed_at = actor_id, at
    report.save(update_fields=["state", "version", "signed_by", "signed_at"])
    SealedReport.objects.create(
        report=report,
        document=content,
        document_sha256=sum_of(content),
        pdf=pdf,
        pdf_sha256=sum_of(pdf),
        sealed_at=at,
    )


def _who_hears(exercise: Exercise, at: datetime) -> list[int]:
    people = exercise.people.values_list("user_id", flat=True)
    return [one for one in people if took_part(one, at).filter(pk=exercise.pk).exists()]


# --- what is lacking --------------------------------------------------------------------------------------------------
def lacks_of(exercise: Exercise, document: ReportDocument) -> list[Lack]:
    """Return what keeps a report from being approved: an empty section, an area without root cause, a player's name."""
    players = exercise.people.filter(role=ExerciseRole.PLAYER.value).select_related("user")
    names = sorted({one.user.shown_name() for one in players})
    texts = [(f"/sections/{one.section}", one.section.value, one.text) for one in document.sections]
    findings = [one for each in document.objectives for one in (*each.strengths, *each.areas)]
    texts += [(f"/findings/{one.finding_id}", one.words, _all_words(one)) for one in findings]
    causes = [
        (f"/findings/{one.finding_id}/root_cause", one.words)
        for each in document.objectives
        for one in each.areas
        if not one.root_cause
    ]
    return [
        *(Lack(ReportNamesPlayer.code, pointer, what) for pointer, what, text in texts if named_in(text, names)),
        *(Lack(ReportLacks.code, pointer, what) for pointer, what, text in texts if not text),
        *(Lack(ReportLacks.code, pointer, what) for pointer, what in causes),
    ]


def _all_words(one: FindingText) -> str:
    return f"{one.words}\n{one.reference}\n{one.analysis}\n{one.root_cause}"
