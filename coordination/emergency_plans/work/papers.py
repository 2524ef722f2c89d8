"""Hand a plan out as a file: an adopted one as it was sealed, byte for byte; a part or a draft as it stands."""

from datetime import datetime
from uuid import UUID

from coordination.emergency_plans.access import plan_for
from coordination.emergency_plans.printing import plain_pdf
from coordination.emergency_plans.rules.document import document_bytes
from coordination.emergency_plans.vocabulary import EmergencyPlanState
from coordination.emergency_plans.work.documents import document_for
from coordination.emergency_plans.work.versions import version_numbered
from mou.papers.bounded_drawing import one_print_of


def plan_json(*, user_id: int, plan_id: UUID, number: int | None, at: datetime) -> bytes:
    """Return the document of a version that a person reads. Raises: EmergencyPlanNotFound."""
    grant = plan_for(user_id=user_id, plan_id=plan_id, at=at)
    version = version_numbered(grant, number)
    if grant.reads_restricted and EmergencyPlanState(version.state).is_sealed:
        return bytes(version.sealed.document)
    return document_bytes(document_for(grant, version))


def plan_paper(*, user_id: int, plan_id: UUID, number: int | None, at: datetime) -> bytes:
    """Return the PDF of a version that a person reads. What is not sealed is drawn in a process of its own, in seconds.

    Raises: EmergencyPlanNotFound. PrintUnderWay, PaperNotDrawn: try again.
    """
    grant = plan_for(user_id=user_id, plan_id=plan_id, at=at)
    version = version_numbered(grant, number)
    if grant.reads_restricted and EmergencyPlanState(version.state).is_sealed:
        return bytes(version.sealed.pdf)
    document = document_for(grant, version)
    with one_print_of(user_id):
        return plain_pdf(document)
