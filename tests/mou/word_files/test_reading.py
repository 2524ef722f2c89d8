"""A Word file becomes clauses, topics and proposed terms; whatever is not such a file is refused, cheaply."""

import io
import zipfile
from datetime import date

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mou.agreements.texts.library import list_templates
from mou.errors import BadPaper
from mou.foundation.shown_text import first_hidden
from mou.vocabulary import Topic
from mou.word_files.reading.blocks import FILE_MAX_BYTES, PART_MAX_BYTES, Paragraph, Table, read_blocks
from mou.word_files.reading.paper import clauses_from_docx
from mou.word_files.reading.proposal import Proposal, ProposedTerm
from mou.word_files.reading.topics import match_topic
from tests.factories.files.word_files import SRO_MEMORANDUM, Manner, paper, saved, track

ORDER = (
    Topic.PURPOSE_GOALS, Topic.ROLES, Topic.CHAIN_OF_COMMAND, Topic.DUTY, Topic.SELECTION, Topic.TRAINING,
    Topic.INFO_SHARING, Topic.TECHNOLOGY, Topic.RESPONSE, Topic.ENFORCEMENT, Topic.DISCIPLINE_BOUNDARY,
    Topic.THREAT_ASSESSMENT, Topic.CRISIS_PLANNING, Topic.FUNDING, Topic.DATA_REPORTING,
    Topic.EVALUATION_COMPLAINTS, Topic.LIABILITY, Topic.CIVIL_RIGHTS, Topic.MISCELLANEOUS,
)  # fmt: skip


@pytest.fixture(scope="module")
def memorandum() -> Proposal:
    return clauses_from_docx(paper(SRO_MEMORANDUM.read_text(), Manner.TYPED_NUMBERS))


def terms_of(proposal: Proposal) -> dict[tuple[str, str], ProposedTerm]:
    return {(term.kind, term.scope): term for clause in proposal.clauses for term in clause.terms}


# --- an agreement as districts write them ---------------------------------------------------------------------------
@pytest.mark.parametrize("manner", Manner)
def test_the_clauses_of_an_agreement_are_found_in_whatever_manner_it_is_written(manner: Manner) -> None:
    found = clauses_from_docx(paper(SRO_MEMORANDUM.read_text(), manner))

    body = [clause.topic for clause in found.clauses]
    # What stands before the first heading, the recitals, the term; then one clause per topic; then the attachment.
    assert body[:3] == [Topic.PARTIES, Topic.PURPOSE_GOALS, Topic.PARTIES]
    assert tuple(body[3:22]) == ORDER
    assert len(body) == 23
    assert {remark.code for remark in found.remarks} == {"doubtful_topics"}


def test_title_dates_and_signatories_are_read_with_the_words_they_came_from(memorandum: Proposal) -> None:
    first, last = memorandum.effective_on, memorandum.expires_on

    assert "Ficton Valley Unified School District" in memorandum.title
    assert first is not None
    assert first.day == date(2026, 8, 1)
    assert "effective August 1, 2026" in first.quote
    assert last is not None
    assert last.day == date(2028, 7, 31)
    assert "two (2) years" in last.quote
    assert [(one.name, one.title) for one in memorandum.signatories] == [
        ("Dr. Alma Example", "Superintendent"),
        ("Roy Sample", "Chief of Police"),
    ]


@pytest.mark.parametrize(
    ("kind", "scope", "value"),
    [
        ("response_time_target_minutes", "", {"minutes": 5}),
        ("termination_notice_days", "", {"number": 60}),
        ("renewal_notice_days", "", {"number": 90}),
        ("review_interval_months", "", {"number": 12}),
        ("training_hours", "nasro_basic", {"hours": 40, "within_days": 270}),
        ("training_hours", "mental_health", {"hours": 8}),
        ("drills_per_year", "", {"number": 3}),
        ("map_update_days", "", {"days": 30, "duty": "school"}),
        ("camera_access", "", {"when": "emergency"}),
        ("ferpa_school_official", "", {"yes": True}),
        ("sro_disciplinarian", "", {"yes": False}),
        ("duty_paging", "", {"yes": False}),
        ("radio_interop", "", {"mode": "patched", "channels": ["FICTON SCHOOL 1"]}),
        (
            "command_transfer_to",
            "",
            {"initial": "first_arriving_officer", "order": ["police", "fire", "emergency_management"]},
        ),
        ("data_sharing", "discipline:district_to_agency", {"when": "never"}),
        ("data_sharing", "floor_plan:district_to_agency", {"when": "continuous"}),
        ("data_sharing", "threat_assessment:agency_to_district", {"when": "on_request"}),
    ],
)
def test_a_term_is_proposed_with_the_words_that_led_to_it(
    memorandum: Proposal, kind: str, scope: str, value: object
) -> None:
    found = terms_of(memorandum)[kind, scope]

    assert found.value == value
    assert found.quote.strip()


def test_what_holds_only_in_an_emergency_is_proposed_with_that_condition(memorandum: Proposal) -> None:
    found = terms_of(memorandum)

    assert found["roster_access", ""].condition == {"when": "incident_open"}
    assert found["floorplan_access", ""].condition == {"when": "always"}


def test_the_table_of_contacts_becomes_people_to_call(memorandum: Proposal) -> None:
    value = terms_of(memorandum)["contacts", ""].value

    assert isinstance(value, dict)
    assert [(one["party"], one["name"], one["phone"]) for one in value["people"]] == [
        ("district", "Dr. Alma Example", "555-010-0101"),
        ("agency", "Roy Sample", "555-010-0202"),
    ]


