"""The director's page of a reunification: the sum, who waits for a decision, roles, sites, and the end."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import BaseModel

from coordination.incident.reunification import capability as c
from coordination.incident.reunification.errors import ReunificationPlaceRefused
from coordination.incident.reunification.standing import waits_for_second
from coordination.incident.reunification.vocabulary import ReunificationRole, ReunificationState
from coordination.reunification.access import Desk, desk_for, newest_operation, room_of_incident
from coordination.reunification.pages import asked as a
from coordination.reunification.rules.given import PickUpDecisionIn
from coordination.reunification.wire import PickUpLine
from coordination.reunification.work.counting import view_at_once
from coordination.reunification.work.over_time import plot_of, reunited_by_log, tell_afterwards
from coordination.reunification.work.pick_ups import decide_pick_up
from coordination.reunification.work.queries import list_changed_restrictions, list_holds, list_to_decide
from coordination.room.access import Asker, RoomGrant
from coordination.room.capability import Command
from coordination.room.dispatch import execute
from coordination.room.models import Incident, Participant
from coordination.web.posted import NOTHING, redirect_anew, uuid_in
from coordination.web.signed_in import asker_of
from mapping.models import ReunificationSite
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, Refusal, carry_out, show_page
from mou.foundation.forms.fields import Choices
from mou.foundation.forms.page import page


def refusal_sentence(refusal: Refusal) -> str:
    """Return what stood in the way, in the reader's language."""
    return refusal.sentence_or(str(refusal))


