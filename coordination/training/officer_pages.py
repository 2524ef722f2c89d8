"""The pages of SROs: all that the reader reads before what agreements ask, one whole, and a new assignment."""

from dataclasses import asdict, dataclass
from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.room.access import Asker
from coordination.training import acts, wire
from coordination.training.choices import choices_of_assignment, people_to_choose
from coordination.training.tables import OFFICERS
from coordination.training.words import refusal_sentence
from coordination.training.work.officers import (
    SroSelectionView,
    SroView,
    districts_to_choose,
    members_of,
    sees_officers,
    sites_to_choose,
    sro_lines,
    sro_view,
)
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, AnyForm, carry_out, show_page
from mou.foundation.forms.page import page
from mou.foundation.tables.table import ShownTable, show_tables
from mou.models import SroAssignment
from mou.officers.access import EMPLOYERS, assignment_for, led_agencies, led_agency
from mou.vocabulary import Asking, SelectionCriterion, SroEndedWhy, SroParty, TrainingStanding


@page()
def officers_page(request: HttpRequest) -> HttpResponse:
    """List the SROs that the reader reads, and how each stands before the agreements in force."""
    asker, ended = asker_of(request), request.GET.get("ended") == "yes"
    employers = list(led_agencies(asker.user_id, asker.at).filter(kind__in=EMPLOYERS))
    if not sees_officers(asker.user_id, asker.at):
        raise Http404
    lines = sro_lines(asker.user_id, asker.at, ended=ended)
    officers = ShownTable(request, OFFICERS, lines, empty=_("No assignment has ended.") if ended else "")
    context = {"officers": officers, "ended": ended, "employers": employers}
    return show_tables(request, "training/officers.html", context, [officers])


@page(posts=True)
def new_officer_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Make an officer of an agency the SRO of sites that its agreements in force cover."""
    asker = asker_of(request)
    agency = led_agency(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    if agency.kind not in EMPLOYERS:
        raise Http404
    districts = districts_to_choose(agency, asker.at)
    members = members_of(agency, asker.at)
    form = ActForm(
        request,
        "assign",
        wire.SroAssignmentOfSitesIn,
        partial(acts.assign_sro_of_sites, asker),
        choices={"member_id": people_to_choose(members), **choices_of_assignment(members, districts)},
        first=["member_id", "since"],
    )
    if carry_out(request, [form], refusal_sentence):
        return redirect_anew(reverse("sro", args=[form.done]))
    context = {"agency": agency, "districts": districts, "form": form}
    return show_page(request, "training/new_officer.html", context, [form])


@page(posts=True)
def officer_page(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """Show an assignment before its agreements, its selection and reviews; carry out what a form asks for."""
    asker = asker_of(request)
    row = assignment_for(user_id=asker.user_id, assignment_id=assignment_id, at=asker.at, lock=False).assignment
    view = sro_view(row, asker.user_id, asker.at)
    parts = [_part_of_party(request, asker, row, view, party) for party in SroParty]
    change = _change_form(request, asker, row, view)
    end = ActForm(request, "end", wire.SroAssignmentEndIn, partial(acts.end_sro_assignment, asker, row.pk))
    of_reader = {"party": [(one.value, one.label) for one in view.parties]}
    hold = partial(acts.review_sro_assignment, asker, row.pk)
    review = ActForm(request, "review", wire.SroReviewIn, hold, choices=of_reader)
    of_page = [*(form for one in parts for form in one.list_forms()), change, end, review]
    if carry_out(request, of_page, refusal_sentence):
        return redirect_anew(reverse("sro", args=[assignment_id]))
    context = {
        "sro": view.line,
        "parts": parts,
        "reviews": view.reviews,
        "parties_of_reader": view.parties,
        "may_change": SroParty.AGENCY in view.parties and row.ended_on is None,
        "change_form": change,
        "end_form": end,
        "review_form": review,
        **_word_lists(),
    }
    return show_page(request, "training/officer.html", context, of_page)


@dataclass(frozen=True, slots=True)
class SelectionPart:
    """One party's part of the selection on the page, written down or not."""

    party: SroParty
    part: SroSelectionView | None
    may_write: bool
    selection: AnyForm
    signature: AnyForm

    def list_forms(self) -> tuple[AnyForm, AnyForm]:
        """Return both forms; the act itself refuses who may not."""
        return self.selection, self.signature


def _part_of_party(
    request: HttpRequest, asker: Asker, row: SroAssignment, view: SroView, party: SroParty
) -> SelectionPart:
    part = next((one for one in view.selections if one.party == party), None)
    is_signed = part is not None and part.signed_at is not None
    select = partial(acts.set_sro_selection, asker, row.pk, party)
    sign = partial(acts.sign_sro_selection, asker, row.pk, party)
    fixed = {"party": party.value}
    return SelectionPart(
        party=party,
        part=part,
        may_write=row.ended_on is None and party in view.parties and not is_signed,
        selection=ActForm(
            request, "select", wire.SroSelectionIn, select, fixed=fixed, initial=asdict(part) if part else None
        ),
        signature=ActForm(request, "sign", wire.SroSignatureIn, sign, fixed=fixed),
    )


def _change_form(request: HttpRequest, asker: Asker, row: SroAssignment, view: SroView) -> AnyForm:
    """Return the form of the employing agency, with its people and the sites to choose; for others there are none."""
    choices = choices_of_assignment([], [])
    if SroParty.AGENCY in view.parties:
        members = [one for one in members_of(row.agency, asker.at) if one.pk != row.member_id]
        choices = choices_of_assignment(members, [(row.district.name, sites_to_choose(row, asker.at))])
    return ActForm(
        request,
        "change",
        wire.SroAssignmentChangeIn,
        partial(acts.change_sro_assignment, asker, row.pk),
        choices=choices,
        initial={
            "site_ids": [one.id for one in view.line.sites],
            "until": row.until,
            "supervisor_id": row.supervisor_id,
            "backup_id": row.backup_id,
        },
    )


def _word_lists() -> dict[str, object]:
    return {
        "standings": TrainingStanding.labels(),
        "askings": Asking.labels(),
        "parties": SroParty.labels(),
        "criteria": SelectionCriterion.labels(),
        "ends": SroEndedWhy.labels(),
    }
