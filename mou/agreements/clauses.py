"""Change what a version says, clause by clause. Every save is an edit that stays; no save is lost.

A change names the edit it was made on. It is refused where another save changed the same clause meanwhile; a change of
another clause is no conflict.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Max

from mou.access.names import checked_text
from mou.agreements import version_access
from mou.agreements.steps import note_change
from mou.document import JsonValue
from mou.errors import BadClause, BadTerms, ChangedMeanwhile, ClauseNotFound
from mou.models import Clause, ClauseEdit, Term, Version
from mou.rich_text import clean_html
from mou.terms import checked_condition, checked_scope, checked_value
from mou.vocabulary import ActorId, EditKind, Operator, TermKind, Topic

CLAUSES_MAX = 200
TERMS_MAX = 60
HEADING_MAX_CHARS = 200


@dataclass(frozen=True, slots=True)
class TermGiven:
    """A typed term as a planner gives it, not yet checked."""

    kind: TermKind
    scope: str
    value: JsonValue
    condition: JsonValue


@dataclass(frozen=True, slots=True)
class ClauseGiven:
    """A clause as a planner gives it, not yet checked."""

    topic: Topic
    heading: str
    body_html: str
    terms: tuple[TermGiven, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Which version is changed, by whom and when."""

    actor_id: ActorId
    memorandum_id: UUID
    number: int
    at: datetime


def add_clause(*, place: Place, given: ClauseGiven) -> UUID:
    """Write a clause at the end of a version and return its key, in one durable transaction. Locks the agreement.

    Raises: MemorandumNotFound, VersionNotFound, NotAllowed, WrongState, BadClause, BadTerms.
    """
    with transaction.atomic(durable=True):
        version = locked_version(place)
        note_change(version, by=place.actor_id, at=place.at)
        return write_clause(version, given, by=place.actor_id, at=place.at).key


def write_clause(version: Version, given: ClauseGiven, *, by: ActorId, at: datetime, key: UUID | None = None) -> Clause:
    """Write a checked clause after the last, inside the caller's transaction."""
    last = version.clauses.aggregate(last=Max("position"))["last"] or 0
    if version.clauses.count() >= CLAUSES_MAX:
        raise BadClause(f"An agreement has at most {CLAUSES_MAX} clauses.")
    clause = Clause.objects.create(
        version=version,
        key=key or uuid4(),
        position=last + 1,
        topic=given.topic.value,
        heading=checked_text(given.heading, "heading", max_chars=HEADING_MAX_CHARS),
        body_html=clean_html(given.body_html),
        edit_number=_next_edit(version, key),
    )
    _write_terms(clause, given.terms)
    _write_edit(clause, EditKind.ADDED, by=by, at=at)
    return clause


def change_clause(*, place: Place, key: UUID, edit_number: int, given: ClauseGiven) -> int:
    """Save a clause with its terms and return the new edit's number, in one durable transaction. Locks the agreement.

    Raises: as add_clause; ClauseNotFound; ChangedMeanwhile: another save of this clause came after `edit_number`.
    """
    with transaction.atomic(durable=True):
        version = locked_version(place)
        clause = locked_clause(version, key, edit_number)
        note_change(version, by=place.actor_id, at=place.at)
        clause.topic = given.topic.value
        clause.heading = checked_text(given.heading, "heading", max_chars=HEADING_MAX_CHARS)
        clause.body_html = clean_html(given.body_html)
        clause.terms.all().delete()
        _write_terms(clause, given.terms)
        return save_edit(clause, EditKind.CHANGED, by=place.actor_id, at=place.at)


def move_clause(*, place: Place, key: UUID, edit_number: int, position: int) -> int:
    """Put a clause at another place, counted from 1; return its new edit's number. Locks the agreement."""
    with transaction.atomic(durable=True):
        version = locked_version(place)
        clause = locked_clause(version, key, edit_number)
        note_change(version, by=place.actor_id, at=place.at)
        others = [one for one in version.clauses.order_by("position", "key") if one.id != clause.id]
        others.insert(max(0, min(position - 1, len(others))), clause)
        for index, one in enumerate(others, start=1):
            Clause.objects.filter(id=one.id).update(position=index)
        clause.position = others.index(clause) + 1
        return save_edit(clause, EditKind.MOVED, by=place.actor_id, at=place.at)


