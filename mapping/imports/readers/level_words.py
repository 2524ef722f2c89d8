"""Tell which floors the level words of one file mean: as a person confirmed them, else as they are proposed. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from mapping.geometry.floor_words import FloorName, counted_name, propose_floors
from mapping.imports.readers.field_mapping import FieldMapping
from mapping.imports.readers.osm.levels import ITEM, read_levels


class LevelWords:
    """All level words of a file; they are read together, because "1" is another floor where there is a "0"."""

    def __init__(
        self, mapping: FieldMapping, texts: Iterable[str], *, also: Iterable[tuple[str, Sequence[str]]] = ()
    ) -> None:
        """`also` is what else is said of the floor of a text: where most means another one, nothing is proposed."""
        self._counting = mapping.counting
        words = dict.fromkeys(word for text in texts for word in words_of_text(text))
        self._proposed = propose_floors(words, mapping.counting)
        self._told = {_plain_word(word): floor for word, floor in mapping.levels.items()}
        self.words = tuple(words)
        self._read: dict[str, tuple[Sequence[FloorName], Sequence[str]]] = {}
        self._contradicted = {} if not words else dict(self._contradictions(list(also)))
        for word in self._contradicted:
            self._proposed.pop(word, None)

    def _contradictions(self, also: Sequence[tuple[str, Sequence[str]]]) -> Iterator[tuple[str, str]]:
        """Yield the words that mean one floor where what stands beside them means another, each with that."""
        counts = Counter((_plain_word(text), _plain_word(one)) for text, others in also for one in others)
        meant = self._proposed | propose_floors(
            dict.fromkeys((*self.words, *(one for _, one in counts))), self._counting
        )
        against: dict[str, Counter[str]] = {}
        balance: Counter[str] = Counter()
        for (word, other), count in counts.items():
            if word in self._told or word not in self._proposed or other not in meant:
                continue
            is_same = meant[other].ordinal == self._proposed[word].ordinal
            balance[word] += count if is_same else -count
            if not is_same:
                against.setdefault(word, Counter())[other] += count
        yield from ((word, against[word].most_common(1)[0][0]) for word in against if balance[word] < 0)

    def contradicted(self, text: str) -> str:
        """Return what else a word is called that means another floor; empty for a word that is not contradicted."""
        return next((self._contradicted[word] for word in words_of_text(text) if word in self._contradicted), "")

    def floor(self, word: str) -> FloorName | None:
        """Return the floor that one word means: the user's reading, else the proposed one, else None."""
        told = self._told.get(word)
        if told is None:
            return self._proposed.get(word)
        counted = counted_name(told.ordinal, self._counting)
        return FloorName(told.ordinal + 0, told.short_name or counted.short_name, told.name or counted.name)

    def read(self, text: str) -> tuple[Sequence[FloorName], Sequence[str]]:
        """Return the floors of a text, which may be several ("1;2", "0-3"), and what of it is not understood."""
        found = self._read.get(text)
        if found is None:
            found = self._read[text] = self._read_text(text)
        return found

    def _read_text(self, text: str) -> tuple[Sequence[FloorName], Sequence[str]]:
        floors: dict[Decimal, FloorName] = {}
        junk = []
        for item in _split_items(text):
            found = list(self._read_item(item))
            junk += [] if found else [item[:40]]
            floors |= {floor.ordinal: floor for floor in found}
        return [floors[ordinal] for ordinal in sorted(floors)], junk

    def _read_item(self, item: str) -> Iterator[FloorName]:
        ends = [self.floor(word) for word in _words_of_item(item)]
        if len(ends) == 1 or None in ends:
            yield from (one for one in [self.floor(item)] if one is not None)
            return
        first, last = (one.ordinal for one in ends if one is not None)
        named = {floor.ordinal: floor for word in self.words if (floor := self.floor(word)) is not None}
        for ordinal in read_levels(f"{first}-{last}").ordinals:
            yield named.get(ordinal) or counted_name(ordinal, self._counting)


@lru_cache(maxsize=1024)
def words_of_text(text: str) -> tuple[str, ...]:
    """Return the words for floors in a text, both ends of a range among them."""
    return tuple(word for item in _split_items(text) for word in _words_of_item(item))


def _split_items(text: str) -> list[str]:
    return [plain for item in text.replace(",", ";").split(";") if (plain := _plain_word(item))]


def _words_of_item(item: str) -> list[str]:
    """Return a word, or both ends of a range of numbers."""
    found = ITEM.fullmatch(item)
    return [item] if found is None or found[2] is None else [found[1], found[2]]


def _plain_word(word: str) -> str:
    # A spreadsheet's "1.0" is the floor "1".
    return word.replace("\N{MINUS SIGN}", "-").strip().removesuffix(".0")
