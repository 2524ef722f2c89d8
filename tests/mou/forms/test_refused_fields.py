"""What is never drawn again in a form that was refused, and where a refusal stands that names no field by itself."""

from collections.abc import Callable, Iterator
from typing import Annotated

import pytest
from django.test import RequestFactory
from django.utils.translation import override
from pydantic import BaseModel

from mapping.errors import BadSite
from mou.foundation.forms.act_form import ActForm, AnyForm, at_field, carry_out
from mou.foundation.forms.asked import Asked
from push.errors import BadDevice
from tests.mou.forms.sample import drawn

TYPED = {"act": "open", "name": "Tess", "password": " correct horse ", "code": "ABCD-EFGH"}


class Opened(BaseModel):
    """What a door asks for."""

    name: Annotated[str, Asked("Name")]
    password: Annotated[str, Asked("Password", autocomplete="current-password", is_secret=True)]
    code: Annotated[str, Asked("Code", is_once=True)]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Whatever language a request of another test has left active."""
    with override("en"):
        yield


def form_that(do: Callable[[Opened], object], **typed: str) -> AnyForm:
    return ActForm(RequestFactory().post("/", {**TYPED, **typed}), "open", Opened, do)


def refuse_name(_given: Opened) -> None:
    with at_field("name"):
        raise BadSite("No such name.")


def sentence(refusal: Exception) -> str:
    return f"refused: {refusal}"


def test_a_secret_and_a_code_are_not_drawn_again_and_what_else_was_typed_is() -> None:
    form = form_that(refuse_name)

    carry_out(RequestFactory().post("/", TYPED), [form], sentence)
    page = str(form)

    assert 'value="Tess"' in page
    assert [one for one in ("correct horse", "ABCD-EFGH") if one in page] == []
    assert 'type="password"' in page


def test_each_character_of_a_secret_counts() -> None:
    given: list[Opened] = []

    assert carry_out(RequestFactory().post("/", TYPED), [form_that(given.append, name=" Tess ")], sentence)

    assert (given[0].password, given[0].name) == (" correct horse ", "Tess")


def test_a_refusal_inside_stands_at_the_field_that_the_act_names() -> None:
    form = form_that(refuse_name)

    is_carried_out = carry_out(RequestFactory().post("/", TYPED), [form], sentence)

    assert not is_carried_out
    assert isinstance(form.refusal, BadSite)
    assert form.errors == {"name": ["refused: No such name."]}


def test_a_refusal_of_no_field_stands_above_the_form() -> None:
    def refuse(_given: Opened) -> None:
        raise BadDevice("None of these.")

    form = form_that(refuse)
    carry_out(RequestFactory().post("/", TYPED), [form], sentence)

    assert form.non_field_errors() == ["refused: None of these."]


def test_what_stands_above_the_form_stands_apart() -> None:
    form = form_that(lambda _given: None)
    carry_out(RequestFactory().post("/", TYPED), [form], sentence)
    for one in ("The first.", "The second."):
        form.refuse(one)

    assert "The first.<br>The second." in drawn(form)


def test_a_form_that_begins_anew_holds_nothing_that_was_typed() -> None:
    form = form_that(lambda _given: None)
    carry_out(RequestFactory().post("/", TYPED), [form], sentence)

    form.begin_anew()

    assert (form.is_bound, form.is_refused) == (False, False)
    assert "Tess" not in str(form)
