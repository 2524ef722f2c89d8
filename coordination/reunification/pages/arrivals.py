"""The code that adults scan, to show and to print; and what a greeter reads by the number on an adult's phone."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from coordination.reunification.access import Desk, desk_for
from coordination.reunification.errors import NotYourVest, NumberNotFound
from coordination.reunification.models import SelfCheckIn
from coordination.reunification.pages.desk import refusal_sentence
from coordination.reunification.rules.given import ReunificationStudentSearchIn
from coordination.reunification.rules.matching import plain_name
from coordination.reunification.wire import ReunitedStudentLine
from coordination.reunification.work.queries import find_students
from coordination.reunification.work.self_check_in import (
    count_waiting_at_door,
    door_of,
    end_door,
    find_self_check_in,
    open_door,
)
from coordination.web.posted import redirect_anew
from coordination.web.qr import qr_svg
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, carry_out, show_page
from mou.foundation.forms.page import page

LANGUAGES = ("en", "es")
MOST_CHILDREN = 6


@page(posts=True)
def door_page(request: HttpRequest, operation_id: UUID) -> HttpResponse:
    """Show the code to people of the school, large and to print; the director makes a new one, or ends it."""
    asker = asker_of(request)
    desk = desk_for(user_id=asker.user_id, operation_id=operation_id, at=asker.at)
    if not desk.reads_names:
        return redirect("reunification_desk", operation_id)
    anew: AnyForm = ActForm(request, "anew", NothingGiven, lambda _given: open_door(asker, operation_id))
    end: AnyForm = ActForm(request, "end", NothingGiven, lambda _given: end_door(asker, operation_id))
    if carry_out(request, [anew, end], refusal_sentence):
        return redirect_anew(request.path)
    door = door_of(desk.operation) if desk.is_open else None
    address = request.build_absolute_uri(reverse("pick_up", args=[door.code])) if door is not None else ""
    context = {
        "desk": desk,
        "incident": desk.grant.incident,
        "door": door,
        "typed": address.partition("://")[2],
        "qr": qr_svg(address) if address else "",
        "languages": LANGUAGES,
        "waiting": count_waiting_at_door(desk.operation, desk.at),
        "forms": {"anew": anew, "end": end} if desk.is_director and desk.is_open else None,
    }
    return show_page(request, "reunification/door.html", context, [anew, end])


@page(posts=True)
def arrival_page(request: HttpRequest, operation_id: UUID, number: str) -> HttpResponse:
    """Show a greeter what the adult before them has said on the phone, and whom it may be about. It is written down."""
    asker = asker_of(request)
    desk = desk_for(user_id=asker.user_id, operation_id=operation_id, at=asker.at)
    if not desk.reads_names:
        return redirect("reunification_desk", operation_id)
    try:
        said = find_self_check_in(desk, number)
    except (NumberNotFound, NotYourVest):
        return redirect("reunification_work", operation_id)
    find: AnyForm = ActForm(
        request, "find", ReunificationStudentSearchIn, lambda given: find_students(desk, given.words)
    )
    is_found = carry_out(request, [find], refusal_sentence)
    context = {
        "desk": desk,
        "incident": desk.grant.incident,
        "said": said,
        "children": find.done if is_found else _children_meant(desk, said),
        "is_found": is_found,
        "find": find,
    }
    return show_page(request, "reunification/arrival.html", context, [find])


def _children_meant(desk: Desk, said: SelfCheckIn) -> list[ReunitedStudentLine]:
    """Return students whom the words may mean: each line, or each part between commas, is one child's name."""
    found: dict[str, ReunitedStudentLine] = {}
    parts = [part for line in said.children.splitlines() for part in line.replace(";", ",").split(",")]
    for part in [one for one in parts if one.strip()][:MOST_CHILDREN]:
        # Grades and the like are no names: two words are a name, in either order.
        words = [one for one in plain_name(part).split() if not one.isdigit()][:3]
        if len(words) < 2:
            continue
        found |= {one.code: one for one in find_students(desk, " ".join(words))}
    return list(found.values())
