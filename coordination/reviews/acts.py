"""The acts of reviews as their doors ask for them: from what a body or a form gave to the action."""

from uuid import UUID

from coordination.reviews.models import ReviewAction, ReviewFollowUp, SealedReview
from coordination.reviews.rules.given import (
    MarkIn,
    ReviewActionIn,
    ReviewAnswerIn,
    ReviewTextsIn,
    ReviewVersionIn,
    SettleIn,
)
from coordination.reviews.work import sealing, writing
from coordination.room.access import Asker
from mou.foundation.forms.act_form import NothingGiven


def add_mark(asker: Asker, incident_id: UUID, given: MarkIn) -> ReviewFollowUp:
    """Mark that something needs follow-up."""
    return writing.add_mark(actor_id=asker.user_id, incident_id=incident_id, given=given, at=asker.at)


def settle_mark(asker: Asker, incident_id: UUID, mark_id: UUID, given: SettleIn) -> None:
    """Say what came of a mark."""
    outcome = given.outcome
    writing.settle_mark(actor_id=asker.user_id, incident_id=incident_id, mark_id=mark_id, outcome=outcome, at=asker.at)


def write_texts(asker: Asker, incident_id: UUID, given: ReviewTextsIn) -> None:
    """Write the texts of the report."""
    writing.write_texts(actor_id=asker.user_id, incident_id=incident_id, given=given, at=asker.at)


def add_action(asker: Asker, incident_id: UUID, given: ReviewActionIn) -> ReviewAction:
    """Write what is changed after the incident."""
    return writing.add_action(actor_id=asker.user_id, incident_id=incident_id, given=given, at=asker.at)


def answer_wash(asker: Asker, incident_id: UUID, given: ReviewAnswerIn) -> None:
    """Say how it went, once."""
    writing.answer_wash(actor_id=asker.user_id, incident_id=incident_id, given=given, at=asker.at)


def close_wash(asker: Asker, incident_id: UUID, _given: NothingGiven) -> None:
    """Close the hot wash for good."""
    writing.close_wash(actor_id=asker.user_id, incident_id=incident_id, at=asker.at)


def seal_review(asker: Asker, incident_id: UUID, given: ReviewVersionIn) -> SealedReview:
    """Seal the report as it is now."""
    return sealing.seal_review(actor_id=asker.user_id, incident_id=incident_id, version=given.version, at=asker.at)
