"""The pages of support: lists, the form that refers a student, a referral. Plain forms: no script."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coordination.casework.step_forms import StepAsked, StepForm
from coordination.casework.team_page import refusal_sentence
from coordination.prevention.support import words
from coordination.prevention.support.access import (
    SUPPORT_TEAMS,
    crises_for,
    may_see_page,
    referral_for,
    referrals_for,
    teams_to_refer_to,
)
from coordination.prevention.support.audit import SUPPORT_READS
from coordination.prevention.support.models import SupportTeam
from coordination.prevention.support.rules.given import CrisisAtSchoolIn, ReferralIn, ReferralStepIn
from coordination.prevention.support.rules.machine import REFERRALS, SAID_BY
from coordination.prevention.support.vocabulary import (
    ConsentBy,
    CrisisState,
    ReferralState,
    ReferralStep,
    ReferralUrgency,
)
from coordination.prevention.support.work.crisis import call_at_school
from coordination.prevention.support.work.queries import crisis_lines, opened_referral, referral_lines
from coordination.prevention.support.work.referrals import refer_student, take_step
from coordination.prevention.tips.help_lines import help_lines_of
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, carry_out, show_page
from mou.foundation.forms.fields import Choices
from mou.foundation.forms.page import page


@page(posts=True)
def support_page(request: HttpRequest) -> HttpResponse:
    """List what the reader's teams have before them, and what the reader keeps; call one's own crisis team."""
    asker = asker_of(request)
    if not may_see_page(asker.user_id, asker.at):
        raise Http404
    teams = SUPPORT_TEAMS.teams_of(asker.user_id, asker.at).order_by("agency__name")
    schools = [(one.agency_id, one.agency.name) for one in teams]
    call = ActForm(
        request,
        "call",
        CrisisAtSchoolIn,
        lambda given: call_at_school(asker=asker, **dict(given)),
        choices={"agency_id": schools},
    )
    if carry_out(request, [call], refusal_sentence):
        return redirect_anew(request.path)
    ended = request.GET.get("ended") == "yes"
    context = {
        "teams": teams,
        "lines": referral_lines(referrals_for(asker.user_id, asker.at), is_open=not ended, at=asker.at),
        "crises": crisis_lines(crises_for(asker.user_id, asker.at), asker.at),
        "ended": ended,
        "kept": SUPPORT_TEAMS.agencies_administered_by(asker.user_id, asker.at),
        "may_refer": teams_to_refer_to(asker.user_id, asker.at).exists(),
        "states": ReferralState.labels(),
        "crisis_states": CrisisState.labels(),
        "urgencies": ReferralUrgency.labels(),
        "call_form": call,
    }
    return show_page(request, "support/support.html", context, [call])


@page(posts=True)
def refer_page(request: HttpRequest) -> HttpResponse:
    """Refer a student: to the team, which alone reads it. The answer shows a number."""
    asker = asker_of(request)
    teams = list(teams_to_refer_to(asker.user_id, asker.at))
    if not teams:
        raise Http404
    form = ActForm(
        request,
        "refer",
        ReferralIn,
        lambda given: refer_student(actor_id=asker.user_id, given=given, at=asker.at),
        choices={"agency_id": [(one.agency_id, one.agency.name) for one in teams]},
        initial={"urgency": ReferralUrgency.ROUTINE},
        first=["agency_id", "urgency"],
    )
    number = form.done.number if carry_out(request, [form], refusal_sentence) else ""
    context = {
        "form": form,
        "number": number,
        "help_lines": help_lines_of([one for team in teams for one in (team.agency_id, team.agency.parent_id) if one]),
    }
    return show_page(request, "support/refer.html", context, [form])


@page(posts=True)
def referral_page(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Show a referral, which is written down; take the step that a form asks for."""
    asker = asker_of(request)
    referral = referral_for(user_id=asker.user_id, referral_id=referral_id, at=asker.at)
    steps = _step_forms(request, asker, referral_id, referral.team)
    if carry_out(request, list(steps.values()), refusal_sentence):
        return redirect_anew(request.path)
    view = opened_referral(referral, user_id=asker.user_id, at=asker.at, door="page")
    context = {
        "referral": view,
        "steps": [steps[one] for one in view.steps],
        "reads": SUPPORT_READS.reads_of(referral.pk),
        "states": ReferralState.labels(),
        "urgencies": ReferralUrgency.labels(),
        "consents": ConsentBy.labels(),
        "acts": words.act_words(),
        "doors": words.door_words(),
    }
    return show_page(request, "support/referral.html", context, list(steps.values()))


def _step_forms(
    request: HttpRequest, asker: Asker, referral_id: UUID, team: SupportTeam
) -> dict[ReferralStep, StepForm[ReferralStepIn]]:
    """Return the form of each step, also of those that the state does not allow: the act says why."""
    asked = {
        ReferralStep.RECORD_CONSENT: StepAsked(
            ("consent_by", "words"), ("consent_by",), {"words": _("Their name, and how they said it")}
        ),
        ReferralStep.ASSIGN: StepAsked(("owner_id", "words"), ("owner_id",)),
    }
    choices: dict[str, Choices] = {
        "consent_by": [(one.value, one.label) for one in SAID_BY],
        "owner_id": [(one.public_id, one.shown_name()) for one in SUPPORT_TEAMS.counting_people(team, asker.at)],
    }

    def take(given: ReferralStepIn) -> object:
        return take_step(actor_id=asker.user_id, referral_id=referral_id, given=given, at=asker.at)

    return {
        one: StepForm(
            request,
            ReferralStepIn,
            take,
            step=one,
            asked=asked.get(one, StepAsked()),
            machine=REFERRALS,
            choices=choices,
        )
        for one in ReferralStep
    }
