"""What a check of an agreement finds. Pure."""

import html
import re
from dataclasses import dataclass
from uuid import UUID

from mou.checks.rules import FindingSeverity
from mou.document import ClauseText

SEVERITIES: tuple[FindingSeverity, ...] = ("contradiction", "missing", "vague", "advice")
QUOTE_MAX_CHARS = 300
_BREAK = re.compile(r"</(?:p|li|blockquote|h\d)>|<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. `quote` are the words it is about; none where words are missing."""

    rule_id: str
    rule_set: str
    severity: FindingSeverity
    clause_key: UUID | None
    heading: str
    topic: str
    quote: str
    why: str
    source: str


def text_of(clause: ClauseText) -> str:
    """Return a clause's words, a paragraph or point to a line."""
    return html.unescape(re.sub(r"<[^>]*>", "", _BREAK.sub("\n", clause.body_html)))


def finding_about(
    clause: ClauseText, *, rule_id: str, severity: FindingSeverity, quote: str, why: str, source: str
) -> Finding:
    """Return a finding about words of a clause."""
    return Finding(
        rule_id=rule_id,
        rule_set="Good practice",
        severity=severity,
        clause_key=clause.key,
        heading=clause.heading,
        topic=clause.topic,
        quote=quote[:QUOTE_MAX_CHARS],
        why=why,
        source=source,
    )
