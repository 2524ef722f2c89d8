"""The page of a person, for their administrators and for themselves. Plain forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.conf import settings
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from coordination.administration.access import PersonGrant, person_for
from coordination.administration.accounts import sign_ins
from coordination.administration.accounts.factors import factors_of, release_account, reset_factors
from coordination.administration.accounts.people import change_account, invite_again
from coordination.administration.models import SpeakingAct
from coordination.administration.pages.invitations import ACCOUNT_FIRST, deliver_invitations, language_choices
from coordination.administration.pages.posted import administrative_form, answer_forms
from coordination.administration.pages.signing_in.tables import SESSIONS
from coordination.administration.pages.words import ask_of_office, change_words, device_classes, role_choices
from coordination.administration.people_wire import (
    AccountIn,
    AccountReasonIn,
    ChangeIn,
    DeliveryIn,
    DeviceClassIn,
    PersonSpeakingIn,
    PostIn,
    RequestNamed,
    SessionNamed,
)
from coordination.administration.second_person.recovery import recoveries_for
from coordination.administration.second_person.requests import (
    OF_A_PERSON,
    ask_to_speak_for,
    requests_about,
    withdraw_speaking,
)
from coordination.administration.second_person.speaking import NAMING, Speaking, needs_second_person
from coordination.administration.tables import ACTS
from coordination.room.access import Asker
from coordination.sign_in.attempts.account_locks import is_locked
from coordination.web.signed_in import asker_of, public_id_of
from mou.agencies.acts import acts_about, read_acts
from mou.agencies.administrators import is_at_stake
from mou.agencies.memberships.members import change_member, end_membership, reinstate_member, suspend_member
from mou.agencies.memberships.offers import offers_to
from mou.agencies.second_person import ask_second_person
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven
from mou.foundation.forms.page import page
from mou.foundation.tables.table import ShownTable, show_tables
from mou.models import AgencyMember, Suspension
from mou.vocabulary import MemberRole, MembershipChange


class OfPerson(TypedDict):
    """Whom an act about an account is about, and who does it."""

    actor_id: int
    person_id: UUID
    at: datetime


class OfMember(TypedDict):
    """The same for an act about a membership."""

    actor_id: int
    agency_id: UUID
    member_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """A membership that the reader administers, and the forms of what they may do about it."""

    member: AgencyMember
    post: AnyForm
    reinstate: AnyForm
    suspend: AnyForm
    end: AnyForm
    ask: AnyForm

    @property
    def of_page(self) -> list[AnyForm]:
        return [self.post, self.reinstate, self.suspend, self.end, self.ask]

    @property
    def leaving(self) -> AnyForm:
        """Return the form that is drawn where the membership may be suspended or ended: the one that was sent."""
        return self.suspend if self.suspend.is_bound else self.end


@page(posts=True)
def person_page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show a person to who administers them; carry out what a form asks for."""
    asker = asker_of(request)
    grant = person_for(user_id=asker.user_id, person_id=person_id, at=asker.at, lock=False)
    if not grant.members and not grant.keeps_account:
        raise Http404
    forms = _forms_of_sessions(request, asker, grant) | _forms_of_account(request, asker, grant)
    places = [_make_place(request, asker, member) for member in grant.members]
    of_page = [*forms.values(), *(form for place in places for form in place.of_page)]
    answer = answer_forms(request, of_page)
    if answer is not None:
        return answer
    acts = ShownTable(request, ACTS, acts_about(grant.members), read=read_acts)
    shown = {**_context_of_page(grant), **_context_of_person(asker, grant, places)}
    sessions = _session_table(request, grant)
    context = {**shown, "forms": forms, "acts": acts, "sessions": sessions}
    return show_tables(request, "administration/people/person.html", context, [acts, sessions], of_page)


