"""Sessions that lock, accounts that lock, notices to accept, and an alarm that waits for none of it."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coordination.models import AccountLock, AgencySecurity, SessionState, User
from coordination.sign_in.attempts.account_locks import is_locked
from mou.models import AdministrativeAct, AgencyMember
from mou.vocabulary import MemberRole
from tests.coordination.sign_in.test_second_factors import code_of, set_up
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member, make_user

pytestmark = pytest.mark.django_db
PASSWORD, AGAIN = "correct horse battery", "/accounts/reauthenticate/"
APP = "/_allauth/app/v1/"


@pytest.fixture
def cast() -> Cast:
    cache.clear()
    cast = make_cast()
    for person in (cast.officer, cast.teacher):
        person.set_password(PASSWORD)
        person.save()
    return cast


@pytest.fixture
def locking(cast: Cast) -> AgencySecurity:
    return AgencySecurity.objects.create(agency=cast.school, locks_sessions=True)


def sign_in(user: User, password: str = PASSWORD) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": user.username, "password": password})
    return client


def token_of(user: User) -> str:
    body = {"username": user.username, "password": PASSWORD}
    answer = Client().post(f"{APP}auth/login", body, content_type="application/json")
    return str(answer.json()["meta"]["session_token"])


def let_pass(user: User, minutes: int) -> None:
    """Leave a person's sessions alone for so long, as far as their rows say."""
    ago = timezone.now() - timedelta(minutes=minutes)
    SessionState.objects.filter(user=user).update(active_at=ago)


def leave_alone(client: Client, user: User, minutes: int) -> None:
    """Leave a session alone for so long after its sign-in."""
    let_pass(user, minutes)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= minutes * 60
    session.save()


# --- a session that no one touches ------------------------------------------------------------------------------------
def test_a_session_locks_after_half_an_hour_and_goes_on_with_the_password(cast: Cast, locking: AgencySecurity) -> None:
    client = sign_in(cast.teacher)
    leave_alone(client, cast.teacher, 29)
    assert client.get("/account/sessions").status_code == 200
    leave_alone(client, cast.teacher, 31)

    locked = client.get("/account/sessions")
    asked = client.get("/api/v1/me")
    wrong = client.post(AGAIN, {"password": "wrong horse battery", "next": "/account/sessions"})
    still = client.get("/account/sessions").status_code
    right = client.post(AGAIN, {"password": PASSWORD, "next": "/account/sessions"})

    assert locked["Location"] == f"{AGAIN}?next=%2Faccount%2Fsessions"
    assert (asked.status_code, asked.json()["code"]) == (403, "session_locked")
    assert (wrong.status_code, still) == (200, 302)
    assert right["Location"] == "/account/sessions"
    assert client.get("/account/sessions").status_code == 200


def test_looking_is_no_use_and_doing_something_is(cast: Cast, locking: AgencySecurity) -> None:
    client = sign_in(cast.teacher)
    leave_alone(client, cast.teacher, 20)
    client.get("/api/v1/incidents")
    client.get("/accounts/in-use/")
    assert SessionState.objects.get().active_at < timezone.now() - timedelta(minutes=19)

    assert client.post("/accounts/in-use/").status_code == 204

    assert SessionState.objects.get().active_at > timezone.now() - timedelta(minutes=1)


def test_what_a_device_says_by_itself_is_no_use_and_a_command_is(cast: Cast, locking: AgencySecurity) -> None:
    client = sign_in(cast.teacher)
    exercise: dict[str, object] = {
        "type": "open_incident",
        "incident_type": "STDBY",
        "severity": "minor",
        "title": "A drill",
    }
    exercise |= {"id": str(uuid.uuid4()), "site_id": str(cast.site.pk), "is_exercise": True}
    opened = client.post("/api/v1/incidents", exercise, content_type="application/json").json()
    commands = f"/api/v1/rooms/{opened['room_id']}/commands"

    def is_used_by(address: str, **body: object) -> tuple[int, bool]:
        leave_alone(client, cast.teacher, 20)
        status = client.post(address, body, content_type="application/json").status_code
        return status, SessionState.objects.get().active_at > timezone.now() - timedelta(minutes=1)

    joined = is_used_by(commands, type="join_room", id=str(uuid.uuid4()))
    shared = is_used_by(commands, type="share_position", id=str(uuid.uuid4()), lon=-98.5, lat=39.8, accuracy_m=8)
    receipt = is_used_by(f"/api/v1/notifications/{uuid.uuid4()}/receipts", stage="delivered")

    assert (joined, shared, receipt[1]) == ((200, True), (200, False), False)


