"""The doors that four enemies have left: what a stolen session adds, a stolen token, letters, rules, and what is read.

The cast and what counts as taken are those of `test_enemies`.
"""

import json
from datetime import timedelta
from io import StringIO
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from coordination.administration.models import AgencyRecovery, DirectoryToken, Invitation
from coordination.models import AgencySecurity, CalendarPassword, User
from coordination.sessions import SessionStore
from coordination.sign_in.sessions.held import weigh_members_of
from coordination.sign_in.sessions.recent_sign_in import RECENT_S
from mou.agencies.memberships.offers import take_offer
from mou.models import AdministrativeAct, AgencyMember, MembershipOffer
from mou.vocabulary import MemberRole
from push.models import Recipient
from tests.coordination.access_walk.test_recent_sign_in import RECORDS
from tests.coordination.administration.scim.test_scim import MAYA as IN_DIRECTORY
from tests.coordination.administration.scim.test_scim import patch
from tests.coordination.administration.test_enemies import (
    DOMAIN,
    JSON,
    STEALING,
    Plain,
    browser,
    kept,
    plain,
    seen,
)
from tests.coordination.sign_in.test_second_factors import set_up
from tests.stage.served import session_of
from tests.stage.sign_in.authenticator_app import code_of

__all__ = ("plain",)
pytestmark = pytest.mark.django_db
ENEMIES = pytest.mark.parametrize("who", ["stranger", "mallory", "operator"])


def enemy(plain: Plain, who: str) -> User:
    found = getattr(plain, who)
    assert isinstance(found, User)
    return found


# --- a way to sign in that stays --------------------------------------------------------------------------------------
PAGES: tuple[tuple[str, dict[str, str]], ...] = (
    ("accounts/factors/app/", {"code": "000000"}),
    ("accounts/factors/recovery-codes/new/", {}),
    ("accounts/factors/passkeys/new/", {"name": "Thief", "credential": "{}"}),
    ("accounts/password/change/", {"oldpassword": "guess", "password1": "long enough 1", "password2": "long enough 1"}),
)
APP = "_allauth/app/v1/account/authenticators"


def stolen_app(person: User) -> Client:
    """Return an app with a session that began long ago."""
    key = session_of(person)
    grown = SessionStore(key)
    grown[RECORDS] = [{**grown[RECORDS][0], "at": grown[RECORDS][0]["at"] - RECENT_S - 60}]
    grown.save()
    return Client(headers={"X-Session-Token": key})


@ENEMIES
def test_a_stolen_session_adds_no_factor_no_passkey_and_no_password(plain: Plain, who: str) -> None:
    """By none of them would it outlive the session, nor by a factor that is there already being read."""
    person = enemy(plain, who)
    person.set_password("what only its holder knows")
    person.save()
    client = browser(person, is_stolen=True)

    pages = {path: client.post(f"/{path}", body).status_code for path, body in PAGES}
    shown = client.get("/accounts/factors/passkeys/new/").status_code
    thief = stolen_app(person)
    secret = thief.get(f"/{APP}/totp").json()["meta"]["secret"]
    app = {
        f"{method} {path}": thief.generic(method, f"/{APP}/{path}", json.dumps(body), content_type=JSON).status_code
        for method, path, body in (
            # The right code of a new secret.
            ("POST", "totp", {"code": code_of(secret)}),
            ("GET", "webauthn", None),
            ("POST", "webauthn", {"name": "Thief", "credential": {}}),
        )
    }

    # A page asks who it is; the form of the password asks for the one that there is.
    assert pages.pop("accounts/password/change/") == 200
    assert (set(pages.values()), shown) == ({302}, 302)
    # A passkey is begun by GET: without what that would have said no key answers.
    assert app.pop("POST webauthn") in (400, 401)
    assert app == {"POST totp": 401, "GET webauthn": 401}
    assert not Authenticator.objects.filter(user=person).exists()
    assert not CalendarPassword.objects.filter(user=person).exists()
    assert User.objects.get(pk=person.pk).check_password("what only its holder knows")


def test_a_stolen_session_takes_no_factor_and_makes_no_recovery_codes(plain: Plain) -> None:
    set_up(plain.mallory)
    client, thief = browser(plain.mallory, is_stolen=True), stolen_app(plain.mallory)

    pages = [
        client.post(f"/accounts/factors/{path}", {}).status_code for path in ("app/remove/", "recovery-codes/new/")
    ]
    app = [thief.delete(f"/{APP}/totp").status_code]
    app += [thief.post(f"/{APP}/recovery-codes", {}, content_type=JSON).status_code]

    assert (pages, app) == ([302, 302], [401, 401])
    assert [one.type for one in Authenticator.objects.filter(user=plain.mallory)] == [Authenticator.Type.TOTP]


