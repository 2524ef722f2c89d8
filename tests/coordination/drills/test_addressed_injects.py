"""What is addressed to one agency's players reaches exactly those: in the room, by push, by text message."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from coordination.drills.conduct.models import InjectRun
from coordination.drills.conduct.work.injects import deliver_due
from coordination.drills.exercises.vocabulary import ExerciseRole
from coordination.incident.map_marks.capability import Marker
from coordination.models import User
from coordination.room.access import readable_rooms, room_for
from coordination.room.capability import RoomNeed
from coordination.room.models import LogEntry, RoomObject
from coordination.room.people.holders import Holder, recheck_holders
from coordination.room.reading.read_marks import readers_of
from coordination.room.text_search.search import Question, found_in_many
from coordination.vocabulary import Audience
from mou.vocabulary import MemberRole
from push.models import Recipient
from push.vocabulary import DeviceKind
from tests.factories.cast import Cast, join, make_cast
from tests.factories.mou import make_member, make_user
from tests.factories.push import make_device
from tests.stage.exercises.played import Played, add_inject, cast_in, make_played
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db
WORDS = "Zebra at the loading dock"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def played(cast: Cast, at: Any) -> Played:
    return make_played(cast, at=at)


@pytest.fixture
def at() -> Any:
    return datetime.now(UTC) - timedelta(minutes=1)


def everybody_in(cast: Cast, played: Played) -> dict[str, User]:
    """Let everybody into the room who may enter; return them by name, a sergeant and an observer of the police too."""
    sergeant = make_member(cast.police, user=make_user(username="sergeant"), role=MemberRole.SUPERVISOR).user
    watcher = make_member(cast.police, user=make_user(username="watcher")).user
    cast_in(played.exercise, cast.police, sergeant, ExerciseRole.PLAYER)
    cast_in(played.exercise, cast.police, watcher, ExerciseRole.OBSERVER)
    played.step("start", at=played.exercise.created_at)
    staff = (played.director, played.controller, played.evaluator, played.safety_officer, played.observer)
    people = {one.username: one for one in (*played.players, sergeant, watcher, *staff, cast.dispatcher)}
    for one in people.values():
        if one != played.director:
            join(one, played.room(), at=played.exercise.created_at)
    return people


def may_read(played: Played, people: dict[str, User], seq: int) -> set[str]:
    """Return who gets an entry whole from the server; the others must get it withheld, and no word of it anywhere."""
    room = played.room()
    readers = set()
    for name, user in people.items():
        client = Client()
        client.force_login(user)
        log = client.get(f"/api/v1/rooms/{room.pk}/entries?after={seq - 1}&limit=1")
        state = client.get(f"/api/v1/rooms/{room.pk}/state")
        then = client.get(f"/api/v1/rooms/{room.pk}/state?at={seq}")
        alerts = client.get(f"/api/v1/rooms/{room.pk}/alerts")
        assert {one.status_code for one in (log, state, then)} == {200}
        answers = [one.content.decode() for one in (log, state, then)]
        found = found_in_many(readable_rooms(user.pk, played.exercise.created_at), Question(words=("zebra",)), limit=5)
        says = {WORDS in one for one in answers} | {bool(found)}
        assert len(says) == 1, name
        if says == {True}:
            readers.add(name)
            assert '"audience":"addressed"' in answers[0]
        else:
            assert '"type":"withheld"' in answers[0]
            assert alerts.status_code == 403 or f'"seq":{seq},' not in alerts.content.decode().replace(" ", "")
    return readers


@pytest.mark.parametrize(
    ("role", "readers"),
    [
        ("", {"officer", "sergeant"}),
        ("Responders", {"officer", "sergeant"}),
        ("supervisors", {"sergeant"}),
        ("Agente", {"officer"}),
    ],
)
def test_exactly_the_players_of_the_agency_and_role_are_reached(
    cast: Cast, played: Played, at: Any, role: str, readers: set[str]
) -> None:
    people = everybody_in(cast, played)
    for user in (*people.values(), played.outsider, played.unrelated):
        make_device(user=user)
        make_device(user=user, kind=DeviceKind.SMS, value=f"+1555{user.pk:07d}")
    to: Any = {"to_agency": cast.police, "to_role": role, "text": WORDS}
    add_inject(played.exercise, 0, "alert", payload={"tier": "active_threat"}, **to)
    add_inject(played.exercise, 0, "marker", payload={"marker": "hazard", "lon": -98.5, "lat": 39.8}, **to)
    add_inject(played.exercise, 0, "phone_text", **to)
    Recipient.objects.all().delete()

    deliver_due(at + timedelta(seconds=1))

    assert set(InjectRun.objects.values_list("state", flat=True)) == {"delivered"}
    entries = list(LogEntry.objects.filter(room=played.room(), event_type="inject_delivered").order_by("seq"))
    for entry in entries[:1] if role else entries:
        assert may_read(played, people, entry.seq) == readers
    assert set(Recipient.objects.values_list("user__username", flat=True)) == readers
    # The log is one chain for all, and says who did not get it no more than that there is an entry.
    assert {one.audience for one in entries}.isdisjoint({one.value for one in Audience})


def test_what_is_addressed_stays_so_when_it_is_changed_and_goes_with_the_role(
    cast: Cast, played: Played, at: Any
) -> None:
    people = everybody_in(cast, played)
    place = {"marker": "hazard", "lon": -98.5, "lat": 39.8}
    add_inject(played.exercise, 0, "marker", payload=place, to_agency=cast.police, text=WORDS)
    deliver_due(at + timedelta(seconds=1))
    room = played.room()
    marker = RoomObject.objects.get(room=room, state_key=Marker.state_key)
    with pytest.raises(Exception, match="no such marker"):
        run(cast.teacher, room.pk, "move_marker", at=at, marker_id=marker.object_id, lon=-98.4, lat=39.8)

    moved = run(cast.officer, room.pk, "move_marker", at=at, marker_id=marker.object_id, lon=-98.4, lat=39.8)
    assert moved.seq is not None
    entry = LogEntry.objects.get(room=room, seq=moved.seq)
    assert entry.audience == marker.audience
    grant = room_for(user_id=cast.officer.pk, room_id=room.pk, need=RoomNeed.READ, at=at)
    assert {one.name for one in readers_of(grant, entry, at=at).people} == {"Sergeant"}

    def hears(user: User) -> bool:
        holder = Holder(user.pk, room.participants.get(user=user).pk, "")
        return entry.audience in recheck_holders({room.pk: [holder]}, at)[room.pk][holder].audiences

    assert {name for name, one in people.items() if hears(one)} == {"officer", "sergeant"}
    played.exercise.people.filter(user=cast.officer).update(role=ExerciseRole.OBSERVER.value)
    assert {name for name, one in people.items() if hears(one)} == {"sergeant"}
