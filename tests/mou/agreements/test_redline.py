"""What changed between two versions, word by word; and which HTML a clause may hold: no database."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from mou.agreements.reading.redline import Piece, redline_of, words_changed
from mou.document import ClauseText, Document, TermText
from mou.errors import BadClause
from mou.rich_text import clean_html, plain_text


def clause(number: int, body: str, *terms: TermText) -> ClauseText:
    return ClauseText(UUID(int=number), "duty", f"Clause {number}", f"<p>{body}</p>", terms)


DOCUMENT = Document(
    memorandum_id=UUID(int=1),
    number=1,
    title="Police",
    template_kind="sro",
    district="District",
    agency="Police",
    parties=(),
    covers_all_sites=True,
    sites=(),
    effective_on=date(2026, 1, 1),
    expires_on=date(2026, 12, 31),
    clauses=(clause(1, "one two three"), clause(2, "same"), clause(3, "gone")),
    terms=(),
)


def test_words_that_went_and_came_stand_beside_those_that_stayed() -> None:
    assert words_changed("within ten minutes", "within five minutes") == (
        Piece("same", "within "),
        Piece("removed", "ten"),
        Piece("added", "five"),
        Piece("same", " minutes"),
    )


def test_each_clause_has_its_fate_and_terms_that_came_are_told() -> None:
    term = TermText("drills_per_year", "", {"number": 2}, {"when": "always"})
    after = replace(
        DOCUMENT,
        expires_on=date(2027, 12, 31),
        clauses=(clause(2, "same"), clause(1, "one 2 three", term), clause(4, "new")),
    )

    found = redline_of(DOCUMENT, after)

    assert [(one.key.int, one.fate) for one in found.clauses] == [
        (2, "moved"),
        (3, "removed"),
        (1, "changed"),
        (4, "added"),
    ]
    assert found.clauses[2].terms_added == (term,)
    assert [(one.what, one.before, one.after) for one in found.frame] == [("expires_on", "2026-12-31", "2027-12-31")]


def test_a_version_is_no_change_of_itself() -> None:
    found = redline_of(DOCUMENT, DOCUMENT)

    assert (found.frame, {one.fate for one in found.clauses}) == ((), {"same"})


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>a <b>b</b> <i>c</i></p>", "<p>a <strong>b</strong> <em>c</em></p>"),
        ('<p style="color:red" class="x">a</p>', "<p>a</p>"),
        ("plain & simple", "<p>plain &amp; simple</p>"),
        ("<svg><script>x</script></svg><p>a</p>", "<p>a</p>"),
        ("<ul><li>a</li></ul>", "<ul><li>a</li></ul>"),
        ("", ""),
    ],
)
def test_html_is_cut_down_to_words_and_emphasis_and_cleaning_twice_changes_nothing(source: str, expected: str) -> None:
    assert clean_html(source) == expected
    assert clean_html(clean_html(source)) == expected


def test_the_words_of_a_clause_are_read_line_by_line() -> None:
    assert plain_text("<p>One &amp; two</p><ul><li>a</li><li><em>b</em></li></ul>") == "One & two\na\nb"


def test_a_clause_as_long_as_a_book_is_refused() -> None:
    with pytest.raises(BadClause):
        clean_html("x" * 20_001)
