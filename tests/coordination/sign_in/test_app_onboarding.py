"""An app takes an invitation with its code: everything that the page does, by HTTP, and nothing more."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from coordination.administration.accounts.invitations import write_invitation
from coordination.administration.models import Invitation
from coordination.audit_spool import AuditNote
from coordination.models import AgencySecurity, User
from coordination.records.audit import middleware
from coordination.sign_in import adapter
from coordination.vocabulary import AuditKind, AuditOutcome
from mou.models import AgencyMember
from mou.vocabulary import MemberRole
from tests.coordination.sign_in.test_second_factors import code_of, set_up
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member, make_user

pytestmark = pytest.mark.django_db(transaction=True)
APP, PASSWORD = "/_allauth/app/v1/", "a long way to the ford "
READ, ACCEPT, WELCOME = "auth/invitation", "auth/invitation/accept", "/accounts/welcome/"
HERE, ELSEWHERE = "192.0.2.7", "198.51.100.7"


@pytest.fixture
def cast() -> Cast:
    cache.clear()
    return make_cast()


@pytest.fixture
def person(cast: Cast) -> User:
    """A teacher who was invited and never signed in."""
    user = make_member(cast.school, role=MemberRole.STAFF, user=make_user(username="teo")).user
    User.objects.filter(pk=user.pk).update(display_name="Teo Banks", language="es")
    return User.objects.get(pk=user.pk)


def invited(person: User, **changes: object) -> str:
    code = write_invitation(user_id=person.pk, made_by=None, at=timezone.now())
    Invitation.objects.filter(user=person).update(**changes)
    return code


def ask(
    path: str, token: str = "", *, method: str = "POST", source: str = HERE, **body: Any
) -> tuple[int, dict[str, Any]]:
    """Send a request as an app does: JSON, a token in its header, no cookie; return the answer."""
    headers = {"X-Session-Token": token} if token else {}
    where = path if path.startswith("/") else APP + path
    sent: dict[str, Any] = {"data": json.dumps(body), "content_type": "application/json"} if method == "POST" else {}
    answer = Client().generic(method, where, headers=headers, REMOTE_ADDR=source, **sent)
    return answer.status_code, json.loads(answer.content or b"{}")


def accepted(code: str, **more: Any) -> str:
    status, said = ask(ACCEPT, code=code, password=PASSWORD, **more)
    assert status == 200, said
    return str(said["meta"]["session_token"])


# --- what it may ------------------------------------------------------------------------------------------------------
def test_an_app_reads_an_invitation_chooses_the_password_and_is_signed_in(person: User) -> None:
    code = invited(person)

    read = ask(READ, code=code.lower().replace("-", " "))
    token = accepted(code)
    me = ask("/api/v1/me", token, method="GET")
    again = ask("auth/login", username="teo", password=PASSWORD)

    assert read == (
        200,
        {"status": 200, "data": {"user": {"username": "teo", "display": "Teo Banks", "language": "es"}}},
    )
    assert (me[0], me[1]["name"]) == (200, "Teo Banks")
    # As it was typed, with the space at its end, like on the page.
    assert again[0] == 200
    assert ask("auth/login", username="teo", password=PASSWORD.strip())[0] == 400


def test_reading_an_invitation_uses_nothing_up_and_signs_no_one_in(person: User) -> None:
    code = invited(person)

    answers = [ask(READ, code=code) for _ in range(3)]

    assert [(status, "meta" in said) for status, said in answers] == [(200, False)] * 3
    accepted(code)


def test_a_weak_password_is_said_at_its_place_and_uses_no_invitation_up(person: User) -> None:
    code = invited(person)

    status, said = ask(ACCEPT, code=code, password="way to ford")

    assert (status, said["code"], said["errors"][0]["pointer"]) == (422, "bad_password", "/password")
    accepted(code)


# --- what it may not --------------------------------------------------------------------------------------------------
def test_codes_that_were_used_are_old_or_never_were_are_answered_alike(person: User, cast: Cast) -> None:
    used, old = invited(person), invited(cast.officer, expires_at=timezone.now() - timedelta(seconds=1))
    accepted(used)
    over = make_member(cast.school, role=MemberRole.STAFF).user
    ended = invited(over)
    AgencyMember.objects.filter(user=over).update(ended_at=timezone.now())
    off = invited(cast.teacher)
    User.objects.filter(pk=cast.teacher.pk).update(is_active=False)
    codes = (used, old, ended, off, "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE", "x")

    read = [ask(READ, code=one) for one in codes]
    taken = [ask(ACCEPT, code=one, password=PASSWORD) for one in codes]
    weak = [ask(ACCEPT, code=one, password="short") for one in codes]

    assert {str(one) for one in (*read, *taken, *weak)} == {str(read[0])}
    assert (read[0][0], read[0][1]["code"]) == (404, "invitation_not_found")
    assert not User.objects.get(pk=over.pk).has_usable_password()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"code": ""},
        {"code": None, "password": PASSWORD},
        {"code": "A\0B", "password": PASSWORD},
        {"code": "x" * 41},
    ],
)
def test_what_is_no_code_is_refused_by_field(body: dict[str, Any]) -> None:
    status, said = ask(ACCEPT, **body)

    assert status == 400
    assert "code" in {one["param"] for one in said["errors"]}


def test_who_guesses_codes_waits_at_every_door_and_no_one_elsewhere_does(person: User) -> None:
    code = invited(person)

    wrong = [ask(READ if number % 2 else ACCEPT, code=f"AAAA{number}", password=PASSWORD)[0] for number in range(32)]
    right, read = ask(ACCEPT, code=code, password=PASSWORD), ask(READ, code=code)
    page = Client().post(WELCOME, {"act": "begin", "code": code}, REMOTE_ADDR=HERE)

    assert wrong == [404] * 30 + [429] * 2
    assert [(status, said["code"]) for status, said in (right, read)] == [(429, "too_many_attempts")] * 2
    assert page.status_code == 429
    assert ask(READ, code=code, source=ELSEWHERE)[0] == 200


def test_what_is_guessed_on_the_page_counts_in_the_app(person: User) -> None:
    for number in range(30):
        Client().post(WELCOME, {"act": "begin", "code": f"AAAA{number}"}, REMOTE_ADDR=HERE)

    assert ask(READ, code=invited(person))[0] == 429


def test_a_signed_in_person_takes_no_invitation_of_another(person: User, cast: Cast) -> None:
    theirs = accepted(invited(person))
    before = User.objects.get(pk=cast.officer.pk).password
    code = invited(cast.officer)

    read, taken = ask(READ, theirs, code=code), ask(ACCEPT, theirs, code=code, password=PASSWORD)
    dead = ask(ACCEPT, "no-session", code=code, password=PASSWORD)

    assert [(status, said["code"]) for status, said in (read, taken)] == [(409, "signed_in_already")] * 2
    assert (dead[0], dead[1]["code"]) == (410, "session_over")
    assert User.objects.get(pk=cast.officer.pk).password == before
    assert ask(READ, code=code)[0] == 200


def test_who_accepts_chooses_no_role_agency_name_or_person(person: User, cast: Cast) -> None:
    before = list(AgencyMember.objects.order_by("pk").values())
    more: dict[str, Any] = {
        "role": "administrator",
        "agency_id": str(cast.police.pk),
        "username": "chief",
        "user_id": cast.officer.pk,
    }

    token = accepted(invited(person), **more, is_staff=True, display_name="Chief")

    assert list(AgencyMember.objects.order_by("pk").values()) == before
    assert ask("/api/v1/me", token, method="GET")[1]["name"] == "Teo Banks"
    assert ask(f"/api/v1/agencies/{cast.school.pk}/audit", token, method="GET")[0] == 404


# --- the second factor ------------------------------------------------------------------------------------------------
def test_whose_agency_asks_for_a_factor_sets_one_up_by_the_app_before_anything_else(person: User, cast: Cast) -> None:
    AgencySecurity.objects.create(agency=cast.school, requires_factor=True)

    token = accepted(invited(person))
    owes = ask("/api/v1/me", token, method="GET")
    press = ask("/api/v1/panics", token, **press_of(cast))
    asked = ask("account/authenticators/totp", token, method="GET")
    set_up_now = ask("account/authenticators/totp", token, code=code_of(asked[1]["meta"]["secret"]))
    codes = ask("account/authenticators/recovery-codes", token)

    assert (owes[0], owes[1]["code"]) == (403, "second_factor_needed")
    assert (asked[0], set_up_now[0], codes[0]) == (404, 200, 200)
    assert len(codes[1]["data"]["unused_codes"]) == 10
    assert ask("/api/v1/me", token, method="GET")[0] == 200
    assert press[0] in (200, 201)


def press_of(cast: Cast) -> dict[str, Any]:
    about = {"id": str(uuid.uuid4()), "site_id": str(cast.site.pk), "kind": "medical"}
    return {"type": "raise_panic", **about, "is_exercise": False}


def test_who_has_a_factor_is_asked_for_it_after_an_invitation_too(person: User) -> None:
    """A letter that someone else reads makes no way around the phone."""
    secret = set_up(person)

    status, said = ask(ACCEPT, code=invited(person), password=PASSWORD)
    token = said["meta"]["session_token"]
    before = ask("/api/v1/me", token, method="GET")
    wrong = ask("auth/2fa/authenticate", token, code="000000")
    done = ask("auth/2fa/authenticate", token, code=code_of(secret))

    assert (status, {"id": "mfa_authenticate", "is_pending": True, "types": ["totp"]} in said["data"]["flows"]) == (
        401,
        True,
    )
    assert (before[0], wrong[0], done[0]) == (401, 400, 200)
    assert ask("/api/v1/me", done[1]["meta"].get("session_token", token), method="GET")[0] == 200


# --- what is written down ---------------------------------------------------------------------------------------------
def test_the_audit_says_of_the_app_what_it_says_of_the_page(
    person: User, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes: list[AuditNote] = []
    for module in (adapter, middleware):
        monkeypatch.setattr(module, "note", notes.append)

    Client().post(WELCOME, {"act": "choose", "code": invited(person), "password": PASSWORD, "again": PASSWORD})
    by_page, notes[:] = [(one.kind, one.outcome, one.what) for one in notes], []
    accepted(invited(person))
    by_app = [(one.kind, one.outcome, one.what) for one in notes]

    assert (AuditKind.SIGN_IN, AuditOutcome.DONE, "signed_in") in by_page
    assert by_app == by_page
