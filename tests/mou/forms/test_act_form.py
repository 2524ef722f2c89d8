"""A form that is made from the class of an act: what it draws, what it takes, and where it says what is wrong."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Annotated
from uuid import UUID

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils.translation import override
from pydantic import BaseModel

from coordination.errors import CoordinationError
from mapping.errors import BadStation
from mou.errors import AgencyNotFound, NotAllowed, SignInTooOld
from mou.foundation.forms.act_form import ActForm, NothingGiven, Refusal, carry_out, show_page
from mou.foundation.forms.asked import Asked
from mou.foundation.forms.fields import labels_of
from tests.mou.forms.sample import ZONE, Day, Kind, Written, drawn, form_of, form_with, posted

HTML = '"><script>alert(1)</script>'


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Whatever language a request of another test has left active."""
    with override("en"):
        yield


def sentence(refusal: Refusal) -> str:
    return f"refused: {refusal.code}"


def element(page: str, name: str) -> str:
    """Return the element of a field."""
    found = re.search(rf'<(?:input|select|textarea)\b[^>]*\bname="{name}"[^>]*>', page)
    assert found is not None
    return found[0]


# --- drawn ------------------------------------------------------------------------------------------------------------
def test_a_form_draws_what_the_class_declares() -> None:
    page = drawn(form_of(RequestFactory().get("/")))

    wanted = {
        "name": ('type="text"', 'maxlength="20"', 'autocomplete="organization"', " required", "write-name_helptext"),
        "held_on": ('type="date"', " required"),
        "begins_at": ('type="datetime-local"',),
        "hours": ('type="number"', 'min="0.5"', 'max="10"', 'step="0.5"'),
        "people": ('type="number"', 'min="1"', 'max="50"'),
        "note": ("<textarea", 'rows="3"', 'maxlength="7"'),
        "kind": ("<select",),
        "is_done": ('type="checkbox"',),
        "file": ('type="file"', 'accept="text/csv"'),
    }
    assert {name: [one for one in parts if one not in element(page, name)] for name, parts in wanted.items()} == {
        name: [] for name in wanted
    }
    assert '<option value="map">Maps</option>' in page
    assert page.count('name="days"') == len(Day)
    assert ('enctype="multipart/form-data"' in page, 'value="a-token"' in page, 'value="write"' in page) == (True,) * 3
    assert "aria-invalid" not in page


def test_labels_and_choices_are_in_the_readers_language() -> None:
    with override("es"):
        page = drawn(form_of(RequestFactory().get("/")))

    assert "Nombre" in page
    assert "Photos" not in page


def test_names_that_may_be_chosen_are_text() -> None:
    page = drawn(form_of(RequestFactory().get("/")))

    assert "Ann &lt;b&gt;Archer&lt;/b&gt;" in page
    assert "<b>Archer" not in page


def test_what_stands_there_at_first_is_chosen_and_written_as_browsers_read_it() -> None:
    initial: dict[str, object] = {"held_on": date(2026, 8, 24), "hours": 2.0, "kind": Kind.MAP, "days": [Day.TUESDAY]}
    initial["begins_at"] = datetime(2026, 8, 24, 13, 30, tzinfo=UTC)
    with override("es"):
        form = ActForm(RequestFactory().get("/"), "write", Written, lambda given: given, initial=initial, zone=ZONE)
        page = drawn(form)

    assert 'value="2026-08-24"' in element(page, "held_on")
    assert 'value="2026-08-24T09:30"' in element(page, "begins_at")
    assert 'value="2"' in element(page, "hours")
    assert '<option value="map" selected' in page
    assert re.search(r'value="tue"[^>]* checked', page)


def test_what_the_class_says_without_an_answer_stands_there_at_first() -> None:
    page = drawn(form_of(RequestFactory().get("/")))

    assert 'value="1"' in element(page, "people")
    # With a default there is nothing to leave open, unless the class wants the reader to choose.
    plan, way = (page.partition(f'name="{name}"')[2].partition("</select>")[0] for name in ("plan", "way"))
    assert ('value=""' in plan, 'value="map" selected' in plan) == (False, True)
    assert ('value=""' in way, 'value="map" selected' in way) == (True, False)


def test_a_text_may_have_an_example_and_come_from_the_pages_list() -> None:
    with override("es"):
        found = element(drawn(form_of(RequestFactory().get("/"))), "place")

    assert ('list="places"' in found, 'placeholder="Motivo"' in found) == (True, True)


