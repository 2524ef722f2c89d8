"""Hand a report out as a file: a signed one as it was sealed, byte for byte; a draft as it stands."""

from datetime import datetime
from uuid import UUID

from coordination.drills.improvement.access import report_grant
from coordination.drills.improvement.printing import draft_pdf
from coordination.drills.improvement.rules.document import document_bytes
from coordination.drills.improvement.vocabulary import ReportState
from coordination.drills.improvement.work.documents import document_of, report_of
from mou.papers.bounded_drawing import one_print_of


def report_json(*, user_id: int, exercise_id: UUID, number: int | None, at: datetime) -> bytes:
    """Return the document of a report that a person reads. Raises: ReportNotFound, ExerciseNotFound."""
    report = report_of(report_grant(user_id=user_id, exercise_id=exercise_id, at=at), number)
    if ReportState(report.state).is_sealed:
        return bytes(report.sealed.document)
    return document_bytes(document_of(report))


def report_paper(*, user_id: int, exercise_id: UUID, number: int | None, at: datetime) -> bytes:
    """Return the PDF of a report that a person reads. A draft is drawn in a process of its own, in seconds.

    Raises: ReportNotFound, ExerciseNotFound. PrintUnderWay, PaperNotDrawn: try again.
    """
    grant = report_grant(user_id=user_id, exercise_id=exercise_id, at=at)
    report = report_of(grant, number)
    if ReportState(report.state).is_sealed:
        return bytes(report.sealed.pdf)
    document = document_of(report)
    with one_print_of(user_id):
        return draft_pdf(document, grant.exercise.site)
