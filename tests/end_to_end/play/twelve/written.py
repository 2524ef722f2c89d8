"""The play written down: what each of the twelve reads at each step, as `docs/play-of-an-alarm.md` has it.

The test of the play compares the page's steps, and what the log said at each, with its own; it writes the page anew
where MUSTERPOINT_TEST_WRITES_PLAY is set. What is read is held against the log, not against the page: words may change.
"""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.end_to_end.play.twelve.people import EVERYBODY
from tests.end_to_end.play.twelve.reading import WIDTHS, Shown
from tests.end_to_end.play.twelve.truth import Truth, name_of
from tests.support.processes import ROOT

PAGE = ROOT / "docs" / "play-of-an-alarm.md"
HEAD = """# A play of an alarm

What twelve people read on their screens in one alarm at one school, from the press to the end. Each had one window; it
was read at 390 px and at 1440 px, without a touch and without scrolling: what is cut off or lies under something else
is not here. `tests/end_to_end/play/twelve/` plays it against a real server on both databases and holds each line
against the room's log; of this page it compares the steps and what the log said. Seconds since the press are those of
one run, with twelve browsers and much else on two cores; a time of day is written as `hh:mm:ss`. What is bold is the
first thing to press. It is made by

    MUSTERPOINT_TEST_WRITES_PLAY=1 python3 manage.py test tests/end_to_end/play/twelve
"""
# What is of one run alone: times of day, how long ago, numbers of entries, codes.
OF_ONE_RUN = (
    (re.compile(r"\b\d{1,2}:\d\d:\d\d( [AP]M)?"), "hh:mm:ss"),
    (re.compile(r"\b(hh:mm:ss) · hh:mm:ss"), r"\1"),
    (re.compile(r"\b[A-Z][a-z]{2} \d{1,2}, \d{4}, \d\d:\d\d( · #\d+)?"), "(date)"),
    (re.compile(r"#\d+"), "#n"),
)
SECONDS = re.compile(r"(?<=\()about \d+ s(?= after)")


@dataclass(frozen=True)
class Step:
    """What happened, when, what the log says then, and what each page shows, by person and width."""

    title: str
    after_s: float | None
    truth: Truth
    shown: Mapping[tuple[str, str], Shown]


def written_down(steps: Iterable[Step]) -> str:
    """Return the whole page."""
    parts = [HEAD]
    for number, step in enumerate(steps, start=1):
        when = "" if step.after_s is None else f" (about {round(step.after_s / 5) * 5} s after the press)"
        parts.append(f"## {number}. {step.title}{when}\n\n{log_line(step.truth)}\n\n{table(step)}")
    return "\n".join(parts)


def log_line(truth: Truth) -> str:
    """Return what the log says, in one line."""
    calls = ", ".join(truth.places) or "no one"
    waits = "".join(f" Waits for {len(names)}: “{text}”." for text, names in truth.waits.items() if names)
    return (
        f"The log: {'open' if truth.is_open else 'not open'}. Calls for help: {calls}. "
        f"Lockdown: {'in force' if truth.is_lockdown else 'none'}. "
        f"In command: {', '.join(truth.commanders) or 'no one'}."
        f"{waits}{''.join(f' {one}.' for one in truth.cleared)}"
    )


def table(step: Step) -> str:
    """Return who reads what: people who read the same at both widths have one row."""
    rows: dict[tuple[str, ...], list[str]] = {}
    for who in EVERYBODY:
        said = tuple(cell(step.shown[who, width], width) for width in WIDTHS)
        rows.setdefault(said, []).append(name_of(who))
    lines = [f"| {', '.join(names)} | {' | '.join(said)} |" for said, names in rows.items()]
    return "\n".join(["| Who | 390 px | 1440 px |", "|---|---|---|", *lines, ""])


def cell(shown: Shown, width: str) -> str:
    """Return what a page says first, its parts in their order, and its first button."""
    above = shown.takeover or [*shown.notices, *shown.directives] or shown.strip_or_bar(width)
    said = [*shown.closed, *shown.task, *above] or [*shown.claims, shown.heading]
    button = f"**{shown.buttons[0]}**" if shown.buttons else ""
    text = "<br>".join(part.replace("|", "/") for part in [*said, button] if part)
    for pattern, instead in OF_ONE_RUN:
        text = pattern.sub(instead, text)
    return text or "nothing of it"


def is_as_written(page: str) -> bool:
    """Compare the steps of a play, and what the log said at each, with its page; write the page where that is asked."""
    if os.environ.get("MUSTERPOINT_TEST_WRITES_PLAY"):
        PAGE.write_text(page)
    return steps_of(page) == steps_of(PAGE.read_text())


def steps_of(page: str) -> list[str]:
    """Return the lines of a page that are the log's: its steps, without their seconds, and what the log said."""
    return [SECONDS.sub("", line) for line in page.splitlines() if line.startswith(("## ", "The log: "))]
