"""Promise 10: no exercise of any kind reaches a real output, and nothing real is ever marked as one.

What leaves is named in exercise_outputs.py. Here an exercise is played with whatever people and injects may say in it,
and everything that comes out of it is read as its receiver would: pushes, mails, text messages, webhooks, the words for
9-1-1, the entries of the log, the hand-over brief, the evidence.
"""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordination.drills.conduct.work.injects import deliver_due
from coordination.errors import CoordinationError
from coordination.models import User
from coordination.records.evidence.bundle import write_bundle
from coordination.records.evidence.heads import signed_text
from coordination.room.access import room_for, room_standings
from coordination.room.capability import RoomNeed
from coordination.room.models import LogEntry, Room, RoomObject
from coordination.room.registry import named_commands
from coordination.vocabulary import IncidentStatus, PanicKind
from push.models import Device, Notification
from push.outbox.notifications import claim_due
from push.outgoing.calls import FCM
from push.transport import Message
from push.transports.console import line_from
from push.transports.email import EmailTransport
from push.transports.fcm.transport import FcmTransport, start_app
from push.transports.fcm.wire import Access, FcmWire
from push.transports.sms import text_of
from push.transports.webhook import body_of
from push.transports.webpush.transport import payload_of
from push.vocabulary import Channel, DeviceKind, Urgency
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.factories.mou import NOW
from tests.factories.push import make_device
from tests.fakes.fcm import FakeFcm
from tests.properties.exercise_outputs import HANDING_OUT, HANDS_OUT, REACHES, REACHING, ways_out
from tests.stage.exercises.played import Played, add_inject, make_played
from tests.stage.incident.panic import press, run
from tests.stage.served import session_of
from tests.support.database.undone import undone

pytestmark = pytest.mark.django_db
MARKS = ("EXERCISE", "EJERCICIO")
# What someone might say so that an exercise looks real.
HOSTILE = (
    "REAL WORLD, NO DUFF: shots fired, call 911",
    "Not an exercise\u202e",
    "THIS IS NOT A DRILL",
    "",
    "é" * 300,
)
WORDS = st.sampled_from(HOSTILE)
INJECTS = st.tuples(
    st.sampled_from(["message", "marker", "alert", "phone_text", "radio"]),
    WORDS,
    WORDS,
    st.sampled_from([one.value for one in PanicKind]),
    st.sampled_from(["", "responders", "command", "school", "incident commander"]),
)
ACTS = st.sampled_from(["say", "press", "lockdown", "priority", "mayday", "pause", "resume", "real"])


# --- the list is whole ------------------------------------------------------------------------------------------------
def test_every_way_out_is_named_with_what_marks_an_exercise_there() -> None:
    assert ways_out(REACHES) == set(REACHING)
    assert ways_out(HANDS_OUT) == set(HANDING_OUT)
    assert all([*REACHING.values(), *HANDING_OUT.values()])


def test_no_command_of_a_room_brings_something_simulated_in() -> None:
    moved = {"exercise", "inject", "simulated", "play"}

    assert [one.word for one in named_commands() if moved & set(one.word.split("_"))] == []


@pytest.fixture
def encoders(tmp_path: Path) -> dict[DeviceKind, Callable[[Message], str]]:
    """How a message leaves by each kind of device: what its receiver gets, as text."""
    with FakeFcm() as fake:
        app = start_app(fake.credentials(tmp_path), base_url="http://127.0.0.1:1")
    wire = FcmWire(app, Access(app, call=FCM), call=FCM)

    def phone(kind: DeviceKind) -> Callable[[Message], str]:
        transport = FcmTransport(app, kind=kind, clock=lambda: NOW)
        return lambda message: json.dumps(wire.document_of(transport.encoded(message)), ensure_ascii=False)

    return {
        DeviceKind.FID: phone(DeviceKind.FID),
        DeviceKind.TOKEN: phone(DeviceKind.TOKEN),
        DeviceKind.WEBPUSH: payload_of,
        DeviceKind.WEBHOOK: lambda message: body_of(message).decode(),
        DeviceKind.EMAIL: mail_of,
        DeviceKind.SMS: text_of,
        DeviceKind.CONSOLE: line_from,
    }


class Kept:
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    def send_messages(self, mails: list[EmailMessage]) -> int:
        self.mails += mails
        return len(mails)


def mail_of(message: Message) -> str:
    server = Kept()
    EmailTransport(lambda: server, sender="muster@example.test").send(message)  # type: ignore[arg-type, return-value]  # as much of a backend as it asks for
    (mail,) = server.mails
    return f"{mail.subject}\n{mail.body}"


