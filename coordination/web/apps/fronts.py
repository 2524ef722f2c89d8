"""The parts to which a front page leads, and which of them are there for a reader."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, pgettext

from coordination.web.signed_in import asker_of
from mou.access.together import asking_together
from mou.foundation.app_declaration import Part
from mou.foundation.installed_apps import installed_apps
from mou.foundation.labelled import InContext

type MaySee = Callable[[int, datetime], bool]


@dataclass(frozen=True, slots=True)
class DeclaredPart:
    """A part as its app declares it, and the function that says who sees it."""

    part: Part
    may_see: MaySee


class ShownPart(NamedTuple):
    """A part as a front page shows it, in the reader's language."""

    title: str
    about: str
    address: str


@cache
def parts_of(front: str) -> tuple[DeclaredPart, ...]:
    """Return the parts of a front page, in their order."""
    found = [
        DeclaredPart(part, one.named(part.seen_by))
        for one in installed_apps()
        for part in one.app.parts
        if part.front == front
    ]
    return tuple(sorted(found, key=lambda one: one.part.order))


def sees_any_part(front: str, user_id: int, at: datetime, *, last_first: bool = False) -> bool:
    """Say whether a front page is there for a reader. `last_first`: most people see its last part, cheaply asked."""
    parts = parts_of(front)
    return any(one.may_see(user_id, at) for one in (reversed(parts) if last_first else parts))


def show_front(request: HttpRequest, front: str, template: str) -> HttpResponse:
    """Show the parts that are there for the reader; who has one alone is led to it. Raises: Http404: there is none."""
    asker = asker_of(request)
    with asking_together():
        seen = [one.part for one in parts_of(front) if one.may_see(asker.user_id, asker.at)]
    if not seen:
        raise Http404
    if len(seen) == 1:
        return HttpResponseRedirect(reverse(seen[0].address))
    return render(request, template, {"parts": [_shown_part(one) for one in seen]})


def _shown_part(part: Part) -> ShownPart:
    title = part.title
    said = pgettext(title.context, title.text) if isinstance(title, InContext) else gettext(title)
    return ShownPart(said, gettext(part.about), reverse(part.address))