@page(posts=True)
def own_sessions_page(request: HttpRequest) -> HttpResponse:
    """Show where the reader is signed in; sign out there."""
    asker = asker_of(request)
    grant = person_for(user_id=asker.user_id, person_id=public_id_of(request), at=asker.at, lock=False)
    forms = _forms_of_sessions(request, asker, grant)

    def refuse(given: RequestNamed) -> None:
        withdraw_speaking(actor_id=asker.user_id, request_id=given.request_id, at=asker.at)

    forms["refuse"] = ActForm(request, "refuse", RequestNamed, refuse)
    of_page = list(forms.values())
    answer = answer_forms(request, of_page)
    if answer is not None:
        return answer
    sessions = _session_table(request, grant)
    context = {
        **_context_of_page(grant),
        "forms": forms,
        "sessions": sessions,
        "about_me": requests_about(asker.user_id, asker.at),
        "changes": change_words(),
        "offers": offers_to(asker.user_id, asker.at).count(),
        "recoveries": recoveries_for(asker.user_id, asker.at),
    }
    return show_tables(request, "administration/sign_in/sessions.html", context, [sessions], of_page)


def _context_of_person(asker: Asker, grant: PersonGrant, places: Sequence[Place]) -> dict[str, object]:
    suspended = dict(
        Suspension.objects.filter(member__in=grant.members, of_rule=False, ended_at__isnull=True).values_list(
            "member_id", "reason"
        )
    )
    held = Suspension.objects.filter(member__in=grant.members, of_rule=True, ended_at__isnull=True)
    acts = NAMING if grant.is_self else OF_A_PERSON
    return {
        "held": set(held.values_list("member_id", flat=True)),
        "places": [(one, suspended.get(one.member.pk), is_at_stake(one.member)) for one in places],
        "others": AgencyMember.objects.filter(user=grant.person, ended_at__isnull=True)
        .exclude(pk__in=[one.pk for one in grant.members])
        .count(),
        "membership_changes": {one.value: change_words()[one.value] for one in MembershipChange},
        "asks_second": _asks_second(grant, asker),
        "asked_acts": {one.value: change_words()[one.value] for one in SpeakingAct if one in acts},
        "has_mail": settings.HAS_MAIL,
    }


def _asks_second(grant: PersonGrant, asker: Asker) -> bool:
    """Say whether what a reader does about this account may wait for a second person."""
    if not grant.keeps_account or grant.person.home_agency is None:
        return False
    renaming = Speaking(SpeakingAct.CHANGE_NAME, grant.person.home_agency, grant.person)
    return needs_second_person(renaming, asker.user_id, asker.at)


def _session_table(request: HttpRequest, grant: PersonGrant) -> ShownTable[sign_ins.SessionView]:
    """Return where a person is signed in, for who sees the account."""
    current_key = request.session.session_key or ""
    rows = sign_ins.sessions_of(grant.person, current_key=current_key) if grant.sees_account else []
    return ShownTable(request, SESSIONS, rows)


def _context_of_page(grant: PersonGrant) -> dict[str, object]:
    shown: dict[str, object] = {"grant": grant, "person": grant.person}
    if not grant.sees_account:
        return shown
    return {
        **shown,
        "factors": factors_of(grant.person),
        "is_locked": is_locked(grant.person),
        "device_classes": device_classes(),
        "sets_device_class": grant.keeps_account,
        "reach": sign_ins.reach_of(grant.person),
    }


# --- what the forms ask for -------------------------------------------------------------------------------------------
def _forms_of_sessions(request: HttpRequest, asker: Asker, grant: PersonGrant) -> dict[str, AnyForm]:
    """Return the forms that sign out: any session does it."""
    about = _about_person(asker, grant)

    def sign_out(given: SessionNamed) -> None:
        sign_ins.end_session(session_id=given.session_id, **about)

    def sign_out_everywhere(_given: NothingGiven) -> None:
        sign_ins.end_all_sessions(**about)

    return {
        "sign_out": ActForm(request, "sign_out", SessionNamed, sign_out),
        "sign_out_everywhere": ActForm(request, "sign_out_everywhere", NothingGiven, sign_out_everywhere),
    }


