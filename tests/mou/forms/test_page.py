"""What the decorator of a page answers for every page: who may ask, how, and what is not there."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from coordination.errors import RoomNotFound
from coordination.models import User
from mapping.errors import SiteNotFound
from mou.errors import AgencyNotFound, NotAllowed
from mou.foundation.forms.page import page


@page()
def shown(_request: HttpRequest, error: Exception | None = None) -> HttpResponse:
    if error is not None:
        raise error
    return HttpResponse("seen")


@page(posts=True)
def posted_to(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("seen")


def asked(method: str, user: User | AnonymousUser | None = None) -> HttpRequest:
    request = RequestFactory().generic(method, "/training")
    request.user = user or User(username="ann")
    return request


def test_who_is_not_signed_in_is_led_to_the_sign_in() -> None:
    answer = shown(asked("GET", AnonymousUser()))

    assert (answer.status_code, answer["Location"].endswith("?next=/training")) == (302, True)


@pytest.mark.parametrize(("method", "read", "posted"), [("GET", 200, 200), ("HEAD", 200, 200), ("POST", 405, 200)])
def test_a_page_is_read_and_posted_to_if_it_has_forms(method: str, read: int, posted: int) -> None:
    assert (shown(asked(method)).status_code, posted_to(asked(method)).status_code) == (read, posted)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH"])
def test_nothing_else_is_done_with_a_page(method: str) -> None:
    assert (shown(asked(method)).status_code, posted_to(asked(method)).status_code) == (405, 405)


def test_a_page_is_kept_nowhere() -> None:
    assert "no-store" in shown(asked("GET"))["Cache-Control"]


@pytest.mark.parametrize("error", [RoomNotFound(), AgencyNotFound("x"), SiteNotFound()])
def test_what_is_not_there_for_the_reader_is_a_404(error: Exception) -> None:
    with pytest.raises(Http404):
        shown(asked("GET"), error)


@pytest.mark.parametrize("error", [NotAllowed("x"), ValueError("x"), Http404()])
def test_any_other_error_of_a_view_is_not_hidden(error: Exception) -> None:
    with pytest.raises(type(error)):
        shown(asked("GET"), error)
