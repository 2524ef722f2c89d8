"""A session that locks takes its sockets and polls along, on whatever they run; the clock of the hub is moved here."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError
from django.test import AsyncClient, Client

from coordination.models import DeviceClass, SessionState
from coordination.sign_in.sessions.duties import STATE
from coordination.sign_in.sessions.open_sessions import locks_of
from coordination.sockets.database.threads import in_database
from coordination.sockets.room_socket import hub_of_this_loop
from coordination.sockets.socket_locks import SocketLocks
from push.devices.actions import register_device
from push.models import Notification
from push.vocabulary import DeviceKind
from tests.coordination.sockets.talk import Talk, call, enter
from tests.coordination.sockets.test_incidents_socket import add_dispatcher
from tests.coordination.sockets.test_incidents_socket import call as watch
from tests.coordination.sockets.test_long_poll import code_of, poll
from tests.stage.full_room import SECRET, Stage, run

HALF_AN_HOUR, TWELVE_HOURS = timedelta(minutes=30), timedelta(hours=12)


def make_locking(stage: Stage, who: str, *, age: timedelta = timedelta(0), device_class: str = "") -> SessionState:
    """Let a person's session be one that locks, and that no one has touched for so long."""
    key = stage.session(who)
    active_at = datetime.now(UTC) - age
    state = SessionState.objects.create(
        user=stage.people[who], session_key=key, locks=True, active_at=active_at, device_class=device_class
    )
    session = SessionStore(key)
    session[STATE] = state.pk
    session["account_authentication_methods"] = [{"method": "password", "at": active_at.timestamp()}]
    session.save()
    return state


def passes(time: timedelta) -> None:
    """Move the clock by which this process looks at sockets."""
    hub_of_this_loop().locks.now = lambda: datetime.now(UTC) + time


async def ends(talk: Talk) -> tuple[str, int]:
    found = await talk.hear_close()
    await talk.end()
    return found


# --- websockets -----------------------------------------------------------------------------------------------------
async def test_an_open_socket_that_nobody_uses_for_half_an_hour_is_told_to_lock_and_hears_nothing_more(
    stage: Stage,
) -> None:
    await in_database(make_locking, stage, "officer")
    officer, teacher = await enter(stage, "officer"), await enter(stage, "teacher")
    passes(HALF_AN_HOUR - timedelta(seconds=20))
    await officer.say(type="ping")
    assert await officer.hear("pong")

    passes(HALF_AN_HOUR + timedelta(seconds=1))

    assert await officer.hear_close() == ("session_locked", 4423)
    await in_database(run, stage.people["insider"], stage.room.id, "post_message", text="afterwards")
    assert await officer.hear_nothing()
    # No one's else: a session that no rule is about.
    assert (await teacher.hear("entry"))["content"]["event"]["text"] == "afterwards"
    await officer.end()
    await teacher.end()


async def test_the_socket_of_those_who_watch_over_incidents_locks_too(stage: Stage) -> None:
    await in_database(add_dispatcher, stage)
    await in_database(make_locking, stage, "dispatcher")
    talk = await watch(stage, "dispatcher")
    await talk.hear("incidents")

    passes(HALF_AN_HOUR + timedelta(seconds=1))

    assert await ends(talk) == ("session_locked", 4423)


@pytest.mark.parametrize("device_class", DeviceClass.values)
async def test_a_console_of_dispatch_and_a_vehicle_are_excepted_until_they_are_asked_who_they_are(
    stage: Stage, device_class: str
) -> None:
    await in_database(make_locking, stage, "officer", device_class=device_class)
    officer = await enter(stage, "officer")
    passes(TWELVE_HOURS - timedelta(minutes=1))
    await hub_of_this_loop().close_locked()
    await officer.say(type="ping")
    assert await officer.hear("pong")

    passes(TWELVE_HOURS + timedelta(minutes=1))

    assert await ends(officer) == ("session_locked", 4423)


async def test_an_exception_that_an_administrator_takes_back_ends_with_the_next_look(stage: Stage) -> None:
    state = await in_database(make_locking, stage, "officer", device_class="vehicle")
    officer = await enter(stage, "officer")
    passes(timedelta(hours=1))
    await hub_of_this_loop().close_locked()

    await in_database(lambda: SessionState.objects.filter(pk=state.pk).update(device_class=""))
    passes(timedelta(hours=1, seconds=31))

    assert await ends(officer) == ("session_locked", 4423)