def test_a_locked_session_is_not_used_by_being_asked(cast: Cast, locking: AgencySecurity) -> None:
    client = sign_in(cast.teacher)
    leave_alone(client, cast.teacher, 31)

    assert client.post("/accounts/in-use/").status_code == 403
    assert client.get("/").status_code == 302


def test_an_app_locks_too_and_gets_no_ticket_poll_or_device(cast: Cast, locking: AgencySecurity) -> None:
    headers = {"X-Session-Token": token_of(cast.teacher)}
    client = Client()
    client.cookies["sessionid"] = headers["X-Session-Token"]
    leave_alone(client, cast.teacher, 31)
    device = {"kind": "webhook", "address": "https://push.example/x", "name": "Phone"}

    answers = [
        Client().post("/api/v1/ws-tickets", headers=headers),
        Client().post("/api/v1/devices", device, content_type="application/json", headers=headers),
        Client().get("/api/v1/incidents", headers=headers),
    ]
    body = {"password": PASSWORD}
    again = Client().post(f"{APP}auth/reauthenticate", body, content_type="application/json", headers=headers)

    assert [(one.status_code, one.json()["code"]) for one in answers] == [(403, "session_locked")] * 3
    assert again.status_code == 200
    assert Client().post("/api/v1/ws-tickets", headers=headers).status_code == 201


def test_whoever_uses_it_is_asked_again_after_twelve_hours(cast: Cast, locking: AgencySecurity) -> None:
    client = sign_in(cast.teacher)
    leave_alone(client, cast.teacher, 12 * 60 + 1)
    let_pass(cast.teacher, 0)

    assert client.get("/")["Location"].startswith(AGAIN)


def test_a_press_of_the_alarm_waits_for_no_password(cast: Cast, locking: AgencySecurity) -> None:
    client = sign_in(cast.teacher)
    leave_alone(client, cast.teacher, 600)
    press = {
        "type": "raise_panic",
        "id": str(uuid.uuid4()),
        "site_id": str(cast.site.id),
        "is_exercise": False,
    }

    page = client.get("/panic")
    pressed = client.post("/api/v1/panics", press, content_type="application/json")
    places = client.get(f"/api/v1/sites/{cast.site.id}/panic-places")

    assert (page.status_code, places.status_code, pressed.status_code) == (200, 200, 201), pressed.content
    # And nothing else: what the press has opened is read after the password.
    assert client.get("/api/v1/incidents").status_code == 403
    assert client.get("/")["Location"].startswith(AGAIN)


def test_an_officer_s_session_locks_by_the_kind_of_the_agency(cast: Cast) -> None:
    secret = set_up(cast.officer)
    client = sign_in(cast.officer)
    client.post("/accounts/factors/code/", {"code": code_of(secret)})
    assert client.get("/").status_code == 200

    leave_alone(client, cast.officer, 31)

    assert client.get("/")["Location"].startswith(AGAIN)


def test_a_dispatch_console_is_excepted_by_an_administrator_and_by_nobody_else(
    cast: Cast, locking: AgencySecurity
) -> None:
    client = sign_in(cast.teacher)
    keeper = make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user
    administrator, officer = Client(), Client()
    administrator.force_login(keeper)
    officer.force_login(cast.officer)
    address = f"/administration/people/{cast.teacher.public_id}"
    administrator.get(address)
    form = {"act": "device_class", "device_class": "dispatch_console", "session_id": session_row(client)}

    assert client.post("/account/sessions", form).status_code == 404
    assert officer.post(address, form).status_code == 404
    assert administrator.post(address, {**form, "device_class": "sofa"}).status_code == 422
    assert administrator.post(address, form).status_code == 303

    leave_alone(client, cast.teacher, 300)
    assert client.get("/").status_code == 200
    # Who it is is asked all the same.
    leave_alone(client, cast.teacher, 721)
    assert client.get("/").status_code == 302
    act = AdministrativeAct.objects.get(member__user=cast.teacher, kind="account_changed")
    assert act.changes["device_class"] == ["", "dispatch_console"]


