"""The pages of SROs: all that the reader reads before what agreements ask, one whole, and a new assignment."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coordination.room.access import Asker
from coordination.training.posted import (
    REFUSED,
    Act,
    assignment_in,
    carried_out,
    chosen_in,
    needed_day_in,
    selection_in,
)
from coordination.training.work.officers import (
    SroView,
    check_sites,
    districts_of,
    districts_to_choose,
    members_of,
    sees_officers,
    sites_to_choose,
    sro_lines,
    sro_view,
)
from coordination.web.posted import anew, uuid_in
from coordination.web.signed_in import asker_of
from mou.errors import AgencyNotFound, BadSroAssignment, SroAssignmentNotFound
from mou.models import SroAssignment
from mou.officers import assignments as acts
from mou.officers.access import EMPLOYERS, assignment_for, led_agencies, led_agency
from mou.vocabulary import Asking, SelectionCriterion, SroEndedWhy, SroParty, TrainingStanding


@require_safe
@never_cache
@login_required
def officers_page(request: HttpRequest) -> HttpResponse:
    """List the SROs that the reader reads, and how each stands before the agreements in force."""
    asker, ended = asker_of(request), request.GET.get("ended") == "yes"
    employers = list(led_agencies(asker.user_id, asker.at).filter(kind__in=EMPLOYERS))
    if not sees_officers(asker.user_id, asker.at):
        raise Http404
    context = {
        "lines": sro_lines(asker.user_id, asker.at, ended=ended),
        "ended": ended,
        "employers": employers,
        **_word_lists(),
    }
    return render(request, "training/officers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def new_officer_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Make an officer of an agency the SRO of sites that its agreements in force cover."""
    asker = asker_of(request)
    try:
        agency = led_agency(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    except AgencyNotFound as missing:
        raise Http404 from missing
    if agency.kind not in EMPLOYERS:
        raise Http404
    problem = ""
    made: list[UUID] = []
    if request.method == "POST":
        problem = carried_out(request, {"assign": lambda: made.append(_assign(request, asker))})
        if not problem:
            return anew(reverse("sro", args=made))
    context = {
        "agency": agency,
        "members": members_of(agency, asker.at),
        "districts": districts_to_choose(agency, asker.at),
        "problem": problem,
        "typed": request.POST,
        "chosen": request.POST.getlist("site_ids"),
    }
    return render(request, "training/new_officer.html", context, status=REFUSED if problem else 200)


def _assign(request: HttpRequest, asker: Asker) -> UUID:
    given = assignment_in(request.POST)
    district_ids = districts_of(given.site_ids)
    if len(district_ids) != 1:
        raise BadSroAssignment("An assignment is in one district.")
    (district_id,) = district_ids
    check_sites(district_id, given.site_ids)
    return acts.assign_sro(
        actor_id=asker.user_id,
        member_id=uuid_in(request.POST, "member_id"),
        district_id=district_id,
        since=needed_day_in(request.POST, "since"),
        given=given,
        at=asker.at,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def officer_page(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """Show an assignment before its agreements, its selection and reviews; carry out what a form asks for."""
    asker = asker_of(request)
    problem = ""
    if request.method == "POST":
        problem = carried_out(request, _acts(request, asker, assignment_id))
        if not problem:
            return anew(reverse("sro", args=[assignment_id]))
    try:
        grant = assignment_for(user_id=asker.user_id, assignment_id=assignment_id, at=asker.at, lock=False)
    except SroAssignmentNotFound as missing:
        raise Http404 from missing
    view = sro_view(grant.assignment, asker.user_id, asker.at)
    context = {
        "sro": view.line,
        "parts": _parts(view),
        "reviews": view.reviews,
        "parties_of_reader": view.parties,
        "problem": problem,
        "typed": request.POST if problem else {},
        **_for_the_agency(grant.assignment, view, asker),
        **_word_lists(),
    }
    return render(request, "training/officer.html", context, status=REFUSED if problem else 200)


def _parts(view: SroView) -> list[dict[str, object]]:
    """Return both parties' parts of the selection, written down or not."""
    known = {one.party: one for one in view.selections}
    is_open = view.line.ended_on is None
    return [
        {
            "party": party,
            "part": known.get(party),
            "may_write": is_open
            and party in view.parties
            and not ((part := known.get(party)) and part.signed_at is not None),
        }
        for party in SroParty
    ]


def _for_the_agency(row: SroAssignment, view: SroView, asker: Asker) -> dict[str, object]:
    """Return what the forms of the employing agency need: its people, and the sites to choose."""
    if SroParty.AGENCY not in view.parties or row.ended_on is not None:
        return {"may_change": False}
    chosen = [str(one.id) for one in view.line.sites]
    covered = sites_to_choose(row, asker.at)
    return {
        "may_change": True,
        "members": [one for one in members_of(row.agency, asker.at) if one.pk != row.member_id],
        "districts": [(row.district.name, covered)],
        "chosen": chosen,
        "supervisor_id": str(row.supervisor_id or ""),
        "backup_id": str(row.backup_id or ""),
    }


def _acts(request: HttpRequest, asker: Asker, assignment_id: UUID) -> dict[str, Act]:
    def change() -> None:
        given = assignment_in(request.POST)
        grant = assignment_for(user_id=asker.user_id, assignment_id=assignment_id, at=asker.at, lock=False)
        check_sites(grant.assignment.district_id, given.site_ids)
        acts.change_assignment(actor_id=asker.user_id, assignment_id=assignment_id, given=given, at=asker.at)

    def end() -> None:
        acts.end_assignment(
            actor_id=asker.user_id,
            assignment_id=assignment_id,
            ended_on=needed_day_in(request.POST, "ended_on"),
            why=chosen_in(request.POST, "why", SroEndedWhy),
            reason=request.POST.get("reason", ""),
            at=asker.at,
        )

    def select() -> None:
        acts.set_selection(
            actor_id=asker.user_id,
            assignment_id=assignment_id,
            party=chosen_in(request.POST, "party", SroParty),
            given=selection_in(request.POST),
            at=asker.at,
        )

    def sign() -> None:
        acts.sign_selection(
            actor_id=asker.user_id,
            assignment_id=assignment_id,
            party=chosen_in(request.POST, "party", SroParty),
            signed_name=request.POST.get("name", ""),
            at=asker.at,
        )

    def review() -> None:
        acts.review_assignment(
            actor_id=asker.user_id,
            assignment_id=assignment_id,
            party=chosen_in(request.POST, "party", SroParty),
            held_on=needed_day_in(request.POST, "held_on"),
            note=request.POST.get("note", ""),
            at=asker.at,
        )

    return {"change": change, "end": end, "select": select, "sign": sign, "review": review}


def _word_lists() -> dict[str, object]:
    return {
        "standings": TrainingStanding.labels(),
        "askings": Asking.labels(),
        "parties": SroParty.labels(),
        "criteria": SelectionCriterion.labels(),
        "ends": SroEndedWhy.labels(),
        "end_reasons": list(SroEndedWhy),
    }