async def test_a_command_is_use_and_what_an_app_says_by_itself_is_none(stage: Stage) -> None:
    await in_database(make_locking, stage, "officer")
    await in_database(make_locking, stage, "teacher")
    officer, teacher = await enter(stage, "officer"), await enter(stage, "teacher")
    passes(timedelta(minutes=20))

    await officer.command("post_message", text="still here")
    await officer.hear("ack")
    await teacher.command("share_position", lon=-98.5, lat=39.8, accuracy_m=5)
    await teacher.hear("ack", "nack")
    await teacher.say(type="opened", seq=1)
    passes(timedelta(minutes=21))
    await hub_of_this_loop().close_locked()
    passes(HALF_AN_HOUR + timedelta(seconds=1))

    assert await ends(teacher) == ("session_locked", 4423)
    await officer.say(type="ping")
    assert await officer.hear("pong")
    passes(timedelta(minutes=20) + HALF_AN_HOUR + timedelta(minutes=1))
    assert await ends(officer) == ("session_locked", 4423)


async def test_what_is_done_by_requests_keeps_the_socket_open(stage: Stage) -> None:
    state = await in_database(make_locking, stage, "officer", age=timedelta(minutes=29))
    officer = await enter(stage, "officer")
    headers = {"X-Session-Token": stage.sessions["officer"]}
    asked = await AsyncClient().get("/api/v1/me/in-use", headers=headers)
    assert datetime.fromisoformat(asked.json()["locks_at"]) - datetime.now(UTC) < timedelta(minutes=2)

    said = await AsyncClient().post("/api/v1/me/in-use", headers=headers)
    passes(timedelta(minutes=5))
    await hub_of_this_loop().close_locked()

    assert datetime.fromisoformat(said.json()["locks_at"]) - datetime.now(UTC) > timedelta(minutes=29)
    await in_database(state.refresh_from_db)
    await officer.say(type="ping")
    assert await officer.hear("pong")
    await officer.end()


async def test_after_the_password_the_socket_comes_back_and_hears_what_it_missed(stage: Stage) -> None:
    state = await in_database(make_locking, stage, "officer")
    officer = await enter(stage, "officer")
    await in_database(stage.room.refresh_from_db)
    seen = stage.room.head_seq
    passes(HALF_AN_HOUR + timedelta(seconds=1))
    assert await ends(officer) == ("session_locked", 4423)
    await in_database(run, stage.people["insider"], stage.room.id, "post_message", text="missed")

    # As saying who one is does: the session is used.
    passes(timedelta(0))
    await in_database(lambda: SessionState.objects.filter(pk=state.pk).update(active_at=datetime.now(UTC)))
    again = await call(stage, "officer")
    await again.say(type="hello", after=seen)

    assert (await again.hear("entry"))["content"]["event"]["text"] == "missed"
    await again.end()


# --- tickets and polls ----------------------------------------------------------------------------------------------
async def test_a_ticket_ends_when_its_session_locks(stage: Stage) -> None:
    await in_database(make_locking, stage, "officer", age=HALF_AN_HOUR - timedelta(seconds=10))
    headers = {"X-Session-Token": stage.sessions["officer"]}

    ticket = (await AsyncClient().post("/api/v1/ws-tickets", headers=headers)).json()

    assert datetime.fromisoformat(ticket["expires_at"]) - datetime.now(UTC) < timedelta(seconds=11)


async def test_a_locked_session_gets_no_poll_no_ticket_and_no_word(stage: Stage) -> None:
    await in_database(make_locking, stage, "insider", age=HALF_AN_HOUR + timedelta(seconds=1))

    polled = await poll(stage, "insider", "?wait=1")
    headers = {"X-Session-Token": stage.sessions["insider"]}
    others = [
        await AsyncClient().post("/api/v1/ws-tickets", headers=headers),
        await AsyncClient().post("/api/v1/me/in-use", headers=headers),
        await AsyncClient().get(f"/api/v1/rooms/{stage.room.id}/entries", headers=headers),
    ]

    assert code_of(polled) == (403, "session_locked")
    assert SECRET.encode() not in polled.content
    assert [(one.status_code, one.json()["code"]) for one in others] == [(403, "session_locked")] * 3


