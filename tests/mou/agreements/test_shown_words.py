"""An agreement says what it shows: at the clause, in the checks, when it goes out, and at each signature."""

import pytest

from mou.access.names import checked_text
from mou.agreements.clauses import add_clause, change_clause
from mou.agreements.versions import Frame, frame_version
from mou.checks.findings import check_document
from mou.errors import BadClause, BadDocument, BadName
from mou.models import Clause, Memorandum, Version
from mou.papers.canonical import bytes_to_sign, canonical_bytes
from mou.papers.documents import document_of
from mou.rich_text import clean_html, plain_text
from mou.vocabulary import VersionState
from tests.stage.agreements.desk import YEAR, Desk, clause, make_desk

pytestmark = pytest.mark.django_db
NINETY = "shared for \u202esyad 09\u202c only"
RIGHT_TO_LEFT = "\u0627\u062a\u0641\u0627\u0642 \u05d4\u05e1\u05db\u05dd\u00a0\u05db\u05dc\u05dc\u05d9 — José"
TRAPS = (NINETY, "may n\u200bot be shared", "a\u2066b\u2069", "so\u00adft", "tag\U000e0041", "\u3164")


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.mark.parametrize("trap", TRAPS, ids=ascii)
def test_a_clause_and_its_heading_are_refused_with_the_place(desk: Desk, trap: str) -> None:
    for given in (clause(f"<p>{trap}</p>"), clause("".join(f"&#{ord(char)};" for char in trap))):
        with pytest.raises(BadClause, match=r"does not show: U\+"):
            add_clause(place=desk.place(), given=given)
    with pytest.raises(BadName, match="The heading holds a character that does not show"):
        add_clause(place=desk.place(), given=clause("<p>Words.</p>", heading=f"A {trap} z"))
    first = desk.see().clauses[0]
    with pytest.raises(BadClause):
        change_clause(place=desk.place(), key=first.key, edit_number=1, given=clause(f"<p>{trap}</p>"))
    assert trap not in str(desk.see())


def test_a_title_is_refused(desk: Desk) -> None:
    seen = desk.see()
    frame = Frame(covers_all_sites=True, site_ids=[], effective_on=YEAR[0], expires_on=YEAR[1])

    with pytest.raises(BadName, match=r"The title holds .* U\+202E RIGHT-TO-LEFT OVERRIDE at position 12"):
        frame_version(place=desk.place(), edit_number=seen.edit_number, title=NINETY, frame=frame)


def test_words_from_right_to_left_and_hard_blanks_are_a_clause() -> None:
    written = clean_html(f"<p>{RIGHT_TO_LEFT}</p>".replace("\u00a0", "&nbsp;"))

    assert plain_text(written) == RIGHT_TO_LEFT


def test_a_draft_from_before_has_a_finding_and_does_not_go_out(desk: Desk) -> None:
    key = desk.see().clauses[0].key
    Clause.objects.filter(key=key).update(body_html=f"<p>Video is {NINETY}.</p>")
    desk.move(VersionState.IN_REVIEW)
    desk.name(desk.planner)
    desk.name(desk.commander)
    desk.move(VersionState.APPROVED)

    (found,) = [
        one for one in check_document(document_of(Version.objects.get())).findings if one.rule_id == "hidden-characters"
    ]
    with pytest.raises(BadDocument, match="clause “Clause 1” holds a character that does not show: U"):
        desk.move(VersionState.OUT_FOR_SIGNATURE)

    assert (found.clause_key, found.severity) == (key, "contradiction")
    assert "Video is shared for syad 09 only" in found.quote
    assert "U+202E RIGHT-TO-LEFT OVERRIDE" in found.why


def test_what_went_out_before_is_signed_by_nobody_else_and_is_still_read(desk: Desk) -> None:
    mine, _ = desk.out_for_signature()
    Memorandum.objects.update(title=NINETY)
    document = document_of(Version.objects.get())
    content = canonical_bytes(document)
    assert NINETY.encode() in content

    with pytest.raises(BadDocument, match="The title holds"):
        bytes_to_sign(document)
    Version.objects.update(canonical_text=content.decode())
    with pytest.raises(BadDocument):
        desk.sign(desk.planner, mine)


def test_words_of_two_scripts_are_named_in_the_checks(desk: Desk) -> None:
    add_clause(place=desk.place(), given=clause("<p>Records are sh\u0430red with Иван Петров.</p>", heading="Sharing"))

    found = [
        one for one in check_document(document_of(Version.objects.get())).findings if one.rule_id == "mixed-scripts"
    ]

    assert [(one.quote, one.heading) for one in found] == [("sh\u0430red", "Sharing")]
    assert "Cyrillic and Latin" in found[0].why


def test_names_that_look_alike_compare_alike() -> None:
    assert checked_text("Jose\u0301 ", "name", max_chars=20) == "Jos\u00e9"
