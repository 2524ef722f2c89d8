"""The page of a person, for their administrators and for themselves. Plain forms."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.administration.access import PersonGrant, person_for
from coordination.administration.accounts import sign_ins
from coordination.administration.accounts.factors import factors_of, release_account, reset_factors
from coordination.administration.accounts.people import change_account, invite_again
from coordination.administration.models import SpeakingAct
from coordination.administration.pages.invitations import deliver_invitations
from coordination.administration.pages.posted import Outcome, Step, carried_out, person_in, post_in, role_in
from coordination.administration.pages.words import change_words, device_classes, role_choices
from coordination.administration.second_person.recovery import recoveries_for
from coordination.administration.second_person.requests import (
    OF_A_PERSON,
    ask_to_speak_for,
    requests_about,
    withdraw_speaking,
)
from coordination.administration.second_person.speaking import NAMING, Speaking, needs_second_person
from coordination.room.access import Asker
from coordination.sign_in.attempts.account_locks import is_locked
from coordination.web.posted import uuid_in
from coordination.web.signed_in import asker_of, public_id_of
from mou.agencies.acts import acts_about
from mou.agencies.administrators import is_at_stake
from mou.agencies.members import change_member, end_membership, reinstate_member, suspend_member
from mou.agencies.offers import offers_to
from mou.agencies.second_person import ask_second_person
from mou.errors import PersonNotFound
from mou.models import AgencyMember, Suspension
from mou.vocabulary import AdministrativeActKind, MemberRole, MembershipChange

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def person_page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show a person to who administers them; carry out what a form asks for."""
    asker = asker_of(request)
    try:
        grant = person_for(user_id=asker.user_id, person_id=person_id, at=asker.at, lock=False)
    except PersonNotFound as missing:
        raise Http404 from missing
    if not grant.members and not grant.keeps_account:
        raise Http404
    outcome = carried_out(request, _list_steps(grant)) if request.method == "POST" else Outcome()
    if outcome.response is not None:
        return outcome.response
    suspended = dict(
        Suspension.objects.filter(member__in=grant.members, of_rule=False, ended_at__isnull=True).values_list(
            "member_id", "reason"
        )
    )
    held = Suspension.objects.filter(member__in=grant.members, of_rule=True, ended_at__isnull=True)
    acts = NAMING if grant.is_self else OF_A_PERSON
    context = {
        **_context_of_page(request, grant),
        "held": set(held.values_list("member_id", flat=True)),
        "members": [(one, suspended.get(one.pk), is_at_stake(one)) for one in grant.members],
        "others": AgencyMember.objects.filter(user=grant.person, ended_at__isnull=True)
        .exclude(pk__in=[one.pk for one in grant.members])
        .count(),
        "role_choices": role_choices(),
        "roles": MemberRole.labels(),
        "changes": change_words(),
        "membership_changes": {one.value: change_words()[one.value] for one in MembershipChange},
        "asks_second": _asks_second(grant, asker),
        "asked_acts": {one.value: change_words()[one.value] for one in SpeakingAct if one in acts},
        "languages": settings.LANGUAGES,
        "has_mail": settings.HAS_MAIL,
        "acts": acts_about(grant.members),
        "act_words": AdministrativeActKind.labels(),
        "problem": outcome.problem,
    }
    return render(request, "administration/people/person.html", context, status=REFUSED if outcome.problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def own_sessions_page(request: HttpRequest) -> HttpResponse:
    """Show where the reader is signed in; sign out there."""
    asker = asker_of(request)
    grant = person_for(user_id=asker.user_id, person_id=public_id_of(request), at=asker.at, lock=False)
    steps: dict[str, Step] = {"sign_out": _sign_out(grant), "sign_out_everywhere": _sign_out_everywhere(grant)}
    steps["refuse"] = _withdraw_asked
    outcome = carried_out(request, steps) if request.method == "POST" else Outcome()
    if outcome.response is not None:
        return outcome.response
    about = requests_about(asker.user_id, asker.at)
    context = {
        **_context_of_page(request, grant),
        "problem": outcome.problem,
        "about_me": about,
        "changes": change_words(),
        "offers": offers_to(asker.user_id, asker.at).count(),
        "recoveries": recoveries_for(asker.user_id, asker.at),
    }
    return render(request, "administration/sign_in/sessions.html", context, status=REFUSED if outcome.problem else 200)


def _asks_second(grant: PersonGrant, asker: Asker) -> bool:
    """Say whether what a reader does about this account may wait for a second person."""
    if not grant.keeps_account or grant.person.home_agency is None:
        return False
    renaming = Speaking(SpeakingAct.CHANGE_NAME, grant.person.home_agency, grant.person)
    return needs_second_person(renaming, asker.user_id, asker.at)


def _context_of_page(request: HttpRequest, grant: PersonGrant) -> dict[str, object]:
    shown: dict[str, object] = {"grant": grant, "person": grant.person}
    if not grant.sees_account:
        return shown
    return {
        **shown,
        "factors": factors_of(grant.person),
        "is_locked": is_locked(grant.person),
        "device_classes": device_classes(),
        "sets_device_class": grant.keeps_account,
        "sessions": sign_ins.sessions_of(grant.person, current_key=request.session.session_key or ""),
        "reach": sign_ins.reach_of(grant.person),
    }


# --- what the forms ask for -------------------------------------------------------------------------------------------
def _list_steps(grant: PersonGrant) -> dict[str, Step]:
    return {
        "account": _account_step(grant),
        "invite": _invite_step(grant),
        "sign_out": _sign_out(grant),
        "sign_out_everywhere": _sign_out_everywhere(grant),
        "reset_factors": _reset_factors(grant),
        "release": _release_step(grant),
        "device_class": _device_class(grant),
        "deactivate": _switch_step(grant, is_on=False),
        "reactivate": _switch_step(grant, is_on=True),
        "post": _change_post,
        "suspend": _suspend_member,
        "reinstate": _reinstate_member,
        "end": _end_membership,
        "ask": _ask_for_change,
    }


def _account_step(grant: PersonGrant) -> Step:
    def step(request: HttpRequest, asker: Asker) -> str:
        given = person_in(request.POST)
        change_account(actor_id=asker.user_id, person_id=grant.person.public_id, given=given, at=asker.at)
        return request.path

    return step


def _invite_step(grant: PersonGrant) -> Step:
    def step(request: HttpRequest, asker: Asker) -> HttpResponse:
        invited = invite_again(actor_id=asker.user_id, person_id=grant.person.public_id, at=asker.at)
        agency = grant.person.home_agency
        assert agency is not None, "only who has a home agency is kept by anybody"
        return deliver_invitations(request, agency, [invited], by_mail=request.POST.get("by") == "mail")

    return step


def _sign_out(grant: PersonGrant) -> Step:
    def step(request: HttpRequest, asker: Asker) -> str:
        person_id, session_id = grant.person.public_id, _session_in(request)
        sign_ins.end_session(actor_id=asker.user_id, person_id=person_id, session_id=session_id, at=asker.at)
        return request.path

    return step


def _sign_out_everywhere(grant: PersonGrant) -> Step:
    def step(request: HttpRequest, asker: Asker) -> str:
        sign_ins.end_all_sessions(actor_id=asker.user_id, person_id=grant.person.public_id, at=asker.at)
        return request.path

    return step


def _reset_factors(grant: PersonGrant) -> Step:
    def step(request: HttpRequest, asker: Asker) -> str:
        reset_factors(actor_id=asker.user_id, person_id=grant.person.public_id, at=asker.at)
        return request.path

    return step


def _release_step(grant: PersonGrant) -> Step:
    def step(request: HttpRequest, asker: Asker) -> str:
        release_account(actor_id=asker.user_id, person_id=grant.person.public_id, at=asker.at)
        return request.path

    return step


def _device_class(grant: PersonGrant) -> Step:
    def step(request: HttpRequest, asker: Asker) -> str:
        sign_ins.set_device_class(
            actor_id=asker.user_id,
            person_id=grant.person.public_id,
            session_id=_session_in(request),
            device_class=request.POST.get("device_class", ""),
            at=asker.at,
        )
        return request.path

    return step


def _session_in(request: HttpRequest) -> int:
    text = request.POST.get("session_id", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _switch_step(grant: PersonGrant, *, is_on: bool) -> Step:
    act = sign_ins.reactivate_account if is_on else sign_ins.deactivate_account

    def step(request: HttpRequest, asker: Asker) -> str:
        reason = request.POST.get("reason", "")
        act(actor_id=asker.user_id, person_id=grant.person.public_id, reason=reason, at=asker.at)
        return request.path

    return step


def _member_asked(request: HttpRequest) -> dict[str, UUID]:
    return {"agency_id": uuid_in(request.POST, "agency_id"), "member_id": uuid_in(request.POST, "member_id")}


def _reason_given(request: HttpRequest) -> str:
    return request.POST.get("reason", "")


def _change_post(request: HttpRequest, asker: Asker) -> str:
    change_member(actor_id=asker.user_id, **_member_asked(request), post=post_in(request.POST), at=asker.at)
    return request.path


def _suspend_member(request: HttpRequest, asker: Asker) -> str:
    suspend_member(actor_id=asker.user_id, **_member_asked(request), reason=_reason_given(request), at=asker.at)
    return request.path


def _reinstate_member(request: HttpRequest, asker: Asker) -> str:
    reinstate_member(actor_id=asker.user_id, **_member_asked(request), reason=_reason_given(request), at=asker.at)
    return request.path


def _end_membership(request: HttpRequest, asker: Asker) -> str:
    end_membership(actor_id=asker.user_id, **_member_asked(request), reason=_reason_given(request), at=asker.at)
    # With the last membership the person is no more this administrator's to look at.
    return reverse("administration")


def _ask_for_change(request: HttpRequest, asker: Asker) -> str:
    if request.POST.get("change") in OF_A_PERSON:
        return _ask_to_speak(request, asker)
    try:
        change = MembershipChange(request.POST.get("change", ""))
    except ValueError as nonsense:
        raise Http404 from nonsense
    role: MemberRole | None = role_in(request.POST) if change is MembershipChange.CHANGE_ROLE else None
    ask_second_person(
        actor_id=asker.user_id,
        **_member_asked(request),
        change=change,
        role=role,
        reason=_reason_given(request),
        at=asker.at,
    )
    return reverse("agency", args=[uuid_in(request.POST, "agency_id")])


def _ask_to_speak(request: HttpRequest, asker: Asker) -> str:
    posted = request.POST
    ask_to_speak_for(
        actor_id=asker.user_id,
        person_id=uuid_in(posted, "person_id"),
        act=SpeakingAct(posted["change"]),
        detail=posted.get("detail", ""),
        reason=_reason_given(request),
        at=asker.at,
    )
    return request.path


def _withdraw_asked(request: HttpRequest, asker: Asker) -> str:
    withdraw_speaking(actor_id=asker.user_id, request_id=uuid_in(request.POST, "request_id"), at=asker.at)
    return request.path
