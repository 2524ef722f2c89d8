"""A press of the alarm waits for nothing: no rule, lock, notice, factor or setting stands before it, at any door."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from coordination.incident.panic.models import PanicPress
from coordination.models import AccountLock, AgencySecurity, SessionState, User
from coordination.sign_in.sessions.held import weigh_memberships_of
from mou.access.fetch import active_memberships
from mou.agencies.memberships.members import Post
from mou.agencies.memberships.taking_in import offer_place
from mou.models import Suspension
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_agency, make_member
from tests.stage.sign_in.what_agencies_ask import SETS_OF_RULES, all_duties, chosen, owe_everything

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
DOORS = (
    "/panic",
    "/api/v1/panics",
    f"/api/v1/sites/{uuid.uuid4()}/panic-places",
    f"/api/v1/rooms/{uuid.uuid4()}/panics/{uuid.uuid4()}/told",
)
# Where every command of a room is taken: a press opens or finds its own room, whichever stands in the address.
COMMANDS = f"/api/v1/rooms/{uuid.uuid4()}/commands"
OTHER_INCIDENT = {"is_exercise": False, "incident_type": "ALRPANS", "severity": "extreme"}
# All that may come over an account or a session.
STATES = ("nothing", "left alone for an hour", "its state is lost", "it owes everything", "the account is locked")


@pytest.fixture
def cast() -> Cast:
    cache.clear()
    return make_cast()


def sign_in(user: User) -> Client:
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    return client


def press(client: Client, cast: Cast, *, door: str = "/api/v1/panics", **headers: str) -> int:
    return int(press_at(door, client, cast, **headers).status_code)


def press_at(door: str, client: Client, cast: Cast, **headers: str) -> Any:
    about = {"id": str(uuid.uuid4()), "site_id": str(cast.site.pk), "kind": "medical"}
    command = {"type": "raise_panic", **about, "is_exercise": False}
    return client.post(door, command, content_type="application/json", headers=headers)


def told_of_press(client: Client, cast: Cast) -> int:
    """Press, and ask how far it has come."""
    receipt = press_at("/api/v1/panics", client, cast).json()
    return int(client.get(f"/api/v1/rooms/{receipt['room_id']}/panics/{receipt['panic_id']}/told").status_code)


def say(client: Client, room_id: object, **command: object) -> Any:
    body = {"id": str(uuid.uuid4()), **command}
    return client.post(f"/api/v1/rooms/{room_id}/commands", body, content_type="application/json")


def come_over(state: str, user: User, client: Client) -> None:
    if state == "left alone for an hour":
        SessionState.objects.filter(user=user).update(active_at=timezone.now() - timedelta(hours=1))
        session = client.session
        for record in session["account_authentication_methods"]:
            record["at"] -= 3_600 * 13
        session.save()
    elif state == "its state is lost":
        SessionState.objects.filter(user=user).delete()
    elif state == "it owes everything":
        owe_everything(user.pk)
    elif state == "the account is locked":
        AccountLock.objects.create(user=user, locked_at=timezone.now())


@pytest.mark.parametrize("door", DOORS)
def test_whatever_a_session_owes_the_doors_of_the_alarm_are_open(door: str) -> None:
    for owed in all_duties():
        owed.check(door)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("rules", SETS_OF_RULES)
def test_whatever_an_agency_asks_its_people_press(cast: Cast, rules: frozenset[str], state: str) -> None:
    """By every combination of rules, by the cookie of a browser and the token of an app."""
    AgencySecurity.objects.create(agency=cast.school, **chosen(rules))
    client = sign_in(cast.teacher)
    token = client.session.session_key or ""
    come_over(state, cast.teacher, client)

    pressed = [press(client, cast), press(Client(), cast, **{"X-Session-Token": token})]
    among_commands = [
        press(client, cast, door=COMMANDS),
        press(Client(), cast, door=COMMANDS, **{"X-Session-Token": token}),
    ]

    assert client.get("/panic").status_code == 200
    assert client.get(f"/api/v1/sites/{cast.site.pk}/panic-places").status_code == 200
    assert (pressed, among_commands) == ([201, 201], [200, 200])
    assert told_of_press(client, cast) == 200
    assert PanicPress.objects.count() == 5


def test_where_commands_are_taken_a_session_that_owes_something_presses_and_does_nothing_else(cast: Cast) -> None:
    AgencySecurity.objects.create(agency=cast.school, locks_sessions=True)
    client = sign_in(cast.teacher)
    come_over("left alone for an hour", cast.teacher, client)
    receipt = press_at(COMMANDS, client, cast).json()
    room_id = receipt["room_id"]
    panic_id = PanicPress.objects.get().pk

    others = [
        say(client, room_id, type="post_message", text="Here."),
        # Whoever picks up a locked phone tells no one that it was a mistake.
        say(client, room_id, type="cancel_panic", panic_id=str(panic_id), reason="No."),
        say(client, room_id, type="open_incident", site_id=str(cast.site.pk), title="Calm.", **OTHER_INCIDENT),
    ]

    assert [(one.status_code, one.json()["code"]) for one in others] == [(403, "session_locked")] * 3
    assert client.get(f"/api/v1/rooms/{room_id}/state").status_code == 403


def test_whom_a_rule_of_another_agency_holds_back_presses_there_all_the_same(cast: Cast) -> None:
    """A school that does not keep the account asks for a factor: the membership opens nothing but the alarm."""
    police = make_agency(AgencyKind.FIRE, name="Farther Fire")
    visitor = make_member(police).user
    make_member(cast.school, user=visitor, role=MemberRole.STAFF)
    AgencySecurity.objects.create(agency=cast.school, requires_factor=True)
    weigh_memberships_of(visitor.pk, timezone.now())
    client = Client()
    client.force_login(visitor)

    page = client.get("/panic").content.decode()
    first, second = press(client, cast), press(client, cast)
    among_commands, told = press(client, cast, door=COMMANDS), told_of_press(client, cast)

    assert Suspension.objects.get().of_rule
    assert cast.school.pk not in {one.agency_id for one in active_memberships(visitor.pk, timezone.now())}
    assert cast.site.name in page
    assert (first, second, among_commands, told) == (201, 201, 200, 200)
    assert client.get("/api/v1/sites").json() == []
    assert client.get("/api/v1/incidents").json() == []


def test_who_was_suspended_by_a_person_does_not_press(cast: Cast) -> None:
    """The other side of it: that is no rule."""
    member = cast.teacher.memberships.get()
    Suspension.objects.create(member=member, reason="Inquiry.", begun_at=timezone.now())
    client = Client()
    client.force_login(cast.teacher)

    assert press(client, cast) == 404


def test_an_offer_from_a_stranger_stands_before_nothing(cast: Cast) -> None:
    stranger = make_member(cast.strangers, role=MemberRole.ADMINISTRATOR).user
    at = timezone.now()
    offer_place(
        actor_id=stranger.pk, agency=cast.strangers, user_id=cast.teacher.pk, post=Post(MemberRole.OFFICER), at=at
    )

    assert press(sign_in(cast.teacher), cast) == 201
