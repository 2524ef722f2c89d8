"""The blanks of an agreement: words in [brackets], or a line to write on. Pure: no Django."""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from mou.document import ClauseText, Document

AROUND_CHARS = 70
BLANK = re.compile(r"\[[^\]\n]{1,80}\]|_{3,}")


class OpenBlank(NamedTuple):
    """A blank that was left open, with the words around it.

    `occurrence`: which blank of its clause's body, counted from 0; None for one in the heading.
    """

    clause_key: UUID | None
    heading: str
    occurrence: int | None
    words: str
    before: str
    after: str


def open_blanks(document: Document) -> tuple[OpenBlank, ...]:
    """Return every blank of a document in the order of its text: of each clause its heading's, then its body's."""
    return tuple(blank for clause in document.clauses for blank in _blanks_of(clause))


def _blanks_of(clause: ClauseText) -> Iterator[OpenBlank]:
    for found in BLANK.finditer(clause.heading):
        yield OpenBlank(clause.key, clause.heading, None, found[0], "", "")
    for occurrence, found in enumerate(BLANK.finditer(clause.body_html)):
        before = _words_within(plain_line(clause.body_html[: found.start()])[::-1])[::-1]
        after = _words_within(plain_line(clause.body_html[found.end() :]))
        yield OpenBlank(clause.key, clause.heading, occurrence, plain_line(found[0]), before, after)


def _words_within(line: str) -> str:
    """Return the first whole words of a line, and a sign where more follow."""
    if len(line) <= AROUND_CHARS:
        return line
    return f"{line[:AROUND_CHARS].rpartition(' ')[0]} …"


def plain_line(piece: str) -> str:
    """Return a piece of a clause's HTML as one line of words, with the space at its ends."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", piece)))