def session_row(client: Client) -> int:
    from allauth.usersessions.models import UserSession

    return int(UserSession.objects.get(session_key=client.session.session_key).pk)


def test_a_privileged_act_asks_who_it_is_after_five_minutes_and_then_goes_on(
    cast: Cast, locking: AgencySecurity
) -> None:
    principal = AgencyMember.objects.get(agency=cast.school, role=MemberRole.ADMINISTRATOR.value).user
    principal.set_password(PASSWORD)
    principal.save()
    client, address = sign_in(principal), f"/security/{cast.school.id}"
    leave_alone(client, principal, 6)
    let_pass(principal, 0)

    asked = client.post(address, {"act": "security", "requires_factor": "on"})
    before = AgencySecurity.objects.get().requires_factor
    client.post(AGAIN, {"password": PASSWORD, "next": address})

    assert asked["Location"].startswith(AGAIN)
    assert (before, AgencySecurity.objects.get().requires_factor) == (False, True)


# --- a notice to accept -----------------------------------------------------------------------------------------------
def test_a_notice_is_accepted_before_anything_is_shown(cast: Cast) -> None:
    AgencySecurity.objects.create(agency=cast.school, use_notice="Restricted.\n<b>Monitored.</b>")
    client = sign_in(cast.teacher)

    first = client.get("/")
    asked = client.get("/api/v1/me")
    page = client.get("/accounts/notice/").content.decode()
    panic = client.get("/panic").status_code
    client.post("/accounts/notice/")

    assert (first["Location"], asked.json()["code"], panic) == ("/accounts/notice/", "notice_not_accepted", 200)
    assert "Restricted." in page
    assert "<b>Monitored" not in page
    assert client.get("/").status_code == 200
    assert sign_in(cast.teacher).get("/")["Location"] == "/accounts/notice/"


def test_an_app_is_asked_for_no_notice_and_shows_it_itself(cast: Cast) -> None:
    AgencySecurity.objects.create(agency=cast.school, use_notice="Restricted.")

    answer = Client().get("/api/v1/me", headers={"X-Session-Token": token_of(cast.teacher)})

    assert answer.status_code == 200


# --- an account that locks --------------------------------------------------------------------------------------------
@pytest.fixture
def hard(cast: Cast) -> AgencySecurity:
    return AgencySecurity.objects.create(agency=cast.police, locks_accounts=True)


def guess(user: User, times: int, address: str = "203.0.113.9") -> None:
    for number in range(times):
        form = {"login": user.username, "password": f"wrong horse {number}"}
        Client().post("/accounts/login/", form, REMOTE_ADDR=f"{address}{number}")


def test_five_wrong_passwords_lock_an_officer_s_account_until_it_is_released(cast: Cast, hard: AgencySecurity) -> None:
    signed_in = sign_in(cast.officer)
    guess(cast.officer, 4)
    assert not is_locked(cast.officer)
    guess(cast.officer, 1)
    assert is_locked(cast.officer)

    wrong = Client().post("/accounts/login/", {"login": "officer", "password": "wrong horse"}, REMOTE_ADDR="192.0.2.7")
    right = Client().post("/accounts/login/", {"login": "officer", "password": PASSWORD}, REMOTE_ADDR="192.0.2.8")
    # Who guesses right learns nothing by it, and who is signed in goes on.
    assert (wrong.status_code, right.status_code) == (200, 200)
    assert signed_in.get("/accounts/factors/").status_code == 200

    call_command("release_account", "officer")
    assert not is_locked(cast.officer)
    assert sign_in(cast.officer).get("/")["Location"] == "/accounts/factors/"


