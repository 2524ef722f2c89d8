"""Check an agreement: what is missing, vague or contradictory, clause by clause, with why and by whose rule. Pure.

A finding is a question to people who know; an agreement with findings can be signed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from mou.checks.contradictions import find_contradictions
from mou.checks.found import SEVERITIES, Finding, text_of
from mou.checks.rules import Needs, Rule, RuleSet, rule_sets
from mou.checks.shown_words import shown_words
from mou.checks.vagueness import vague_words
from mou.document import ClauseText, Document, all_terms
from mou.word_files.reading.topics import plain_text

type Check = Callable[[Document], Iterable[Finding]]
CHECKS: tuple[Check, ...] = (shown_words, find_contradictions, vague_words)


@dataclass(frozen=True, slots=True)
class SetResult:
    """How an agreement stands to one rule set."""

    id: str
    name: str
    source: str
    rules: int
    met: int


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was found, worst first, and how far each rule set is met."""

    findings: tuple[Finding, ...]
    sets: tuple[SetResult, ...]


def check_document(document: Document) -> Report:
    """Return what a version lacks, by every rule set that speaks of its kind."""
    asked = [one for one in rule_sets() if not one.kinds or document.template_kind in one.kinds]
    texts = {clause.key: plain_text(f"{clause.heading}. {text_of(clause)}") for clause in document.clauses}
    missing = [(one, list(_find_missing(document, one, texts))) for one in asked]
    found = [finding for _, findings in missing for finding in findings]
    found += [finding for one in CHECKS for finding in one(document)]
    order: dict[UUID | None, int] = {clause.key: at for at, clause in enumerate(document.clauses)}
    found.sort(key=lambda one: (SEVERITIES.index(one.severity), order.get(one.clause_key, len(order)), one.rule_id))
    return Report(tuple(found), tuple(_result_of_set(document, one, len(findings)) for one, findings in missing))


def _result_of_set(document: Document, one: RuleSet, missing: int) -> SetResult:
    rules = sum(document.template_kind not in rule.not_kinds for rule in one.rules)
    return SetResult(one.id, one.name, one.source, rules, rules - missing)


def _find_missing(document: Document, asked: RuleSet, texts: Mapping[UUID, str]) -> Iterator[Finding]:
    for rule in asked.rules:
        if document.template_kind in rule.not_kinds or _is_met(document, rule, texts):
            continue
        clause = _clause_about(document, rule)
        yield Finding(
            rule_id=rule.id,
            rule_set=asked.name,
            severity=rule.severity,
            clause_key=None if clause is None else clause.key,
            heading="" if clause is None else clause.heading,
            topic="" if rule.topic is None else rule.topic.value,
            quote="",
            why=rule.why,
            source=asked.source,
        )


def _is_met(document: Document, rule: Rule, texts: Mapping[UUID, str]) -> bool:
    needs = rule.needs
    about = [one for one in document.clauses if rule.topic is None or one.topic == rule.topic.value]
    return (
        any(clause.topic in needs.topics and texts[clause.key].strip(". ") for clause in document.clauses)
        or any(term.kind in needs.terms for term in all_terms(document))
        or any(word in texts[clause.key] for clause in about for word in needs.words)
        or (needs.signatories is not None and _sides_that_sign(document) >= needs.signatories)
        or _is_reviewed(document, needs)
    )


def _sides_that_sign(document: Document) -> int:
    return sum(bool(party.signatories) for party in document.parties)


def _is_reviewed(document: Document, needs: Needs) -> bool:
    if needs.max_review_months is None:
        return False
    reviews = [term.value for term in all_terms(document) if term.kind == "review_interval_months"]
    numbers = [value.get("number") for value in reviews if isinstance(value, Mapping)]
    return any(isinstance(number, int) and 0 < number <= needs.max_review_months for number in numbers)


def _clause_about(document: Document, rule: Rule) -> ClauseText | None:
    """Return the clause in which the missing words would stand."""
    return next((one for one in document.clauses if rule.topic is not None and one.topic == rule.topic.value), None)
