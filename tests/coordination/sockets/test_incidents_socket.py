"""The socket of incidents: who watches over what, what they are told of it, and that they hear nothing after."""

import asyncio
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from coordination.room.models import Incident, Participant, Room
from coordination.room.people.watching import may_watch, watched_incidents
from coordination.sessions import SessionStore
from coordination.sockets import incident_watch
from coordination.sockets.database.threads import in_database
from coordination.sockets.room_socket import hub_of_this_loop
from mou.access.epoch_change import bump_access_epoch
from mou.agreements.memoranda import terminate_memorandum
from mou.models import AgencyMember, Memorandum, Suspension
from mou.vocabulary import OPERATOR, AgencyKind, MemberRole, TermKind
from tests.coordination.access_walk.personas import make_personas
from tests.coordination.sockets.talk import Frame, Talk, ticket_for
from tests.factories.cast import open_room
from tests.factories.mapping import make_site
from tests.factories.mou import make_agency, make_member, make_memorandum, make_user
from tests.stage.full_room import Stage, run

FOR_EVER = date(2999, 1, 1)


async def call(stage: Stage, who: str) -> Talk:
    talk = Talk(UUID(int=0), who, ticket=await ticket_for(stage, who), address="/ws/v1/incidents")
    assert await talk.connect() == "muster.v1"
    await talk.say(type="hello")
    return talk


def add_dispatcher(stage: Stage) -> None:
    stage.people["dispatcher"] = stage.cast.dispatcher


def add_superintendent(stage: Stage) -> None:
    who = make_user(username="superintendent")
    stage.people["superintendent"] = make_member(stage.cast.district, user=who, role=MemberRole.STAFF).user


def open_now(stage: Stage, *, is_exercise: bool = False) -> Room:
    return open_room(stage.cast, by=stage.cast.insider, at=datetime.now(UTC), is_exercise=is_exercise)


def rooms_in(frame: Frame) -> list[str]:
    return [one["room_id"] for one in frame["incidents"]]


async def test_a_dispatcher_is_told_what_is_open_and_of_an_incident_that_opens(stage: Stage) -> None:
    await in_database(add_dispatcher, stage)
    talk = await call(stage, "dispatcher")
    all_open = await talk.hear("incidents")

    room = await in_database(open_now, stage, is_exercise=True)
    news = await talk.hear("incidents")

    assert all_open["is_all"] is True
    assert str(stage.room.id) in rooms_in(all_open)
    (told,) = news["incidents"]
    assert (told["room_id"], told["site"], told["is_exercise"]) == (str(room.id), "Lincoln High School", True)
    await talk.end()


async def test_what_happens_in_a_room_is_told_as_its_new_head_and_a_close_comes_once(stage: Stage) -> None:
    await in_database(add_dispatcher, stage)
    talk = await call(stage, "dispatcher")
    await talk.hear("incidents")

    said = await in_database(run, stage.cast.insider, stage.room.id, "post_message", text="All here.")
    (moved,) = (await talk.hear("incidents"))["incidents"]
    await in_database(run, stage.cast.insider, stage.room.id, "close_incident", reason="over")
    closed = (await talk.hear("incidents"))["incidents"][0]
    while closed["status"] != "Closed":
        closed = (await talk.hear("incidents"))["incidents"][0]

    assert moved["head"] >= (said.seq or 0)
    await talk.end()


async def test_who_neither_responds_nor_is_of_the_district_may_not_watch(stage: Stage) -> None:
    for who in ("teacher", "insider", "former"):
        talk = await call(stage, who)

        assert await talk.hear_close() == ("not_watching", 4403), who
        await talk.end()


async def test_every_responder_and_the_district_s_people_hear_of_an_incident_that_opens(stage: Stage) -> None:
    await in_database(add_superintendent, stage)
    for who in ("officer", "keeper", "superintendent"):
        talk = await call(stage, who)
        assert str(stage.room.id) in rooms_in(await talk.hear("incidents")), who

        room = await in_database(open_now, stage)

        # What moved in the rooms of before may be said first.
        while str(room.id) not in rooms_in(await talk.hear("incidents")):
            pass
        await talk.end()


async def test_who_has_no_agreement_watches_over_nothing(stage: Stage) -> None:
    talk = await call(stage, "stranger")

    assert rooms_in(await talk.hear("incidents")) == []
    await talk.end()


async def test_anonymous_may_not_watch(stage: Stage) -> None:
    for ticket in (None, "made-up"):
        talk = Talk(UUID(int=0), "anonymous", ticket=ticket, address="/ws/v1/incidents")
        await talk.connect()

        assert await talk.hear_close() == ("bad_ticket", 4401)
        await talk.end()


async def test_the_socket_takes_no_commands(stage: Stage) -> None:
    await in_database(add_dispatcher, stage)
    talk = await call(stage, "dispatcher")
    await talk.hear("incidents")

    await talk.command("post_message", text="no")

    assert await talk.hear_close() == ("unknown_frame", 4400)
    await talk.end()


def test_of_a_part_of_an_agreement_only_the_room_opens_an_incident(stage: Stage) -> None:
    """Leaders whose agreement gives the plan or the roster alone, of elsewhere, or no force: none of them watches."""
    personas = make_personas(stage)
    # All of them lead: what keeps them out is what their agreement says.
    AgencyMember.objects.filter(user__in=[one.user for one in personas.values()]).update(role=MemberRole.SUPERVISOR)
    ids = {one.user.pk: name for name, one in personas.items()}

    found = watched_incidents(list(ids), at=datetime.now(UTC))

    assert {ids[user_id] for user_id, rooms in found.rooms_of.items() if stage.room.id in rooms} == {"fire_room_only"}


