"""A version of an agreement has one sequence of bytes, whatever way its parts came together."""

import json
import unicodedata
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou.document import ClauseText, Document, JsonValue, PartyText, SignatoryName, SiteName, TermText, all_terms
from mou.errors import BadDocument
from mou.papers.canonical import canonical_bytes, canonical_sha256, document_from

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NUMBERS = st.integers(-1000, 1000) | st.floats(-1000, 1000)
VALUES: st.SearchStrategy[JsonValue] = st.recursive(
    st.none() | st.booleans() | NUMBERS | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "granted"]), inner),
    max_leaves=6,
)
TERMS = st.lists(
    st.builds(TermText, kind=st.sampled_from(["camera_access", "training_hours", "data_sharing"]), scope=WORDS,
              value=VALUES, condition=VALUES),
    max_size=4,
    unique_by=lambda term: (term.kind, unicodedata.normalize("NFC", term.scope).replace("\r", "\n")),
).map(tuple)  # fmt: skip
CLAUSES = st.builds(ClauseText, key=st.uuids(), topic=WORDS, heading=WORDS, body_html=WORDS, terms=TERMS)
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))
DOCUMENTS = st.builds(
    Document,
    memorandum_id=st.uuids(),
    number=st.integers(1, 9),
    title=WORDS,
    template_kind=WORDS,
    district=WORDS,
    agency=WORDS,
    parties=st.lists(
        st.builds(PartyText, name=WORDS, kind=WORDS,
                  signatories=st.lists(st.builds(SignatoryName, name=WORDS, title=WORDS), max_size=2).map(tuple)),
        max_size=2,
    ).map(tuple),
    covers_all_sites=st.booleans(),
    sites=st.lists(st.builds(SiteName, site_id=st.uuids(), name=WORDS), max_size=3, unique_by=lambda s: s.site_id).map(
        tuple
    ),
    effective_on=DAYS,
    expires_on=DAYS,
    clauses=st.lists(CLAUSES, max_size=3).map(tuple),
    terms=TERMS,
)  # fmt: skip


def small_document() -> Document:
    return Document(
        memorandum_id=UUID(int=1),
        number=1,
        title="Café at the école",
        template_kind="sro",
        district="Example District",
        agency="Example Police",
        parties=(PartyText("Example District", "district", (SignatoryName("A. Person", "Superintendent"),)),),
        covers_all_sites=False,
        sites=(SiteName(UUID(int=9), "North"), SiteName(UUID(int=8), "South")),
        effective_on=date(2026, 7, 1),
        expires_on=date(2027, 6, 30),
        clauses=(
            ClauseText(UUID(int=2), "response", "Response", "<p>Four minutes.</p>",
                       (TermText("response_time_target_minutes", "", {"minutes": 4}, {"when": "always"}),)),
            ClauseText(UUID(int=3), "funding", "Money", "<p>Half each.</p>", ()),
        ),
        terms=(),
    )  # fmt: skip


def test_the_bytes_of_a_small_agreement_are_what_they_have_always_been() -> None:
    """Signed copies carry this digest for ever: a change here needs another name of the form, not another number."""
    assert canonical_sha256(small_document()) == "eadbd3b744c57dbc7e7ba0c4306efe53537e6b0a643094a01824d566d603670c"


@given(DOCUMENTS)
def test_the_order_in_which_sites_terms_and_keys_came_changes_nothing(document: Document) -> None:
    turned = replace(
        document,
        sites=tuple(reversed(document.sites)),
        terms=tuple(reversed(document.terms)),
        clauses=tuple(replace(one, terms=tuple(reversed(one.terms))) for one in document.clauses),
    )

    assert canonical_bytes(document) == canonical_bytes(turned)


@given(DOCUMENTS)
def test_it_is_json_that_says_the_same_when_it_is_written_again(document: Document) -> None:
    written = canonical_bytes(document)

    again = json.dumps(json.loads(written), sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    assert again.encode() == written


@given(DOCUMENTS)
def test_composed_and_decomposed_letters_are_the_same_agreement(document: Document) -> None:
    decomposed = replace(document, title=unicodedata.normalize("NFD", document.title))

    assert canonical_bytes(document) == canonical_bytes(decomposed)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Cafe at the école"},
        {"number": 2},
        {"memorandum_id": UUID(int=7)},
        {"expires_on": date(2027, 7, 1)},
        {"covers_all_sites": True},
        {"clauses": tuple(reversed(small_document().clauses))},
        {"sites": ()},
        {"parties": ()},
        {"terms": (TermText("training_hours", "", {"hours": 40}, {"when": "always"}),)},
    ],
)
def test_a_change_of_anything_that_was_agreed_changes_the_bytes(change: dict[str, object]) -> None:
    changed = replace(small_document(), **change)  # type: ignore[arg-type]  # each is a field's own type

    assert canonical_sha256(changed) != canonical_sha256(small_document())


def test_a_number_that_a_database_gives_back_with_a_point_is_the_same_number() -> None:
    def written(value: JsonValue) -> bytes:
        return canonical_bytes(replace(small_document(), terms=(TermText("training_hours", "", value, None),)))

    assert written({"hours": 40}) == written({"hours": 40.0})
    assert written({"hours": 40}) != written({"hours": 40.5})
    assert written({"yes": True}) != written({"yes": 1})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**60, {"\u00e9": 1, "e\u0301": 2}, "\ud800"])
def test_what_has_no_single_way_of_being_written_is_refused(value: JsonValue) -> None:
    document = replace(small_document(), terms=(TermText("training_hours", "", value, None),))

    with pytest.raises(BadDocument):
        canonical_bytes(document)


def test_all_terms_are_those_of_the_clauses_and_those_of_none() -> None:
    extra = TermText("training_hours", "", {"hours": 40}, None)
    document = replace(small_document(), terms=(extra,))

    assert [one.kind for one in all_terms(document)] == ["response_time_target_minutes", "training_hours"]


@given(DOCUMENTS)
def test_the_document_read_back_from_the_bytes_has_the_same_bytes(document: Document) -> None:
    written = canonical_bytes(document)

    assert canonical_bytes(document_from(written)) == written


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"form":"musterpoint-memorandum/1"}', b"\xff"])
def test_other_bytes_are_no_document(content: bytes) -> None:
    with pytest.raises(BadDocument):
        document_from(content)
