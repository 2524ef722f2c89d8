"""Fields of a form that the page gives, that it draws itself, and lists of texts: one on each line."""

from typing import Annotated, Literal
from uuid import UUID

import pytest
from django import forms
from django.http import HttpRequest
from django.test import RequestFactory
from pydantic import BaseModel, ConfigDict, Field

from mou.foundation.forms.act_form import ActForm
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _
from tests.mou.forms.sample import drawn

OF = UUID(int=7)


class Noted(BaseModel):
    """Lines about a thing that the page knows."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["note"]
    about: UUID
    lines: Annotated[tuple[Annotated[str, Field(max_length=9)], ...], Field(max_length=2), Asked(_("Text"), lines=3)]
    people: Annotated[int, Asked(_("People"))] = 4
    rest: list[dict[str, int]] = []


class Pairs(forms.CharField):
    """What only this page can draw."""

    def clean(self, value: object) -> list[dict[str, int]]:
        return [{one: 1} for one in super().clean(value).split()]


def form_of(request: HttpRequest, about: UUID = OF) -> ActForm[Noted, Noted]:
    return ActForm(
        request,
        "note",
        Noted,
        lambda given: given,
        initial={"lines": ("One", "Two")},
        fixed={"kind": "note", "about": str(about), "seen": "yes"},
        own_fields={"rest": Pairs(required=False, label="Rest")},
    )


def posted(**fields: str) -> HttpRequest:
    of_form = {"act": "note", "kind": "note", "about": str(OF), "seen": "yes"}
    return RequestFactory().post("/", {**of_form, "lines": "One\r\n\r\n Two ", **fields})


def test_what_is_fixed_and_of_the_class_is_given_to_it_and_not_asked() -> None:
    form = form_of(posted(rest="a b"))

    assert form.is_valid(), form.errors
    form.carry_out()
    assert form.done == Noted(kind="note", about=OF, lines=("One", "Two"), people=4, rest=[{"a": 1}, {"b": 1}])
    assert list(form.fields) == ["lines", "people", "rest"]


def test_a_post_about_another_thing_is_none_of_this_form() -> None:
    assert not form_of(posted(about=str(UUID(int=8)))).is_bound
    assert not form_of(posted(kind="other")).is_bound
    assert not form_of(posted(), about=UUID(int=8)).is_bound


def test_a_list_of_texts_stands_a_line_each_and_is_refused_at_its_field() -> None:
    assert "One\nTwo</textarea>" in drawn(form_of(RequestFactory().get("/")))
    for wrong in ("One\nTwo\nThree", "far too long a line", " \r\n "):
        form = form_of(posted(lines=wrong))
        assert not form.is_valid()
        assert list(form.errors) == ["lines"]
        assert wrong.strip() in drawn(form).replace("\r\n", "\n")


def test_a_number_that_was_not_asked_yet_stands_as_at_first_and_one_that_was_typed_stays() -> None:
    assert form_of(posted())["people"].value() == 4
    assert form_of(posted(people="nine"))["people"].value() == "nine"


def test_a_field_that_can_have_several_values_is_never_answered_by_the_first() -> None:
    class Answered(BaseModel):
        answer: Literal["yes", "no"]

    with pytest.raises(TypeError, match="add Asked"):
        ActForm(posted(), "ask", Answered, lambda given: given).is_valid()
