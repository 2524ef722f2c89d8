"""Whatever agreements there are and whatever ends them: who is told, who comes in, and whom a socket goes on telling.

Real commands, real sockets and a real database; who should have what is said by a few plain lines over the same facts.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordination.errors import RoomNotFound
from coordination.models import User
from coordination.push_gate import who_may_still_be_told
from coordination.room.access import Asker
from coordination.room.dispatch import Accepted, execute
from coordination.room.registry import command_adapter
from coordination.sockets.database.threads import in_database
from coordination.sockets.room_socket import forget_hub, hub_of_this_loop
from mou.access.epoch import AccessMoment, access_epoch
from mou.agencies.memberships.members import end_membership, suspend_member
from mou.agreements.memoranda import terminate_memorandum
from mou.vocabulary import OPERATOR, TermKind, VersionState
from push.models import Recipient
from tests.coordination.sockets.talk import Talk
from tests.properties.access.worlds import (
    DISTRICT_OF,
    WORLDS,
    Happening,
    Rows,
    World,
    build,
    by_agreement,
    expected,
    is_insider,
    with_drills,
)
from tests.stage.served import session_of, ticket_of_session

# What ends while the sockets are open; the number says which agreement, person or site.
ENDINGS = ["agreement", "agreement", "suspension", "membership", "incident"]
TURNS = st.tuples(st.sampled_from(ENDINGS), st.integers(0, 3))
AFTERWARDS = "What is said afterwards."


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    """The loop in which the sockets live; it stands still while the world changes."""
    with asyncio.Runner() as made:
        yield made
        made.run(forget_hub())


@dataclass(frozen=True)
class Scene:
    """The world as rows, the incidents that stand for its happenings, and a drill's room at every site."""

    rows: Rows
    happenings: tuple[UUID, ...]
    drills: tuple[Accepted, ...]

    def keeper_of(self, site: int) -> User:
        return self.rows.keepers[DISTRICT_OF[site]]


@pytest.mark.django_db(transaction=True)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=WORLDS, turn=TURNS)
def test_pages_rooms_and_open_sockets_follow_the_plain_rule(
    world: World, turn: tuple[str, int], runner: asyncio.Runner
) -> None:
    scene = play(world)
    world = with_drills(world)

    assert told(scene) == {site: who_is_told(world, site) for site in range(3)}
    assert joined(scene) == in_rooms(world)
    talks = runner.run(entered(scene))
    assert set(talks) == in_rooms(world)

    after = end(scene, world, turn)
    runner.run(hub_looks())
    for site in range(3):
        command(scene.keeper_of(site), "post_message", scene.drills[site].room_id, text=AFTERWARDS)

    assert runner.run(heard(talks)) == in_rooms(after)
    # Whoever is in the room is told off duty, too.
    assert may_be_told(scene) == in_rooms(after)
    runner.run(forget_hub())


def in_rooms(world: World) -> set[tuple[int, int]]:
    """Return who may be in which site's room, for their agency or as the site's own."""
    every = ((party, site) for party in range(2) for site in range(3))
    return {(party, site) for party, site in every if TermKind.ROOM_ACCESS in expected(world, party, site)[1]}


def who_is_told(world: World, site: int) -> set[int]:
    """Return which partners' people an alert of a site reaches: its own, and whose agreement says so while on duty."""
    return {
        party
        for party in range(2)
        if is_insider(world, party, site)
        or (world.people[party].is_on_duty and TermKind.ROOM_ACCESS in by_agreement(world, party, site)[1])
    }


# --- before -----------------------------------------------------------------------------------------------------------
def play(world: World) -> Scene:
    """Write a world with real incidents, and open a drill at every site after them."""
    rows = build(world, datetime.now(UTC))
    happenings = tuple(opened(rows, one) for one in world.happenings)
    for one, room in zip(world.happenings, happenings, strict=True):
        if one.is_over:
            close(rows, one.site, room.room_id)
    drills = tuple(opened(rows, Happening(site, "STDBY", is_exercise=True, is_over=False)) for site in range(3))
    return Scene(rows, tuple(one.room_id for one in happenings), drills)


def opened(rows: Rows, one: Happening) -> Accepted:
    command_ = command_adapter().validate_python(
        {
            "id": uuid4(),
            "type": "open_incident",
            "site_id": rows.sites[one.site].pk,
            "is_exercise": one.is_exercise,
            "incident_type": one.kind,
            "severity": "severe",
            "title": "Something",
        }
    )
    return execute(asker=ask(rows.keepers[DISTRICT_OF[one.site]]), room_id=None, command=command_)


def close(rows: Rows, site: int, room_id: UUID) -> None:
    keeper = rows.keepers[DISTRICT_OF[site]]
    command(keeper, "claim_command", room_id)
    command(keeper, "close_incident", room_id, reason="over")


def command(user: User, word: str, room_id: UUID, **fields: object) -> Accepted:
    made = command_adapter().validate_python({"id": uuid4(), "type": word, **fields})
    return execute(asker=ask(user), room_id=room_id, command=made)


