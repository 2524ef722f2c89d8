"""The pages on which a district's administrators keep its panic keys, buttons and rule. Plain forms: no script."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.errors import BadCommand, CoordinationError, IntakeNotFound, NotAllowed
from coordination.incident.panic.tier_rules import districts_kept_by
from coordination.incident.panic_buttons.access import intake_for
from coordination.incident.panic_buttons.buttons import register_button, remove_button, try_button
from coordination.incident.panic_buttons.intakes import (
    IntakeKey,
    create_intake,
    revoke_intake,
    set_confirmation_required,
)
from coordination.incident.panic_buttons.posted import button_in, name_in, ref_in
from coordination.incident.panic_buttons.queries import (
    buttons_of,
    key_of,
    keys_of,
    site_choices,
)
from coordination.incident.panic_buttons.words import problem_words
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew, uuid_in
from coordination.web.signed_in import asker_of
from mou import errors as mou_errors


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a form came to, where there is something to show of it; otherwise the page is opened anew."""

    made: IntakeKey | None = None
    tried_room_id: UUID | None = None
    problem: str = ""


type Step = Callable[[Asker, UUID, QueryDict], Outcome | None]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def keys_page(request: HttpRequest) -> HttpResponse:
    """Show the districts that the reader administers, with their keys; carry out what a form asks for."""
    asker = asker_of(request)
    if not districts_kept_by(asker.user_id, asker.at):
        raise Http404
    outcome = None
    if request.method == "POST":
        outcome = _carry_out_step(KEYS_STEPS, asker, uuid_in(request.POST, "district_id"), request.POST)
        if outcome is None:
            return redirect_anew(reverse("panic_keys"))
    context = {
        "districts": keys_of(districts_kept_by(asker.user_id, asker.at)),
        "outcome": outcome,
        "origin": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "panic/panic_keys.html", context, status=_status_of(outcome))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def key_page(request: HttpRequest, intake_id: UUID) -> HttpResponse:
    """Show a key's buttons and badges; carry out what a form asks for. A retired key has no page."""
    asker = asker_of(request)
    try:
        intake = intake_for(user_id=asker.user_id, intake_id=intake_id, at=asker.at)
    except (IntakeNotFound, NotAllowed) as missing:
        raise Http404 from missing
    outcome = None
    if request.method == "POST":
        outcome = _carry_out_step(KEY_STEPS, asker, intake_id, request.POST)
        if outcome is None:
            is_retired = request.POST.get("step") == "retire"
            return redirect_anew(reverse("panic_keys") if is_retired else reverse("panic_key", args=[intake_id]))
    context = {
        "key": key_of(intake),
        "time_zone": intake.district.time_zone,
        "buttons": buttons_of(intake),
        "sites": site_choices(intake.district),
        "outcome": outcome,
        "typed": request.POST if outcome is not None and outcome.problem else {},
        # One id for one intention: a form that is sent twice presses once.
        "press_id": uuid4(),
    }
    return render(request, "panic/panic_key.html", context, status=_status_of(outcome))


def _carry_out_step(steps: Mapping[str, Step], asker: Asker, about: UUID, posted: QueryDict) -> Outcome | None:
    """Carry out the step that a form names. Raises: Http404: it is about nothing that the asker decides on."""
    step = steps.get(posted.get("step", ""))
    if step is None:
        raise Http404
    try:
        return step(asker, about, posted)
    except (IntakeNotFound, NotAllowed, mou_errors.NotAllowed) as missing:
        raise Http404 from missing
    except CoordinationError as error:
        return Outcome(problem=problem_words(error.code))


def _status_of(outcome: Outcome | None) -> int:
    return BadCommand.status if outcome is not None and outcome.problem else 200


# --- what the forms ask for -------------------------------------------------------------------------------------------
def _create_intake(asker: Asker, district_id: UUID, posted: QueryDict) -> Outcome:
    return Outcome(made=create_intake(asker=asker, district_id=district_id, name=name_in(posted)))


def _set_rule(asker: Asker, district_id: UUID, posted: QueryDict) -> None:
    is_required = posted.get("confirmation_required") == "yes"
    set_confirmation_required(asker=asker, district_id=district_id, is_required=is_required)


def _add_button(asker: Asker, intake_id: UUID, posted: QueryDict) -> None:
    register_button(asker=asker, intake_id=intake_id, button=button_in(posted))


def _remove_button(asker: Asker, intake_id: UUID, posted: QueryDict) -> None:
    remove_button(asker=asker, intake_id=intake_id, ref=ref_in(posted))


def _try_button(asker: Asker, intake_id: UUID, posted: QueryDict) -> Outcome:
    accepted = try_button(asker=asker, intake_id=intake_id, ref=ref_in(posted), command_id=uuid_in(posted, "press_id"))
    return Outcome(tried_room_id=accepted.room_id)


def _retire_intake(asker: Asker, intake_id: UUID, _posted: QueryDict) -> None:
    revoke_intake(asker=asker, intake_id=intake_id)


KEYS_STEPS: dict[str, Step] = {"make": _create_intake, "rule": _set_rule}
KEY_STEPS: dict[str, Step] = {
    "add": _add_button,
    "remove": _remove_button,
    "try": _try_button,
    "retire": _retire_intake,
}
