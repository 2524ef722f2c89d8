"""Promise 9: whatever people do, replaying what each may read gives what the tables say, and the chain holds."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from uuid import UUID, uuid4, uuid5

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordination.describe.catalogue import EVENTS, LOGGED_COMMANDS, server_frame_adapter
from coordination.errors import CoordinationError
from coordination.incident.attachments.uploads import upload_file
from coordination.models import User
from coordination.room.access import Asker, RoomGrant, room_for
from coordination.room.capability import Command, RoomNeed
from coordination.room.dispatch import RoomCommand, execute, execute_all
from coordination.room.entry.patch import state_from_contents
from coordination.room.models import LogEntry, Participant, Room
from coordination.room.reading import log_reading
from coordination.room.reading.state import RoomState, state_at, state_now
from coordination.room.registry import command_adapter, event_rules
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import Audience, IncidentType, MarkerKind, ResponderStatus, RoomReportState, ShapeKind
from mapping.models import Level, Space
from mou.vocabulary import AgencyKind, TermKind
from tests.factories.cast import Cast, asks, join, make_cast, open_room
from tests.factories.commands import sample_command
from tests.factories.mapping import make_plan
from tests.factories.mou import NOW, make_agency, make_memorandum, make_term, make_widening
from tests.properties.replay.room_search import RESPONDER_STORY, STAFF_STORY, responder_words
from tests.stage.devices.clients import verifier
from tests.support.database.undone import undone

pytestmark = pytest.mark.django_db

WHO = ("insider", "teacher", "officer", "dispatcher")
NAMES = UUID("5c1f4a1e-0000-5000-8000-000000000000")
_ticks = count(1)


@dataclass
class Scene:
    """A room and what people talk about in it: few things, so that they meet."""

    cast: Cast
    room: Room
    levels: Sequence[UUID]

    def user(self, who: str) -> User:
        user: User = getattr(self.cast, who)
        return user

    def asker(self, who: str) -> Asker:
        """Return a person asking, each time a moment later."""
        return asks(self.user(who), at=NOW + timedelta(milliseconds=next(_ticks)))

    def thing(self, kind: str, number: int) -> UUID:
        return uuid5(NAMES, f"{self.room.id}:{kind}:{number % 3}")

    def participant_id(self, number: int) -> UUID:
        people = list(Participant.objects.filter(room=self.room).order_by("id").values_list("id", flat=True))
        return people[number % len(people)]

    def panic_id(self, number: int) -> UUID:
        found = [json.loads(one)["event"]["panic_id"] for one in self._contents("panic_pressed")]
        return UUID(found[number % len(found)]) if found else uuid4()

    def report(self, number: int) -> dict[str, object]:
        """Return what is said of a room: one of few, with names or without, and which report is taken back."""
        reports = [json.loads(one)["event"]["report_id"] for one in self._contents("room_reported")]
        return {
            "room": ["101", "the gym", "the field"][number % 3],
            "state": list(RoomReportState)[number % len(RoomReportState)],
            "students": number,
            "missing": number % 2,
            "missing_names": ["Ana"] if number % 2 else [],
            "moving_to": "the gym" if number % 5 == 0 else None,
            "report_id": reports[number % len(reports)] if reports else uuid4(),
        }

    def upload_id(self, who: str) -> UUID:
        try:
            return upload_file(asker=self.asker(who), room_id=self.room.id, name="a.txt", chunks=[b"words"]).id
        except CoordinationError:
            return uuid4()

    def _contents(self, event_type: str) -> list[str]:
        rows = LogEntry.objects.filter(room=self.room, event_type=event_type).order_by("seq")
        return list(rows.values_list("content", flat=True))

    def command(self, who: str, word: str, number: int, audience: Audience) -> Command:
        """Return a command of a type about the number-th things."""
        level_id = self.levels[number % len(self.levels)] if number % 2 else None
        everything: dict[str, object] = {
            "id": uuid4(),
            "site_id": self.cast.site.id,
            "incident_type": list(IncidentType)[number % len(IncidentType)],
            "text": f"¡<b>words</b> {number}!",
            "reason": f"reason {number}",
            "audience": audience,
            "marker_id": self.thing("marker", number),
            "shape_id": self.thing("shape", number),
            "message_id": self.thing("message", number),
            "aid_id": self.thing("aid", number),
            "person": f"Helper {number}",
            "action_id": self.thing("action", number),
            "replaces": self.thing("action", number - 1),
            "space_ids": list(Space.objects.values_list("id", flat=True)),
            "label": f"label {number}",
            "caption": None,
            "note": "note" if number % 2 or word == "declare_real_world" else None,
            "lon": -98.5 + number / 7e4,
            "lat": 39.8 + number / 7e4,
            "level_id": level_id,
            "points": [(-98.5, 39.8), (-98.4 - number / 9e4, 39.8), (-98.4, 39.9)],
            "status": list(ResponderStatus)[number % len(ResponderStatus)],
            "seq": 1 + number % max(1, LogEntry.objects.filter(room=self.room).count()),
            "participant_id": self.participant_id(number),
            "panic_id": self.panic_id(number),
            "disclosure_id": self.thing("disclosure", number),
            "agency_id": self.cast.police.id if word == "record_disclosure" else None,
            "fact_id": self.thing("fact", number),
            "by_fact_id": self.thing("fact", number - 1),
            "supersedes": self.thing("fact", number - 1) if number % 3 == 0 else None,
            "value": f"value {number}",
            **({"source": "camera"} if "fact" in word else {}),
            "mayday_id": self.thing("mayday", number),
            "declaration_id": self.thing("declaration", number),
            **responder_words(self, word, number),
            "area_id": self.thing("area", number),
            "function": ["liaison", "operations", "safety"][number % 3],
            "spoken_by": f"Unit {number}",
            "number": f"26-{number:06}" if number % 4 else None,
            "verdict": ("one", "separate", "unknown")[number % 3],
            **(self.report(number) if "room_report" in word or word == "report_room" else {}),
            "upload_id": self.upload_id(who) if word == "attach_file" else uuid4(),
        }
        if word in KINDS:
            everything["kind"] = KINDS[word][number % len(KINDS[word])]
        return command_adapter().validate_python(sample_command(word, **everything))


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def levels(cast: Cast) -> list[UUID]:
    make_plan(cast.site)
    return list(Level.objects.filter(site=cast.site).values_list("id", flat=True))


def scene_of(cast: Cast, levels: Sequence[UUID]) -> Scene:
    room = open_room(cast, is_exercise=True)
    for who in ("teacher", "officer", "dispatcher"):
        join(getattr(cast, who), room)
    return Scene(cast, room, levels)


def grant_of(scene: Scene, who: str) -> RoomGrant | None:
    try:
        return room_for(
            user_id=scene.user(who).pk, room_id=scene.room.id, need=RoomNeed.READ, at=NOW + timedelta(hours=1)
        )
    except CoordinationError:
        return None


def objects_of(state: RoomState) -> JsonObject:
    objects: JsonObject = json.loads(state.as_json())["objects"]
    return objects


def check_everybody(scene: Scene) -> None:
    """Compare, for each who is in the room, replayed state with tables, and verify the chain as they see it."""
    for who in WHO:
        grant = grant_of(scene, who)
        if grant is None:
            continue
        head = grant.room.head_seq
        read = log_reading.read_contents(grant.room, audiences=grant.audiences, up_to=head)
        now = objects_of(state_now(grant.room, audiences=grant.audiences))
        assert state_from_contents(read) == now
        check_catching_up(grant, read, now)
        tail = log_reading.read_tail(grant.room, after=0, limit=10_000)
        frames = [json.loads(one.for_reader(grant.audiences)) for one in tail]
        assert [frame["seq"] for frame in frames] == list(range(1, head + 1))
        assert verifier.verify(frames) == grant.room.head_hash
        for one in tail:
            server_frame_adapter.validate_json(one.full)
            server_frame_adapter.validate_json(one.withheld)


def check_catching_up(grant: RoomGrant, read: Sequence[JsonObject], now: JsonObject) -> None:
    """Compare the present with an earlier state and the objects that have changed since."""
    middle = grant.room.head_seq // 2 or 1
    before = objects_of(state_at(grant.room, audiences=grant.audiences, seq=middle))
    assert before == state_from_contents(one for one in read if int(str(one["seq"])) <= middle)
    since = objects_of(state_now(grant.room, audiences=grant.audiences, since=middle))
    for kind, objects in since.items():
        assert isinstance(objects, dict)
        there = before.setdefault(kind, {})
        assert isinstance(there, dict)
        there.update(objects)
    assert {
        kind: kept
        for kind, objects in before.items()
        if isinstance(objects, dict) and (kept := {one: value for one, value in objects.items() if value is not None})
    } == now


def refused_or_seq(scene: Scene, who: str, command: Command) -> str | int | None:
    try:
        return execute(asker=scene.asker(who), room_id=scene.room.id, command=command).seq
    except CoordinationError as error:
        return error.code


KINDS: dict[str, list[str]] = {
    "place_marker": list(MarkerKind),
    "draw_shape": list(ShapeKind),
    "start_response_action": ["lockdown", "hold", "secure"],
    "change_response_action": ["secure", "hold"],
    "offer_command": ["transfer", "unified"],
    "pin_fact": ["suspects", "occupied_room"],
    "call_mayday": ["mayday", "officer_down"],
}
IN_A_ROOM = [one.word for one in LOGGED_COMMANDS if one.word not in {"open_incident", "raise_panic"}]
# Twice as often what makes things than what ends everything.
WORDS = st.sampled_from(IN_A_ROOM + ["place_marker", "draw_shape", "post_message", "join_room", "set_status"] * 2)
STEPS = st.lists(
    st.tuples(st.sampled_from(WHO), WORDS, st.integers(0, 40), st.sampled_from(list(Audience))), max_size=14
)


@given(batches=st.lists(STEPS, max_size=3))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_promise_9_replay_equals_the_tables_whatever_people_do(
    cast: Cast, levels: list[UUID], batches: list[list[tuple[str, str, int, Audience]]]
) -> None:
    """A batch is carried out in one transaction, as sockets do; refused commands among them leave no trace."""
    # Each example is taken back: one person opens only so many incidents an hour.
    with undone():
        scene = scene_of(cast, levels)
        for batch in batches:
            before = LogEntry.objects.filter(room=scene.room).count()
            todo = [
                RoomCommand(scene.asker(who), scene.room.id, scene.command(who, word, number, audience))
                for who, word, number, audience in batch
            ]

            answers = execute_all(todo)

            seqs = [answer.seq for answer in answers if not isinstance(answer, CoordinationError)]
            # A command may append more than one entry; each is answered with its first.
            rows = LogEntry.objects.filter(room=scene.room, seq__gt=before, command_part=0).order_by("seq")
            assert seqs == list(rows.values_list("seq", flat=True))
            check_everybody(scene)


def test_promise_9_a_panic_alarm_and_its_end_are_replayed(cast: Cast, levels: list[UUID]) -> None:
    scene = scene_of(cast, levels)
    press = scene.command("teacher", "raise_panic", 0, Audience.EVERYONE)
    accepted = execute(asker=scene.asker("teacher"), room_id=None, command=press)
    scene.room = Room.objects.select_related("incident__site").get(pk=accepted.room_id)
    for who in ("insider", "dispatcher"):
        join(scene.user(who), scene.room)
    story = [
        ("dispatcher", "post_priority_message"),
        ("insider", "acknowledge_priority_message"),
        ("insider", "confirm_panic"),
        ("teacher", "cancel_panic"),
        ("insider", "claim_command"),
        ("teacher", "propose_all_clear"),
        ("insider", "confirm_all_clear"),
    ]

    for who, word in story:
        assert isinstance(refused_or_seq(scene, who, scene.command(who, word, 0, Audience.EVERYONE)), int), word
        check_everybody(scene)


STORY: list[tuple[str, str, int, Audience]] = [
    ("insider", "post_message", 0, Audience.SCHOOL),
    ("officer", "post_message", 1, Audience.RESPONDERS),
    ("officer", "place_marker", 0, Audience.RESPONDERS),
    ("officer", "move_marker", 0, Audience.EVERYONE),
    ("teacher", "place_marker", 1, Audience.EVERYONE),
    ("teacher", "remove_marker", 1, Audience.EVERYONE),
    ("insider", "draw_shape", 0, Audience.COMMAND),
    ("dispatcher", "draw_shape", 1, Audience.EVERYONE),
    ("dispatcher", "erase_shape", 1, Audience.EVERYONE),
    ("officer", "set_status", 3, Audience.EVERYONE),
    ("officer", "set_status", 4, Audience.EVERYONE),
    ("officer", "attach_file", 0, Audience.EVERYONE),
    ("officer", "strike_entry", 7, Audience.EVERYONE),
    ("officer", "mark_follow_up", 7, Audience.EVERYONE),
    ("officer", "settle_follow_up", 7, Audience.EVERYONE),
    ("officer", "pin_fact", 1, Audience.RESPONDERS),
    ("dispatcher", "confirm_fact", 1, Audience.EVERYONE),
    ("officer", "pin_fact", 2, Audience.RESPONDERS),
    ("dispatcher", "supersede_fact", 2, Audience.EVERYONE),
    ("officer", "withdraw_fact", 1, Audience.EVERYONE),
    ("teacher", "leave_room", 0, Audience.EVERYONE),
    ("teacher", "join_room", 0, Audience.EVERYONE),
    ("dispatcher", "post_priority_message", 0, Audience.EVERYONE),
    ("teacher", "acknowledge_priority_message", 0, Audience.EVERYONE),
    ("officer", "take_emergency_access", 0, Audience.EVERYONE),
    ("teacher", "record_disclosure", 0, Audience.EVERYONE),
    ("teacher", "report_room", 1, Audience.EVERYONE),
    ("officer", "report_room", 1, Audience.EVERYONE),
    ("teacher", "report_room", 4, Audience.EVERYONE),
    ("teacher", "report_room", 7, Audience.EVERYONE),
    ("insider", "withdraw_room_report", 0, Audience.EVERYONE),
    ("teacher", "start_response_action", 0, Audience.EVERYONE),
    ("officer", "open_locked_rooms", 0, Audience.EVERYONE),
    ("officer", "change_response_action", 1, Audience.EVERYONE),
    ("insider", "release_response_action", 1, Audience.EVERYONE),
    *((who, one, 0, Audience.EVERYONE) for who, one in RESPONDER_STORY),
    ("officer", "tell_hospital_beds", 0, Audience.EVERYONE),
    ("insider", "claim_command", 0, Audience.EVERYONE),
    ("insider", "tick_role_step", 0, Audience.EVERYONE),
    ("insider", "untick_role_step", 0, Audience.EVERYONE),
    ("insider", "stand_aside_from_role", 0, Audience.EVERYONE),
    ("insider", "return_to_role", 0, Audience.EVERYONE),
    *((who, word, number, Audience.EVERYONE) for who, word, number in STAFF_STORY),
    ("officer", "call_mayday", 1, Audience.EVERYONE),
    ("insider", "acknowledge_mayday", 1, Audience.EVERYONE),
    ("insider", "clear_mayday", 1, Audience.EVERYONE),
    *(("officer", "mark_space", number, Audience.EVERYONE) for number in range(4)),
    ("officer", "assign_search_area", 1, Audience.EVERYONE),
    ("dispatcher", "release_search_area", 1, Audience.EVERYONE),
    ("insider", "invite_mutual_aid", 0, Audience.EVERYONE),
    ("insider", "invite_mutual_aid", 1, Audience.EVERYONE),
    ("insider", "end_mutual_aid", 0, Audience.EVERYONE),
    ("insider", "offer_command", 2, Audience.EVERYONE),
    ("officer", "decline_command", 0, Audience.EVERYONE),
    ("insider", "offer_command", 6, Audience.EVERYONE),
    ("officer", "accept_command", 0, Audience.EVERYONE),
    ("officer", "leave_room", 0, Audience.EVERYONE),
    ("officer", "join_room", 0, Audience.EVERYONE),
    ("officer", "claim_command", 0, Audience.EVERYONE),
    ("officer", "relinquish_command", 0, Audience.EVERYONE),
    ("insider", "claim_command", 1, Audience.EVERYONE),
    ("dispatcher", "relay_call", 0, Audience.EVERYONE),
    ("dispatcher", "set_cad_number", 1, Audience.EVERYONE),
    ("dispatcher", "set_cad_number", 4, Audience.EVERYONE),
    ("insider", "close_incident", 0, Audience.EVERYONE),
    ("insider", "reopen_incident", 0, Audience.EVERYONE),
    ("insider", "remove_participant", 2, Audience.EVERYONE),
    ("insider", "readmit_participant", 2, Audience.EVERYONE),
]


def test_promise_9_holds_after_every_single_event_of_a_story_that_has_them_all(cast: Cast, levels: list[UUID]) -> None:
    pact = make_memorandum(cast.district, make_agency(AgencyKind.FIRE), grants=[])
    order = {"initial": "first_arriving_officer", "order": ["police", "fire"]}
    make_term(cast.agreement.versions.get(), TermKind.COMMAND_TRANSFER_TO, value=order)
    make_widening(pact, TermKind.ROSTER_ACCESS, is_exercise_too=True)
    scene = scene_of(cast, levels)
    check_everybody(scene)

    for who, word, number, audience in STORY:
        answer = refused_or_seq(scene, who, scene.command(who, word, number, audience))
        assert isinstance(answer, int), (who, word, answer)
        check_everybody(scene)
    # What has no line above is told with its samples, by the first who may.
    for word in set(IN_A_ROOM) - {word for _who, word, _number, _audience in STORY}:
        answers = (refused_or_seq(scene, who, scene.command(who, word, 0, Audience.EVERYONE)) for who in WHO)
        if any(isinstance(answer, int) for answer in answers):
            check_everybody(scene)

    told = set(LogEntry.objects.filter(room=scene.room).values_list("event_type", flat=True))
    # Those of a panic alarm, of duplicates and of mutual aid that is used have stories of their own; no one's command
    # writes command_missing (test_watch), nor what an exercise plays (test_conduct).
    elsewhere = {
        "command_missing",
        *("duplicate_marked", "duplicate_parted", "duplicate_taken"),
        *("mutual_aid_joined", "mutual_aid_ended"),
        "panic_pressed",
        "panic_confirmed",
        "panic_cancelled",
        "all_clear_proposed",
        "all_clear_given",
        "threats_judged",
        "real_world_declared",
        "par_missed",  # test_par_missing
        "place_changed",  # test_places
        *("site_joined", "site_left"),  # test_joined_sites
        *(word for word in event_rules() if word.startswith(("reunification_", "casualt", "families_told"))),
        *(word for word, rule in event_rules().items() if rule.event.__module__.endswith("exercise_play.capability")),
    }
    assert told | elsewhere == {event.word for event in EVENTS}