def test_the_labels_of_a_class_are_in_the_readers_language() -> None:
    with override("es"):
        labels = labels_of(Written)

    assert (labels["name"], set(labels)) == ("Nombre", set(Written.model_fields))


# --- taken ------------------------------------------------------------------------------------------------------------
def test_what_was_posted_reaches_the_act_as_the_class_has_it() -> None:
    form = form_with(seen=["tue"])

    assert carry_out(posted({"act": "write"}), [form], sentence)

    assert form.done == Written(
        name="Fire doors",
        kind=Kind.PHOTO,
        held_on=date(2026, 8, 24),
        begins_at=datetime(2026, 8, 24, 9, 30, tzinfo=ZONE),
        person_id=UUID(int=1),
        hours=1.5,
        people=12,
        note="One\nTwo",
        days=[Day.MONDAY, Day.TUESDAY],
        is_done=True,
        seen=(Day.TUESDAY,),
    )


def test_what_is_left_empty_is_what_the_class_says_without_it() -> None:
    form = form_with(people="", hours="", person_id="", note="", days=None, is_done=None)

    assert carry_out(posted({"act": "write"}), [form], sentence)
    given = form.done
    assert (given.people, given.hours, given.person_id, given.note, given.days, given.is_done) == (
        *(1, None, None, "", []),
        False,
    )


def test_the_last_of_two_values_counts_and_what_no_field_asks_for_is_not_read() -> None:
    form = form_with(name=["First", "Second"], is_admin="yes")

    assert carry_out(posted({"act": "write"}), [form], sentence)
    assert form.done.name == "Second"


def test_of_a_file_one_byte_more_is_read_than_is_taken() -> None:
    fields: dict[str, object] = {"act": "write", "name": "A", "kind": "photo", "held_on": "2026-08-24"}
    form = form_of(posted(fields, file=b"123456789"))

    assert form.is_valid()
    assert form.cleaned_data["file"] == b"12345"


# --- refused ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", None),
        ("name", " "),
        ("name", "x" * 21),
        ("name", "a\x00b"),
        ("kind", "video"),
        ("kind", ""),
        ("held_on", "soon"),
        ("held_on", "2026-02-30"),
        ("held_on", "24.08.2026"),
        ("begins_at", "2026-13-01T09:30"),
        ("begins_at", "at nine"),
        ("person_id", str(UUID(int=3))),
        ("person_id", "' OR 1=1"),
        ("hours", "nan"),
        ("hours", "inf"),
        ("hours", "-1"),
        ("hours", "10.5"),
        ("people", "0"),
        ("people", "51"),
        ("people", "9" * 5000),
        ("note", "12345678"),
        ("days", ["mon", "fri"]),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_the_summary_leads_there(name: str, value: object) -> None:
    form = form_with(**{name: value})

    assert not carry_out(posted({"act": "write"}), [form], sentence)

    page = drawn(form)
    assert [one.name for one in form.wrong_fields()] == [name]
    assert 'aria-invalid="true"' in element(page, name)
    assert page.count('aria-invalid="true"') == page.count(f'name="{name}"')
    assert f'<a href="#write-{name}">' in page
    assert f'id="write-{name}_error"' in page
    assert 'id="write-' + name + '"' in page
    assert 'role="alert"' in page


def test_every_field_that_is_wrong_is_said_at_once_in_the_readers_language() -> None:
    with override("es"):
        form = form_with(name="", held_on="", kind="x")
        page = drawn(form)

    assert [one.name for one in form.wrong_fields()] == ["name", "kind", "held_on"]
    assert page.count("Este campo es obligatorio.") == 4
    assert "This field is required." not in page


def test_what_was_typed_stays_and_is_text() -> None:
    page = drawn(form_with(held_on="soon", name=HTML[:20], note=HTML[:7], kind=HTML))

    assert 'value="soon"' in element(page, "held_on")
    assert "<script" not in page
    assert "&quot;&gt;&lt;script&gt;" in element(page, "name")
    assert 'value="12"' in element(page, "people")
    assert re.search(r'value="mon"[^>]* checked', page)


def test_the_class_has_the_last_word_and_its_english_is_shown_to_nobody() -> None:
    form = form_with(kind="map", people="41")

    assert not carry_out(posted({"act": "write"}), [form], sentence)
    assert form.non_field_errors() == ["This cannot be taken as it is."]
    assert "no one reads" not in drawn(form)


