"""What commands do, and for whom: through the one door, against the real database."""

from uuid import uuid4

import pytest
from pydantic import ValidationError

from coordination.errors import (
    AudienceNotAllowed,
    CommandIdReused,
    EntryNotFound,
    EntryNotStrikable,
    IncidentClosed,
    LevelNotAtSite,
    MarkerNotFound,
    NotAllowed,
    NotJoined,
    RoomNotFound,
)
from coordination.incident.command.errors import NotInCommand
from coordination.incident.messages.capability import PostMessage
from coordination.incident.people.capability import JoinRoom
from coordination.room.access import room_for
from coordination.room.capability import Command, RoomNeed, word_of
from coordination.room.dispatch import execute
from coordination.room.models import LogEntry, Room
from coordination.room.registry import command_adapter, command_rules
from coordination.vocabulary import Audience
from tests.factories.cast import Cast, asks, incident_of, join, make_cast, open_room, post
from tests.factories.commands import sample_command
from tests.factories.mou import NOW

pytestmark = pytest.mark.django_db
IN_ROOMS = {command for command, (rule, _) in command_rules().items() if not rule.opens_room and not rule.is_live}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def run(cast_member: object, room: Room, command_type: str, **fields: object) -> object:
    command = command_adapter().validate_python({"id": uuid4(), "type": command_type, **fields})
    return execute(asker=asks(cast_member), room_id=room.id, command=command)  # type: ignore[arg-type]


def test_promise_1_an_accepted_command_leaves_an_entry_and_a_refused_one_no_trace(cast: Cast) -> None:
    room = open_room(cast)
    before = LogEntry.objects.count()

    accepted = post(cast.insider, room.id)
    with pytest.raises(NotJoined):
        post(cast.officer, room.id)

    assert LogEntry.objects.count() == before + 1
    assert accepted.seq == before + 1


def test_promise_2_seq_is_gapless_from_one(cast: Cast) -> None:
    room = open_room(cast)
    join(cast.officer, room)
    for _ in range(3):
        post(cast.officer, room.id)

    seqs = list(LogEntry.objects.filter(room=room).order_by("id").values_list("seq", flat=True))

    assert seqs == list(range(1, 7))


def test_promise_6_the_same_command_has_effect_once(cast: Cast) -> None:
    room = open_room(cast)
    command = PostMessage(id=uuid4(), type="post_message", text="Room 112, all 19 here")

    first = execute(asker=asks(cast.insider), room_id=room.id, command=command)
    again = execute(asker=asks(cast.insider), room_id=room.id, command=command)

    assert (first.seq, again.seq, again.is_repeat) == (3, 3, True)
    assert LogEntry.objects.filter(room=room).count() == 3


def test_promise_6_an_id_used_for_something_else_is_refused(cast: Cast) -> None:
    room = open_room(cast)
    command_id = uuid4()
    execute(asker=asks(cast.insider), room_id=room.id, command=_message(command_id, "one"))

    with pytest.raises(CommandIdReused):
        execute(asker=asks(cast.insider), room_id=room.id, command=_message(command_id, "two"))


def test_promise_6_ids_of_two_people_do_not_collide(cast: Cast) -> None:
    room = open_room(cast)
    join(cast.officer, room)
    command_id = uuid4()

    one = execute(asker=asks(cast.insider), room_id=room.id, command=_message(command_id, "one"))
    two = execute(asker=asks(cast.officer), room_id=room.id, command=_message(command_id, "two"))

    assert one.seq != two.seq


def test_an_incident_opens_once_however_often_its_command_is_sent(cast: Cast) -> None:
    command = command_adapter().validate_python(
        {
            "id": uuid4(),
            "type": "open_incident",
            "site_id": cast.site.id,
            "is_exercise": True,
            "incident_type": "STDBY",
            "severity": "minor",
            "title": "Drill",
        }
    )

    first = execute(asker=asks(cast.officer), room_id=None, command=command)
    again = execute(asker=asks(cast.officer), room_id=None, command=command)

    assert first.room_id == again.room_id
    assert Room.objects.count() == 1


@pytest.mark.parametrize("who", ["stranger", "former"])
def test_a_stranger_finds_neither_site_nor_room(cast: Cast, who: str) -> None:
    room = open_room(cast)

    with pytest.raises(RoomNotFound):
        open_room(cast, by=getattr(cast, who))
    for kind in IN_ROOMS:
        with pytest.raises(RoomNotFound):
            execute(asker=asks(getattr(cast, who)), room_id=room.id, command=_any(kind))


def test_whoever_has_not_joined_may_do_nothing_but_join(cast: Cast) -> None:
    room = open_room(cast)

    for kind in IN_ROOMS - {JoinRoom}:
        with pytest.raises(NotJoined):
            execute(asker=asks(cast.officer), room_id=room.id, command=_any(kind))
    join(cast.officer, room)

    assert room_for(user_id=cast.officer.pk, room_id=room.id, need=RoomNeed.READ, at=NOW).participant is not None


