"""Whatever is said and asked: a search finds what reading every readable entry would find, and nothing else."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import count
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordination.errors import CoordinationError
from coordination.models import User
from coordination.room.access import Asker, readable_rooms, room_for
from coordination.room.capability import RoomNeed
from coordination.room.dispatch import execute
from coordination.room.entrance import search_everywhere_for, search_for
from coordination.room.models import Room
from coordination.room.reading import log_reading
from coordination.room.registry import command_adapter, event_rules
from coordination.room.text_search.search import Question, asked_words, said_of
from coordination.room.text_search.tokens import make_findable
from coordination.room.wire.encoded import EncodedEntry
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import Audience
from mou.models import AgencyMember
from tests.factories.cast import Cast, asks, join, make_cast, open_room
from tests.factories.mou import NOW
from tests.support.database.undone import undone

pytestmark = pytest.mark.django_db

WHO = ("insider", "teacher", "officer", "dispatcher", "stranger", "former")
SAYING = ("insider", "teacher", "officer", "dispatcher")
TEXTS = st.sampled_from(["Door 7 locked", "lock the DOOR", "Tür 7", "caf\u00e9", "seven", "¡puerta! 70", "a'b | c:*"])
SAID = st.lists(
    st.tuples(
        st.sampled_from(SAYING),
        st.sampled_from(["post_message", "place_marker", "strike", "leave_room"]),
        TEXTS,
        st.sampled_from(list(Audience)),
        st.integers(0, 1),
    ),
    max_size=12,
)
ASKED = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "",
                "door",
                "DOOR 7",
                "lo",
                "tur",
                "cafe",
                "7",
                "b'",
                "principal",
                "puerta 7",
                "zz",
                "smoke",
                "joined",
                "entro",
            ]
        ),
        st.sampled_from([None, "insider", "officer"]),
        st.sampled_from([(), ("message_posted",), ("marker_placed", "entry_struck")]),
        st.sampled_from([(), ((-98.6, 39.7, -98.5, 39.9),)]),
        st.sampled_from([None, 2, 6]),
    ),
    min_size=1,
    max_size=4,
)
_ticks = count(1)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def now() -> timedelta:
    return timedelta(seconds=next(_ticks))


def say(cast: Cast, room: Room, who: str, word: str, text: str, audience: Audience, number: int) -> None:
    """Say something, or be refused: what was refused can be found as little as it can be read."""
    fields: dict[str, object] = {"id": uuid4(), "type": word, "text": text, "audience": audience}
    if word == "place_marker":
        at = {"lon": -98.5 - number / 10, "lat": 39.8}
        fields = {"id": uuid4(), "type": word, "kind": "hazard", "label": text, "audience": audience, **at}
        fields["marker_id"] = uuid4()
    elif word == "strike":
        fields = {"id": uuid4(), "type": "strike_entry", "seq": 4 + number, "reason": text}
    elif word == "leave_room":
        fields = {"id": uuid4(), "type": word}
    try:
        command = command_adapter().validate_python(fields)
        execute(asker=asks(user_of(cast, who), at=NOW + now()), room_id=room.id, command=command)
    except CoordinationError:
        return


def user_of(cast: Cast, who: str) -> User:
    user: User = getattr(cast, who)
    return user


def participant_of(room: Room, user: User | None) -> UUID | None:
    found = room.participants.filter(user=user).first() if user is not None else None
    return found.pk if found is not None else None


def answers(content: JsonObject, question: Question) -> bool:
    """Tell whether an entry answers a question: by reading it."""
    event = content["event"]
    assert isinstance(event, dict)
    rule = event_rules()[str(event["type"])]
    entry = make_findable(content, with_words=rule.is_searchable)
    said = said_of(str(event["type"]))
    at = str(content["at"])
    return (
        all(any(word.startswith(asked) for word in entry.words | said) for asked in question.words)
        and question.author_id in (None, entry.author_id)
        and (not question.kinds or event["type"] in question.kinds)
        and (not question.boxes or any(inside(entry.lon, entry.lat, box) for box in question.boxes))
        and (question.since is None or at >= question.since.isoformat()[:19])
    )


def inside(lon: float | None, lat: float | None, box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    return lon is not None and lat is not None and west <= lon <= east and south <= lat <= north


def readable(user: User, room: Room) -> list[JsonObject] | None:
    """Return what a person may read in a room, newest first; None if they may not at all."""
    try:
        grant = room_for(user_id=user.pk, room_id=room.id, need=RoomNeed.READ, at=NOW + timedelta(days=1))
    except CoordinationError:
        return None
    return log_reading.read_contents(grant.room, audiences=grant.audiences, up_to=10**9)[::-1]


def contents_of(found: Sequence[EncodedEntry]) -> list[JsonObject]:
    return [json.loads(one.full)["content"] for one in found]


@pytest.fixture
def rooms(cast: Cast) -> list[Room]:
    """Two rooms, one of an exercise; teacher and officer are in both, the dispatcher in the first."""
    rooms = [open_room(cast, is_exercise=bool(number), at=NOW + now()) for number in range(2)]
    for room in rooms:
        for who in ("teacher", "officer"):
            join(user_of(cast, who), room, at=NOW + now())
    join(cast.dispatcher, rooms[0], at=NOW + now())
    return rooms


@given(said=SAID, asked=ASKED, ends=st.booleans())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_search_finds_exactly_what_reading_all_readable_entries_finds(
    cast: Cast,
    rooms: list[Room],
    said: list[tuple[str, str, str, Audience, int]],
    asked: list[tuple[str, str | None, tuple[str, ...], tuple[tuple[float, float, float, float], ...], int | None]],
    ends: bool,
) -> None:
    with undone():
        for who, word, text, audience, number in said:
            say(cast, rooms[number], who, word, text, audience, number)
        if ends:
            AgencyMember.objects.filter(pk=cast.officer_member.pk).update(ended_at=NOW)
        read = {who: {room.pk: readable(user_of(cast, who), room) for room in rooms} for who in WHO}

        for who in WHO:
            check_readable(user_of(cast, who), read[who])
        for words, author, kinds, boxes, since_s in asked:
            for who in WHO:
                for room in rooms:
                    question = Question(
                        words=asked_words(words),
                        author_id=participant_of(room, user_of(cast, author) if author else None),
                        kinds=kinds,
                        boxes=boxes,
                        since=NOW + timedelta(seconds=since_s) if since_s else None,
                    )
                    check_one_room(user_of(cast, who), room, question, read[who][room.pk])
                check_all_rooms(user_of(cast, who), rooms, Question(words=asked_words(words), kinds=kinds), read[who])


type Read = Mapping[UUID, list[JsonObject] | None]


def check_readable(user: User, read: Read) -> None:
    may_read = {one.room.pk for one in readable_rooms(user.pk, NOW + timedelta(days=1))}
    assert may_read == {room_id for room_id, entries in read.items() if entries is not None}


def check_one_room(user: User, room: Room, question: Question, read: list[JsonObject] | None) -> None:
    asker = Asker(user.pk, NOW + timedelta(days=1))
    if read is None:
        with pytest.raises(CoordinationError):
            search_for(asker, room.id, question, before=None, limit=1000)
        return
    expected = [one for one in read if answers(one, question)]

    found = contents_of(search_for(asker, room.id, question, before=None, limit=1000)[1])
    first = contents_of(search_for(asker, room.id, question, before=None, limit=2)[1])

    assert found == expected
    assert first == expected[:2]


def check_all_rooms(user: User, rooms: Sequence[Room], question: Question, read: Read) -> None:
    asker = Asker(user.pk, NOW + timedelta(days=1))
    newest_first = sorted(rooms, key=lambda one: one.incident.opened_at, reverse=True)
    expected = [one for room in newest_first for one in read[room.pk] or () if answers(one, question)]

    grants, found = search_everywhere_for(asker, question, limit=1000)

    assert contents_of(found) == expected
    assert {grant.room.pk for grant in grants} == {UUID(str(one["room_id"])) for one in expected}
