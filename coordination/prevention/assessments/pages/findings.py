"""How a finding looks, in lists and on its page: where it is, its photo, who mends it, and what responders see."""

from dataclasses import dataclass, replace
from functools import partial

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext

from coordination.casework.kinds.faces import Face, Faces, Facts, Head, MoreOfPage, Panel, join_texts
from coordination.casework.kinds.pages import make_detail_page
from coordination.prevention.assessments import acts, wire
from coordination.prevention.assessments.pages.choices import mending_choices, place_choices
from coordination.prevention.assessments.pages.site_map import place_context
from coordination.prevention.assessments.views import SiteFindingFile
from coordination.prevention.assessments.work.kinds import FINDING_KIND
from coordination.room.access import Asker
from mapping.assessments.access import FindingGrant, finding_grant_of
from mapping.assessments.models import SiteFinding
from mapping.assessments.rules.machine import FINDINGS
from mapping.assessments.vocabulary import AssessmentDoor, FindingStep, OnPlan
from mapping.assessments.work.queries import SiteFindingView, view_finding
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven
from mou.foundation.forms.fields import Choices
from mou.foundation.forms.step_form import StepAsked, ask_why
from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _


@dataclass(frozen=True, slots=True)
class FindingForms:
    """Every form of the page beside its steps, also those that it doesn't draw: an act says itself who may not."""

    place: AnyForm
    mend: AnyForm
    photo: AnyForm
    draw: AnyForm
    erase: AnyForm

    def list_forms(self) -> list[AnyForm]:
        """Return them all."""
        return [self.place, self.mend, self.photo, self.draw, self.erase]


def _finding_face(line: SiteFindingView) -> Face:
    seen: list[Labelled] = [line.on_plan] if line.on_plan is OnPlan.PUBLISHED else []
    return Face(
        name=f"{line.number} \N{MIDDLE DOT} {line.kind.label}",
        badges=[line.state, *seen],
        small=join_texts(line.words, line.site, line.place, line.level, line.owner),
        due_on=None if line.state.is_settled else line.due_on,
        is_overdue=line.is_overdue,
    )


def _finding_head(view: SiteFindingFile) -> Head:
    one = view.finding
    where = (one.site, one.place, one.level, one.layer.label, one.strategy.label, one.rule)
    title = join_texts(gettext("Finding %(number)s") % {"number": one.number}, one.site)
    return Head(join_texts(*where), words=one.words, here=one.kind.label, title=title)


def _finding_panels(view: SiteFindingFile) -> tuple[list[Panel | Facts], list[Panel | Facts]]:
    one = view.finding
    facts = {
        gettext("Who mends it"): one.owner or gettext("No one yet"),
        gettext("By which day"): "\N{EN DASH}" if one.due_on is None else date_format(one.due_on, "DATE_FORMAT"),
        gettext("Likely cost"): one.cost or gettext("Not known yet"),
    }
    mending = Facts(gettext("Mending"), facts=facts)
    return (
        [Panel("assessments/panels/_photo.html"), Panel("assessments/panels/_where.html")],
        [mending, Panel("assessments/panels/_mending.html"), Panel("assessments/panels/_for_responders.html")],
    )


def _steps_asked() -> dict[FindingStep, StepAsked]:
    quiet = (FindingStep.ACCEPT, FindingStep.REOPEN)
    return {step: replace(one, tone="" if step in quiet else one.tone) for step, one in ask_why(FINDINGS).items()}


def _more_of_finding(request: HttpRequest, asker: Asker, finding: SiteFinding) -> MoreOfPage:
    grant, view = finding_grant_of(finding), view_finding(finding, asker.at, ())
    of_page = _make_forms(request, asker, grant, view)
    context = {
        "one": view,
        "may_write": grant.may_write,
        "may_draw": grant.is_keeper,
        "may_add_photo": grant.may_write or grant.is_owner,
        "shows_assessment": finding.assessment_id is not None and grant.may_write,
        **place_context(finding.site, [view]),
        "forms": of_page,
    }
    return context, of_page.list_forms()


def _make_forms(request: HttpRequest, asker: Asker, grant: FindingGrant, view: SiteFindingView) -> FindingForms:
    finding, of_one = grant.finding, (asker.user_id, asker.at, grant.finding.pk)
    place: dict[str, Choices] = place_choices(finding.site) if grant.may_write else {"spot": []}
    mending: dict[str, Choices] = {"owner_id": []}
    if grant.may_write:
        mending = mending_choices(finding.site, finding.assessment, asker.at)
    # What responders would read, to begin with.
    label = {"label": f"{view.place}: {view.kind.label}" if view.place else view.kind.label}
    return FindingForms(
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


FINDING_FACES = Faces(
    kind=FINDING_KIND,
    address="site_finding",
    face=_finding_face,
    head=_finding_head,
    panels=_finding_panels,
    steps=wire.SiteFindingStepIn,
    asked=_steps_asked,
    more=_more_of_finding,
    doors=(AssessmentDoor,),
    beside=_("The finding"),
    # What is weak at a site stays on the page.
    has_file=False,
    template="assessments/finding.html",
)
finding_page = make_detail_page(FINDING_FACES, "assessments/_finding_trail.html")