class NameTaken(CoordinationError):
    code, status, title = "name_taken", 409, "Taken."


def refused_with(error: Exception) -> ActForm[Written, None]:
    """Return a form whose act was refused."""

    def refuse(_given: Written) -> None:
        raise error

    request = posted({"act": "write", "name": "A", "kind": "photo", "held_on": "2026-08-24"})
    form = ActForm(request, "write", Written, refuse, zone=ZONE)
    assert not carry_out(request, [form], sentence)
    return form


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (NameTaken(pointer="/name"), "name"),
        (NameTaken(pointer="/days/1"), "days"),
        (BadStation("x", field="name"), "name"),
        (NameTaken(pointer="/elsewhere"), "__all__"),
        (NameTaken(), "__all__"),
        (NotAllowed("x"), "__all__"),
    ],
)
def test_a_refusal_of_the_act_stands_where_it_points(error: Exception, name: str) -> None:
    form = refused_with(error)

    assert list(form.errors) == [name]
    assert form.is_refused
    assert "refused: " in str(form.errors)


@pytest.mark.parametrize(("error", "raised"), [(AgencyNotFound("x"), Http404), (SignInTooOld("x"), SignInTooOld)])
def test_what_is_not_there_and_the_question_who_it_is_are_no_refusals(
    error: Exception, raised: type[Exception]
) -> None:
    with pytest.raises(raised):
        refused_with(error)


def test_what_a_page_says_of_itself_is_shown_although_it_is_not_there() -> None:
    def look(_given: NothingGiven) -> None:
        raise AgencyNotFound("x")

    request = posted({"act": "look"})
    form = ActForm(request, "look", NothingGiven, look)

    assert not carry_out(request, [form], sentence, shown=[AgencyNotFound])
    assert form.non_field_errors() == ["refused: agency_not_found"]


# --- which form -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("sent", [{}, {"act": "fly"}, {"act": ""}, {"act": "write", "party": "third"}])
def test_what_no_form_of_the_page_asks_for_is_not_there(sent: dict[str, object]) -> None:
    request = posted(sent)

    with pytest.raises(Http404):
        carry_out(request, [form_of(request, party="agency"), form_of(request, party="district")], sentence)


def test_two_forms_of_one_act_are_told_apart_by_what_is_fixed() -> None:
    request = posted({"act": "write", "party": "district"})
    forms = [form_of(request, party=one) for one in ("agency", "district")]

    assert not carry_out(request, forms, sentence)
    assert [one.is_refused for one in forms] == [False, True]
    pages = [drawn(one) for one in forms]
    assert all(f'name="party" value="{one}"' in page for one, page in zip(("agency", "district"), pages, strict=True))
    ids = [set(re.findall(r'\bid="([^"]+)"', page)) for page in pages]
    assert not ids[0] & ids[1]


def test_reading_a_page_carries_nothing_out() -> None:
    request = RequestFactory().get("/?act=write&name=A&kind=photo&held_on=2026-08-24")

    assert not carry_out(request, [form_of(request)], sentence)


def test_the_status_says_whether_a_form_was_refused(rf: RequestFactory) -> None:
    request = rf.get("/")

    assert show_page(request, "forms/refused.html", {}).status_code == 200
    answer = show_page(request, "forms/refused.html", {}, [form_with(), form_with(name="")])
    assert (answer.status_code, "#write-name" in answer.content.decode()) == (422, True)


def test_a_button_is_an_act_without_a_form_to_fill_in() -> None:
    request = RequestFactory().get("/")
    form = ActForm(request, "retire", Coded, lambda _given: None)

    page = drawn(form, '{% act_button form "Offer no longer" value=code of="Juggling" %}', code="<a>")

    assert 'name="code" value="&lt;a&gt;"' in page
    assert ": Juggling</span>" in page


# --- what a class has to say ------------------------------------------------------------------------------------------
class Coded(BaseModel):
    code: Annotated[str, Asked(is_hidden=True)]


class Unasked(BaseModel):
    name: str


class Unknown(BaseModel):
    at: Annotated[complex, Asked("At")]


class Timeless(BaseModel):
    at: Annotated[datetime, Asked("At")]


@pytest.mark.parametrize("model", [Unasked, Unknown, Timeless])
def test_a_class_that_no_page_can_ask_for_is_a_fault(model: type[BaseModel]) -> None:
    with pytest.raises(TypeError):
        ActForm(RequestFactory().get("/"), "write", model, lambda _given: None)
