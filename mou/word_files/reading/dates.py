"""Find the first and the last day of an agreement in its words. Pure."""

import re
from calendar import monthrange
from datetime import date, timedelta

from mou.word_files.reading.proposal import ProposedDate
from mou.word_files.reading.sentences import number_in, number_pattern, split_sentences
from mou.word_files.reading.topics import plain_text

MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
}
_months = "|".join(MONTHS)
DAY = re.compile(
    rf"(?P<m>{_months})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:day\s+of\s+)?(?P<m2>{_months}),?\s+(?P<y2>\d{{4}})"
    r"|(?P<m3>\d{1,2})/(?P<d3>\d{1,2})/(?P<y3>\d{4})|(?P<y4>\d{4})-(?P<m4>\d{2})-(?P<d4>\d{2})"
)
BEGINS = re.compile(r"effective|commenc|begin|takes effect|in effect from|\bfrom\b|start")
ENDS = re.compile(r"expir|terminat|\bends?\b|through|until|conclud")
LENGTH = re.compile(
    r"(?:term|period|duration|effect|force)[^.;]{0,40}?\s" + number_pattern("n") + r"[ -](years?|months?)\b"
)


def find_dates(text: str) -> tuple[ProposedDate | None, ProposedDate | None]:
    """Return the first and the last day, where the words name them or a first day and a length."""
    first: ProposedDate | None = None
    last: ProposedDate | None = None
    length: tuple[int, str] | None = None
    for sentence in split_sentences(text):
        said = plain_text(sentence)
        for found in DAY.finditer(said):
            day = _day_of(found)
            before = said[max(0, found.start() - 90) : found.start()]
            if day is None:
                continue
            word = _nearest_word(before)
            if word == "ends" and last is None:
                last = ProposedDate(day, sentence)
            elif word == "begins" and first is None:
                first = ProposedDate(day, sentence)
        length = length or _read_length(said, sentence)
    if first and last is None and length:
        last = ProposedDate(_after_months(first.day, length[0]) - timedelta(days=1), length[1])
    if first and last and last.day < first.day:
        last = None
    return first, last


def _nearest_word(before: str) -> str:
    """Return what the word nearest before a date says of it."""
    begins = [found.start() for found in BEGINS.finditer(before)]
    ends = [found.start() for found in ENDS.finditer(before)]
    if not begins and not ends:
        return ""
    return "begins" if max(begins, default=-1) > max(ends, default=-1) else "ends"


def _day_of(found: re.Match[str]) -> date | None:
    for end in ("", "2", "3", "4"):
        year, month, day = found["y" + end], found["m" + end], found["d" + end]
        if year:
            try:
                return date(int(year), MONTHS.get(month) or int(month), int(day))
            except ValueError:
                return None
    return None


def _read_length(said: str, sentence: str) -> tuple[int, str] | None:
    found = LENGTH.search(said)
    count = number_in(found, "n") if found else None
    if not found or not count:
        return None
    months = count * (12 if found.group(found.re.groups).startswith("year") else 1)
    return (int(months), sentence) if 1 <= months <= 240 else None  # twenty years


def _after_months(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))
