"""Read single properties of an IMDF feature, whatever they turn out to be. Pure."""

import math
from collections.abc import Mapping
from uuid import UUID

from mapping.imports.readers.floors import clean_label
from mapping.interchange.ledger import Ledger
from mapping.interchange.text import clean_text

MAX_IDS = 1_000


class Fields:
    """The properties of one feature; labels are chosen in the archive's language."""

    def __init__(self, properties: Mapping[object, object], ref: str, language: str, ledger: Ledger) -> None:
        self._properties = properties
        self._ref = ref
        self._language = language
        self._ledger = ledger

    def raw(self, name: str) -> object:
        """Return a property as it came."""
        return self._properties.get(name)

    def word(self, name: str) -> str:
        """Return a property that is one word or one id; empty if it is anything else."""
        value = self.raw(name)
        return one_line(value) if isinstance(value, str) else ""

    def flag(self, name: str) -> bool:
        """Say whether a property is true; words that mean it count."""
        value = self.raw(name)
        return value is True or (isinstance(value, str) and value.strip().lower() in ("true", "yes", "1"))

    def number(self, name: str) -> float | None:
        """Return a finite number; digits in a string count."""
        value = self.raw(name)
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            return None
        try:
            found = float(value)
        except (ValueError, OverflowError):
            return None
        return found if math.isfinite(found) else None

    def label(self, name: str) -> str:
        """Return one text of a LABELS object: in the archive's language, else in English, else any; or plain text."""
        value = self.raw(name)
        if isinstance(value, dict):
            value = value.get(self._language) or value.get("en") or next(iter(value.values()), None)
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        return clean_label(self._ref, value, self._ledger) if isinstance(value, str) else ""

    def ids(self, name: str) -> set[str]:
        """Return the ids a property names: one, or a list."""
        value = self.raw(name)
        found = value[:MAX_IDS] if isinstance(value, list) else [value]
        return {one for one in found if isinstance(one, str) and one}

    def uuid(self, name: str) -> UUID | None:
        """Return a property that is a UUID."""
        try:
            return UUID(self.word(name))
        except ValueError:
            return None


def one_line(text: str) -> str:
    """Return foreign text for a list of defects: bounded, one line."""
    return clean_text(text).text[:80]


def point_or_array(geometry: object) -> object:
    """Return a Point for a bare [lon, lat] array, which some writers put where a Point belongs."""
    if isinstance(geometry, list) and len(geometry) in (2, 3):
        return {"type": "Point", "coordinates": geometry}
    return geometry
