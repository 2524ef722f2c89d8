"""Rows of which the page knows what they are about; and what is fixed of a form, which no one types."""

from typing import Annotated

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from pydantic import BaseModel, Field

from coordination.errors import CoordinationError
from mou.foundation.forms.act_form import ActForm, AnyForm, Refusal, carry_out
from mou.foundation.forms.asked import Asked
from mou.foundation.forms.fields import field_of_known
from mou.foundation.forms.rows import Known
from mou.foundation.labelled import gettext_noop as _
from tests.mou.forms.sample import drawn

KNOWN = [Known("Front <b>door</b>", {"key": "front", "count": "3"}), Known("Gate", {"key": "gate", "count": ""})]


class Counted(BaseModel):
    key: Annotated[str, Asked(is_hidden=True)]
    count: Annotated[int, Field(ge=0), Asked(_("Number"))]


class Walk(BaseModel):
    place: str
    doors: Annotated[list[Counted], Field(max_length=9), Asked(_("Doors"))] = []


class GateRusty(CoordinationError):
    code, status = "gate_rusty", 422


def sentence(_refusal: Refusal) -> str:
    return "It is rusty."


def form_of(request: HttpRequest, *, pointer: str = "") -> ActForm[Walk, Walk]:
    def walk(given: Walk) -> Walk:
        if pointer:
            raise GateRusty(pointer=pointer)
        return given

    rows = field_of_known(Walk.model_fields["doors"], KNOWN)
    return ActForm(request, "walk", Walk, walk, fixed={"place": "yard"}, own_fields={"doors": rows})


def sent(*counts: str, keys: tuple[str, ...] = ("front", "gate"), pointer: str = "") -> tuple[bool, AnyForm]:
    fields = {"act": "walk", "place": "yard", "doors-key": list(keys), "doors-count": list(counts)}
    request = RequestFactory().post("/", fields)
    form = form_of(request, pointer=pointer)
    return carry_out(request, [form], sentence), form


def test_each_known_row_is_drawn_as_it_stands_with_what_it_is_about() -> None:
    page = drawn(form_of(RequestFactory().get("/")))

    assert page.count('name="doors-count"') == len(KNOWN)
    assert '<input type="hidden" name="doors-key" value="gate">' in page
    assert 'name="doors-count" value="3"' in page
    assert "Front &lt;b&gt;door" in page
    assert "<b>door" not in page


@pytest.mark.parametrize(
    ("counts", "given"),
    [
        (("3", ""), []),
        (("4", ""), [("front", 4)]),
        (("3", "0"), [("gate", 0)]),
        (("4", "1"), [("front", 4), ("gate", 1)]),
    ],
)
def test_a_row_that_comes_back_as_it_was_drawn_says_nothing(counts: tuple[str, str], given: list[object]) -> None:
    is_done, form = sent(*counts)

    assert is_done
    assert [(one.key, one.count) for one in form.done.doors] == given


def sent_as_drawn(*counts: str, was: tuple[Known, ...]) -> tuple[bool, AnyForm]:
    """Send a page that was drawn when the rows said something else."""
    fields = {
        "act": "walk",
        "place": "yard",
        "doors-key": [one.row["key"] for one in was],
        "doors-count": list(counts),
        "doors-drawn_from": [one.version for one in was],
    }
    form = form_of(RequestFactory().post("/", fields))
    return carry_out(RequestFactory().post("/", fields), [form], sentence), form


OLD = (Known("Front <b>door</b>", {"key": "front", "count": "2"}), KNOWN[1])


def test_a_row_that_was_changed_meanwhile_and_left_alone_here_says_nothing() -> None:
    is_done, form = sent_as_drawn("2", "1", was=OLD)

    assert is_done
    assert [(one.key, one.count) for one in form.done.doors] == [("gate", 1)]


def test_a_row_that_was_changed_on_both_sides_is_refused_with_what_it_says_now() -> None:
    is_done, form = sent_as_drawn("5", "1", was=OLD)

    page = drawn(form)
    assert not is_done
    assert form.errors["doors"] == [
        "Front <b>door</b>: Someone changed this meanwhile. It now says: 3. Look at it, and save again."
    ]
    assert 'name="doors-count" value="5"' in page
    # Having read what is there now, the reader may put their own word in its place.
    assert f'name="doors-drawn_from" value="{KNOWN[0].version}"' in page
    assert sent_as_drawn("5", "1", was=(KNOWN[0], KNOWN[1]))[0]


def test_every_row_that_is_stale_is_told() -> None:
    old = (OLD[0], Known("Gate", {"key": "gate", "count": "8"}))

    _is_done, form = sent_as_drawn("5", "9", was=old)

    assert [str(one).partition(":")[0] for one in form.errors["doors"]] == ["Front <b>door</b>", "Gate"]
    assert drawn(form).count('class="field-error"') == len(old)


def test_what_is_fixed_and_a_field_of_the_class_is_given_and_asked_for_nowhere() -> None:
    _is_done, form = sent("4", "")

    assert form.done.place == "yard"
    assert list(form.fields) == ["doors"]


@pytest.mark.parametrize("counts", [("", "1"), ("x", "1"), ("-1", "1")])
def test_what_is_wrong_with_a_row_says_of_which_and_all_that_was_typed_stays(counts: tuple[str, str]) -> None:
    is_done, form = sent(*counts)

    page = drawn(form)
    assert not is_done
    assert str(form.errors["doors"][0]).startswith("Front <b>door</b>: ")
    assert "Front &lt;b&gt;door&lt;/b&gt;: " in page
    assert 'name="doors-count" value="1"' in page
    assert page.count('name="doors-count"') == len(KNOWN)


@pytest.mark.parametrize(
    ("pointer", "said"),
    [
        ("/doors/1/count", "Gate: It is rusty."),
        ("/doors", "It is rusty."),
        ("/doors/7", "It is rusty."),
        ("/doors/x", "It is rusty."),
    ],
)
def test_a_refusal_of_a_row_says_of_which(pointer: str, said: str) -> None:
    _is_done, form = sent("4", "1", pointer=pointer)

    assert form.errors["doors"] == [said]


def test_a_row_that_the_page_does_not_know_is_given_and_has_no_title() -> None:
    _is_done, form = sent("4", keys=("cellar",))
    _is_done, refused = sent("x", keys=("cellar",))

    assert [one.key for one in form.done.doors] == ["cellar"]
    assert not str(refused.errors["doors"][0]).startswith(("Front", "Gate", ":"))
