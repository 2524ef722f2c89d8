"""Say something about a clause, suggest other words, and close what was said."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mou.access import fetch
from mou.access.names import checked_long_text
from mou.agreements import version_access
from mou.agreements.clauses import Place, locked_clause, save_edit
from mou.agreements.lifecycle import WRITABLE
from mou.agreements.steps import note_change
from mou.errors import BadClause, ClauseNotFound, CommentClosed, CommentNotFound, NotAllowed, WrongState
from mou.models import ClauseComment, Version
from mou.rich_text import clean_html
from mou.vocabulary import CommentState, EditKind, VersionState

TEXT_MAX_CHARS = 4_000
COMMENTS_MAX = 2_000


def add_comment(*, place: Place, reviewer_id: int, key: UUID, edit_number: int, text: str, suggested_html: str) -> UUID:
    """Write a remark or, with `suggested_html`, a suggestion, and return its id, in one durable transaction.

    People of both parties may while a version is written or in review. `edit_number` is what its author had read.
    Raises: MemorandumNotFound, VersionNotFound, NotAllowed, ClauseNotFound, WrongState, BadName, BadClause.
    """
    suggestion = clean_html(suggested_html)
    text = text.strip() and checked_long_text(text, "remark", max_chars=TEXT_MAX_CHARS)
    if not text and not suggestion:
        raise BadClause("A remark has words, or suggests some.")
    with transaction.atomic(durable=True):
        version = _lock_reviewed(place)
        if not version.clauses.filter(key=key).exists():
            raise ClauseNotFound("There is no such clause.")
        if version.comments.count() >= COMMENTS_MAX:
            raise BadClause(f"A version takes at most {COMMENTS_MAX} remarks.")
        member = version_access.speaks_for(reviewer_id, version.memorandum, place.at)
        comment = ClauseComment.objects.create(
            version=version,
            clause_key=key,
            edit_number=edit_number,
            author_id=reviewer_id,
            agency_name="" if member is None else member.agency.name,
            text=text,
            suggested_html=suggestion,
            created_at=place.at,
        )
    return comment.id


def accept_suggestion(*, place: Place, comment_id: UUID, edit_number: int) -> int:
    """Make a suggestion the clause's words, if the clause is as the planner read it; return the new edit's number.

    One durable transaction; locks the agreement. Raises: CommentNotFound, CommentClosed, ChangedMeanwhile, NotAllowed.
    """
    with transaction.atomic(durable=True):
        version = version_access.version_for(
            user_id=place.actor_id,
            memorandum_id=place.memorandum_id,
            number=place.number,
            need=version_access.VersionNeed.KEEP,
            at=place.at,
            lock=True,
        )
        comment = _open_comment(version, comment_id)
        if not comment.suggested_html:
            raise BadClause("This remark suggests no words.")
        clause = locked_clause(version, comment.clause_key, edit_number)
        note_change(version, by=place.actor_id, at=place.at)
        clause.body_html = comment.suggested_html
        _close_comment(comment, CommentState.ACCEPTED, by=place.actor_id, at=place.at)
        return save_edit(clause, EditKind.ACCEPTED, by=place.actor_id, at=place.at)


def close_comment(*, place: Place, comment_id: UUID, state: CommentState) -> None:
    """Resolve a remark or reject a suggestion, in one durable transaction: its author may, and the district's keepers.

    Locks the agreement. Raises: CommentNotFound, CommentClosed, NotAllowed, WrongState.
    """
    if state not in (CommentState.RESOLVED, CommentState.REJECTED):
        raise WrongState("A remark is resolved or rejected; a suggestion is accepted on the clause as it is.")
    with transaction.atomic(durable=True):
        version = _lock_reviewed(place)
        comment = _open_comment(version, comment_id)
        keeps = fetch.keeps_agreements(place.actor_id, version.memorandum.district_id, place.at)
        if comment.author_id != place.actor_id and not keeps:
            raise NotAllowed("Only its author and the district's planners close a remark.")
        _close_comment(comment, state, by=place.actor_id, at=place.at)


def _lock_reviewed(place: Place) -> Version:
    version = version_access.version_for(
        user_id=place.actor_id,
        memorandum_id=place.memorandum_id,
        number=place.number,
        need=version_access.VersionNeed.REVIEW,
        at=place.at,
        lock=True,
    )
    if VersionState(version.state) not in WRITABLE:
        raise WrongState("Remarks are made while a version is written or in review.")
    return version


def _open_comment(version: Version, comment_id: UUID) -> ClauseComment:
    comment = version.comments.filter(id=comment_id).first()
    if comment is None:
        raise CommentNotFound("There is no such remark.")
    if comment.state != CommentState.OPEN:
        raise CommentClosed("This remark was closed already.")
    return comment


def _close_comment(comment: ClauseComment, state: CommentState, *, by: object, at: datetime) -> None:
    ClauseComment.objects.filter(id=comment.id).update(
        state=state.value, closed_at=at, closed_by_id=by if isinstance(by, int) else None
    )