def test_an_administrator_releases_it_on_the_page_and_others_do_not(cast: Cast, hard: AgencySecurity) -> None:
    chief = make_member(cast.police, user=make_user(username="chief"), role=MemberRole.ADMINISTRATOR).user
    User.objects.filter(pk=cast.officer.pk).update(home_agency=cast.police)
    AccountLock.objects.create(user=cast.officer, locked_at=timezone.now())
    address, form = f"/administration/people/{cast.officer.public_id}", {"act": "release"}
    administrator, teacher = Client(), Client()
    administrator.force_login(chief)
    teacher.force_login(cast.teacher)

    assert teacher.post(address, form).status_code == 404
    assert "Release the account" in administrator.get(address).content.decode()
    assert administrator.post(address, form).status_code == 303
    assert not is_locked(cast.officer)
    assert AdministrativeAct.objects.get(agency=cast.police).changes["locked"] == ["True", "False"]


def test_wrong_passwords_that_are_far_apart_or_followed_by_the_right_one_lock_nothing(
    cast: Cast, hard: AgencySecurity
) -> None:
    guess(cast.officer, 4)
    sign_in(cast.officer)
    guess(cast.officer, 1, "198.51.100.")
    assert not is_locked(cast.officer)

    old = [(timezone.now() - timedelta(minutes=16)).isoformat()] * 4
    AccountLock.objects.filter(user=cast.officer).update(wrong_at=old)
    guess(cast.officer, 1, "198.51.100.1")
    assert not is_locked(cast.officer)


def test_no_stranger_locks_a_teacher_out_whatever_the_agency_chose(cast: Cast) -> None:
    AgencySecurity.objects.create(agency=cast.school, locks_accounts=True)
    guess(cast.teacher, 8)

    assert not is_locked(cast.teacher)
    assert sign_in(cast.teacher).get("/").status_code == 200


def test_a_notice_stands_before_the_password_as_text(cast: Cast) -> None:
    AgencySecurity.objects.create(agency=cast.police, use_notice="Restricted <b>system</b>.")

    page = Client().get("/accounts/login/").content.decode()
    other = Client().get("/agency-sign-in/").content.decode()

    assert page.index("Restricted &lt;b&gt;system") < page.index('name="password"')
    assert cast.police.name in page
    assert "Restricted &lt;b&gt;system" in other
    AgencySecurity.objects.update(use_notice="")
    assert "use-notice" not in Client().get("/accounts/login/").content.decode()


def test_a_stranger_s_notice_stands_before_nobody_s_password(cast: Cast) -> None:
    """An agency without an agreement says nothing to everybody; districts, their schools and partners do."""
    for agency in (cast.strangers, cast.district, cast.school):
        AgencySecurity.objects.create(agency=agency, use_notice=f"Watched by {agency.name}.")

    page = Client().get("/accounts/login/").content.decode()

    assert [f"Watched by {one.name}." in page for one in (cast.strangers, cast.district, cast.school)] == [
        False,
        True,
        True,
    ]


def test_a_page_is_told_when_its_session_locks(cast: Cast, locking: AgencySecurity) -> None:
    client = sign_in(cast.teacher)
    leave_alone(client, cast.teacher, 29)

    soon = client.get("/accounts/in-use/")
    leave_alone(client, cast.teacher, 31)
    locked = client.get("/accounts/in-use/")

    assert (soon.status_code, locked.status_code) == (204, 403)
    assert 50 <= float(soon["X-Locks-In"]) <= 60
    # A page that is told whole seconds covers too late.
    assert soon["X-Locks-In"][-4] == "."
    assert float(locked["X-Locks-In"]) == 0
    AgencySecurity.objects.update(locks_sessions=False)
    assert "X-Locks-In" not in sign_in(cast.teacher).get("/accounts/in-use/")


# --- whose session it is ----------------------------------------------------------------------------------------------
def test_an_app_s_session_is_asked_for_once_and_what_is_gone_or_over_signs_nobody_in(cast: Cast) -> None:
    token, over, gone = (token_of(cast.teacher) for _ in range(3))
    Session.objects.filter(pk=over).update(expire_date=timezone.now() - timedelta(seconds=1))
    Session.objects.filter(pk=gone).delete()

    with CaptureQueriesContext(connection) as asked:
        statuses = [Client().get("/api/v1/me", headers={"X-Session-Token": token}).status_code]
    of_sessions = [one["sql"] for one in asked if 'FROM "django_session"' in one["sql"]]
    statuses += [Client().get("/api/v1/me", headers={"X-Session-Token": one}).status_code for one in (over, gone, "x")]

    assert statuses == [200, 401, 401, 401]
    assert len(of_sessions) == 1