def test_who_is_in_command_closes_command_roles_reopen_and_others_do_not(cast: Cast) -> None:
    room = open_room(cast)
    join(cast.officer, room)

    for who in (cast.officer, cast.insider):
        with pytest.raises(NotInCommand):
            run(who, room, "close_incident", reason="done")
    run(cast.insider, room, "claim_command")
    with pytest.raises(NotInCommand):
        run(cast.officer, room, "close_incident", reason="done")
    run(cast.insider, room, "close_incident", reason="done")
    with pytest.raises(IncidentClosed):
        post(cast.insider, room.id)
    with pytest.raises(NotAllowed):
        run(cast.officer, room, "reopen_incident", reason="not done")
    run(cast.insider, room, "reopen_incident", reason="not done")

    assert post(cast.insider, room.id).seq == 7
    assert incident_of(room).closed_at is None


def test_a_removed_participant_finds_nothing_any_more(cast: Cast) -> None:
    room = open_room(cast)
    join(cast.officer, room)
    grant = room_for(user_id=cast.officer.pk, room_id=room.id, need=RoomNeed.READ, at=NOW)

    run(cast.insider, room, "remove_participant", participant_id=grant.joined().id, reason="off duty")

    with pytest.raises(RoomNotFound):
        post(cast.officer, room.id)
    with pytest.raises(RoomNotFound):
        join(cast.officer, room)


def test_one_may_leave_and_come_back(cast: Cast) -> None:
    room = open_room(cast)
    join(cast.officer, room)

    run(cast.officer, room, "leave_room")
    with pytest.raises(NotJoined):
        post(cast.officer, room.id)
    join(cast.officer, room)

    assert post(cast.officer, room.id).seq == 6


@pytest.mark.parametrize(
    ("who", "audience", "is_allowed"),
    [
        ("officer", Audience.RESPONDERS, True),
        ("officer", Audience.SCHOOL, False),
        ("officer", Audience.COMMAND, False),
        ("teacher", Audience.SCHOOL, True),
        ("teacher", Audience.RESPONDERS, False),
        ("dispatcher", Audience.COMMAND, True),
        ("insider", Audience.COMMAND, True),
        ("insider", Audience.RESPONDERS, False),
    ],
)
def test_one_addresses_only_audiences_one_belongs_to(
    cast: Cast, who: str, audience: Audience, is_allowed: bool
) -> None:
    room = open_room(cast, by=cast.insider)
    join(getattr(cast, who), room)

    if is_allowed:
        assert post(getattr(cast, who), room.id, audience=audience).seq
    else:
        with pytest.raises(AudienceNotAllowed):
            post(getattr(cast, who), room.id, audience=audience)


def test_an_entry_is_struck_by_its_author_or_in_command_once(cast: Cast) -> None:
    room = open_room(cast)
    join(cast.officer, room)
    join(cast.teacher, room)
    seq = post(cast.officer, room.id).seq or 0
    secret = post(cast.officer, room.id, audience=Audience.RESPONDERS).seq

    for who in (cast.teacher, cast.insider):
        with pytest.raises(NotInCommand):
            run(who, room, "strike_entry", seq=seq, reason="wrong")
    run(cast.insider, room, "claim_command")
    with pytest.raises(EntryNotFound):
        run(cast.insider, room, "strike_entry", seq=secret, reason="wrong")
    with pytest.raises(EntryNotStrikable):
        run(cast.insider, room, "strike_entry", seq=1, reason="wrong")
    run(cast.insider, room, "strike_entry", seq=seq, reason="wrong")
    with pytest.raises(EntryNotStrikable):
        run(cast.officer, room, "strike_entry", seq=seq, reason="wrong")

    assert "All here." in LogEntry.objects.get(room=room, seq=seq).content


def test_a_marker_is_moved_only_by_who_can_see_it(cast: Cast) -> None:
    room = open_room(cast)
    join(cast.officer, room)
    marker_id = uuid4()
    place = {"lon": -98.5, "lat": 39.8, "level_id": None}
    run(
        cast.officer,
        room,
        "place_marker",
        marker_id=marker_id,
        kind="hazard",
        label="X",
        audience="responders",
        **place,
    )

    with pytest.raises(MarkerNotFound):
        run(cast.insider, room, "move_marker", marker_id=marker_id, **place)
    with pytest.raises(LevelNotAtSite):
        run(cast.officer, room, "move_marker", marker_id=marker_id, lon=0, lat=0, level_id=uuid4())
    run(cast.officer, room, "remove_marker", marker_id=marker_id)

    with pytest.raises(MarkerNotFound):
        run(cast.officer, room, "move_marker", marker_id=marker_id, **place)


def test_a_million_points_or_a_long_name_are_no_command() -> None:
    shape = {"id": uuid4(), "type": "draw_shape", "shape_id": uuid4(), "kind": "line"}
    with pytest.raises(ValidationError, match="at most 2000"):
        command_adapter().validate_python({**shape, "points": [(0.0, 0.0)] * 1_000_000})
    with pytest.raises(ValidationError, match="at most 120"):
        command_adapter().validate_python({**shape, "points": [(0, 0), (1, 1)], "label": "<b>" * 3_334})


def _message(command_id: object, text: str) -> PostMessage:
    return PostMessage.model_validate({"id": command_id, "type": "post_message", "text": text})


def _any(kind: type[Command]) -> Command:
    """Return a valid command of a kind, about things that need not exist."""
    return kind.model_validate(sample_command(word_of(kind), id=uuid4()))