# --- signing out, reading, and what an accepted place gives -----------------------------------------------------------
@STEALING
@ENEMIES
def test_who_does_not_keep_an_account_ends_none_of_its_sessions_and_reads_none(
    plain: Plain, who: str, is_stolen: bool
) -> None:
    """The agency's own administrator may, for a phone is lost: it is in the record, and the person sees it."""
    client, own = browser(enemy(plain, who), is_stolen=is_stolen), Client()
    plain.counselor.set_password("what only its holder knows")
    plain.counselor.save()
    own.post("/accounts/login/", {"login": "counselor", "password": "what only its holder knows"})
    path = f"/api/v1/people/{plain.counselor.public_id}"

    read = client.get(path)
    ended = client.delete(f"{path}/sessions").status_code

    alive = own.get("/api/v1/me").status_code
    if who == "mallory":
        acts = AdministrativeAct.objects.filter(kind="sessions_ended", actor=plain.mallory)
        assert (ended, alive, acts.count()) == (204, 401, 1)
    else:
        assert (read.status_code, ended, alive) == (404, 404, 200)


def test_an_accepted_place_gives_a_stranger_its_membership_and_no_rule_over_any_other(plain: Plain) -> None:
    home, teacher = plain.stranger.home_agency, plain.teacher
    assert home is not None
    client, own = browser(plain.stranger, is_stolen=False), browser(teacher, is_stolen=False)
    body = {"name": "Anybody", "email": teacher.email, "role": "officer", "may_offer": True}
    client.post(f"/api/v1/agencies/{home.pk}/people", body, content_type=JSON)
    take_offer(user_id=teacher.pk, offer_id=_offer_of(teacher), at=timezone.now())
    before = {**seen((teacher,)), "suspensions": 0}

    AgencySecurity.objects.create(agency=home, requires_factor=True, locks_sessions=True, locks_accounts=True)
    weigh_members_of(home, timezone.now())
    about = f"/api/v1/people/{teacher.public_id}"
    tried = {
        "invitation": client.post(f"{about}/invitations", {}, content_type=JSON).status_code,
        "off": client.post(f"{about}/deactivate", {"reason": "Because"}, content_type=JSON).status_code,
        "sessions": client.delete(f"{about}/sessions").status_code,
        "account": client.put(about, {"name": "Mallory"}, content_type=JSON).status_code,
    }
    read = client.get(about).json()
    page = client.get(f"/administration/people/{teacher.public_id}").content.decode()

    assert set(tried.values()) == {403}
    assert (read["email"], read["sessions"], read["reach"]) == ("", [], None)
    assert teacher.email not in page
    assert (own.get("/api/v1/me").status_code, own.get("/panic").status_code) == (200, 200)
    assert {**seen((teacher,)), "suspensions": 0} == before
    # Their own agency's membership counts as before; the stranger's is the one that its rule holds back.
    assert AgencyMember.objects.get(user=teacher, agency=plain.district).suspensions.count() == 0


def _offer_of(person: User) -> UUID:
    return MembershipOffer.objects.get(user=person, decided_at=None).pk


def test_a_declined_stranger_asks_by_no_door_and_tells_nobody(plain: Plain) -> None:
    home = plain.stranger.home_agency
    assert home is not None
    client, teacher = browser(plain.stranger, is_stolen=False), plain.teacher
    body = {"name": "Anybody", "email": teacher.email, "role": "officer", "may_offer": True}
    client.post(f"/api/v1/agencies/{home.pk}/people", body, content_type=JSON)
    own = browser(teacher, is_stolen=False)
    own.post(f"/api/v1/me/offers/{_offer_of(teacher)}/decline", {}, content_type=JSON)
    told = Recipient.objects.filter(user_id=teacher.pk).count()

    again = client.post(f"/api/v1/agencies/{home.pk}/people", body, content_type=JSON)
    page = client.post(
        f"/administration/agencies/{home.pk}/invite",
        {"act": "invite", "name": "Anybody", "email": teacher.email, "role": "officer", "may_offer": "yes"},
    )

    assert (again.status_code, again.json()["code"], page.status_code) == (409, "offer_declined", 422)
    assert Recipient.objects.filter(user_id=teacher.pk).count() == told


# --- codes and letters ------------------------------------------------------------------------------------------------
@STEALING
@ENEMIES
def test_letters_for_all_make_no_code_for_who_has_signed_in_or_is_guarded(
    plain: Plain, who: str, is_stolen: bool
) -> None:
    """Who signs in by their agency has no password: they were taken for people who never came."""
    by_agency = kept(plain.district, "byagency")
    User.objects.filter(pk__in=[by_agency.pk, plain.counselor.pk]).update(password=make_password(None))
    never = kept(plain.district, "never")
    User.objects.filter(pk=never.pk).update(password=make_password(None), last_login=None)
    client = browser(enemy(plain, who), is_stolen=is_stolen)

    client.post(f"/administration/agencies/{plain.district.pk}/invite", {"act": "letters", "by": "letter"})

    coded = set(Invitation.objects.values_list("user__username", flat=True))
    assert coded == ({"never"} if who == "mallory" and not is_stolen else set())


