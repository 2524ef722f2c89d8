"""The pages of support: its lists, the form that refers a student, and the call of a crisis team from an incident."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coordination.casework.team_page import refusal_sentence
from coordination.prevention.support.access import SUPPORT_TEAMS, may_see_page, teams_to_refer_to
from coordination.prevention.support.detail_pages import CRISIS_FACES, REFERRAL_FACES
from coordination.prevention.support.rules.given import CrisisAtSchoolIn, CrisisCallIn, ReferralIn
from coordination.prevention.support.vocabulary import CrisisOrigin, ReferralUrgency
from coordination.prevention.support.work.crisis import call_at_school, call_to_incident, crisis_at, may_call
from coordination.prevention.support.work.referrals import refer_student
from coordination.prevention.tips.help_lines import help_lines_of
from coordination.room.access import incident_for
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, carry_out, show_page
from mou.foundation.forms.page import page
from mou.foundation.labelled import gettext_noop
from mou.foundation.tables.table import show_tables

FROM_INCIDENT = (CrisisOrigin.INCIDENT, CrisisOrigin.REUNIFICATION)


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
    referrals = REFERRAL_FACES.list_things(
        request,
        asker,
        caption=gettext_noop("Referrals"),
        empty=_("No referral is closed yet.") if ended else _("No referral is open."),
        is_open=not ended,
    )
    crises = CRISIS_FACES.list_things(
        request,
        asker,
        caption=gettext_noop("Crisis teams"),
        empty=_("No crisis team was called yet. From an incident, the school or who commands calls it there."),
        prefix="crises",
    )
    context = {
        "heading": _("Mental health support"),
        "teams": teams,
        "referrals": referrals,
        "crises": crises,
        "ended": ended,
        "kept": SUPPORT_TEAMS.agencies_administered_by(asker.user_id, asker.at),
        "may_refer": teams_to_refer_to(asker.user_id, asker.at).exists(),
        "call_form": call,
    }
    # Who is on no team sees no list, and takes none away.
    tables = [referrals, crises] if teams else []
    return show_tables(request, "support/support.html", context, tables, [call])


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
        "heading": _("Refer a student"),
        "form": form,
        "number": number,
        "help_lines": help_lines_of([one for team in teams for one in (team.agency_id, team.agency.parent_id) if one]),
    }
    return show_page(request, "support/refer.html", context, [form])


@page(posts=True)
def call_page(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Show whether a crisis team was called to an incident; call it."""
    asker = asker_of(request)
    grant = incident_for(user_id=asker.user_id, incident_id=incident_id, at=asker.at)
    call = ActForm(
        request,
        "call",
        CrisisCallIn,
        lambda given: call_to_incident(asker=asker, incident_id=incident_id, **dict(given)),
        choices={"origin": [(one.value, one.label) for one in FROM_INCIDENT]},
    )
    if carry_out(request, [call], refusal_sentence):
        return redirect_anew(request.path)
    context = {
        "heading": _("Crisis team"),
        "is_exercise": grant.incident.is_exercise,
        "incident": grant.incident,
        "called": crisis_at(incident_id, may_call=may_call(grant)),
        "call_form": call,
    }
    return show_page(request, "support/call.html", context, [call])
