"""The pages of a crisis team: its call from an incident, and the team at work. Plain forms: no script."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from pydantic import ValidationError

from coordination.casework.team_page import refusal_sentence
from coordination.errors import CoordinationError
from coordination.prevention.support import words
from coordination.prevention.support.access import crisis_for
from coordination.prevention.support.audit import SUPPORT_READS
from coordination.prevention.support.errors import BadSupport, SupportStepLacks
from coordination.prevention.support.rules.entries import entry_adapter
from coordination.prevention.support.rules.given import CrisisCallIn
from coordination.prevention.support.vocabulary import (
    CrisisOrigin,
    CrisisReaction,
    CrisisRole,
    CrisisRoomUse,
    CrisisState,
    CrisisStep,
    EmotionalExposure,
    InterventionLevel,
    PhysicalExposure,
)
from coordination.prevention.support.work.crisis import call_to_incident, may_call, take_crisis_step, write_entry
from coordination.prevention.support.work.queries import crisis_at, opened_crisis
from coordination.prevention.support.work.rooms import spaces_of
from coordination.room.access import Asker, incident_for
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, carry_out, show_page
from mou.foundation.forms.page import page

# Never part of what an entry says.
NOT_FIELDS = frozenset({"csrfmiddlewaretoken", "act"})
FROM_INCIDENT = (CrisisOrigin.INCIDENT, CrisisOrigin.REUNIFICATION)


@page(posts=True)
def call_page(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Show whether a crisis team was called to an incident; call it."""
    asker = asker_of(request)
    try:
        grant = incident_for(user_id=asker.user_id, incident_id=incident_id, at=asker.at)
    except CoordinationError as missing:
        raise Http404 from missing
    call = ActForm(
        request,
        "call",
        CrisisCallIn,
        lambda given: call_to_incident(asker=asker, incident_id=incident_id, origin=given.origin, reason=given.reason),
        choices={"origin": [(one.value, one.label) for one in FROM_INCIDENT]},
    )
    if carry_out(request, [call], refusal_sentence):
        return redirect_anew(request.path)
    context = {
        "incident": grant.incident,
        "called": crisis_at(incident_id, may_call=may_call(grant)),
        "crisis_states": CrisisState.labels(),
        "call_form": call,
    }
    return show_page(request, "support/call.html", context, [call])


@page(posts=True)
def crisis_page(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """Show a crisis team at work, which is written down; carry out what a form asks for."""
    asker = asker_of(request)
    problem = ""
    if request.method == "POST":
        act = _take_step if request.POST.get("act") == "step" else _write_entry
        problem = _refusal_of(lambda: act(asker, call_id, request.POST))
        if not problem:
            return redirect_anew(request.path)
    call = crisis_for(user_id=asker.user_id, call_id=call_id, at=asker.at)
    view = opened_crisis(call, user_id=asker.user_id, at=asker.at, door="page")
    context = {
        "crisis": view,
        "is_open": view.state is not CrisisState.ENDED,
        "places": spaces_of(call),
        "reads": SUPPORT_READS.reads_of(call.pk),
        "problem": problem,
        "typed": request.POST if problem else {},
        "states": CrisisState.labels(),
        "step_words": CrisisStep.labels(),
        "origins": CrisisOrigin.labels(),
        "roles": CrisisRole.labels(),
        "physical": PhysicalExposure.labels(),
        "emotional": EmotionalExposure.labels(),
        "reactions": CrisisReaction.labels(),
        # The form begins with the most.
        "levels": dict(reversed(InterventionLevel.labels().items())),
        "uses": CrisisRoomUse.labels(),
        "acts": words.act_words(),
        "doors": words.door_words(),
    }
    return render(request, "support/crisis.html", context, status=422 if problem else 200)


def _refusal_of(act: Callable[[], object]) -> str:
    """Carry a form out; return what stood in the way. Raises: Http404: it is about nothing the asker knows of."""
    try:
        act()
    except CoordinationError as error:
        if error.status == 404:
            raise Http404 from error
        return error.sentence_or(error.detail)
    return ""


def _take_step(asker: Asker, call_id: UUID, posted: QueryDict) -> None:
    try:
        step = CrisisStep(posted.get("step", ""))
    except ValueError as nonsense:
        raise SupportStepLacks(pointer="/step") from nonsense
    take_crisis_step(actor_id=asker.user_id, call_id=call_id, step=step, words=posted.get("words", ""), at=asker.at)


def _write_entry(asker: Asker, call_id: UUID, posted: QueryDict) -> None:
    fields = {name: value for name, value in posted.items() if name not in NOT_FIELDS and value}
    try:
        given = entry_adapter.validate_python(fields)
    except ValidationError as wrong:
        place = "/".join(str(one) for one in wrong.errors()[0]["loc"][1:])
        raise BadSupport(pointer=f"/{place}") from wrong
    write_entry(actor_id=asker.user_id, call_id=call_id, given=given, at=asker.at)
