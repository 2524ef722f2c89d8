"""The page of one finding: where it is, its photo, who mends it until when, and whether responders see it."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from mapping.assessments import acts, wire, words
from mapping.assessments.access import FindingGrant, finding_for
from mapping.assessments.audit import note_reads, reads_of
from mapping.assessments.pages.given import mending_choices, place_choices, redirect_anew, step_form
from mapping.assessments.pages.one_assessment import place_context
from mapping.assessments.rules.machine import FINDINGS
from mapping.assessments.vocabulary import AssessmentDoor, FindingStep
from mapping.assessments.work.queries import SiteFindingFile, SiteFindingView, file_of
from mapping.sites.signed_in import user_id_of
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, carry_out, show_page
from mou.foundation.forms.fields import Choices
from mou.foundation.forms.page import page


@dataclass(frozen=True, slots=True)
class FindingForms:
    """Every form of the page, also those that it doesn't draw: an act says itself who may not, and in which state."""

    steps: dict[FindingStep, AnyForm]
    place: AnyForm
    mend: AnyForm
    photo: AnyForm
    draw: AnyForm
    erase: AnyForm

    def listed(self) -> list[AnyForm]:
        """Return them all."""
        return [*self.steps.values(), self.place, self.mend, self.photo, self.draw, self.erase]


@page(posts=True)
def finding_page(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """Show a finding, which is written down; carry out what a form asks for."""
    user_id, at = user_id_of(request), timezone.now()
    grant = finding_for(user_id=user_id, finding_id=finding_id, at=at)
    file = file_of(grant, at)
    of_page = _make_forms(request, user_id, at, grant, file.finding)
    if carry_out(request, of_page.listed(), words.refusal_sentence):
        return redirect_anew(request.path)
    note_reads([finding_id], user_id=user_id, at=at, door=AssessmentDoor.PAGE)
    context = {**_page_context(grant, file), "reads": reads_of(finding_id), "forms": of_page}
    return show_page(request, "assessments/finding.html", context, of_page.listed())


def _page_context(grant: FindingGrant, file: SiteFindingFile) -> dict[str, object]:
    view, finding = file.finding, grant.finding
    return {
        "one": view,
        "records": file.records,
        "may_write": grant.may_write,
        "may_draw": grant.is_keeper,
        "may_add_photo": grant.may_write or grant.is_owner,
        "time_zone": finding.site.time_zone,
        "shows_assessment": finding.assessment_id is not None and grant.may_write,
        **place_context(finding.site, [view]),
        "doors": AssessmentDoor.labels(),
        "act_words": words.act_words(),
    }


def _make_forms(
    request: HttpRequest, user_id: int, at: datetime, grant: FindingGrant, view: SiteFindingView
) -> FindingForms:
    finding, of_one = grant.finding, (user_id, at, grant.finding.pk)
    place: dict[str, Choices] = place_choices(finding.site) if grant.may_write else {"spot": []}
    mending: dict[str, Choices] = {"owner_id": []}
    if grant.may_write:
        mending = mending_choices(finding.site, finding.assessment, at)
    # What responders would read, to begin with.
    label = {"label": f"{view.place}: {view.kind.label}" if view.place else view.kind.label}
    return FindingForms(
        steps={
            one: step_form(
                request,
                wire.SiteFindingStepIn,
                partial(acts.take_finding_step, *of_one),
                step=one,
                machine=FINDINGS,
            )
            for one in FindingStep
        },
        place=ActForm(
            request,
            "place",
            wire.PlaceSaidIn,
            partial(acts.change_place, *of_one),
            choices=place,
            initial={"place": view.place},
        ),
        mend=ActForm(
            request,
            "mend",
            wire.FindingMendingIn,
            partial(acts.change_mending, *of_one),
            choices=mending,
            initial={"owner_id": view.owner_id, "due_on": view.due_on, "cost": view.cost},
        ),
        photo=ActForm(request, "photo", wire.FindingPhotoIn, partial(acts.add_photo, *of_one)),
        draw=ActForm(request, "draw", wire.DrawFindingIn, partial(acts.draw_on_plan, *of_one), initial=label),
        erase=ActForm(request, "erase", NothingGiven, partial(acts.take_off_plan, *of_one)),
    )
