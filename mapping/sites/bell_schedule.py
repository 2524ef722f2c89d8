"""The periods of a school day, as people type them: one a line, such as `Period 1  08:00-08:50`."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mapping.errors import BadSite

PERIODS_MAX = 40
LINE = re.compile(r"^(?P<name>.{1,60}?)[\s,;:]+(?P<begins>\d{1,2}:\d{2})\s*[-–]\s*(?P<ends>\d{1,2}:\d{2})$")  # noqa: RUF001 - people type an en dash


@dataclass(frozen=True, slots=True)
class Period:
    """A part of the school day; times are of the site's clock, as HH:MM."""

    name: str
    begins: str
    ends: str


def periods_from(text: str) -> tuple[Period, ...]:
    """Return the periods that a text names, in order. Raises: BadSite: the text says which line, and what is wrong."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > PERIODS_MAX:
        raise BadSite(_("A school day has at most %(most)s periods.") % {"most": PERIODS_MAX})
    periods = tuple(map(_read_period, lines))
    for before, after in zip(periods, periods[1:], strict=False):
        if after.begins < before.begins:
            raise BadSite(
                _("%(after)s begins before %(before)s: write them in order.")
                % {"after": after.name, "before": before.name}
            )
    return periods


def text_of(periods: list[list[str]]) -> str:
    """Return stored periods as a text that `periods_from` reads again."""
    return "\n".join(f"{name} {begins}-{ends}" for name, begins, ends in periods)


def _read_period(line: str) -> Period:
    found = LINE.match(line)
    if found is None:
        raise BadSite(_("“%(line)s”: write a name and two times, such as Period 1 08:00-08:50.") % {"line": line[:60]})
    begins, ends = _read_clock(found["begins"], line), _read_clock(found["ends"], line)
    if ends <= begins:
        raise BadSite(_("“%(line)s” ends before it begins.") % {"line": line[:60]})
    return Period(found["name"].strip(" ,;:"), begins, ends)


def _read_clock(text: str, line: str) -> str:
    hours, minutes = map(int, text.split(":"))
    if hours > 23 or minutes > 59:
        raise BadSite(_("“%(line)s”: %(time)s is no time of day.") % {"line": line[:60], "time": text})
    return f"{hours:02}:{minutes:02}"
