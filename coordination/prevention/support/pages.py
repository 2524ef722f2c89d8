"""The pages of support: lists, the form that refers a student, a referral. Plain forms: no script."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.errors import CoordinationError
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
from coordination.prevention.support.errors import BadSupport, ReferralNotFound, SupportStepLacks
from coordination.prevention.support.vocabulary import (
    ConsentBy,
    CrisisState,
    ReferralState,
    ReferralStep,
    ReferralUrgency,
)
from coordination.prevention.support.work.crisis import call_at_school
from coordination.prevention.support.work.queries import crisis_lines, opened_referral, referral_lines
from coordination.prevention.support.work.referrals import ReferralGiven, StepGiven, refer, take_step
from coordination.prevention.tips.help_lines import help_lines_of
from coordination.web.posted import anew, uuid_in
from coordination.web.signed_in import asker_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def support_page(request: HttpRequest) -> HttpResponse:
    """List what the reader's teams have before them, and what the reader keeps; call one's own crisis team."""
    asker = asker_of(request)
    if not may_see_page(asker.user_id, asker.at):
        raise Http404
    problem = ""
    if request.method == "POST":
        agency_id, reason = uuid_in(request.POST, "agency_id"), request.POST.get("reason", "")
        problem = said(lambda: call_at_school(asker=asker, agency_id=agency_id, reason=reason))
        if not problem:
            return anew(reverse("support"))
    ended = request.GET.get("ended") == "yes"
    teams = SUPPORT_TEAMS.teams_of(asker.user_id, asker.at).order_by("agency__name")
    context = {
        "teams": teams,
        "lines": referral_lines(referrals_for(asker.user_id, asker.at), is_open=not ended, at=asker.at),
        "crises": crisis_lines(crises_for(asker.user_id, asker.at), asker.at),
        "ended": ended,
        "kept": SUPPORT_TEAMS.agencies_administered_by(asker.user_id, asker.at),
        "may_refer": teams_to_refer_to(asker.user_id, asker.at).exists(),
        "problem": problem,
        "states": ReferralState.labels(),
        "crisis_states": CrisisState.labels(),
        "urgencies": ReferralUrgency.labels(),
    }
    return render(request, "support/support.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def refer_page(request: HttpRequest) -> HttpResponse:
    """Refer a student: to the team, which alone reads it. The answer shows a number."""
    asker = asker_of(request)
    teams = list(teams_to_refer_to(asker.user_id, asker.at))
    if not teams:
        raise Http404
    problem, number = "", ""
    if request.method == "POST":
        posted = request.POST
        try:
            given = ReferralGiven(
                posted.get("student_name", ""), posted.get("reason", ""), ReferralUrgency(posted.get("urgency", ""))
            )
            agency_id = uuid_in(posted, "agency_id")
            number = refer(actor_id=asker.user_id, agency_id=agency_id, given=given, at=asker.at).number
        except ValueError:
            problem = BadSupport().sentence_or("")
        except CoordinationError as error:
            if error.status == 404:
                raise Http404 from error
            problem = error.sentence_or(error.detail)
    context = {
        "teams": teams,
        "urgencies": ReferralUrgency.labels(),
        "number": number,
        "problem": problem,
        "typed": request.POST if problem else {},
        "help_lines": help_lines_of([one for team in teams for one in (team.agency_id, team.agency.parent_id) if one]),
    }
    return render(request, "support/refer.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def referral_page(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Show a referral, which is written down; take the step that a form asks for."""
    asker = asker_of(request)
    problem = ""
    if request.method == "POST":
        problem = said(
            lambda: take_step(actor_id=asker.user_id, referral_id=referral_id, given=_step(request.POST), at=asker.at)
        )
        if not problem:
            return anew(reverse("referral", args=[referral_id]))
    try:
        referral = referral_for(user_id=asker.user_id, referral_id=referral_id, at=asker.at)
    except ReferralNotFound as missing:
        raise Http404 from missing
    context = {
        "referral": opened_referral(referral, user_id=asker.user_id, at=asker.at, door="page"),
        "reads": SUPPORT_READS.reads_of(referral.pk),
        "problem": problem,
        "typed": request.POST if problem else {},
        "states": ReferralState.labels(),
        "urgencies": ReferralUrgency.labels(),
        "step_words": ReferralStep.labels(),
        "consents": ConsentBy.labels(),
        "said_by": {one: ConsentBy(one).label for one in (ConsentBy.PARENT, ConsentBy.STUDENT)},
        "acts": words.acts(),
        "doors": words.doors(),
    }
    return render(request, "support/referral.html", context, status=422 if problem else 200)


def said(act: Callable[[], object]) -> str:
    """Carry a form out; return what stood in the way. Raises: Http404: it is about nothing the asker knows of."""
    try:
        act()
    except CoordinationError as error:
        if error.status == 404:
            raise Http404 from error
        return error.sentence_or(error.detail)
    return ""


def _step(posted: QueryDict) -> StepGiven:
    try:
        step = ReferralStep(posted.get("step", ""))
        consent_by = ConsentBy(said_by) if (said_by := posted.get("consent_by", "")) else None
    except ValueError as nonsense:
        raise SupportStepLacks(pointer="/step") from nonsense
    owner_id = uuid_in(posted, "owner_id") if posted.get("owner_id") else None
    return StepGiven(step, posted.get("words", ""), consent_by, owner_id)