def remove_clause(*, place: Place, key: UUID, edit_number: int) -> None:
    """Take a clause and its terms out of a version; its edits stay. Locks the agreement."""
    with transaction.atomic(durable=True):
        version = locked_version(place)
        note_change(version, by=place.actor_id, at=place.at)
        take_out(version, key, edit_number, by=place.actor_id, at=place.at)


def take_out(version: Version, key: UUID, edit_number: int, *, by: ActorId, at: datetime) -> None:
    """Take a clause as it was read out of a locked version, inside the caller's transaction."""
    clause = locked_clause(version, key, edit_number)
    clause.edit_number += 1
    _write_edit(clause, EditKind.REMOVED, by=by, at=at)
    clause.terms.all().delete()
    clause.delete()
    _count_change(version)


def assign_clause(*, place: Place, key: UUID, member_id: UUID | None) -> None:
    """Set which member of the district works on a clause, or none. It changes no words. Locks the agreement."""
    with transaction.atomic(durable=True):
        version = locked_version(place)
        clause = version.clauses.filter(key=key).first()
        if clause is None:
            raise ClauseNotFound("There is no such clause.")
        member = (
            None if member_id is None else version_access.member_of(version.memorandum.district, member_id, place.at)
        )
        Clause.objects.filter(id=clause.id).update(assignee_id=None if member is None else member.user_id)
        _count_change(version)


def locked_version(place: Place) -> Version:
    """Return the version for changing it, with the agreement's row locked until commit."""
    return version_access.version_for(
        user_id=place.actor_id,
        memorandum_id=place.memorandum_id,
        number=place.number,
        need=version_access.VersionNeed.KEEP,
        at=place.at,
        lock=True,
    )


def locked_clause(version: Version, key: UUID, edit_number: int) -> Clause:
    """Return a clause as its editor read it, or raise ClauseNotFound or ChangedMeanwhile."""
    clause = version.clauses.filter(key=key).first()
    if clause is None:
        raise ClauseNotFound("There is no such clause.")
    if clause.edit_number != edit_number:
        raise ChangedMeanwhile("Someone else changed this clause meanwhile.")
    return clause


def save_edit(clause: Clause, kind: EditKind, *, by: ActorId, at: datetime) -> int:
    """Save a changed clause under the next number and write its edit, inside the caller's transaction."""
    clause.edit_number += 1
    clause.save()
    _write_edit(clause, kind, by=by, at=at)
    _count_change(clause.version)
    return clause.edit_number


def _count_change(version: Version) -> None:
    Version.objects.filter(id=version.id).update(edit_number=F("edit_number") + 1)


def _next_edit(version: Version, key: UUID | None) -> int:
    """A key that was removed and comes back goes on counting: an edit's number is never used twice."""
    if key is None:
        return 1
    return (ClauseEdit.objects.filter(version=version, clause_key=key).aggregate(n=Max("edit_number"))["n"] or 0) + 1


def _write_terms(clause: Clause, terms: Sequence[TermGiven]) -> None:
    if len(terms) > TERMS_MAX:
        raise BadTerms(f"A clause has at most {TERMS_MAX} terms.")
    taken = set(clause.version.terms.values_list("kind", "scope"))
    for term in terms:
        value, condition = checked_value(term.kind, term.value), checked_condition(term.kind, term.condition)
        if (term.kind.value, checked_scope(term.kind, term.scope)) in taken:
            raise BadTerms(f"An agreement says each thing once: {term.kind} {term.scope} stands twice.")
        taken.add((term.kind.value, term.scope))
        Term.objects.create(
            version=clause.version,
            clause=clause,
            kind=term.kind.value,
            scope=term.scope,
            value=value.model_dump(mode="json"),
            condition=condition.model_dump(mode="json"),
        )


def _write_edit(clause: Clause, kind: EditKind, *, by: ActorId, at: datetime) -> None:
    terms = list(clause.terms.order_by("kind", "scope").values("kind", "scope", "value", "condition"))
    ClauseEdit.objects.create(
        version=clause.version,
        clause_key=clause.key,
        edit_number=clause.edit_number,
        kind=kind.value,
        position=clause.position,
        topic=clause.topic,
        heading=clause.heading,
        body_html=clause.body_html,
        terms=terms,
        edited_by_id=None if isinstance(by, Operator) else by,
        edited_at=at,
    )
