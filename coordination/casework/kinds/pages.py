"""The page of a thing: its head, its panels, its steps, its records, and who read it. One view for every kind."""

from collections.abc import Callable, Iterable
from functools import partial
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from pydantic import BaseModel

from coordination.casework.kinds.faces import Faces
from coordination.casework.kinds.views import Door, ThingRecord, ThingView
from coordination.casework.team_page import refusal_sentence
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import AnyForm, carry_out, show_page
from mou.foundation.forms.page import page
from mou.foundation.forms.step_form import StepAsked, StepForm


def make_detail_page[ThingT: Model, LineT: BaseModel, ViewT: BaseModel](
    faces: Faces[ThingT, LineT, ViewT], trail: str
) -> Callable[..., HttpResponse]:
    """Return the page of a kind's things. `trail`: a template that says where it lies, given `here`."""
    kind = faces.kind

    @page(posts=True)
    def detail_page(request: HttpRequest, /, **ids: UUID) -> HttpResponse:
        """Show a thing, which is written down; carry out what a form asks for."""
        asker = asker_of(request)
        thing = kind.thing_for(user_id=asker.user_id, thing_id=ids[kind.id_name], at=asker.at)
        steps = _step_forms(request, asker, faces, thing)
        shown, more = faces.more(request, asker, thing)
        of_page: list[AnyForm] = [*steps.values(), *more]
        if carry_out(request, of_page, refusal_sentence):
            return redirect_anew(_address_after(request, asker, faces, thing, filter(attrgetter("is_bound"), of_page)))
        if request.method == "POST":
            # What stood in the way may be what someone else has done meanwhile.
            thing = kind.thing_for(user_id=asker.user_id, thing_id=thing.pk, at=asker.at)
        view = kind.open_thing(thing, user_id=asker.user_id, at=asker.at, door=Door.PAGE)
        face, (main, side) = faces.face_of(view), faces.panels(view)
        context = {
            "heading": face.name,
            "is_exercise": face.is_exercise,
            "trail": trail,
            "thing": view,
            "face": face,
            "head": faces.head(view),
            "main": main,
            "side": side,
            "urgent": faces.urgent(view),
            "first_step": kind.first_step(thing),
            "steps": [steps[one] for one in kind.steps_from(thing)],
            "no_steps": faces.no_steps(),
            "steps_beside": faces.steps_beside,
            "beside": faces.beside,
            "shows_records": faces.shows_records,
            "records": _labelled_records(faces, thing, view),
            "reads": kind.reads_of(thing) if faces.shows_reads(view) else [],
            "doors": {door: label for doors in faces.doors for door, label in doors.labels().items()},
            **shown,
        }
        return show_page(request, faces.template, context, of_page)

    return detail_page


def _address_after(
    request: HttpRequest, asker: Asker, faces: Faces[Any, Any, Any], thing: Any, sent: Iterable[AnyForm]
) -> str:
    """Return where an act leads: to the thing again, or to the list for who no longer reads it."""
    if not faces.list_address or faces.kind.things_for(asker.user_id, asker.at).filter(pk=thing.pk).exists():
        return request.path + next((f"#{faces.parts[one.act]}" for one in sent if one.act in faces.parts), "")
    return reverse(faces.list_address)


def _labelled_records(faces: Faces[Any, Any, Any], thing: Any, view: BaseModel) -> list[tuple[str, ThingRecord]]:
    """Return the records of a thing, each with what its act is called; none, where panels say that."""
    if not faces.shows_records:
        return []
    records = view.records if isinstance(view, ThingView) else faces.kind.list_records(thing)
    return [(faces.kind.act_label(one.act), one) for one in records]


def _step_forms(request: HttpRequest, asker: Asker, faces: Faces[Any, Any, Any], thing: Any) -> dict[Any, AnyForm]:
    """Return the form of each step, also of those that the state does not allow: the act says why."""
    kind, asked = faces.kind, faces.asked()
    choices, initial = dict(faces.choices(thing, asker.at)), faces.initial(thing)
    if "owner_id" in faces.steps.model_fields:
        choices["owner_id"] = [(one.public_id, one.shown_name()) for one in kind.told_people(thing, asker.at)]
    take = partial(_take_step, faces, asker, thing.pk)
    return {
        one: StepForm(
            request,
            faces.steps,
            take,
            step=one,
            asked=asked.get(one, StepAsked()),
            machine=kind.machine,
            choices=choices,
            initial=initial,
        )
        for one in kind.machine.moves
    }


def _take_step(faces: Faces[Any, Any, Any], asker: Asker, thing_id: UUID, given: Any) -> object:
    return faces.kind.take_step(actor_id=asker.user_id, thing_id=thing_id, given=given, at=asker.at)