async def test_a_poll_that_waits_while_its_session_locks_is_answered_without_content(stage: Stage) -> None:
    await in_database(make_locking, stage, "officer", age=HALF_AN_HOUR - timedelta(seconds=1.5))
    await in_database(stage.room.refresh_from_db)

    answer = await poll(stage, "officer", f"?after={stage.room.head_seq}&wait=3")

    assert code_of(answer) == (403, "session_locked")
    assert set(json.loads(answer.content)) <= {"type", "title", "status", "code", "detail"}


# --- an alarm waits for nothing -------------------------------------------------------------------------------------
def press(stage: Stage, who: str) -> int:
    body = {"type": "raise_panic", "id": str(uuid4()), "site_id": str(stage.cast.site.id), "is_exercise": False}
    headers = {"X-Session-Token": stage.sessions[who]}
    answer = Client().post("/api/v1/panics", body, content_type="application/json", headers=headers)
    return answer.status_code


async def test_a_locked_app_is_rung_by_an_alarm_and_presses_one(stage: Stage) -> None:
    def lock_and_register() -> None:
        make_locking(stage, "officer", age=timedelta(hours=2))
        make_locking(stage, "teacher", age=timedelta(hours=2))
        register_device(
            user_id=stage.people["officer"].pk,
            session_key=stage.sessions["officer"],
            kind=DeviceKind.CONSOLE,
            value="locked phone",
            platform="test",
            locale="en",
            at=datetime.now(UTC),
        )
        Notification.objects.all().delete()

    await in_database(lock_and_register)

    assert await in_database(press, stage, "teacher") == 201
    rung = await in_database(
        lambda: Notification.objects.filter(device__session_key=stage.sessions["officer"]).exists()
    )
    assert rung


# --- what it costs --------------------------------------------------------------------------------------------------
async def test_sessions_that_never_lock_are_asked_about_once_and_others_twice_a_minute() -> None:
    asked: list[set[str]] = []
    start = datetime.now(UTC)

    async def read(keys: set[str], used: object) -> dict[str, datetime | None]:
        asked.append(set(keys))
        return {key: start + HALF_AN_HOUR if key == "police" else None for key in keys}

    locks = SocketLocks(read)  # type: ignore[arg-type]  # a set is a collection
    for second in range(60):
        locks.now = lambda second=second: start + timedelta(seconds=second)  # type: ignore[misc]
        assert await locks.locked_among({"police", "school"}) == set()

    assert asked == [{"police", "school"}, {"police"}]


async def test_a_socket_that_comes_in_between_is_asked_about_at_once_and_a_lock_is_seen_at_its_second() -> None:
    asked: list[set[str]] = []
    start = datetime.now(UTC)
    locks_after_s = {"police": 10, "fire": 20}

    async def read(keys: set[str], used: object) -> dict[str, datetime | None]:
        asked.append(set(keys))
        return {key: start + timedelta(seconds=locks_after_s[key]) for key in keys}

    locks = SocketLocks(read)  # type: ignore[arg-type]  # a set is a collection
    found = {}
    for second in range(24):
        locks.now = lambda second=second: start + timedelta(seconds=second)  # type: ignore[misc]
        sockets = {"police"} if second < 5 else {"police", "fire"} if second < 15 else {"fire"}
        found[second] = await locks.locked_among(sockets)

    assert asked[:2] == [{"police"}, {"fire"}]
    locked = {second: keys for second, keys in found.items() if keys}
    assert locked == {**{second: {"police"} for second in range(11, 15)}, **{s: {"fire"} for s in range(21, 24)}}


async def test_while_the_database_is_away_nothing_is_forgotten() -> None:
    start = datetime.now(UTC)
    told: list[dict[str, datetime]] = []
    is_away = True

    async def read(keys: set[str], used: dict[str, datetime]) -> dict[str, datetime | None]:
        if is_away:
            raise DatabaseError
        told.append(used)
        return dict.fromkeys(keys, start + HALF_AN_HOUR)

    locks = SocketLocks(read)  # type: ignore[arg-type]  # a set is a collection
    locks.note_used("police")
    with pytest.raises(DatabaseError):
        await locks.locked_among({"police"})
    is_away = False
    await locks.locked_among({"police"})

    assert list(told[0]) == ["police"]


def test_many_sessions_cost_as_many_queries_as_one(
    stage: Stage, django_assert_num_queries: Callable[..., object]
) -> None:
    for who in ("officer", "teacher", "insider"):
        make_locking(stage, who)
    keys = list(stage.sessions.values())

    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        found = locks_of(keys, used={})

    assert all(found.values())
