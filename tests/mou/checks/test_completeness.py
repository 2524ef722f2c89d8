"""What an agreement lacks, leaves vague or contradicts is found, with the clause, the words and the source."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid5

import pytest

from mou.agreements.texts.library import list_templates, template_of
from mou.checks.comparison import compare_documents
from mou.checks.findings import Report, check_document
from mou.checks.found import Finding
from mou.checks.rules import rule_sets
from mou.document import ClauseText, Document, JsonValue, PartyText, SignatoryName, TermText
from mou.vocabulary import TemplateKind, Topic
from mou.word_files.reading.paper import clauses_from_docx
from tests.factories.files.word_files import SRO_MEMORANDUM, Manner, paper

ALWAYS: JsonValue = {"when": "always"}
PARTIES = (
    PartyText("Example District", "district", (SignatoryName("A. Person", "Superintendent"),)),
    PartyText("Example Police", "police", (SignatoryName("B. Person", "Chief"),)),
)


def document(clauses: tuple[ClauseText, ...], kind: TemplateKind = TemplateKind.SRO) -> Document:
    return Document(
        memorandum_id=UUID(int=1), number=1, title="Agreement", template_kind=kind.value, district="Example District",
        agency="Example Police", parties=PARTIES, covers_all_sites=True, sites=(), effective_on=date(2026, 7, 1),
        expires_on=date(2027, 6, 30), clauses=clauses, terms=(),
    )  # fmt: skip


def clause(topic: Topic, words: str, *terms: TermText, heading: str = "A clause") -> ClauseText:
    return ClauseText(uuid5(UUID(int=0), topic + words), topic.value, heading, f"<p>{words}</p>", terms)


def from_template(kind: TemplateKind) -> Document:
    found = template_of(kind)
    assert found is not None
    return document(
        tuple(
            ClauseText(uuid5(UUID(int=0), one.topic), one.topic.value, one.heading, one.body_html, one.terms)
            for one in found.clauses
        ),
        kind,
    )


def found_in(*clauses: ClauseText) -> dict[str, Finding]:
    return {one.rule_id: one for one in check_document(document(clauses)).findings}


def ids(report: Report, severity: str) -> set[str]:
    return {one.rule_id for one in report.findings if one.severity == severity}


# --- the rules ------------------------------------------------------------------------------------------------------
def test_every_rule_has_one_name_a_reason_and_a_source() -> None:
    rules = [rule for one in rule_sets() for rule in one.rules]

    assert len({rule.id for rule in rules}) == len(rules)
    assert all(rule.why for rule in rules)
    assert {one.id for one in rule_sets()} == {"cops", "secure", "virginia", "massachusetts", "illinois", "practice"}
    assert all(one.source for one in rule_sets())


@pytest.mark.parametrize("rule", [rule for one in rule_sets() for rule in one.rules], ids=lambda rule: rule.id)
def test_an_empty_agreement_breaks_every_rule(rule: object) -> None:
    empty = replace(document(()), parties=())

    broken = {one.rule_id for one in check_document(empty).findings}

    assert rule.id in broken  # type: ignore[attr-defined]  # a Rule; parametrize knows only objects


def test_the_five_elements_the_cops_office_asks_for_are_found_missing_one_by_one() -> None:
    whole = from_template(TemplateKind.SRO)

    def broken(without: Topic) -> set[str]:
        rest = tuple(one for one in whole.clauses if one.topic != without.value)
        return {
            one.rule_id
            for one in check_document(replace(whole, clauses=rest)).findings
            if one.rule_id.startswith("cops")
        }

    assert "cops-purpose" in broken(Topic.PURPOSE_GOALS)
    assert "cops-roles" in broken(Topic.ROLES)
    assert "cops-information" in broken(Topic.INFO_SHARING)
    assert "cops-supervision" in broken(Topic.CHAIN_OF_COMMAND)
    unsigned = check_document(replace(whole, parties=())).findings
    assert "cops-signatures" in {one.rule_id for one in unsigned}


@pytest.mark.parametrize("kind", [one.kind for one in list_templates()])
def test_our_own_templates_lack_only_what_a_planner_fills_in(kind: TemplateKind) -> None:
    report = check_document(from_template(kind))

    assert ids(report, "contradiction") == set()
    assert ids(report, "missing") <= {"blank"}
    assert ids(report, "advice") <= {"gp-contacts"}
    assert ids(report, "vague") == set()


def test_an_imported_agreement_is_checked_by_its_confirmed_topics_and_terms() -> None:
    proposal = clauses_from_docx(paper(SRO_MEMORANDUM.read_text(), Manner.TYPED_NUMBERS))
    whole = document(
        tuple(
            ClauseText(
                uuid5(UUID(int=0), one.heading), one.topic.value, one.heading, one.body_html,
                tuple(TermText(t.kind, t.scope, t.value, t.condition) for t in one.terms),
            )
            for one in proposal.clauses
        )
    )  # fmt: skip

    report = check_document(whole)

    assert ids(report, "contradiction") == set()
    assert ids(report, "missing") == set()
    assert [one.met for one in report.sets] == [one.rules for one in report.sets]


def test_rules_for_officers_in_schools_are_not_asked_of_a_reunification_host() -> None:
    report = check_document(from_template(TemplateKind.REUNIFICATION_HOST))

    assert [one.id for one in report.sets] == ["practice"]


# --- contradictions -------------------------------------------------------------------------------------------------
def test_an_officer_who_may_discipline_is_found_in_words_and_in_terms() -> None:
    words = found_in(clause(Topic.ROLES, "The SRO shall also enforce the code of conduct."))
    typed = found_in(
        clause(Topic.ROLES, "Words.", TermText("sro_disciplinarian", "", {"yes": True}, ALWAYS), heading="Role")
    )

    assert words["sro-disciplines"].severity == "contradiction"
    assert words["sro-disciplines"].quote == "The SRO shall also enforce the code of conduct."
    assert typed["sro-disciplines"].heading == "Role"


def test_an_officer_who_may_not_discipline_is_no_finding() -> None:
    assert "sro-disciplines" not in found_in(clause(Topic.ROLES, "The SRO shall not enforce the code of conduct."))


def test_a_term_that_says_something_else_than_its_words_is_found() -> None:
    term = TermText("response_time_target_minutes", "", {"minutes": 9}, ALWAYS)

    found = found_in(clause(Topic.RESPONSE, "The first officer shall arrive within four (4) minutes.", term))

    assert found["term-against-words"].why == "The words say 4, the typed term “Response time target” says 9."
    assert found["term-against-words"].quote == "The first officer shall arrive within four (4) minutes."


def test_two_clauses_that_say_different_things_are_found() -> None:
    found = found_in(
        clause(
            Topic.PARTIES, "Either party may terminate this MOU upon sixty (60) days' written notice.", heading="Term"
        ),
        clause(Topic.MISCELLANEOUS, "A party may terminate this MOU upon 30 days' written notice.", heading="General"),
    )

    assert found["clause-against-clause"].heading == "General"
    assert "Term" in found["clause-against-clause"].why


@pytest.mark.parametrize(("order", "is_found"), [(["police", "sheriff"], True), (["police", "fire"], False)])
def test_a_command_order_without_fire_or_ems_is_found(order: list[str], is_found: bool) -> None:
    term = TermText("command_transfer_to", "", {"initial": "sro", "order": list(order)}, ALWAYS)

    assert ("command-without-fire" in found_in(clause(Topic.CHAIN_OF_COMMAND, "Words.", term))) is is_found


def test_a_roster_that_is_always_open_contradicts_a_matrix_that_says_emergency() -> None:
    shared = TermText("data_sharing", "student_roster:district_to_agency", {"when": "emergency"}, ALWAYS)
    opened = TermText("roster_access", "", {"granted": True}, ALWAYS)
    bound = replace(opened, condition={"when": "incident_open"})

    assert "roster-against-matrix" in found_in(clause(Topic.INFO_SHARING, "Words.", shared, opened))
    assert "roster-against-matrix" not in found_in(clause(Topic.INFO_SHARING, "Words.", shared, bound))


def test_education_records_that_flow_at_all_times_are_found() -> None:
    term = TermText("data_sharing", "discipline:district_to_agency", {"when": "continuous"}, ALWAYS)

    assert "education-records-continuous" in found_in(clause(Topic.INFO_SHARING, "Words.", term))


@pytest.mark.parametrize(
    ("words", "rule_id"),
    [
        ("Under the No Child Left Behind Act the school reports yearly.", "law-nclb"),
        ("The emergency exception is strictly construed.", "law-ferpa-health"),
        ("Funded by the COPS in Schools grant.", "law-safe-schools"),
        ("As the Education of All Handicapped Children Act provides.", "law-idea-1997"),
    ],
)
def test_a_reference_to_a_law_that_is_no_longer_so_is_found(words: str, rule_id: str) -> None:
    assert found_in(clause(Topic.MISCELLANEOUS, words))[rule_id].quote == words


# --- vague and blank ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "rule_id"),
    [
        ("Officers respond as soon as possible.", "vague-soon"),
        ("The parties use best efforts to train.", "vague-effort"),
        ("The plan is updated on a regular basis.", "vague-periodic"),
        ("The Department shall respond within 5 of any call.", "vague-response-unit"),
        ("The District pays [amount].", "blank"),
        ("The District pays ________.", "blank"),
    ],
)
def test_words_that_promise_nothing_are_found_with_the_sentence(words: str, rule_id: str) -> None:
    found = found_in(clause(Topic.RESPONSE, f"Something first. {words} Something after."))

    assert found[rule_id].quote == words


@pytest.mark.parametrize(
    "words", ["The Department shall respond within five (5) minutes.", "Officers arrive within 90 seconds."]
)
def test_a_response_time_with_a_unit_is_not_vague(words: str) -> None:
    assert "vague-response-unit" not in found_in(clause(Topic.RESPONSE, words))


def test_the_worst_comes_first_and_clauses_in_their_order() -> None:
    found = check_document(
        document(
            (
                clause(Topic.RESPONSE, "Officers respond as soon as possible."),
                clause(Topic.ROLES, "The SRO shall enforce the code of conduct. Help comes promptly."),
            )
        )
    ).findings

    assert found[0].rule_id == "sro-disciplines"
    assert [one.topic for one in found if one.severity == "vague"] == ["response", "roles"]


# --- side by side ---------------------------------------------------------------------------------------------------
def test_two_agreements_are_laid_side_by_side_by_topic_and_term() -> None:
    minutes = TermText("response_time_target_minutes", "", {"minutes": 4}, ALWAYS)
    ours = document((clause(Topic.RESPONSE, "Four minutes.", minutes), clause(Topic.FUNDING, "Half each.")))
    theirs = document((clause(Topic.RESPONSE, "Six minutes.", replace(minutes, value={"minutes": 6})),))

    found = compare_documents(ours, theirs)

    assert [(row.topic, len(row.left), len(row.right)) for row in found.topics] == [
        (Topic.RESPONSE, 1, 1),
        (Topic.FUNDING, 1, 0),
    ]
    assert [(row.kind, row.is_same) for row in found.terms] == [("response_time_target_minutes", False)]
    assert compare_documents(ours, ours).terms[0].is_same
