"""The tables of docs/mobile.md that are written from declarations: which alerts there are, and the limits of routes."""

import re
from collections.abc import Iterable, Mapping, Sequence

from coordination.describe.operations.limits import lanes_table, rates_table, sizes_table
from coordination.room.capability import Alert, AlertUrgency, Told
from coordination.room.registry import event_rules
from coordination.room.wire.model import JsonObject

MARKED = re.compile(r"(<!-- (\w+): written by manage.py openapi -->\n).*?(?=<!-- end -->)", re.DOTALL)
WHO = {
    Told.SITE: "those who respond there or belong to the school",
    Told.CHOSEN: "chosen by the rules of the event",
    Told.COMMAND: "those in command",
    Told.PRESENT: "those in the room",
    Told.AUDIENCE: "those who may read it",
    Told.OVERSIGHT: "those who look after records",
}


def mobile_text(written: str, document: JsonObject) -> str:
    """Return the page with its marked tables as the code says them; the rest stays as people wrote it.

    Args:
        document: the description of the interface.
    """
    tables = {
        "alerts": alerts_table(),
        "rates": write_table(("`code`, 429", "operations", "allowed", "`Retry-After`"), rates_table(document)),
        "lanes": write_table(
            ("lane", "operations", "at once of one person", "of all", "may wait", "beyond"), lanes_table(document)
        ),
        "sizes": write_table(("what", "operations", "at most", "beyond"), sizes_table(document)),
    }
    return write_marked(written, tables)


def write_marked(written: str, tables: Mapping[str, str]) -> str:
    """Return a page with its marked tables; the rest stays as people wrote it."""
    return MARKED.sub(lambda found: f"{found[1]}\n{tables[found[2]]}\n", written)


def alerts_table() -> str:
    """Return what each kind of alert says on a locked screen, whom it tells, and whether it waits for an answer."""
    alerts = {word: rule.alert for word, rule in event_rules().items() if isinstance(rule.alert, Alert)}
    return write_table(
        ("`kind`", "on the screen", "who is told", "how urgent", "repeated until answered", "a line of its own"),
        ([f"`{word}`", *_cells_of(alert)] for word, alert in sorted(alerts.items())),
    )


def _cells_of(alert: Alert) -> list[str]:
    return [
        alert.push.title,
        WHO[alert.to],
        _urgency_of(alert),
        "yes" if alert.demands_acknowledgement else "",
        "yes" if alert.has_own_line else "",
    ]


def _urgency_of(alert: Alert) -> str:
    if alert.urgency is AlertUrgency.OF_INCIDENT:
        return "as the incident is grave"
    # Those who choose the people may say that it is about their lives.
    return "urgent, or graver by its rules" if alert.to is Told.CHOSEN else "urgent"


def write_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
