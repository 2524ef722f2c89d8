"""Find instants in whatever holds them: texts, numbers, ids, bytes; for tests of what must not be told."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

ISO = re.compile(r"\d{4}-\d\d-\d\d[T _]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?")
# In mails.
RFC_5322 = re.compile(r"\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d")
HEX_ID = re.compile(
    r"(?i)(?<![0-9a-f])[0-9a-f]{8}-?[0-9a-f]{4}-?7[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}(?![0-9a-f])"
)
NUMBER = re.compile(r"(?<![\d.])\d{10,19}(?:\.\d+)?(?!\d)")
# Seconds, and what programs count in beside them.
PER_SECOND = (1, 1_000, 1_000_000, 1_000_000_000)


@dataclass(frozen=True, slots=True)
class Span:
    """The time in which something was done. A whole minute says no more than its minute, and is none of it."""

    begins: datetime
    ends: datetime

    def holds(self, at: datetime) -> bool:
        """Say whether an instant gives the thing away: to the second, in this time, and no whole minute."""
        is_whole = (at.second, at.microsecond) == (0, 0)
        return not is_whole and self.begins.replace(microsecond=0) <= at <= self.ends


def instants_in(value: object) -> Iterator[datetime]:
    """Yield every instant that a value could be meant to say, in any of the usual forms."""
    if isinstance(value, datetime):
        yield value if value.tzinfo else value.replace(tzinfo=UTC)
    elif isinstance(value, UUID):
        yield from instants_in(value.hex)
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int | float):
        yield from _of_number(float(value))
    elif isinstance(value, bytes | memoryview):
        yield from instants_in(bytes(value).decode("latin-1"))
    else:
        yield from _of_text(str(value))


def _of_text(text: str) -> Iterator[datetime]:
    for found in ISO.findall(text):
        yield from _parsed(re.sub(r"[ _]", "T", found).replace(",", ".")[:26])
    for found in RFC_5322.findall(text):
        yield datetime.strptime(found, "%d %b %Y %H:%M:%S").replace(tzinfo=UTC)
    for found in HEX_ID.findall(text):
        yield from _of_number(int(found.replace("-", "")[:12], 16) / 1000)
    for found in NUMBER.findall(text):
        yield from _of_number(float(found))


def _parsed(text: str) -> Iterator[datetime]:
    try:
        yield datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return


def _of_number(number: float) -> Iterator[datetime]:
    for unit in PER_SECOND:
        seconds = number / unit
        # From 2001 to 2128: anything else is a count of something.
        if 1e9 <= seconds <= 5e9:
            yield datetime.fromtimestamp(seconds, tz=UTC)
