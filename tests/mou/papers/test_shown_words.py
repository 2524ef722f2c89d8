"""What a paper shows, what can be copied from it and what is signed are the same words."""

import re
from dataclasses import replace

import pypdfium2 as pdfium
import pytest

from mou.document import ClauseText, Document
from mou.papers.canonical import canonical_bytes, document_from
from mou.papers.sealing.drawing import draft_page, draw_page
from mou.rich_text import clean_html, plain_text
from tests.mou.papers.test_canonical import small_document

WRITTEN = {
    "hyphens, dashes and quotes": "\u201cWithin 4\u20135 minutes\u201d \u2014 it\u2019s said; 50 % of \u00a77",
    "letters with marks": "Jos\u00e9, Ng\u00f4 \u0110\u00ecnh, \u0141\u00f3d\u017a, \u0130stanbul, Stra\u00dfe",
    "letters that are drawn together": "office, affluent, fjord, waffle",
    "hard blanks": "4\u00a0minutes and 10\u202fkm",
    "other scripts": "\u0418\u0432\u0430\u043d \u041f\u0435\u0442\u0440\u043e\u0432, \u039d\u03af\u03ba\u03bf\u03c2",
    "signs": "x \u2264 3 \u00b1 1 \u2192 \u20ac 5 \u00bd",
}


def document_of(words: str) -> Document:
    small = small_document()
    clause = ClauseText(small.clauses[0].key, "response", words[:100], clean_html(f"<p>{words}</p>"), ())
    return replace(small, title=words[:100], clauses=(clause,))


def copied(pdf: bytes) -> str:
    """Return the text layer of all pages, white space made single blanks."""
    with pdfium.PdfDocument(pdf) as paper:
        text = " ".join(page.get_textpage().get_text_bounded() for page in paper)
    return joined(text)


def joined(text: str) -> str:
    # A hyphen at the end of a line comes as U+FFFE from this reader, and stands in no word of ours.
    return re.sub(r"\s+", " ", text.replace("\ufffe", "")).strip()


@pytest.mark.parametrize("words", WRITTEN.values(), ids=WRITTEN)
def test_what_is_copied_from_a_paper_is_what_is_signed(words: str) -> None:
    document = document_of(words)

    text = copied(draw_page(draft_page(document, language="en")))

    signed = document_from(canonical_bytes(document))
    for said in (signed.title, signed.clauses[0].heading, plain_text(signed.clauses[0].body_html)):
        assert joined(said) in text


def test_a_paper_that_shows_other_words_than_it_holds_would_be_seen_here() -> None:
    """The trap that the rule is for: drawn as it was stored, the text that is copied is not the text that is signed."""
    document = document_of("shared for 90 days only")
    trap = replace(document, title="shared for \u202esyad 09\u202c only")

    text = copied(draw_page(draft_page(trap, language="en")))

    assert joined(trap.title) not in text


def test_letters_without_a_picture_are_drawn_as_their_numbers_and_never_as_boxes() -> None:
    document = document_of("Name: \U0001e903\U0001e904 of the school")

    text = copied(draw_page(draft_page(document, language="en")))

    assert "Name: [U+1E903][U+1E904] of the school" in text


def test_letters_from_right_to_left_are_all_there_and_turn_nothing_beside_them() -> None:
    document = document_of("Signed by \u0639\u0644\u064a for 90 days")

    text = copied(draw_page(draft_page(document, language="en")))

    assert re.search("Signed by \\S+ for 90 days", text)
    assert sorted("\u0639\u0644\u064a") == sorted(set(text) & set("\u0639\u0644\u064a"))
