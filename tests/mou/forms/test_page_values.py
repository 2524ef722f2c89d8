"""What a form shows of what only its page knows: a choice between two answers, a version, and acts that are buttons."""

import re
from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override
from pydantic import BaseModel, Field

from mou.foundation.forms.act_form import ActForm
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _

ANSWERS = ((True, "Yes, everybody knows"), (False, "No, no one knows"))
PEOPLE = (("", "everybody"), (UUID(int=1), "Ann"))


class Planned(BaseModel):
    """An answer of two, a person or all of them, and the version that was read."""

    name: Annotated[str, Field(max_length=5), Asked(_("Name"))] = ""
    is_told: Annotated[bool, Asked(_("Kind"), shows_all=True)] = True
    person_id: Annotated[UUID | None, Asked(_("Person"))] = None
    version: Annotated[int, Field(ge=1), Asked(is_hidden=True, is_renewed=True)]


class Removed(BaseModel):
    """A thing of a list, by the version that was read."""

    thing_id: Annotated[UUID, Asked(is_hidden=True)]
    version: Annotated[int, Field(ge=1), Asked(is_hidden=True, is_renewed=True)]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def form_of(request: HttpRequest, *, version: int = 7, is_told: bool = True) -> ActForm[Planned, Planned]:
    return ActForm(
        request,
        "plan",
        Planned,
        lambda given: given,
        choices={"is_told": ANSWERS, "person_id": PEOPLE},
        initial={"version": version, "is_told": is_told},
    )


def posted(**fields: object) -> HttpRequest:
    return RequestFactory().post("/", {"act": "plan", "version": "3", **fields})


def drawn(template: str, **context: object) -> str:
    return Template("{% load forms %}" + template).render(Context({**context, "csrf_token": "a-token"}))


@pytest.mark.parametrize("is_told", [True, False])
def test_of_two_answers_in_words_the_one_that_holds_is_pressed(*, is_told: bool) -> None:
    page = drawn('{% act_form form "Save" %}', form=form_of(RequestFactory().get("/"), is_told=is_told))

    pressed = re.findall(r'<input type="radio" name="is_told" value="(\w+)"[^>]* checked', page)
    assert pressed == [str(is_told)]
    # Neither answer is left open.
    assert page.count('name="is_told"') == len(ANSWERS)


@pytest.mark.parametrize("is_told", [True, False])
def test_the_answer_that_is_pressed_is_what_the_act_is_given(*, is_told: bool) -> None:
    form = form_of(posted(is_told=str(is_told)), is_told=not is_told)

    assert form.is_valid()
    form.carry_out()
    assert form.done.is_told is is_told


def test_what_is_no_answer_is_refused_at_its_field() -> None:
    form = form_of(posted(is_told="perhaps"))

    assert (form.is_valid(), [one.name for one in form.wrong_fields()]) == (False, ["is_told"])


def test_a_page_says_itself_what_it_means_to_choose_nobody() -> None:
    page = drawn("{% field form.person_id %}", form=form_of(RequestFactory().get("/")))
    form = form_of(posted(is_told="True", person_id=""))

    assert (page.count('value=""'), "everybody" in page, "—" in page) == (1, True, False)
    assert form.is_valid()


def test_a_form_that_was_refused_is_sent_again_with_the_version_that_the_page_has_now() -> None:
    form = form_of(posted(name="far too long", is_told="True"), version=9)
    page = drawn('{% act_form form "Save" %}', form=form)

    assert not form.is_valid()
    assert 'name="version" value="9"' in page
    assert 'value="far too long"' in page


def test_the_version_that_was_sent_is_the_one_that_the_act_is_given() -> None:
    form = form_of(posted(is_told="True"), version=9)

    assert form.is_valid()
    form.carry_out()
    assert form.done.version == 3


def test_a_button_for_each_thing_of_a_list_sends_the_version_too_and_no_id_stands_twice() -> None:
    form = ActForm(RequestFactory().get("/"), "remove", Removed, lambda given: given, initial={"version": 7})
    page = drawn(
        '{% for one in ids %}{% act_button form "Remove" value=one %}{% endfor %}', form=form, ids=PEOPLE[1:] * 2
    )

    assert page.count('name="thing_id"') == page.count('name="version" value="7"') == 2
    assert " id=" not in page


def test_a_button_that_shows_a_sign_alone_says_in_words_what_it_does() -> None:
    form = ActForm(RequestFactory().get("/"), "up", Removed, lambda given: given)

    assert 'aria-label="Move up"' in drawn('{% act_button form "↑" label="Move up" value="x" %}', form=form)
    assert 'visually-hidden">: this one<' in drawn('{% act_form form "Save" of="this one" %}', form=form)
