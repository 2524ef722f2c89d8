"""Refuse a form whose words would show something else than they are, and give back what was typed, ready to be sent."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from mou.foundation.shown_text import all_hidden, without_hidden

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
# What is never shown may be made of anything, and is never written back into a page.
SECRET = ("password", "oldpassword", "again", "csrfmiddlewaretoken")
AROUND_CHARS = 40


@dataclass(frozen=True, slots=True)
class HiddenWords:
    """Words of a form, what in them does not show, and where."""

    around: str
    name: str
    position: int


class ShownWords:
    """Stands behind the check of a form's token. What programs send is read, and refused, by the API's parser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], *_: object
    ) -> HttpResponse | None:
        # What needs no token is no page of ours, or the reporters', who are told in their own form.
        if request.content_type not in FORMS or getattr(view, "csrf_exempt", False):
            return None
        found = [
            HiddenWords(_words_around(text, hidden.position), hidden.name, hidden.position)
            for name, texts in request.POST.lists()
            if not name.startswith(SECRET)
            for text in texts
            for hidden in all_hidden(text)
        ]
        return _refuse_hidden(request, found) if found else None


def _refuse_hidden(request: HttpRequest, found: list[HiddenWords]) -> HttpResponse:
    """Say what stands where, and offer the same form without it: nothing that was typed is lost."""
    fields = [(name, without_hidden(text)) for name, texts in request.POST.lists() for text in texts]
    has_secrets = any(name.startswith(SECRET[:-1]) and text for name, text in fields)
    context = {
        "found": found[:20],
        "fields": [one for one in fields if not one[0].startswith(SECRET)],
        # A file cannot be sent on by a page, and a password is not written into one.
        "can_send": not request.FILES and not has_secrets,
    }
    return render(request, "hidden_words.html", context, status=422)


def _words_around(text: str, position: int) -> str:
    return without_hidden(text[max(0, position - AROUND_CHARS) : position + AROUND_CHARS])
