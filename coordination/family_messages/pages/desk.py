"""The pages of messages: an incident's, notices of drills, one message with all that is known of it, who it reached."""

from functools import partial
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from coordination.family_messages.access import FamilyDesk, desk_of_incident, desk_of_notices, message_for
from coordination.family_messages.errors import FamilyMessageNotFound
from coordination.family_messages.models import FamilyMessage
from coordination.family_messages.rules.given import FamilyApprovalIn, FamilyMessageIn
from coordination.family_messages.vocabulary import FamilyWay
from coordination.family_messages.work.comparing import facts_of_room
from coordination.family_messages.work.queries import (
    list_deliveries,
    list_messages,
    list_not_reached,
    status_page_of,
    view_message,
    ways_here,
)
from coordination.family_messages.work.writing import (
    approve_message,
    draft_message,
    resend_by_other_way,
    withdraw_message,
)
from coordination.incident.family_messages.vocabulary import FamilyMessageKind
from coordination.room.access import Asker
from coordination.rosters.vocabulary import RosterDoor
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, Refusal, carry_out, show_page
from mou.foundation.forms.page import page


def refusal_sentence(refusal: Refusal) -> str:
    """Return what stood in the way, in the reader's language."""
    return refusal.sentence_or(str(refusal))


@page(posts=True)
def incident_page(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Show what families of an incident were told; who sends writes the next message."""
    asker = asker_of(request)
    desk = desk_of_incident(user_id=asker.user_id, incident_id=incident_id, at=asker.at)
    return _list_page(request, asker, desk, incident_id)


@page(posts=True)
def notices_page(request: HttpRequest) -> HttpResponse:
    """Show the notices of drills of one's schools, and write the next one."""
    asker = asker_of(request)
    return _list_page(request, asker, desk_of_notices(user_id=asker.user_id, at=asker.at), None)


def _list_page(request: HttpRequest, asker: Asker, desk: FamilyDesk, incident_id: UUID | None) -> HttpResponse:
    kinds = [one for one in FamilyMessageKind if one.is_of_drill == (incident_id is None)]
    form: AnyForm = ActForm(
        request,
        "write",
        FamilyMessageIn,
        partial(draft_message, asker, incident_id),
        choices={
            "kind": [("", "—"), *((one.value, one.label) for one in kinds)],
            "school_ids": [(one.pk, one.name) for one in desk.schools.values()],
        },
        initial={"message_id": uuid4(), **_first_values(desk)},
        first=("kind", "action", "time") if incident_id is None else ("kind", "time", "audience"),
    )
    if incident_id is not None:
        # What is practiced: of an incident the kind says what is done.
        del form.fields["action"]
    forms = [form] if desk.may_send and desk.schools else []
    if carry_out(request, forms, refusal_sentence):
        return redirect_anew(reverse("family_message", args=[form.done.pk]))
    room = desk.grant.room if desk.grant is not None else None
    context = {
        "desk": desk,
        "incident": desk.grant.incident if desk.grant is not None else None,
        "messages": list_messages(desk),
        "form": form if forms else None,
        "ways": ways_here(),
        "all_ways": len(ways_here()) == len(FamilyWay),
        "status_page": status_page_of(room.pk if room is not None else None),
        "schools": list(desk.schools.values()),
        "time_zone": desk.time_zone,
    }
    return show_page(request, "family_messages/list.html", context, forms)


def _first_values(desk: FamilyDesk) -> dict[str, object]:
    """Return what a new message most likely says: the own school, and the site at which a reunification is open."""
    schools = list(desk.schools.values())
    first: dict[str, object] = {"school_ids": [schools[0].pk]} if schools else {}
    if desk.grant is not None and schools:
        sites = facts_of_room(desk, schools).sites
        first |= {"site": sites[0]} if len(sites) == 1 else {}
    return first


@page(posts=True)
def message_page(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Show a message as it will be sent, who gets it and what contradicts it; a second person lets it go out."""
    asker = asker_of(request)
    desk, message = message_for(user_id=asker.user_id, message_id=message_id, at=asker.at)
    view = view_message(desk, message)
    approve: AnyForm = ActForm(
        request,
        "approve",
        FamilyApprovalIn,
        lambda given: approve_message(asker, message_id, given.seen),
        initial={"seen": view.seen},
    )
    withdraw: AnyForm = ActForm(request, "withdraw", NothingGiven, lambda _given: withdraw_message(asker, message_id))
    resend: AnyForm = ActForm(request, "resend", NothingGiven, lambda _given: resend_by_other_way(asker, message_id))
    is_draft = message.decided_at is None
    forms = [approve, withdraw] if is_draft else [resend]
    if carry_out(request, forms if desk.may_send else [], refusal_sentence):
        return redirect_anew(request.path)
    context = {
        **_head_of(desk, message),
        "view": view,
        "is_draft": is_draft,
        "approve": approve,
        "withdraw": withdraw,
        "resend": resend,
        "failed": sum(one.failed for one in view.counts),
    }
    return show_page(request, "family_messages/message.html", context, forms)


@page()
def guardians_page(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Show what became of a message to each guardian, and whom the office calls; for the school and its district."""
    asker = asker_of(request)
    desk, message = message_for(user_id=asker.user_id, message_id=message_id, at=asker.at)
    # Of an exercise no one is called: a list of families under "Call these" would be taken at its word.
    if message.is_exercise or not desk.reads_names_of(message):
        raise FamilyMessageNotFound
    context = {
        **_head_of(desk, message),
        "message": message,
        "deliveries": list_deliveries(desk, message, RosterDoor.PAGE),
        "not_reached": list_not_reached(desk, message, RosterDoor.PAGE),
    }
    return render(request, "family_messages/guardians.html", context)


def _head_of(desk: FamilyDesk, message: FamilyMessage) -> dict[str, object]:
    schools = list(message.schools.order_by("name"))
    return {
        "incident": desk.grant.incident if desk.grant is not None else None,
        "title": FamilyMessageKind(message.kind).label,
        "time_zone": schools[0].time_zone,
    }
