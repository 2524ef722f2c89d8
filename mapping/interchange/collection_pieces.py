"""Take a GeoJSON feature collection apart piece by piece: parsed whole, it takes several times its own size. Pure.

A piece ends where, by the text alone, the next member may begin: a comma and the key with which the first member
begins. In valid JSON that stands nowhere inside a string, because a quote in one has a backslash before it. Where it
stands deeper than between two members, the piece is no list, and the file has to be parsed whole.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

PIECE_BYTES = 256 * 1024
# So far into the file its first member is looked for.
HEAD_BYTES = 1024 * 1024
BEGIN = re.compile(rb'"features"\s*:\s*\[\s*(?=\{\s*("(?:[^"\\]|\\.)*")\s*:)')


class NotApart(ValueError):
    """The file cannot be read in pieces; whole, it may be good or bad."""


@dataclass(frozen=True, slots=True)
class Apart:
    """A collection in pieces. `frame` is all of it but its members, of which there are `count` as far as one sees."""

    frame: Mapping[str, object]
    count: int
    raw: bytes
    pieces: Sequence[tuple[int, int]]
    last: Sequence[object]

    def members(self) -> Iterator[object]:
        """Yield the members in order, each freed when it is let go of. Raises: NotApart."""
        for start, end in self.pieces:
            found, _ = _list_in(self.raw[start:end] + b"]")
            found.reverse()
            while found:
                yield found.pop()
        yield from self.last


def take_apart(raw: bytes, piece_bytes: int = PIECE_BYTES) -> Apart:
    """Return a large collection in pieces. Raises: NotApart: it is small, or not as most programs write it."""
    begin = BEGIN.search(raw, 0, HEAD_BYTES)
    if len(raw) <= piece_bytes or begin is None:
        raise NotApart
    between = re.compile(rb",\s*(?=\{\s*" + re.escape(begin[1]) + rb"\s*:)")
    pieces, start = [], begin.end()
    while found := between.search(raw, start + piece_bytes):
        pieces.append((start, found.start()))
        start = found.end()
    last, tail = _list_in(raw[start:])
    count = 1 + sum(1 for _ in between.finditer(raw, begin.end(), start)) + len(last) - (not pieces)
    return Apart(_frame_of(raw[: begin.end()], tail), count, raw, pieces, last)


def _list_in(members: bytes) -> tuple[list[object], str]:
    """Return the list whose first bracket is missing, and what stands behind it."""
    try:
        text = "[" + members.decode()
        found, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError) as error:
        raise NotApart from error
    if not isinstance(found, list):
        raise NotApart
    return found, text[end:]


def _frame_of(head: bytes, tail: str) -> Mapping[str, object]:
    # That the list that was taken out is the one that counts, is seen by what is put in its place.
    stands_for = uuid4().hex
    try:
        frame = json.loads(f'{head.decode("utf-8-sig")}"{stands_for}"]{tail}')
    except (ValueError, RecursionError) as error:
        raise NotApart from error
    if not isinstance(frame, dict) or frame.pop("features", None) != [stands_for]:
        raise NotApart
    return frame