def test_the_text_of_a_clause_is_kept_word_for_word_as_escaped_markup(memorandum: Proposal) -> None:
    goals = next(one for one in memorandum.clauses if one.heading == "Mission, Goals and Objectives")

    assert "<ul><li>maintain a safe campus on which students attend class every day;</li>" in goals.body_html
    assert "Success is not measured by the number of citations written or arrests made." in goals.body_html


# --- topics of texts that were not made for this --------------------------------------------------------------------
def test_the_topics_of_our_own_templates_are_recognised() -> None:
    """A second corpus: other words, other kinds of agreement. One heading in sixty is allowed to mislead."""
    clauses = [clause for one in list_templates() for clause in one.clauses]

    right = [match_topic(one.heading, one.body_html).topic is one.topic for one in clauses]

    assert sum(right) >= len(right) - 1


def test_words_that_say_nothing_are_miscellaneous_without_confidence() -> None:
    found = match_topic("Xyzzy", "Lorem ipsum dolor sit amet.")

    assert (found.topic, found.confidence) == (Topic.MISCELLANEOUS, 0.0)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The principal notifies the parents within 30 minutes.", "response_time_target_minutes"),
        ("Officers shall respond as soon as possible.", "response_time_target_minutes"),
        ("The District shall not be bound for 30 days.", "termination_notice_days"),
        ("Body cameras are never accessed by the District.", "camera_access"),
        ("Training is completed within 40 hours of hire.", "training_hours"),
    ],
)
def test_a_sentence_about_something_else_proposes_nothing(sentence: str, kind: str) -> None:
    document = docx.Document()
    document.add_paragraph("1. Something")
    document.add_paragraph(sentence)

    assert (kind, "") not in terms_of(clauses_from_docx(saved(document)))


# --- what Word files hold besides text ------------------------------------------------------------------------------
def test_struck_out_text_is_left_out_and_inserted_text_stays() -> None:
    document = docx.Document()
    track(document, deleted="GONE", inserted="new words")

    (block,) = read_blocks(saved(document))

    assert isinstance(block, Paragraph)
    assert block.text == "Kept. new words"


def test_tables_are_rows_of_cells() -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "a", "b"

    assert read_blocks(saved(document)) == (Table((("a", "b"),)),)


def test_a_paper_without_headings_is_one_clause_and_says_so() -> None:
    document = docx.Document()
    document.add_paragraph("The officer helps at the school every day and that is all there is to say about it.")

    found = clauses_from_docx(saved(document))

    assert len(found.clauses) == 1
    assert "no_headings" in {remark.code for remark in found.remarks}


def test_markup_in_a_paper_is_text() -> None:
    document = docx.Document()
    document.add_paragraph("<script>alert(1)</script> & more of the same sort of thing")

    assert "<script" not in clauses_from_docx(saved(document)).clauses[0].body_html


def test_what_does_not_show_is_taken_out_and_told_with_its_place() -> None:
    document = docx.Document()
    document.add_paragraph("Purpose", style="Heading 1")
    document.add_paragraph("Video is shared for \u202esyad 09\u202c only, and may n\u200bot be sold.")
    document.add_table(1, 1).cell(0, 0).text = "Ca\u00adll"

    found = clauses_from_docx(saved(document))

    assert all(first_hidden(f"{one.heading} {one.body_html}") is None for one in found.clauses)
    assert "and may not be sold" in found.clauses[0].body_html
    (told,) = [one.text for one in found.remarks if one.code == "hidden_characters"]
    for name in ("U+202E RIGHT-TO-LEFT OVERRIDE in “", "U+200B ZERO WIDTH SPACE", "U+00AD SOFT HYPHEN in “Call”"):
        assert name in told


# --- hostile files --------------------------------------------------------------------------------------------------
def changed(content: bytes, name: str, part: bytes) -> bytes:
    """Return a .docx with one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, part if entry == name else old.read(entry))
    return out.getvalue()


def empty() -> bytes:
    return saved(docx.Document())


BOMB = b"<w:document xmlns:w='x'>" + b" " * PART_MAX_BYTES + b"</w:document>"
ENTITY = b"<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><w:document xmlns:w='x'>&a;</w:document>"
UTF16 = ENTITY.decode().encode("utf-16")
DEEP = b"<w:document xmlns:w='x'>" + b"<w:sdt>" * 5_000 + b"</w:sdt>" * 5_000 + b"</w:document>"
MANY = b"<w:document xmlns:w='x'><w:body>" + b"<w:p/>" * 500_000 + b"</w:body></w:document>"
LONG = b"<w:document xmlns:w='x'><w:body><w:p><w:r><w:t>" + b"a" * 500_000 + b"</w:t></w:r></w:p></w:body></w:document>"


@pytest.mark.parametrize("part", [BOMB, ENTITY, UTF16, DEEP, MANY, LONG, b"", b"<w:document"], ids=range(8))
def test_a_part_that_no_honest_document_has_is_refused(part: bytes) -> None:
    with pytest.raises(BadPaper):
        clauses_from_docx(changed(empty(), "word/document.xml", part))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", b"x" * (FILE_MAX_BYTES + 1)], ids=range(4))
def test_what_is_no_word_file_is_refused(content: bytes) -> None:
    with pytest.raises(BadPaper):
        clauses_from_docx(content)


def test_styles_that_are_based_on_each_other_in_a_circle_end() -> None:
    styles = b"""<w:styles xmlns:w='x'><w:style w:styleId='Normal'><w:basedOn w:val='B'/></w:style>
        <w:style w:styleId='B'><w:basedOn w:val='Normal'/></w:style></w:styles>"""
    document = docx.Document()
    document.add_paragraph("Words")

    assert len(read_blocks(changed(saved(document), "word/styles.xml", styles))) == 1


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    content = bytearray(empty())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    try:
        found = clauses_from_docx(bytes(content))
    except BadPaper:
        return
    assert found.clauses == ()
