"""Search the log: the rows of its index, and what the readers of a room find by them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext, override

from coordination.room.access import RoomGrant
from coordination.room.entry.new_entry import NewEntry, NewWords
from coordination.room.models import LogEntry
from coordination.room.reading.log_reading import encoded_from_row
from coordination.room.registry import event_rules
from coordination.room.text_search.tokens import findable_from_text, scope_of, words_of
from coordination.room.wire.addressed import readership_of
from coordination.room.wire.encoded import EncodedEntry
from mapping.sites.queries import Box

MAX_WORDS = 8
MAX_FOUND = 100
# So many rooms are asked about at once: each adds its scopes to every word of the question.
ROOMS_AT_ONCE = 50
FIELD = re.compile(r"\{\w+\}")


def index_rows(entries: Iterable[LogEntry | NewEntry]) -> list[NewWords]:
    """Return the rows of the index for entries that are written: from their contents and nothing else."""
    return [_index_row(entry) for entry in entries]


def _index_row(entry: LogEntry | NewEntry) -> NewWords:
    rule = event_rules().get(entry.event_type)
    found = findable_from_text(entry.content, with_words=rule is None or rule.is_searchable)
    scope = scope_of(entry.room_id, readership_of(entry.audience))
    said = said_of(entry.event_type) if rule is not None and rule.is_searchable else frozenset()
    return NewWords(
        entry_id=entry.id,
        author_id=found.author_id,
        words=" ".join(sorted(scope + word for word in found.words | said)),
        lon=found.lon,
        lat=found.lat,
        level_id=found.level_id,
    )


@cache
def said_of(event_type: str) -> frozenset[str]:
    """Return the words that the timeline says of such an event whatever it holds, in every language: "Joined as"."""
    words: set[str] = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            words.update(words_of(FIELD.sub(" ", gettext(event_rules()[event_type].words or " "))))
    return frozenset(words)


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for: everything that is said must hold. `words`: each begins a word of the entry."""

    words: tuple[str, ...] = ()
    author_id: UUID | None = None
    kinds: tuple[str, ...] = ()
    boxes: tuple[Box, ...] = ()
    level_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None

    def is_empty(self) -> bool:
        """Tell whether nothing is asked."""
        return self == Question()


def asked_words(text: str) -> tuple[str, ...]:
    """Return the words of a question, each once."""
    return tuple(dict.fromkeys(words_of(text)))


def found_in(grant: RoomGrant, question: Question, *, before: int | None, limit: int) -> list[EncodedEntry]:
    """Return the newest entries that the reader may read and that answer the question, newest first. One query."""
    return [encoded_from_row(row) for row in rows_found_in(grant, question, before=before)[:limit]]


def rows_found_in(grant: RoomGrant, question: Question, *, before: int | None) -> QuerySet[LogEntry]:
    """Return the entries that the reader may read and that answer the question, newest first."""
    rows = _matching_entries([grant], question)
    if before is not None:
        rows = rows.filter(seq__lt=before)
    return rows.order_by("-seq")


def found_in_many(grants: Sequence[RoomGrant], question: Question, *, limit: int) -> list[EncodedEntry]:
    """Return what is found in several rooms: room after room in the order given, the newest of each first."""
    found: list[EncodedEntry] = []
    for start in range(0, len(grants), ROOMS_AT_ONCE):
        some = grants[start : start + ROOMS_AT_ONCE]
        for grant in _with_any(some, question):
            found += found_in(grant, question, before=None, limit=limit - len(found))
            if len(found) >= limit:
                return found
    return found


def _with_any(grants: Sequence[RoomGrant], question: Question) -> list[RoomGrant]:
    """Return those of the rooms in which anything is found, in the same order. One query."""
    having = set(_matching_entries(grants, question).values_list("room_id", flat=True).distinct())
    return [grant for grant in grants if grant.room.pk in having]


def _matching_entries(grants: Sequence[RoomGrant], question: Question) -> QuerySet[LogEntry]:
    """Return the entries that the readers may read and that answer the question: both asked in one statement."""
    readable = Q()
    for grant in grants:
        readable |= Q(room=grant.room, audience__in=[one.value for one in grant.audiences])
    return LogEntry.objects.filter(
        readable & _having_words(grants, question.words) & _having_place(question), **_plain_conditions(question)
    )


def _having_words(grants: Sequence[RoomGrant], words: Sequence[str]) -> Q:
    if not words:
        return Q()
    scopes = list(dict.fromkeys(scope_of(grant.room.pk, one) for grant in grants for one in sorted(grant.audiences)))
    return Q(index__words__begin_with=tuple(tuple(scope + word for scope in scopes) for word in words))


def _having_place(question: Question) -> Q:
    inside = Q()
    for west, south, east, north in question.boxes:
        inside |= Q(index__lon__range=(west, east), index__lat__range=(south, north))
    return inside


def _plain_conditions(question: Question) -> dict[str, object]:
    """Return what is compared with one column each."""
    asked = {
        "index__author_id": question.author_id,
        "index__level_id": question.level_id,
        "event_type__in": question.kinds or None,
        "at__gte": question.since,
        "at__lt": question.until,
    }
    return {name: value for name, value in asked.items() if value is not None}
