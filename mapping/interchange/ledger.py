"""Account for every feature of a file: read = imported + repaired + refused + ignored, nothing in silence. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from mapping.geometry.shapes import Position
from mapping.vocabulary import DefectOutcome

NOT_PART = "not_part_of_plan"


class Outcome(StrEnum):
    """What became of one feature."""

    IMPORTED = "imported"
    REPAIRED = "repaired"
    REFUSED = "refused"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Defect:
    """One thing wrong with one feature, and what was done; `place` is the first point of it, where it has one."""

    feature_ref: str
    code: str
    detail: str
    outcome: DefectOutcome
    place: Position | None = None


@dataclass(frozen=True, slots=True)
class Ignored:
    """A feature that is no part of a plan, and why."""

    feature_ref: str
    reason: str
    place: Position | None = None


class Ledger:
    """Filled by a reader, then by the action that stores; the last word about a feature is its worst."""

    def __init__(self) -> None:
        self._outcomes: dict[str, Outcome] = {}
        self._read: dict[str, None] = {}
        self._places: dict[str, Position] = {}
        self.defects: list[Defect] = []
        self.ignored: list[Ignored] = []
        self.expected = 0

    def expect(self, count: int) -> None:
        """Say that so many more features will be read: progress needs an end to look forward to."""
        self.expected += count

    def read(self, ref: str) -> None:
        """Enter a feature: from now on it must be kept, refused or ignored."""
        self._read[ref] = None

    def stands_at(self, ref: str, place: Position | None) -> None:
        """Say where a feature is, before anything that is wrong with it; the first word counts."""
        if place is not None:
            self._places.setdefault(ref, place)

    def forget(self) -> None:
        """Be empty again: before a file is read in another way, or where what it held is told."""
        self._outcomes.clear()
        self._read.clear()
        self._places.clear()
        self.defects.clear()
        self.ignored.clear()
        self.expected = 0

    def has_read(self, ref: str) -> bool:
        """Say whether a feature of this name was entered."""
        return ref in self._read

    def keep(self, ref: str) -> None:
        """Say that a feature comes in."""
        self._outcomes.setdefault(ref, Outcome.IMPORTED)

    def repair(self, ref: str, code: str, detail: str) -> None:
        """Say what was mended on a feature that comes in."""
        self._tell(ref, code, detail, DefectOutcome.REPAIRED)
        if self._outcomes.get(ref) is not Outcome.REFUSED:
            self._outcomes[ref] = Outcome.REPAIRED

    def note(self, ref: str, code: str, detail: str) -> None:
        """Say something about a feature, or about the file, that changes nothing."""
        self._tell(ref, code, detail, DefectOutcome.NOTED)

    def refuse(self, ref: str, code: str, detail: str) -> None:
        """Say why a feature stays out."""
        self._tell(ref, code, detail, DefectOutcome.REFUSED)
        self._outcomes[ref] = Outcome.REFUSED

    def _tell(self, ref: str, code: str, detail: str, outcome: DefectOutcome) -> None:
        self.defects.append(Defect(ref, code, detail, outcome, self._places.get(ref)))

    def ignore(self, ref: str, reason: str) -> None:
        """Say why a feature is no part of what is being imported."""
        self.ignored.append(Ignored(ref, reason, self._places.get(ref)))
        self._outcomes[ref] = Outcome.IGNORED

    def left_alone(self) -> Iterator[Defect]:
        """Yield each feature that is no part of a plan, with its reason and place, so that a missing one is found."""
        for one in self.ignored:
            yield Defect(one.feature_ref, NOT_PART, one.reason, DefectOutcome.IGNORED, one.place)

    def close(self) -> None:
        """Refuse every feature without an outcome, so that a gap in a reader shows in the report."""
        for ref in self._read:
            if ref not in self._outcomes:
                self.refuse(ref, "not_understood", "No rule for this kind of feature.")

    def outcome(self, ref: str) -> Outcome | None:
        """Return what became of a feature so far."""
        return self._outcomes.get(ref)

    def refs(self) -> tuple[str, ...]:
        """Return every feature that was entered, in order."""
        return tuple(self._read)

    def kept_refs(self) -> tuple[str, ...]:
        """Return every feature that comes in as it is."""
        return tuple(ref for ref, outcome in self._outcomes.items() if outcome is Outcome.IMPORTED)

    def restore(
        self, *, read: Iterable[str], kept: Iterable[str], defects: Iterable[Defect], ignored: Iterable[Ignored]
    ) -> None:
        """Fill an empty ledger with what another one held, in another process."""
        for ref in read:
            self.read(ref)
        for ref in kept:
            self.keep(ref)
        said = {DefectOutcome.REPAIRED: self.repair, DefectOutcome.REFUSED: self.refuse, DefectOutcome.NOTED: self.note}
        for defect in defects:
            self.stands_at(defect.feature_ref, defect.place)
            said[defect.outcome](defect.feature_ref, defect.code, defect.detail)
        for one in ignored:
            self.stands_at(one.feature_ref, one.place)
            self.ignore(one.feature_ref, one.reason)

    def take_in(self, other: "Ledger", prefix: str) -> None:
        """Enter what another ledger holds, as of one file among several, under names of its own."""
        said = {DefectOutcome.REPAIRED: self.repair, DefectOutcome.REFUSED: self.refuse, DefectOutcome.NOTED: self.note}
        self.expect(other.expected)
        for ref in other.refs():
            self.read(prefix + ref)
            self.stands_at(prefix + ref, other.place(ref))
        for ref in other.kept_refs():
            self.keep(prefix + ref)
        for defect in other.defects:
            said[defect.outcome](prefix + defect.feature_ref, defect.code, defect.detail)
        for one in other.ignored:
            self.ignore(prefix + one.feature_ref, one.reason)

    def place(self, ref: str) -> Position | None:
        """Return where a feature is, as far as that was said."""
        return self._places.get(ref)

    def counts(self) -> dict[str, int]:
        """Return how many features were read and what became of them."""
        tally = Counter(self._outcomes[ref] for ref in self._read if ref in self._outcomes)
        return {"read": len(self._read)} | {outcome.value: tally[outcome] for outcome in Outcome}

    def ignored_by_reason(self) -> dict[str, int]:
        """Return the number of ignored features per reason, most frequent first."""
        return dict(Counter(one.reason for one in self.ignored).most_common())
