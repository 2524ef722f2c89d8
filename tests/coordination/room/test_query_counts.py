"""What a read costs does not grow with what there is to read."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import DjangoAssertNumQueries

from coordination.errors import CoordinationError
from coordination.incident.lifecycle.queries import incident_views
from coordination.models import User
from coordination.room import entrance
from coordination.room.access import RoomGrant, incidents_for, room_for
from coordination.room.capability import RoomNeed
from coordination.room.dispatch import RoomCommand, execute_all
from coordination.room.models import Incident, Participant
from coordination.room.people.holders import Holder, recheck_holders
from coordination.room.people.sign_ins import SignIn
from coordination.room.reading import log_reading as entries
from coordination.room.reading import state as rooms
from coordination.room.registry import command_adapter
from coordination.sign_in import people
from mou.access.epoch import access_epoch, epoch_note
from tests.factories.cast import join, open_room
from tests.factories.mapping import make_site
from tests.factories.mou import make_member
from tests.stage.full_room import PLACE, Stage, ask, run

pytestmark = pytest.mark.django_db

type Read = Callable[[Stage], object]


def grant(stage: Stage) -> RoomGrant:
    asker = ask(stage.people["insider"])
    return room_for(user_id=asker.user_id, room_id=stage.room.id, need=RoomNeed.READ, at=asker.at)


def recheck_everybody(stage: Stage) -> object:
    user = stage.people["officer"]
    holders = [Holder(user.pk, stage.participant_id("officer"), key) for key in (stage.session("officer"), "gone")]
    return recheck_holders({stage.room.id: holders}, datetime.now(UTC))


READS: dict[str, Read] = {
    "state of a room": lambda stage: rooms.state_now(grant(stage).room, audiences=grant(stage).audiences),
    "tail of the log": lambda stage: entries.read_tail(grant(stage).room, after=0),
    "page of the log": lambda stage: entries.page_before(grant(stage).room, before=10**9),
    "what has changed since": lambda stage: rooms.state_now(
        grant(stage).room, audiences=grant(stage).audiences, since=1
    ),
    "state after an entry": lambda stage: rooms.state_at(grant(stage).room, audiences=grant(stage).audiences, seq=3),
    "entrance": lambda stage: entrance.state_for(ask(stage.people["insider"]), stage.room.id),
    "incidents of a person": lambda stage: incident_views(incidents_for(stage.people["insider"].pk, datetime.now(UTC))),
    "a person": lambda stage: people.person_of(stage.people["insider"], datetime.now(UTC)),
    "re-check of sockets": recheck_everybody,
    "heads": lambda stage: rooms.heads_of_rooms([stage.room.id]),
}


def cost(stage: Stage, read: Read) -> int:
    with CaptureQueriesContext(connection) as captured:
        read(stage)
    return len([one for one in captured.captured_queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def grow(stage: Stage) -> None:
    """Make twenty of everything: incidents, people, entries, markers, shapes."""
    for number in range(20):
        newcomer = make_member(stage.cast.police).user
        open_room(stage.cast, by=newcomer, at=datetime.now(UTC))
        join(newcomer, stage.room, at=datetime.now(UTC))
        run(newcomer, stage.room.id, "post_message", text=str(number))
        run(newcomer, stage.room.id, "place_marker", marker_id=uuid4(), kind="hazard", label="x", **PLACE)
        run(newcomer, stage.room.id, "draw_shape", shape_id=uuid4(), kind="line", points=[(0, 0), (1, 1)])


def test_every_read_costs_as_many_queries_with_twenty_of_everything_as_with_one(stage: Stage) -> None:
    stage.session("officer")
    before = {name: cost(stage, read) for name, read in READS.items()}

    grow(stage)

    assert {name: cost(stage, read) for name, read in READS.items()} == before


@pytest.fixture
def long_note(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a look at the access epoch be good for as long as a test takes: a machine may halt for more than its time."""
    monkeypatch.setattr(entrance, "NOTE_S", 3600.0)
    yield
    epoch_note.invalidate()


@pytest.mark.usefixtures("long_note")
def test_a_crowd_that_comes_back_asks_the_database_once_and_then_not_at_all(stage: Stage) -> None:
    grow(stage)
    everybody = Participant.objects.filter(room=stage.room).values_list("user_id", flat=True)
    sign_ins = [SignIn(user_id, "of their ticket", "", access_epoch()) for user_id in everybody]
    requests = [entrance.EntryRequest(sign_in, datetime.now(UTC), stage.room.id) for sign_in in sign_ins]

    first = cost(stage, lambda _: entrance.let_people_in(requests[:1]))
    others = cost(stage, lambda _: entrance.let_people_in(requests[1:]))

    assert len(requests) > 20
    assert first <= 8
    assert others == 0


def asked_by(user: User, room_id: UUID, *types: str) -> tuple[list[str], int]:
    """Send commands in one batch; return what became of each, and how often memberships were read for it."""
    commands = [
        command_adapter().validate_python({"id": uuid4(), "type": one, **({"text": "Hello"} if "post" in one else {})})
        for one in types
    ]
    with CaptureQueriesContext(connection) as captured:
        answers = execute_all([RoomCommand(ask(user), room_id, one) for one in commands])
    said = [one.code if isinstance(one, CoordinationError) else "done" for one in answers]
    standings = [one for one in captured.captured_queries if 'AS "has_taken"' in one["sql"]]
    return said, len(standings)


