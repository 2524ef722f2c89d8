"""Fill in the blanks of a version, many at once."""

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from mou.access.names import checked_text
from mou.agreements.clauses import Place, locked_version, save_edit
from mou.agreements.steps import note_change
from mou.agreements.texts.blanks import BLANK, plain_line
from mou.errors import ChangedMeanwhile, ClauseNotFound
from mou.models import Clause
from mou.rich_text import clean_html
from mou.vocabulary import EditKind

VALUE_MAX_CHARS = 200


@dataclass(frozen=True, slots=True)
class FilledBlank:
    """What a planner writes in a blank: which one of its clause, counted from 0, as they read it, and the words."""

    clause_key: UUID
    occurrence: int
    words: str
    value: str


def fill_blanks(*, place: Place, filled: Sequence[FilledBlank]) -> None:
    """Write words into blanks, one edit for each clause, in one durable transaction. Locks the agreement.

    Raises: MemorandumNotFound, VersionNotFound, NotAllowed, WrongState, ClauseNotFound, BadName, BadClause;
    ChangedMeanwhile: a blank is no longer where it was read.
    """
    with transaction.atomic(durable=True):
        version = locked_version(place)
        note_change(version, by=place.actor_id, at=place.at)
        clauses = {one.key: one for one in version.clauses.filter(key__in={one.clause_key for one in filled})}
        for key in dict.fromkeys(one.clause_key for one in filled):
            if key not in clauses:
                raise ClauseNotFound("There is no such clause.")
            clauses[key].body_html = _filled_body(clauses[key], [one for one in filled if one.clause_key == key])
            save_edit(clauses[key], EditKind.CHANGED, by=place.actor_id, at=place.at)


def _filled_body(clause: Clause, filled: Iterable[FilledBlank]) -> str:
    found = list(BLANK.finditer(clause.body_html))
    body = clause.body_html
    for one in sorted(filled, key=lambda one: one.occurrence, reverse=True):
        if one.occurrence >= len(found) or plain_line(found[one.occurrence][0]) != one.words:
            raise ChangedMeanwhile("Someone else changed this clause meanwhile.")
        value = html.escape(checked_text(one.value, "value", max_chars=VALUE_MAX_CHARS), quote=False)
        blank = found[one.occurrence]
        body = body[: blank.start()] + value + body[blank.end() :]
    return clean_html(body)
