"""Terms and words that cannot both hold, and what must never be agreed. Pure.

The words of every clause are read again for the terms they seem to mean; where the typed term says something
else, or another clause does, both are quoted.
"""

from collections.abc import Iterator, Mapping

from mou.checks.found import Finding, finding_about, text_of
from mou.document import ClauseText, Document, JsonValue, TermText, all_terms
from mou.foundation.labelled import Labelled
from mou.vocabulary import AgencyKind, DataCategory, SharingTime, TermKind
from mou.word_files.reading.proposal import ProposedTerm
from mou.word_files.reading.term_finders import find_terms

SECURE = "SECURe rubrics (2016); M.G.L. c. 71 s. 37P: officers do not administer school discipline"
ONE_VOICE = "An agreement says each thing once: what is computed from it must be what its words say"
COMPARED = frozenset(
    {
        "response_time_target_minutes", "termination_notice_days", "renewal_notice_days", "review_interval_months",
        "drills_per_year", "map_update_days", "camera_access", "ferpa_school_official", "duty_paging",
        "sro_disciplinarian", "training_hours",
    }
)  # fmt: skip
# What of a value is compared; the rest (a priority, a trigger) the words need not repeat.
ESSENCE = ("minutes", "number", "days", "when", "yes", "hours")


def find_contradictions(document: Document) -> Iterator[Finding]:
    """Yield every contradiction, in the order of the clauses."""
    said = [(clause, find_terms(text_of(clause))) for clause in document.clauses]
    yield from _find_disciplinarians(document, said)
    yield from _words_against_terms(document, said)
    yield from _clauses_against_each_other(said)
    yield from _find_command(document)
    yield from _find_sharing(document)


type Said = list[tuple[ClauseText, tuple[ProposedTerm, ...]]]


def _essence_of(value: JsonValue) -> JsonValue:
    if not isinstance(value, Mapping):
        return value
    return next((value[name] for name in ESSENCE if name in value), None)


def _find_disciplinarians(document: Document, said: Said) -> Iterator[Finding]:
    why = "An officer who disciplines is what every published rule forbids: discipline is the school's."
    for clause, found in said:
        typed = [term for term in clause.terms if term.kind == "sro_disciplinarian" and _essence_of(term.value) is True]
        quotes = [term.quote for term in found if term.kind == "sro_disciplinarian" and _essence_of(term.value) is True]
        if typed or quotes:
            quote = quotes[0] if quotes else ""
            yield finding_about(
                clause, rule_id="sro-disciplines", severity="contradiction", quote=quote, why=why, source=SECURE
            )


def _words_against_terms(document: Document, said: Said) -> Iterator[Finding]:
    typed = {(term.kind, term.scope): term for term in all_terms(document)}
    for clause, found in said:
        for words in found:
            term = typed.get((words.kind, words.scope))
            if term is None or words.kind not in COMPARED or _essence_of(term.value) == _essence_of(words.value):
                continue
            name = _in_english(TermKind, words.kind)
            yield finding_about(
                clause,
                rule_id="term-against-words",
                severity="contradiction",
                quote=words.quote,
                why=f"The words say {_as_text(words.value)}, the typed term “{name}” says {_as_text(term.value)}.",
                source=ONE_VOICE,
            )


def _clauses_against_each_other(said: Said) -> Iterator[Finding]:
    first: dict[tuple[str, str], tuple[ClauseText, ProposedTerm]] = {}
    for clause, found in said:
        for words in found:
            if words.kind not in COMPARED:
                continue
            other, before = first.setdefault((words.kind, words.scope), (clause, words))
            if other is not clause and _essence_of(before.value) != _essence_of(words.value):
                yield finding_about(
                    clause,
                    rule_id="clause-against-clause",
                    severity="contradiction",
                    quote=words.quote,
                    why=f"\u201c{other.heading}\u201d says otherwise: \u201c{before.quote[:200]}\u201d",
                    source=ONE_VOICE,
                )


def _find_command(document: Document) -> Iterator[Finding]:
    """Command that never reaches fire or EMS leaves rescue and medical care without a commander (NFPA 3000)."""
    for clause in document.clauses:
        for term in clause.terms:
            if term.kind != "command_transfer_to" or not isinstance(term.value, Mapping):
                continue
            order = term.value.get("order")
            if isinstance(order, list | tuple) and not {"fire", "ems"} & {str(one) for one in order}:
                yield finding_about(
                    clause,
                    rule_id="command-without-fire",
                    severity="contradiction",
                    quote=", ".join(_in_english(AgencyKind, str(one)) for one in order),
                    why="Command passes to no one who leads fire, rescue or medical care.",
                    source="NFPA 3000, unified command; FEMA NIMS (2017)",
                )


def _find_sharing(document: Document) -> Iterator[Finding]:
    """Rights that are computed and the matrix must not tell two stories; education records are not continuous."""
    whens = {term.scope: _essence_of(term.value) for term in all_terms(document) if term.kind == "data_sharing"}
    for clause in document.clauses:
        for term in clause.terms:
            roster = whens.get("student_roster:district_to_agency")
            if term.kind == "roster_access" and _is_open_always(term) and roster in ("never", "emergency"):
                rights, matrix = TermKind.ROSTER_ACCESS.message.text, DataCategory.STUDENT_ROSTER.message.text
                yield finding_about(
                    clause,
                    rule_id="roster-against-matrix",
                    severity="contradiction",
                    quote=f"{rights}: always; {matrix}: {_in_english(SharingTime, roster)}",
                    why="The roster is opened at all times, while the table of data gives it "
                    + ("never." if roster == "never" else "in an emergency only."),
                    source="34 CFR 99.36",
                )
            if _is_private(term) and _essence_of(term.value) == "continuous":
                yield finding_about(
                    clause,
                    rule_id="education-records-continuous",
                    severity="contradiction",
                    quote=_in_english(DataCategory, term.scope.partition(":")[0]),
                    why="Education records go out without consent only under an exception; a standing flow has none.",
                    source="34 CFR 99.30, 99.31, 99.36",
                )


PRIVATE = ("student_roster", "discipline", "special_education", "medical", "counselling", "attendance", "photo")


def _is_private(term: TermText) -> bool:
    category, _, direction = term.scope.partition(":")
    return term.kind == "data_sharing" and category in PRIVATE and direction == "district_to_agency"


def _is_open_always(term: TermText) -> bool:
    is_granted = isinstance(term.value, Mapping) and term.value.get("granted") is True
    is_always = not isinstance(term.condition, Mapping) or term.condition.get("when") == "always"
    return is_granted and is_always


def _in_english(words: type[Labelled], value: str) -> str:
    """Return the label of a value in the language of findings; an unknown one as it is."""
    return words(value).message.text if value in words else value


def _as_text(value: JsonValue) -> str:
    essence = _essence_of(value)
    return {True: "yes", False: "no"}.get(essence, str(essence)) if isinstance(essence, bool) else str(essence)