def ask(user: User) -> Asker:
    return Asker(user_id=user.pk, at=datetime.now(UTC))


def told(scene: Scene) -> dict[int, set[int]]:
    """Return, for each site, the partners' people who were to be told of its drill."""
    ids = [user.pk for user in scene.rows.users]
    found: dict[int, set[int]] = {}
    for site, drill in enumerate(scene.drills):
        rows = Recipient.objects.filter(source_key=f"room:{drill.room_id}:{drill.seq}", user_id__in=ids)
        found[site] = {ids.index(user_id) for user_id in rows.values_list("user_id", flat=True)}
    return found


def may_be_told(scene: Scene) -> set[tuple[int, int]]:
    """Return whom pages that were planned before would still reach now."""
    ids = [user.pk for user in scene.rows.users]
    rooms = [drill.room_id for drill in scene.drills]
    asked = {(user_id, room_id) for user_id in ids for room_id in rooms}
    pairs = who_may_still_be_told(asked, datetime.now(UTC))
    return {(ids.index(user_id), rooms.index(room_id)) for user_id, room_id in pairs}


# --- sockets ----------------------------------------------------------------------------------------------------------
def joined(scene: Scene) -> set[tuple[int, int]]:
    """Let everybody try to join every drill; return who could. Whoever may not is told that there is no such room."""
    found: set[tuple[int, int]] = set()
    for party, user in enumerate(scene.rows.users):
        for site, drill in enumerate(scene.drills):
            try:
                command(user, "join_room", drill.room_id)
            except RoomNotFound:
                continue
            found.add((party, site))
    return found


async def entered(scene: Scene) -> dict[tuple[int, int], Talk]:
    """Open everybody's socket to every drill; return those that are let in. The others hear what strangers hear."""
    talks: dict[tuple[int, int], Talk] = {}
    for party, user in enumerate(scene.rows.users):
        for site, drill in enumerate(scene.drills):
            session_key = await in_database(session_of, user)
            token = await in_database(ticket_of_session, user.pk, session_key, datetime.now(UTC))
            talk = Talk(drill.room_id, user.username, ticket=token)
            await talk.connect()
            await talk.say(type="hello")
            if (await talk.hear("state", "error"))["type"] == "state":
                await talk.hear("presence")
                talks[party, site] = talk
            else:
                assert talk.seen[-1]["problem"]["code"] == "not_found"
                assert len(talk.seen) == 1
                await talk.end()
    return talks


async def hub_looks() -> None:
    """Let the hub look at the epoch, as it does nearly twice a second."""
    await hub_of_this_loop().recheck_all(AccessMoment.of(await in_database(access_epoch), datetime.now(UTC)))


async def heard(talks: dict[tuple[int, int], Talk]) -> set[tuple[int, int]]:
    """Return whose sockets hear the last message; the others are told why they are closed and hear nothing more."""
    found: set[tuple[int, int]] = set()
    for who, talk in talks.items():
        while True:
            frame = await talk.hear("entry", "error")
            if frame["type"] == "error":
                assert frame["problem"]["code"] == "access_ended"
                break
            if frame["content"]["event"].get("text") == AFTERWARDS:
                found.add(who)
                break
        await talk.end()
    return found


# --- the turn ---------------------------------------------------------------------------------------------------------
def end(scene: Scene, world: World, turn: tuple[str, int]) -> World:
    """End something through the door by which people end it; return what the world is then."""
    what, number = turn
    now = datetime.now(UTC)
    if what == "agreement":
        return _terminate(scene, world, number % len(world.pacts), now)
    if what == "incident":
        return _close_all_at(scene, world, number % 3)
    party = number % 2
    if world.people[party].membership not in ("counts", "reinstated"):
        return world
    member = scene.rows.members[party]
    if what == "suspension":
        suspend_member(actor_id=OPERATOR, agency_id=member.agency_id, member_id=member.pk, reason="Inquiry", at=now)
    else:
        end_membership(actor_id=OPERATOR, agency_id=member.agency_id, member_id=member.pk, reason="Moved away.", at=now)
    people = list(world.people)
    people[party] = replace(people[party], membership="ended")
    return replace(world, people=(people[0], people[1]))


def _terminate(scene: Scene, world: World, number: int, now: datetime) -> World:
    pact = world.pacts[number]
    if pact.state is not VersionState.IN_FORCE:
        return world
    terminate_memorandum(actor_id=OPERATOR, memorandum_id=scene.rows.pacts[number].pk, reason="Over.", at=now)
    pacts = list(world.pacts)
    pacts[number] = replace(pact, state=VersionState.TERMINATED)
    return replace(world, pacts=tuple(pacts))


def _close_all_at(scene: Scene, world: World, site: int) -> World:
    """Close every incident at a site but the drill, whose room is listened to."""
    happenings = list(world.happenings)
    for number, room_id in enumerate(scene.happenings):
        one = happenings[number]
        if one.site == site and not one.is_over:
            close(scene.rows, site, room_id)
            happenings[number] = replace(one, is_over=True)
    return replace(world, happenings=tuple(happenings))
