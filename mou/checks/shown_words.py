"""Words that show something else than they are: characters without a picture, words of two scripts. Pure."""

import re
from collections.abc import Iterator

from mou.checks.found import Finding, finding_about, text_of
from mou.document import ClauseText, Document
from mou.foundation.shown_text import first_hidden, mixed_scripts, without_hidden

SOURCE = "Unicode Technical Standards #39 and #55"
WORD = re.compile(r"[^\W\d_]+")
AROUND_CHARS = 60


def shown_words(document: Document) -> Iterator[Finding]:
    """Yield what a reader of the paper could not see, once for each line. Hidden characters cannot be signed."""
    for rule_id, quote, why in _find_in_line(document.title):
        yield Finding(rule_id, "Good practice", "contradiction", None, "", "", quote, why, SOURCE)
    for clause in document.clauses:
        yield from _of_clause(clause)


def _of_clause(clause: ClauseText) -> Iterator[Finding]:
    for line in (clause.heading, *text_of(clause).split("\n")):
        for rule_id, quote, why in _find_in_line(line):
            yield finding_about(clause, rule_id=rule_id, severity="contradiction", quote=quote, why=why, source=SOURCE)


def _find_in_line(line: str) -> Iterator[tuple[str, str, str]]:
    """Yield the rule, the words and why."""
    if hidden := first_hidden(line):
        around = line[max(0, hidden.position - AROUND_CHARS) : hidden.position + AROUND_CHARS]
        why = f"A character that does not show stands here: {hidden.name}. Write these words anew."
        yield "hidden-characters", without_hidden(around), why
    for word in WORD.findall(line):
        if scripts := mixed_scripts(word):
            why = f"One word has letters of {' and '.join(scripts)}: letters that look alike are not the same."
            yield "mixed-scripts", word, why
            return