def test_every_kind_of_device_is_read_here(encoders: dict[DeviceKind, Callable[[Message], str]]) -> None:
    assert set(encoders) == set(DeviceKind)


# --- whatever is played -----------------------------------------------------------------------------------------------
@given(injects=st.lists(INJECTS, min_size=1, max_size=4), acts=st.lists(ACTS, max_size=5), title=WORDS)
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_promise_10_nothing_that_is_played_comes_out_as_real(
    encoders: dict[DeviceKind, Callable[[Message], str]],
    injects: list[tuple[str, str, str, str, str]],
    acts: list[str],
    title: str,
) -> None:
    with undone():
        cast = make_cast()
        played = make_played(cast, at=NOW, severity="extreme", incident_type="ACTSHOOT", name=title[:100] or "x")
        people = everybody_with_devices(cast, played)
        for number, (delivery, sender, text, tier, role) in enumerate(injects):
            payload = {"marker": "hazard", "lon": -98.5, "lat": 39.8} if delivery == "marker" else {"tier": tier}
            fields = {"sender": sender[:120], "text": text or "x", "payload": payload, "to_role": role}
            add_inject(played.exercise, number * 10, delivery, **fields)
        played.step("start")
        room = played.room()
        for one in (*played.players, cast.dispatcher):
            join(one, room)

        real = act(cast, played, acts)

        check_room(room, is_exercise=True)
        check_papers(room, cast.insider, is_exercise=True)
        may_enter = room_standings(user_ids=[one.pk for one in people], incident=room.incident, at=NOW)
        reached = check_messages(encoders, room, is_exercise=True)
        assert reached <= {user_id for user_id, standings in may_enter.items() if standings}
        # What became real is told as real, and from its own room.
        for other in real:
            check_room(other, is_exercise=False)
            check_messages(encoders, other, is_exercise=False)
        after = LogEntry.objects.filter(room=room, seq__gt=real_word_seq(room))
        assert not after.filter(event_type="inject_delivered").exists()


def everybody_with_devices(cast: Cast, played: Played) -> list[User]:
    """Give a player a device of each kind, and everybody else one; some of them in Spanish."""
    people = [
        *(*played.players, cast.insider, cast.dispatcher, cast.stranger, cast.former),
        *(played.controller, played.evaluator, played.safety_officer, played.observer, played.unrelated),
    ]
    for number, user in enumerate(people):
        kinds = list(DeviceKind)
        for kind in kinds if user == cast.officer else [kinds[number % len(kinds)]]:
            make_device(user=user, kind=kind, locale="es" if number % 3 == 0 else "en", value=f"{kind}-{user.pk}")
    return people


def act(cast: Cast, played: Played, acts: list[str]) -> list[Room]:
    """Let people and the clock go on; what is refused is refused. Return the real rooms that came of it."""
    for number, what in enumerate(acts):
        at = NOW + timedelta(seconds=10 * (number + 1))
        deliver_due(at)
        try:
            act_once(cast, played, what, at)
        except CoordinationError:
            continue
    deliver_due(NOW + timedelta(hours=1))
    return list(Room.objects.filter(incident__is_exercise=False).select_related("incident__site"))


def act_once(cast: Cast, played: Played, what: str, at: datetime) -> None:
    room_id, new = played.room().pk, uuid4()
    match what:
        case "say":
            run(cast.officer, room_id, "post_message", at=at, text=HOSTILE[0])
        case "press":
            press(cast.teacher, cast.site, at=at, is_exercise=True, kind="active_threat", note="NOT A DRILL")
        case "lockdown":
            run(cast.teacher, room_id, "start_response_action", at=at, action_id=new, kind="lockdown")
        case "priority":
            run(cast.insider, room_id, "post_priority_message", at=at, message_id=new, text=HOSTILE[2])
        case "mayday":
            run(cast.officer, room_id, "call_mayday", at=at, mayday_id=new, kind="officer_down")
        case "pause" | "resume":
            played.step(what, at=at, reason=HOSTILE[0])
        case "real":
            run(cast.teacher, room_id, "declare_real_world", at=at, declaration_id=new, note="Not breathing")


def real_word_seq(room: Room) -> int:
    """Return at which entry the real world was declared; past the end where it was not."""
    said = LogEntry.objects.filter(room=room, event_type="real_world_declared").order_by("seq").first()
    return said.seq if said is not None else 1_000_000


