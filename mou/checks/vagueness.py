"""Words that promise nothing, blanks left open, and laws that are no longer what they were. Pure."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from mou.agreements.texts.blanks import BLANK
from mou.checks.found import Finding, finding_about, text_of
from mou.checks.rules import FindingSeverity
from mou.document import Document
from mou.word_files.reading.sentences import split_sentences
from mou.word_files.reading.topics import plain_text


class Sign(NamedTuple):
    """A pattern in a sentence, what it means, and on what that rests."""

    rule_id: str
    severity: FindingSeverity
    pattern: re.Pattern[str]
    why: str
    source: str


DRAFTING = "U.S. Department of Justice, COPS Office: MOU Fact Sheet (2014): clearly defined roles and responsibilities"
SIGNS = (
    Sign(
        "vague-soon", "vague",
        re.compile(r"as soon as (?:possible|practicable|practical|feasible)|in a timely (?:manner|fashion)|promptly\b|"
                   r"without (?:undue|unreasonable) delay|within a reasonable (?:time|period)"),
        "No one can be held to this. Say within how many minutes, hours or days.", DRAFTING,
    ),
    Sign(
        "vague-effort", "vague",
        re.compile(r"(?:reasonable|best|good[- ]faith) efforts?|where(?:ver)? (?:possible|feasible|practicable)|"
                   r"as (?:appropriate|needed|necessary)\b|from time to time|if resources (?:allow|permit)"),
        "This leaves open whether anything is owed. Say what is done, and who decides on exceptions.", DRAFTING,
    ),
    Sign(
        "vague-periodic", "vague",
        re.compile(r"\b(?:periodic(?:ally)?|regular(?:ly)? (?:review|meet|train|updat)\w*|on a regular basis)\b"),
        "Say how often.", DRAFTING,
    ),
    Sign(
        "vague-response-unit", "vague",
        re.compile(r"(?:respon(?:d|se)|arriv\w+)[^.;]{0,60}\bwithin (?:\w+ )?\(?\d+\)?(?![\d.]|\)?\s*(?:"
                   r"minutes|seconds|hours|days|business|school|calendar|months))"),
        "A response time without a unit is no response time.", DRAFTING,
    ),
    Sign(
        "blank", "missing", BLANK,
        "A blank was left open.", "Nothing that is signed has blanks.",
    ),
    Sign(
        "law-nclb", "contradiction", re.compile(r"no child left behind|\bnclb\b"),
        "The Act was replaced by the Every Student Succeeds Act in 2015.", "Pub. L. 114-95",
    ),
    Sign(
        "law-ferpa-health", "contradiction",
        re.compile(r"strictly construed[^.;]{0,60}emergenc|emergenc[^.;]{0,60}strictly construed"),
        "Strict construction of the emergency exception was removed in 2008; a rational basis counts.",
        "34 CFR 99.36(c), 73 Fed. Reg. 74806",
    ),
    Sign(
        "law-safe-schools", "contradiction", re.compile(r"cops in schools (?:program|grant)|\bcis grant"),
        "The COPS in Schools programme ended in 2005; today's hiring programme has other conditions.",
        "COPS Office, CHP",
    ),
    Sign(
        "law-idea-1997", "contradiction", re.compile(r"idea (?:of )?(?:1990|1997)|education of all handicapped"),
        "The Act was reauthorised in 2004.", "Pub. L. 108-446",
    ),
)  # fmt: skip


def vague_words(document: Document) -> Iterator[Finding]:
    """Yield each sign once per clause, with the first sentence that shows it."""
    for clause in document.clauses:
        said = [(sentence, plain_text(sentence)) for sentence in split_sentences(text_of(clause))]
        for sign in SIGNS:
            quote = next((sentence for sentence, text in said if sign.pattern.search(text)), None)
            if quote is not None:
                yield finding_about(
                    clause, rule_id=sign.rule_id, severity=sign.severity, quote=quote, why=sign.why, source=sign.source
                )