def _forms_of_account(request: HttpRequest, asker: Asker, grant: PersonGrant) -> dict[str, AnyForm]:
    person, about = grant.person, _about_person(asker, grant)

    def invite(given: DeliveryIn) -> HttpResponse:
        invited = invite_again(**about)
        agency = person.home_agency
        assert agency is not None, "only who has a home agency is kept by anybody"
        return deliver_invitations(request, agency, [invited], by=given.by)

    def set_device_class(given: DeviceClassIn) -> None:
        device_class = given.device_class or ""
        sign_ins.set_device_class(session_id=given.session_id, device_class=device_class, **about)

    made = (
        administrative_form(
            request,
            "account",
            AccountIn,
            lambda given: change_account(given=given.person(), **about),
            choices={"language": language_choices()},
            initial={"name": person.display_name, **model_to_dict(person, ACCOUNT_FIRST)},
            first=ACCOUNT_FIRST,
        ),
        administrative_form(request, "invite", DeliveryIn, invite),
        administrative_form(request, "reset_factors", NothingGiven, lambda _given: reset_factors(**about)),
        administrative_form(request, "release", NothingGiven, lambda _given: release_account(**about)),
        administrative_form(
            request,
            "device_class",
            DeviceClassIn,
            set_device_class,
            choices={"device_class": device_classes().items()},
        ),
        administrative_form(
            request,
            "deactivate",
            AccountReasonIn,
            lambda given: sign_ins.deactivate_account(reason=given.reason, **about),
        ),
        administrative_form(
            request,
            "reactivate",
            AccountReasonIn,
            lambda given: sign_ins.reactivate_account(reason=given.reason, **about),
        ),
        administrative_form(
            request,
            "ask_for",
            PersonSpeakingIn,
            lambda given: ask_to_speak_for(**about, **given.request()),
            choices={"speaking_act": [(one.value, change_words()[one.value]) for one in SpeakingAct]},
        ),
    )
    return {one.act: one for one in made}


def _about_person(asker: Asker, grant: PersonGrant) -> OfPerson:
    return {"actor_id": asker.user_id, "person_id": grant.person.public_id, "at": asker.at}


def _make_place(request: HttpRequest, asker: Asker, member: AgencyMember) -> Place:
    about: OfMember = {
        "actor_id": asker.user_id,
        "agency_id": member.agency_id,
        "member_id": member.pk,
        "at": asker.at,
    }
    # A page has several memberships: a form is about the one that it names.
    fixed = {"agency_id": str(member.agency_id), "member_id": str(member.pk)}

    def end(given: AccountReasonIn) -> str:
        end_membership(reason=given.reason, **about)
        # With the last membership the person is no more this administrator's to look at.
        return reverse("administration")

    def ask(given: ChangeIn) -> str:
        role = given.role if given.change is MembershipChange.CHANGE_ROLE else None
        ask_second_person(change=given.change, role=role, reason=given.reason, **about)
        return reverse("agency", args=[member.agency_id])

    def reinstate(given: AccountReasonIn) -> None:
        reinstate_member(reason=given.reason, **about)

    def suspend(given: AccountReasonIn) -> None:
        suspend_member(reason=given.reason, **about)

    def change_post(given: PostIn) -> None:
        change_member(post=given.post(), **about)

    post = administrative_form(
        request,
        "post",
        PostIn,
        change_post,
        choices={"role": role_choices(member.agency, member.role)},
        initial=model_to_dict(member, ["role", "title", "callsign", "unit", "is_in_office"]),
        fixed=fixed,
    )
    ask_of_office(post, member.agency)
    return Place(
        member,
        post,
        administrative_form(request, "reinstate", AccountReasonIn, reinstate, fixed=fixed),
        administrative_form(request, "suspend", AccountReasonIn, suspend, fixed=fixed),
        administrative_form(request, "end", AccountReasonIn, end, fixed=fixed),
        administrative_form(request, "ask", ChangeIn, ask, initial={"role": MemberRole.STAFF.value}, fixed=fixed),
    )