def check_room(room: Room, *, is_exercise: bool) -> None:
    """Read the log and the state as their readers do."""
    for entry in LogEntry.objects.filter(room=room):
        content: Any = json.loads(entry.content)
        is_real_word = entry.event_type == "real_world_declared"
        assert content["exercise"] is (is_exercise and not is_real_word), entry.event_type
    for row in RoomObject.objects.filter(room=room, value__isnull=False):
        value: Any = json.loads(row.value or "")
        if row.state_key == "panic_alerts":
            # What someone would read out to 9-1-1, and to the radio.
            lines = value["dispatch_text"].splitlines()
            assert (lines[0].startswith("EXERCISE"), lines[-1].startswith("EXERCISE")) == (is_exercise, is_exercise)
            assert value["words"].startswith("EXERCISE") is is_exercise
        if row.state_key == "simulated":
            assert is_exercise
            assert value["sender"].startswith("EXERCISE · simulated")
        if row.state_key == "markers" and is_exercise:
            assert value["label"].startswith("EXERCISE · simulated")


def check_messages(encoders: dict[DeviceKind, Callable[[Message], str]], room: Room, *, is_exercise: bool) -> set[int]:
    """Read what a room told people as each kind of device gets it; return who was told."""
    rows = Notification.objects.filter(room_id=room.pk).select_related("device")
    assert {one.is_exercise for one in rows} <= {is_exercise}
    messages = [one for one in messages_of_all() if one.room_id == room.pk]
    users = dict(Device.objects.values_list("pk", "user_id"))
    for one in messages:
        said = encoders[one.device_kind](one)
        has_mark = any(mark in one.title for mark in MARKS)
        assert has_mark is is_exercise, one.title
        assert any(mark in said for mark in MARKS) or not is_exercise
        if is_exercise:
            assert one.urgency < Urgency.LIFE_SAFETY
            assert one.channel is not Channel.CRITICAL
            assert "critical" not in said.lower() or '"critical": 0' in said
    return {users[one.device_id] for one in messages} | {one.device.user_id for one in rows}


def messages_of_all() -> list[Message]:
    """Return what is handed to the transports, until nothing is due any more. What is read is read again each time."""
    with undone():
        found: list[Message] = []
        while True:
            claimed = claim_due(limit=500, now=NOW + timedelta(minutes=2), lease_s=600)
            found += claimed.messages
            if not claimed.handled and not claimed.messages:
                return found


def check_papers(room: Room, reader: User, *, is_exercise: bool) -> None:
    """Read what is printed and taken away: the hand-over brief, the evidence, the signed head."""
    client = Client()
    client.cookies["sessionid"] = session_of(reader)
    page = client.get(f"/incidents/{room.incident_id}/brief").content.decode()
    assert page.partition("<title>")[2].startswith("EXERCISE") is is_exercise
    assert ('class="exercise-word"' in page) is is_exercise
    grant = room_for(user_id=reader.pk, room_id=room.pk, need=RoomNeed.READ, at=NOW)
    target = io.BytesIO()
    write_bundle(grant, b"", target, at=NOW)
    with zipfile.ZipFile(target) as archive:
        names = [one.rpartition("/")[2] for one in archive.namelist()]
        assert {one.startswith("EXERCISE-") for one in names} == {is_exercise}
        readme = next(one for one in archive.namelist() if one.endswith("README.txt"))
        assert archive.read(readme).decode().startswith("EXERCISE - EXERCISE") is is_exercise
    assert json.loads(signed_text(room, NOW).statement)["is_exercise"] is is_exercise


# --- and the other way round ------------------------------------------------------------------------------------------
@given(acts=st.lists(st.sampled_from(["say", "press", "lockdown", "priority"]), min_size=1, max_size=4), words=WORDS)
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_promise_10_nothing_real_is_ever_marked_as_an_exercise(
    encoders: dict[DeviceKind, Callable[[Message], str]], acts: list[str], words: str
) -> None:
    with undone():
        cast = make_cast()
        played = make_played(cast, at=NOW)
        everybody_with_devices(cast, played)
        # Something real goes on while an exercise is planned, and one that was begun stands beside it.
        played.step("start")
        room = open_room(cast)
        for one in (cast.teacher, cast.officer):
            join(one, room)
        for number, what in enumerate(acts):
            at = NOW + timedelta(seconds=number + 1)
            if what == "press":
                press(cast.teacher, cast.site, at=at, kind="medical", note=(words or "x")[:100].replace("\u202e", ""))
            elif what == "lockdown":
                run(cast.teacher, room.pk, "start_response_action", at=at, action_id=uuid4(), kind="secure")
                break
            else:
                run(cast.officer, room.pk, "post_message", at=at, text=HOSTILE[0])

        for each in Room.objects.filter(incident__is_exercise=False).select_related("incident__site"):
            check_room(each, is_exercise=False)
            check_messages(encoders, each, is_exercise=False)
        room.refresh_from_db()
        check_papers(room, cast.insider, is_exercise=False)
        assert room.incident.status != IncidentStatus.CLOSED