def test_who_was_removed_from_a_room_does_not_watch_over_it(stage: Stage) -> None:
    add_dispatcher(stage)
    run(stage.cast.dispatcher, stage.room.id, "join_room")
    Participant.objects.filter(room=stage.room, user=stage.cast.dispatcher).update(removed_at=datetime.now(UTC))

    found = watched_incidents([stage.cast.dispatcher.pk], at=datetime.now(UTC))

    assert stage.room.id not in found.rooms_of[stage.cast.dispatcher.pk]


def test_a_membership_that_is_suspended_does_not_watch(stage: Stage) -> None:
    add_dispatcher(stage)
    member = AgencyMember.objects.get(user=stage.cast.dispatcher)
    Suspension.objects.create(member=member, reason="Under review.", begun_at=datetime.now(UTC))

    assert not may_watch(stage.cast.dispatcher.pk, datetime.now(UTC))


@pytest.mark.by_the_clock
async def test_an_agreement_that_ends_takes_the_incident_away_within_a_second(stage: Stage) -> None:
    await in_database(add_dispatcher, stage)
    talk = await call(stage, "dispatcher")
    await talk.hear("incidents")
    agreement = await in_database(Memorandum.objects.get, agency=stage.cast.dispatch)
    began = asyncio.get_running_loop().time()

    await in_database(
        terminate_memorandum, actor_id=OPERATOR, memorandum_id=agreement.pk, reason="Test.", at=datetime.now(UTC)
    )
    gone = await talk.hear("incidents")
    await in_database(run, stage.cast.insider, stage.room.id, "post_message", text="afterwards")

    assert asyncio.get_running_loop().time() - began < 1.5
    assert gone["gone"] == [str(stage.room.id)]
    assert gone["incidents"] == []
    assert await talk.hear_nothing()
    await talk.end()


async def test_signing_out_and_losing_the_duty_close_the_socket(stage: Stage) -> None:
    await in_database(add_dispatcher, stage)
    talk = await call(stage, "dispatcher")
    await talk.hear("incidents")

    await in_database(SessionStore(stage.sessions["dispatcher"]).delete)

    assert await talk.hear_close() == ("signed_out", 4401)
    await talk.end()


async def test_who_belongs_to_the_agency_no_more_is_closed_out(stage: Stage) -> None:
    await in_database(add_dispatcher, stage)
    talk = await call(stage, "dispatcher")
    await talk.hear("incidents")

    await in_database(end_membership, stage)

    assert await talk.hear_close() == ("not_watching", 4403)
    await talk.end()


def end_membership(stage: Stage) -> None:
    AgencyMember.objects.filter(user=stage.cast.dispatcher).update(ended_at=datetime.now(UTC))
    bump_access_epoch()


async def test_a_lost_hint_is_found_by_the_beacon(stage: Stage) -> None:
    await in_database(add_dispatcher, stage)
    talk = await call(stage, "dispatcher")
    await talk.hear("incidents")

    # As if another process had written and the broker had lost what it said.
    await in_database(write_behind_the_hub, stage)
    await talk.socket.receive_output(timeout=incident_watch.BEACON_S + 2)  # the beacon, which compares first
    news = await talk.hear("incidents")

    assert str(stage.room.id) in rooms_in(news)
    await talk.end()


def write_behind_the_hub(stage: Stage) -> None:
    Room.objects.filter(pk=stage.room.pk).update(head_seq=F("head_seq") + 5)


async def test_one_person_has_so_many_sockets_and_no_more(stage: Stage) -> None:
    await in_database(add_dispatcher, stage)
    talks = []
    for _ in range(incident_watch.SOCKETS_OF_ONE):
        talks.append(await call(stage, "dispatcher"))
        await talks[-1].hear("incidents")

    one_more = await call(stage, "dispatcher")

    assert await one_more.hear_close() == ("too_many_sockets", 4503)
    for talk in [*talks, one_more]:
        await talk.end()
    await asyncio.sleep(0)
    assert hub_of_this_loop().watch.watchers == set()


def test_three_and_three_hundred_open_incidents_cost_the_same_queries(stage: Stage) -> None:
    add_dispatcher(stage)
    few = queries_of(stage)
    many_sites = [make_site(stage.cast.district, name=f"Site {number}") for number in range(20)]
    for number in range(300):
        row = Incident.objects.create(
            site=many_sites[number % 20],
            incident_type="ALRF",
            severity="unknown",
            title=f"Alarm {number}",
            is_exercise=False,
            opened_at=datetime.now(UTC),
            opened_by=stage.cast.insider,
        )
        Room.objects.create(incident=row)

    assert queries_of(stage) == few
    assert (
        len(watched_incidents([stage.cast.dispatcher.pk], at=datetime.now(UTC)).rooms_of[stage.cast.dispatcher.pk])
        > 300
    )


def queries_of(stage: Stage) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        watched_incidents([stage.cast.dispatcher.pk], at=datetime.now(UTC))
    return len(asked)


def test_a_leader_of_an_agency_for_the_room_watches(stage: Stage) -> None:
    fire = make_agency(AgencyKind.FIRE, name="Room only Fire")
    make_memorandum(stage.cast.district, fire, grants=[TermKind.ROOM_ACCESS], expires_on=FOR_EVER)
    chief = make_member(fire, user=make_user(username=f"chief-{uuid4().hex[:6]}"), role=MemberRole.COMMANDER).user

    assert stage.room.id in watched_incidents([chief.pk], at=datetime.now(UTC)).rooms_of[chief.pk]
