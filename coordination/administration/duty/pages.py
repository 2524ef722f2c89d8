"""The page on which those who lead an agency's people plan their shifts. Plain forms: no script is needed."""

from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from coordination.administration.duty import acts
from coordination.administration.duty.acts import FileTaken
from coordination.administration.duty.shown import ShownShift, shifts_to_come, show_shift
from coordination.administration.duty.tables import SHIFTS
from coordination.administration.duty.wire import ShiftFile, ShiftTaken, ShiftTyped
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.agencies.shifts.planning import agency_to_plan, planned_members
from mou.errors import NotAllowed
from mou.foundation.forms.act_form import ActForm, AnyForm, Refusal, carry_out
from mou.foundation.forms.page import page
from mou.foundation.tables.table import ShownTable, show_tables
from mou.models import Agency

MOST_DEFECTS = 200


@page(posts=True)
def shifts_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show the planned shifts of an agency; plan some, take a file, take one back."""
    asker = asker_of(request)
    try:
        agency = agency_to_plan(actor_id=asker.user_id, agency_id=agency_id, at=asker.at, lock=False)
    except NotAllowed as other:
        raise Http404 from other
    people = [(one.pk, one.user.shown_name()) for one in planned_members(agency, asker.at)]
    plan = ActForm(request, "plan", ShiftTyped, partial(acts.plan_typed, asker, agency), choices={"member_id": people})
    send = ActForm(request, "send", ShiftFile, partial(acts.take_file, asker, agency.pk))
    back = ActForm(request, "back", ShiftTaken, partial(acts.take_shift_back, asker, agency.pk))
    of_page: list[AnyForm] = [plan, send, back]
    taken: FileTaken | None = None
    if carry_out(request, of_page, _refusal_sentence):
        if not send.is_bound:
            return redirect_anew(reverse("shifts", args=[agency.pk]))
        taken = send.done
        send.begin_anew()
    context = {
        "agency": agency,
        "plan_form": plan,
        "send_form": send,
        "taken": taken,
        "back_form": back,
        "most_defects": MOST_DEFECTS,
    }
    shown = _shown_table(request, asker, agency)
    return show_tables(request, "administration/duty/shifts.html", {**context, "shifts": shown}, [shown], of_page)


def _shown_table(request: HttpRequest, asker: Asker, agency: Agency) -> ShownTable[ShownShift]:
    return ShownTable(
        request,
        SHIFTS,
        shifts_to_come(agency, asker.at),
        read=lambda rows: [show_shift(one, asker.at) for one in rows],
        zone=ZoneInfo(agency.time_zone),
    )


def _refusal_sentence(refusal: Refusal) -> str:
    return refusal.sentence_or(str(refusal))
