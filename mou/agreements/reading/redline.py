"""What changed from one version's words to another's, word by word. Pure: no Django."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from mou.document import ClauseText, Document, TermText
from mou.rich_text import plain_text

type Mark = Literal["same", "added", "removed"]
type Fate = Literal["same", "changed", "added", "removed", "moved"]
WORDS = re.compile(r"\s+|[^\s]+")
# Above it a diff by words takes time in the square of the length; then whole lines are compared.
WORDS_MAX = 6_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stayed, came or went."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """What became of one clause: its heading and body in pieces, and the terms that came or went, in words."""

    key: UUID
    fate: Fate
    heading: tuple[Piece, ...]
    body: tuple[Piece, ...]
    terms_removed: tuple[TermText, ...]
    terms_added: tuple[TermText, ...]


@dataclass(frozen=True, slots=True)
class FrameChange:
    """A change of title, dates or sites."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Redline:
    """Every change between two versions."""

    frame: tuple[FrameChange, ...]
    clauses: tuple[ClauseChange, ...]


def redline_of(before: Document, after: Document) -> Redline:
    """Return what changed; clauses stand in the order of the later version, removed ones where they stood."""
    old = {one.key: one for one in before.clauses}
    new = {one.key: one for one in after.clauses}
    kept_before = [key for key in old if key in new]
    kept_after = [key for key in new if key in old]
    moved = {one for one, other in zip(kept_after, kept_before, strict=True) if one != other}
    clauses = [
        _clause_change(key, old.get(key), new.get(key), is_moved=key in moved)
        for key in _in_order(list(old), list(new))
    ]
    return Redline(frame=_frame_changes(before, after), clauses=tuple(clauses))


def words_changed(before: str, after: str) -> tuple[Piece, ...]:
    """Return two texts as one sequence of pieces that stayed, went and came."""
    split = WORDS.findall if len(before) + len(after) <= 12 * WORDS_MAX else _split_lines
    old, new = split(before), split(after)
    if len(old) + len(new) > WORDS_MAX:
        old, new = _split_lines(before), _split_lines(after)
    pieces: list[Piece] = []
    for word, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if word == "equal":
            pieces.append(Piece("same", "".join(old[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(Piece("removed", "".join(old[i1:i2])))
        if j2 > j1:
            pieces.append(Piece("added", "".join(new[j1:j2])))
    return tuple(pieces)


def _split_lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _in_order(old: Sequence[UUID], new: Sequence[UUID]) -> list[UUID]:
    """Return all keys: the new order, with each removed one after what it followed."""
    result = list(new)
    for position, key in enumerate(old):
        if key not in result:
            before = old[position - 1] if position else None
            result.insert(result.index(before) + 1 if before is not None else 0, key)
    return result


def _clause_change(key: UUID, before: ClauseText | None, after: ClauseText | None, *, is_moved: bool) -> ClauseChange:
    heading = words_changed(before.heading if before else "", after.heading if after else "")
    body = words_changed(plain_text(before.body_html) if before else "", plain_text(after.body_html) if after else "")
    old_terms, new_terms = before.terms if before else (), after.terms if after else ()
    removed = tuple(one for one in old_terms if one not in new_terms)
    added = tuple(one for one in new_terms if one not in old_terms)
    is_changed = bool(removed or added) or any(piece.mark != "same" for piece in (*heading, *body))
    is_changed = is_changed or (before is not None and after is not None and before.body_html != after.body_html)
    fate: Fate = (
        "added"
        if before is None
        else "removed"
        if after is None
        else "changed"
        if is_changed
        else "moved"
        if is_moved
        else "same"
    )
    return ClauseChange(key, fate, heading, body, removed, added)


def _frame_changes(before: Document, after: Document) -> tuple[FrameChange, ...]:
    def sites(one: Document) -> str:
        return "*" if one.covers_all_sites else ", ".join(sorted(site.name or str(site.site_id) for site in one.sites))

    pairs = (
        ("title", before.title, after.title),
        ("effective_on", before.effective_on.isoformat(), after.effective_on.isoformat()),
        ("expires_on", before.expires_on.isoformat(), after.expires_on.isoformat()),
        ("sites", sites(before), sites(after)),
    )
    return tuple(FrameChange(what, old, new) for what, old, new in pairs if old != new)