def statements_of(stage: Stage, commands: list[RoomCommand]) -> int:
    """Return how many statements a batch takes."""
    return cost(stage, lambda _: execute_all(commands))


def said_by(user: User, room_id: UUID, text: str) -> RoomCommand:
    command = {"id": uuid4(), "type": "post_message", "text": text}
    return RoomCommand(ask(user), room_id, command_adapter().validate_python(command))


def test_refusals_cost_a_batch_one_statement_however_many_and_their_copies_none(stage: Stage) -> None:
    room_id, officer = stage.room.pk, stage.people["officer"]
    execute_all([said_by(officer, room_id, "Known from now on."), said_by(stage.cast.stranger, room_id, "?")])
    accepted = [said_by(officer, room_id, str(number)) for number in range(10)]
    refused = [said_by(stage.cast.stranger, room_id, str(number)) for number in range(10)]

    alone = statements_of(stage, accepted[:1])
    ten = statements_of(stage, [*accepted[1:], *refused[:1]])
    twenty = statements_of(stage, [said_by(officer, room_id, "again"), *refused[1:]])
    copies = statements_of(stage, [said_by(officer, room_id, "and again"), *refused])

    # What the stranger is in the room is asked for each batch anew.
    asked = ten - alone - 1
    assert (twenty - alone - 1, copies - alone) == (asked, asked)


def test_what_an_outsider_is_in_a_room_is_asked_once_and_anew_when_it_has_changed(stage: Stage) -> None:
    room, stranger, newcomer = stage.room, stage.cast.stranger, make_member(stage.cast.police).user

    assert asked_by(stranger, room.pk, "post_message", "post_message", "join_room") == (["not_found"] * 3, 1)
    assert asked_by(newcomer, room.pk, "post_message", "post_message") == (["not_joined"] * 2, 1)
    # Joining changes access: from there on they are asked about as ever.
    steps = ("post_message", "join_room", "post_message", "leave_room", "post_message")
    assert asked_by(newcomer, room.pk, *steps)[0] == ["not_joined", "done", "done", "done", "not_joined"]


def test_who_is_beyond_the_most_of_a_company_is_let_in_all_the_same(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coordination.room.access.COMPANY_MAX", 1)
    everybody = Participant.objects.filter(room=stage.room, left_at=None).values_list("user_id", flat=True)
    sign_ins = [SignIn(user_id, "of their ticket", "", access_epoch()) for user_id in everybody]
    requests = [entrance.EntryRequest(sign_in, datetime.now(UTC), stage.room.id) for sign_in in sign_ins]

    entered = entrance.let_people_in(requests)

    assert len(entered) > 1
    assert [one for one in entered if isinstance(one, CoordinationError)] == []


def holders_of_new_rooms(stage: Stage, count: int) -> dict[UUID, list[Holder]]:
    """Open rooms at the site, each of someone else, with a partner in each; return who holds sockets in them."""
    found: dict[UUID, list[Holder]] = {}
    officer = stage.people["officer"]
    for _ in range(count):
        room = open_room(stage.cast, by=make_member(stage.cast.district).user, at=datetime.now(UTC))
        join(officer, room, at=datetime.now(UTC))
        participant = Participant.objects.get(room=room, user=officer)
        found[room.pk] = [Holder(officer.pk, participant.pk, stage.session("officer"))]
    return found


@pytest.mark.parametrize("count", [3, 30])
def test_all_rooms_of_a_process_are_checked_again_with_a_constant_number_of_queries(
    stage: Stage, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asked = holders_of_new_rooms(stage, count)

    # Rooms; members, agreements with their sites and terms, emergency access; participants; sessions.
    with django_assert_num_queries(8):
        verdicts = recheck_holders(asked, datetime.now(UTC))

    assert len(verdicts) == count
    assert all(one.is_signed_in and one.audiences for room in verdicts.values() for one in room.values())


def test_many_rooms_are_checked_each_for_itself(stage: Stage) -> None:
    stays, removed_from, elsewhere = holders_of_new_rooms(stage, 3).items()
    Participant.objects.filter(room=removed_from[0]).update(removed_at=datetime.now(UTC))
    Incident.objects.filter(room=elsewhere[0]).update(site=make_site(stage.cast.district))  # not in the agreement
    unknown = uuid4()
    asked = dict([stays, removed_from, elsewhere]) | {unknown: stays[1]}

    verdicts = recheck_holders(asked, datetime.now(UTC))

    reads = {room_id: bool(one.audiences) for room_id, held in verdicts.items() for one in held.values()}
    assert reads == {stays[0]: True, removed_from[0]: False, elsewhere[0]: False, unknown: False}
    # Who holds a socket of one room is no one in another.
    crossed = recheck_holders({removed_from[0]: stays[1]}, datetime.now(UTC))
    assert not any(one.audiences for one in crossed[removed_from[0]].values())