# --- a directory's token in other hands -------------------------------------------------------------------------------
def test_a_stolen_token_is_nobody_guarded_and_gives_nobody_a_role_that_two_decide_on(plain: Plain) -> None:
    directory, before = plain.own_directory, seen((plain.second, plain.counselor))
    address = f"enemy@{DOMAIN}"
    people = (plain.second, plain.counselor)

    changed = [
        directory.ask("PATCH", f"/Users/{one.public_id}", body)[0]
        for one in people
        for body in (
            patch("emails", [{"value": address, "primary": True}]),
            patch("displayName", "Someone Else"),
            patch("userName", "somebody.else"),
            patch("roles", [{"value": "administrator"}]),
        )
    ]
    taken = [
        directory.ask("DELETE", f"/Users/{plain.second.public_id}")[0],
        directory.ask("PATCH", f"/Users/{plain.second.public_id}", patch("active", value=False))[0],
    ]
    squatted = directory.ask(
        "POST",
        "/Users",
        {**IN_DIRECTORY, "userName": "new", "emails": [{"value": plain.second.email, "primary": True}]},
    )[0]
    boss = directory.ask("POST", "/Users", {**IN_DIRECTORY, "userName": "b", "roles": [{"value": "administrator"}]})[0]
    group = directory.ask(
        "POST", "/Groups", {"displayName": "Chiefs", "members": [{"value": str(plain.mallory.public_id)}]}
    )

    assert set(changed) == {400}
    assert all(status in (400, 403, 409) for status in (*taken, squatted, boss)), (taken, squatted, boss)
    assert group[0] in (201, 400)
    assert seen((plain.second, plain.counselor)) == before
    assert not AgencyMember.objects.filter(role=MemberRole.ADMINISTRATOR.value, started_at__gt=timezone.now()).exists()


def test_a_token_opens_the_directory_and_nothing_else(plain: Plain) -> None:
    token = plain.own_directory.token
    doors = (
        "/api/v1/me",
        f"/api/v1/people/{plain.second.public_id}",
        f"/administration/people/{plain.second.public_id}",
    )

    answers = [
        Client(headers={"Authorization": f"Bearer {token}", "X-Session-Token": token}).get(door).status_code
        for door in doors
    ]

    assert answers == [401, 401, 302]
    assert not DirectoryToken.objects.filter(token_hash=token).exists()


# --- recovery ---------------------------------------------------------------------------------------------------------
@STEALING
@ENEMIES
def test_no_enemy_alone_carries_a_recovery_out(plain: Plain, who: str, is_stolen: bool) -> None:
    """The console has asked for a friend of the enemy; who is no member, or is to be appointed, confirms nothing."""
    past = timezone.now() - timedelta(days=30)
    User.objects.filter(pk__in=[plain.second.pk, plain.mallory.pk]).update(last_login=past)
    call_command("recover_agency", plain.district.name, administrator="teacher", reason="Because", stdout=StringIO())
    AgencyRecovery.objects.update(asked_at=past)
    row, before = AgencyRecovery.objects.get(), seen(plain.victims)
    person = enemy(plain, who)
    client = browser(person, is_stolen=is_stolen)
    # Looking in has signed them in: an agency whose administrator is there is not lost.
    User.objects.filter(pk=person.pk).update(last_login=timezone.now())

    client.post("/administration/recovery", {"act": "confirm", "recovery": str(row.pk)})

    assert seen(plain.victims) == before


# --- who is told ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("act", ["invite_again", "change_address", "change_name", "change_username", "reset_factors"])
def test_whom_an_administrator_asks_about_is_told_at_once_and_refuses(plain: Plain, act: str) -> None:
    client, victim = browser(plain.mallory, is_stolen=False), plain.second
    asks = {"act": act, "detail": "somebody.else", "reason": "Because"}

    asked = client.post(f"/api/v1/people/{victim.public_id}/requests", asks, content_type=JSON)
    told = Recipient.objects.filter(user_id=victim.pk, source_key__startswith="account_acted").count()
    request_id = asked.json()["request_id"]
    refused = browser(victim, is_stolen=True).post(
        f"/api/v1/membership-requests/{request_id}/withdraw", {}, content_type=JSON
    )

    assert (asked.status_code, told, refused.status_code) == (201, 1, 204)


def test_an_enemy_s_own_name_takes_no_colleague_s(plain: Plain) -> None:
    client = browser(plain.mallory, is_stolen=False)
    path = f"/api/v1/people/{plain.mallory.public_id}"
    body = {"name": plain.second.display_name or "Second", "username": "mallory", "email": plain.mallory.email}

    answer = client.put(path, {**body, "phone": "", "language": ""}, content_type=JSON)

    assert (answer.status_code, answer.json()["code"]) == (409, "second_person_needed")
