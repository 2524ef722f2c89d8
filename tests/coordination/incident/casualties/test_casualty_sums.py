"""Hospitals with their beds, and counts of casualties that go on with each step."""

import json
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.incident.casualties import errors
from coordination.incident.casualties.capability import Hospital
from coordination.incident.casualties.listing import list_casualties
from coordination.incident.casualties.rules.counting import count_casualties
from coordination.incident.casualties.vocabulary import AgeGroup, CasualtyCategory, CasualtyState
from coordination.room.models import LogEntry, Room
from coordination.vocabulary import Audience
from tests.coordination.incident.casualties.test_casualties import MEDICS, counts, enter, move, refused, say, seen
from tests.factories.cast import join, open_room
from tests.stage.incident.command import People, make_people, room_with
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db
C, S = CasualtyCategory, CasualtyState


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def room(people: People) -> Room:
    return room_with(people)


# --- hospitals --------------------------------------------------------------------------------------------------------
def test_a_hospital_tells_its_beds_with_their_age(people: People, room: Room) -> None:
    run(people.dispatcher, room.id, "tell_hospital_beds", hospital="Mercy", immediate=2, told_by="Charge nurse")
    run(people.captain, room.id, "tell_hospital_beds", hospital="mercy", immediate=1, delayed=4)

    (found,) = seen(room, Audience.RESPONDERS).of(Hospital).values()
    assert (found.name, found.immediate, found.delayed, found.minimal, found.told_by) == ("Mercy", 1, 4, None, None)
    assert found.told_at is not None


@pytest.mark.parametrize("who", ["principal", "teacher"])
def test_the_school_tells_no_beds(people: People, room: Room, who: str) -> None:
    refused(errors.OnlyRespondersTellBeds, people, room, "tell_hospital_beds", people.user(who), hospital="Mercy")


# --- counts -----------------------------------------------------------------------------------------------------------
def test_the_counts_go_on_with_each_step_and_agree_with_a_count_anew(people: People, room: Room) -> None:
    one, two, three = (enter(people.captain, room, each) for each in ("immediate", "delayed", "dead"))
    say(people, room, "age_casualty", one, age_group="child")
    move(people, room, one, "transport", hospital="Mercy")
    say(people, room, "retriage_casualty", two, category="minimal")
    say(people, room, "age_casualty", two, age_group="teenager")
    say(people, room, "age_casualty", two, age_group="adult")
    move(people, room, three, "withdraw", reason="No one.")

    found = counts(room)
    live = [one for _key, one in list_casualties(seen(room, MEDICS))]
    anew = count_casualties(live)
    assert {
        c: {s: n for s, n in states.items() if n} for c, states in found.counts.items() if any(states.values())
    } == (anew.counts)
    assert {state: n for state, n in found.children.items() if n} == {S.TRANSPORTING: 1} == anew.children
    assert found.last_number == 3


def test_an_entry_with_counts_stands_only_where_a_number_changes(people: People, room: Room) -> None:
    one = enter(people.captain, room)
    before = LogEntry.objects.filter(room=room, event_type="casualties_counted").count()

    say(people, room, "note_injury", one, injury="gunshot")
    say(people, room, "retriage_casualty", one, category="immediate")
    say(people, room, "age_casualty", one, age_group=AgeGroup.ADULT.value)

    assert LogEntry.objects.filter(room=room, event_type="casualties_counted").count() == before
    said = json.loads(LogEntry.objects.filter(room=room, event_type="casualties_counted")[0].content)["event"]
    assert (said["total"], said["immediate"], said["taken_away"]) == (1, 1, 0)


def test_no_more_casualties_are_taken_than_a_room_holds(
    people: People, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coordination.incident.casualties.actions.MOST_CASUALTIES", 1)
    enter(people.captain, room)

    said = {"casualty_id": uuid4(), "category": "dead"}
    refused(errors.TooManyCasualties, people, room, "open_casualty", people.captain, **said)


def test_an_exercise_has_casualties_of_its_own_that_are_marked(people: People) -> None:
    room = open_room(people.cast, is_exercise=True)
    join(people.captain, room)
    enter(people.captain, room)

    rows = LogEntry.objects.filter(room=room, event_type__in=("casualty_opened", "casualties_counted"))
    assert [json.loads(row.content)["exercise"] for row in rows] == [True, True]


def test_one_more_costs_the_same_among_sixty(people: People, room: Room) -> None:
    one = enter(people.captain, room)
    with CaptureQueriesContext(connection) as alone:
        say(people, room, "retriage_casualty", one, category="delayed")
    for _each in range(60):
        enter(people.captain, room)

    with CaptureQueriesContext(connection) as among:
        say(people, room, "retriage_casualty", one, category="immediate")

    assert len(among) == len(alone)
