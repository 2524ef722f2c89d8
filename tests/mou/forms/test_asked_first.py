"""What a form asks before it judges, what the second of two people reads, and what no form draws again."""

from collections.abc import Iterator
from typing import Annotated

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils.translation import override
from pydantic import BaseModel, Field

from mou.errors import SecondPersonNeeded, SignInTooOld
from mou.foundation.forms.act_form import ActForm, Refusal, carry_out
from mou.foundation.forms.asked import Asked
from tests.mou.forms.sample import drawn, posted

SECRET = " a word of mine "


class Account(BaseModel):
    """What a person signs in with; the act itself says how long a name may be."""

    name: Annotated[str, Asked("Name", max_chars=5, is_verbatim=True)]
    word: Annotated[str, Field(min_length=12), Asked("Word", is_secret=True)]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def sentence(refusal: Refusal) -> str:
    return f"refused: {refusal.code}"


def ask_anew() -> None:
    raise SignInTooOld("x")


def form_of(request: HttpRequest, done: list[Account], *, is_old: bool = False) -> ActForm[Account, None]:
    return ActForm(request, "set", Account, done.append, before=ask_anew if is_old else None)


@pytest.mark.parametrize("sent", [{}, {"name": "Ann", "word": SECRET}])
def test_who_it_is_is_asked_before_anything_is_judged_or_done(sent: dict[str, object]) -> None:
    done: list[Account] = []
    request = posted({"act": "set", **sent})

    with pytest.raises(SignInTooOld):
        carry_out(request, [form_of(request, done, is_old=True)], sentence)

    assert done == []


def test_it_is_asked_of_the_form_that_was_sent_alone() -> None:
    done: list[Account] = []
    request = posted({"act": "set", "name": "Ann", "word": SECRET})
    other = ActForm(request, "other", Account, done.append, before=ask_anew)

    assert carry_out(request, [other, form_of(request, done)], sentence)
    assert not carry_out(RequestFactory().get("/"), [form_of(request, done, is_old=True)], sentence)
    assert len(done) == 1


@pytest.mark.parametrize("asks", ["issuer: https://login.example.org", ""])
def test_what_the_second_of_two_people_is_to_read_stays_with_the_form(asks: str) -> None:
    def refuse(_given: Account) -> None:
        raise SecondPersonNeeded(asks=asks)

    request = posted({"act": "set", "name": "Ann", "word": SECRET})
    form = ActForm(request, "set", Account, refuse)

    assert not carry_out(request, [form], sentence)
    assert (form.asks, list(form.non_field_errors())) == (asks, ["refused: second_person_needed"])


def test_a_secret_is_taken_as_it_was_typed_and_never_drawn_again() -> None:
    done: list[Account] = []
    taken, refused = (posted({"act": "set", "name": name, "word": SECRET}) for name in ("Ann", ""))
    form = form_of(refused, done)

    assert carry_out(taken, [form_of(taken, done)], sentence)
    assert not carry_out(refused, [form], sentence)
    page = drawn(form)
    assert [one.word for one in done] == [SECRET]
    assert 'type="password"' in page
    assert SECRET.strip() not in page


@pytest.mark.parametrize(("name", "word", "wrong"), [("Annika", SECRET, "name"), ("Ann", "short", "word")])
def test_what_is_too_long_or_too_short_is_refused_at_its_field(name: str, word: str, wrong: str) -> None:
    done: list[Account] = []
    request = posted({"act": "set", "name": name, "word": word})
    form = form_of(request, done)

    assert not carry_out(request, [form], sentence)
    assert (list(form.errors), done) == ([wrong], [])


def test_a_text_that_is_no_sentence_is_drawn_as_one_that_no_phone_changes() -> None:
    page = drawn(form_of(RequestFactory().get("/"), []))

    assert ('autocapitalize="none"' in page, 'spellcheck="false"' in page, 'maxlength="5"' in page) == (True,) * 3
    assert 'minlength="12"' in page