# --- opening ----------------------------------------------------------------------------------------------------------
@page(posts=True)
def incident_page(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Lead to the incident's reunification, or open one."""
    asker = asker_of(request)
    grant = room_of_incident(user_id=asker.user_id, incident_id=incident_id, at=asker.at)
    operation = newest_operation(grant)
    if operation is not None and operation.closed_at is None and request.method != "POST":
        return redirect("reunification_desk", operation.pk)
    form: AnyForm = ActForm(
        request,
        "open",
        a.ReunificationBegun,
        partial(_open_operation, asker, grant),
        choices={"reunification_site_id": _site_choices(grant.incident)},
    )
    if carry_out(request, [form], refusal_sentence):
        return redirect_anew(reverse("reunification_desk", args=[form.done]))
    context = {
        "incident": grant.incident,
        "operation": operation,
        "form": form,
        "may_open": grant.may_command() and grant.is_of_site(),
    }
    return show_page(request, "reunification/begin.html", context, [form])


def _open_operation(asker: Asker, grant: RoomGrant, given: a.ReunificationBegun) -> UUID:
    operation_id = uuid4()
    command = c.OpenReunification(
        id=uuid4(),
        type="open_reunification",
        operation_id=operation_id,
        place_id=uuid4(),
        place=_place_words(grant.incident, given),
        reunification_site_id=given.reunification_site_id,
    )
    execute(asker=asker, room_id=grant.room.pk, command=command)
    return operation_id


def _sites_of(incident: Incident) -> QuerySet[ReunificationSite]:
    """Return where families can be sent: the sites of the school, and of those that have joined."""
    sites = {incident.site_id, *incident.site_ids_now()}
    return ReunificationSite.objects.filter(site_id__in=sites).order_by("rank", "name")


def _site_choices(incident: Incident) -> list[tuple[object, str]]:
    rows = _sites_of(incident)
    return [("", _("Another place")), *((one.pk, one.name) for one in rows)]


def _place_words(incident: Incident, given: a.ReunificationBegun | a.PlaceOpened) -> str:
    """Return what a place is called: as the plan has it, else as it was typed. Raises: ReunificationPlaceRefused."""
    wanted = given.reunification_site_id
    known = _sites_of(incident).filter(pk=wanted).first() if wanted is not None else None
    words = known.name[:120] if known is not None else given.place[:120]
    if not words:
        raise ReunificationPlaceRefused(pointer="/place")
    return words


# --- directing --------------------------------------------------------------------------------------------------------
@page(posts=True)
def desk_page(request: HttpRequest, operation_id: UUID) -> HttpResponse:
    """Show the sum to everyone in the room, and to the director what is to be decided."""
    asker = asker_of(request)
    desk, view = view_at_once(user_id=asker.user_id, operation_id=operation_id, at=asker.at)
    leads = desk.is_director or (desk.grant.may_command() and desk.grant.is_of_site())
    forms = _forms_of(request, asker, desk)
    waiting = list_to_decide(desk) if desk.is_director else []
    decisions = _decision_forms(request, asker, desk, waiting, {})
    of_page = [*forms.values(), *decisions.values()]
    if carry_out(request, of_page, refusal_sentence):
        return redirect_anew(request.path)
    counted = reunited_by_log(desk) if leads or desk.operation.closed_at is not None else []
    context = {
        "desk": desk,
        "plot": plot_of(desk, counted),
        "afterwards": tell_afterwards(desk, counted) if desk.operation.closed_at is not None else None,
        "view": view,
        "incident": desk.grant.incident,
        "leads": leads,
        "may_confirm_closing": desk.grant.may_command() and waits_for_second(desk.stands, desk.at),
        "is_paused": desk.stands.state is ReunificationState.PAUSED,
        "is_over": desk.stands.state is ReunificationState.CLOSED,
        "forms": forms,
        "waiting": [(one, decisions[str(one.pick_up_id)]) for one in waiting],
        "roles": _roles_of(desk),
    }
    return show_page(request, "reunification/desk.html", context, of_page)


def _forms_of(request: HttpRequest, asker: Asker, desk: Desk) -> dict[str, AnyForm]:
    """Return the forms of the director's commands, by name."""
    incident = desk.grant.incident
    here = [(key, one.place) for key, one in desk.open_places().items()]
    places: dict[str, Choices] = {
        "reunification_site_id": _site_choices(incident),
        "instead_of": [("", _("A further site")), *here],
    }
    people = Participant.objects.filter(room=desk.grant.room, left_at__isnull=True, removed_at__isnull=True)
    named = [(one.pk, f"{one.name} · {one.agency}") for one in people.order_by("name", "pk")]

    def send(cls: type[Command], word: str, given: BaseModel) -> None:
        told = {name: value for name, value in given.model_dump().items() if value not in (None, "")}
        if isinstance(given, a.PlaceOpened):
            told |= {"place_id": uuid4(), "place": _place_words(incident, given)}
        told |= {"id": uuid4(), "type": word, "operation_id": desk.operation.pk}
        execute(asker=asker, room_id=desk.operation.room_id, command=cls.model_validate(told))

    def form(
        name: str, model: type[BaseModel], cls: type[Command], word: str, choices: Mapping[str, Choices] | None = None
    ) -> AnyForm:
        return ActForm(request, name, model, partial(send, cls, word), choices=choices)

    return {
        "pause": form("pause", a.ReasonSaid, c.PauseReunification, "pause_reunification"),
        "resume": form("resume", NothingGiven, c.ResumeReunification, "resume_reunification"),
        "place": form("place", a.PlaceOpened, c.OpenReunificationPlace, "open_reunification_place", choices=places),
        "end_place": form("end_place", a.PlaceClosed, c.CloseReunificationPlace, "close_reunification_place"),
        "give": form(
            "give", a.RoleGiven, c.GiveReunificationRole, "give_reunification_role", choices={"participant_id": named}
        ),
        "take": form("take", a.RoleTaken, c.GiveReunificationRole, "give_reunification_role"),
        "end_role": form("end_role", a.RoleEnded, c.EndReunificationRole, "end_reunification_role"),
        "close": form("close", a.ClosingSaid, c.CloseReunification, "close_reunification"),
    }


def _roles_of(desk: Desk) -> list[tuple[str, str, str, bool]]:
    """Return the roles with their ids, who has each, and whether the reader may end it here."""
    people = Participant.objects.filter(room=desk.grant.room).in_bulk(
        [one.participant_id for one in desk.roles.values()]
    )
    me = desk.grant.joined().pk
    leads = desk.is_director
    return [
        # The director's role is handed over, not ended.
        (key, one.role.label, people[one.participant_id].name, _may_end(one, me, leads=leads))
        for key, one in desk.roles.items()
        if one.participant_id in people
    ]


def _may_end(role: c.RoleInReunification, me: UUID, *, leads: bool) -> bool:
    return role.role is not ReunificationRole.DIRECTOR and (leads or role.participant_id == me)


def _decision_forms(
    request: HttpRequest, asker: Asker, desk: Desk, waiting: list[PickUpLine], newest: Mapping[UUID, int]
) -> dict[str, AnyForm]:
    """Return a form for each who waits, and for one on whom another person has decided since the page was read."""
    shown = {one.pick_up_id for one in waiting}
    sent = uuid_in(request.POST, "pick_up")
    return {
        str(pick_up_id): ActForm(
            request,
            "decide",
            PickUpDecisionIn,
            partial(decide_pick_up, asker, desk.operation.pk, pick_up_id),
            fixed={"pick_up": str(pick_up_id)},
            initial={"newest_text": newest.get(pick_up_id, 0)},
        )
        for pick_up_id in (*(one.pick_up_id for one in waiting), *({sent} - shown - {NOTHING}))
    }


# --- holds ------------------------------------------------------------------------------------------------------------
@page(posts=True)
def holds_page(request: HttpRequest, operation_id: UUID) -> HttpResponse:
    """Show who is held, with the texts to read, to the director and the law enforcement lead."""
    asker = asker_of(request)
    desk = desk_for(user_id=asker.user_id, operation_id=operation_id, at=asker.at)
    if not desk.sees_holds:
        return redirect("reunification_desk", operation_id)
    held = list_holds(asker, operation_id)
    newest = {one.pick_up.pick_up_id: one.newest_text for one in held}
    forms = _decision_forms(request, asker, desk, [one.pick_up for one in held], newest)
    if carry_out(request, list(forms.values()), refusal_sentence):
        return redirect_anew(request.path)
    context = {
        "desk": desk,
        "incident": desk.grant.incident,
        "held": [(one, forms[str(one.pick_up.pick_up_id)]) for one in held],
        "changed": list_changed_restrictions(asker, operation_id),
    }
    return show_page(request, "reunification/holds.html", context, list(forms.values()))


@page()
def wall_page(request: HttpRequest, operation_id: UUID) -> HttpResponse:
    """Show the sum on a wall, without names, to everyone in the room."""
    asker = asker_of(request)
    desk, view = view_at_once(user_id=asker.user_id, operation_id=operation_id, at=asker.at)
    context = {"desk": desk, "view": view, "incident": desk.grant.incident}
    return show_page(request, "reunification/wall.html", context)
