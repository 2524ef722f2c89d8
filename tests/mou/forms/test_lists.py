"""Fields of a form for lists: files as they came, texts one a line; and fields that a form reads in its own way."""

from collections.abc import Iterator
from typing import Annotated

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from django.utils.translation import override
from pydantic import BaseModel, Field

from mou.foundation.forms.act_form import ActForm, carry_out
from mou.foundation.forms.asked import Asked
from tests.mou.forms.sample import drawn


class Sent(BaseModel):
    """Lists as a page asks for them, and a field that no page asks for."""

    words: Annotated[list[Annotated[str, Field(max_length=9)]], Field(max_length=2), Asked("Words", lines=4)]
    files: Annotated[list[bytes], Asked("Files", accept="image/png", size_max=4)] = []
    quiet: str = ""


class SentForm(ActForm[Sent, Sent]):
    not_asked = ("quiet",)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def post(**fields: object) -> HttpRequest:
    return RequestFactory().post("/", {"act": "send", **fields})


def form_of(request: HttpRequest) -> SentForm:
    return SentForm(request, "send", Sent, lambda given: given)


def file(body: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("a.png", body)


def test_texts_are_typed_one_a_line_and_files_chosen_together() -> None:
    form = form_of(post(words=" one \r\n\r\ntwo", files=[file(b"1"), file(b"22")]))

    assert carry_out(post(), [form], str)
    assert (form.done.words, form.done.files) == (["one", "two"], [b"1", b"22"])


def test_of_each_file_one_byte_more_is_read_than_is_taken_and_an_empty_one_is_no_fault() -> None:
    form = form_of(post(words="one", files=[file(b"123456789"), file(b"")]))

    assert form.is_valid()
    assert form.cleaned_data["files"] == [b"12345", b""]


def test_without_files_the_class_says_what_there_is() -> None:
    form = form_of(post(words="one"))

    assert carry_out(post(), [form], str)
    assert form.done.files == []


@pytest.mark.parametrize("words", ["", "  \n ", "one\ntwo\nthree", "one\nmuch too long"])
def test_what_the_class_refuses_of_a_list_stands_at_it_and_what_was_typed_stays(words: str) -> None:
    form = form_of(post(words=words))

    assert not carry_out(post(), [form], str)
    assert list(form.errors) == ["words"]
    page = drawn(form, "{% load forms %}{% field form.words %}")
    assert 'aria-invalid="true"' in page
    assert all(one in page for one in words.split())


def test_a_file_is_no_text_and_a_text_no_file() -> None:
    form = form_of(post(words=file(b"one"), files="one"))

    assert not form.is_valid()
    assert list(form.errors) == ["words"]
    assert form.cleaned_data["files"] == []


def test_a_list_is_drawn_with_what_stands_there() -> None:
    form = SentForm(RequestFactory().get("/"), "send", Sent, lambda given: given, initial={"words": ["one", "two"]})
    page = drawn(form)

    assert ">\none\ntwo</textarea>" in page
    assert 'type="file" name="files" accept="image/png"' in page
    assert " multiple" in page
    assert 'enctype="multipart/form-data"' in page


def test_what_no_page_asks_for_is_neither_drawn_nor_read() -> None:
    form = form_of(post(words="one", quiet="loud"))

    assert carry_out(post(), [form], str)
    assert form.done.quiet == ""
    assert 'name="quiet"' not in drawn(form)


def test_a_form_that_says_itself_what_is_for_it_needs_no_act() -> None:
    class OnlyForm(SentForm):
        def is_asked_by(self, posted: object) -> bool:
            return True

    bare = RequestFactory().post("/", {"words": "one"})

    assert carry_out(bare, [OnlyForm(bare, "send", Sent, lambda given: given)], str)
    with pytest.raises(Http404):
        carry_out(bare, [form_of(bare)], str)
