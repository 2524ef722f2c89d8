"""Forms list what stands on the ground and nothing that is over; each line cites its entries, for its reader."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from coordination.models import User
from coordination.room.models import Room
from mapping.models import Space
from tests.coordination.incident.ics_forms.filling import cells, fill
from tests.factories.mapping import make_plan
from tests.stage.incident.command import People, claim, make_people, room_with
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db
POINT = [[-98.5, 39.8]]
LINE = [[-98.5, 39.8], [-98.4999, 39.8001]]
RING = [[-98.5, 39.8], [-98.499, 39.8], [-98.499, 39.801]]
SAFETY = (("201", "5"), ("204", "7"), ("208", "3"), ("215A", "5-7"))


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def room(people: People) -> Room:
    make_plan(people.site)
    return room_with(people)


def say(user: User, room: Room, word: str, **fields: Any) -> int:
    seq = run(user, room.pk, word, **fields).seq
    assert seq is not None
    return seq


def put(user: User, room: Room, kind: str, **fields: Any) -> tuple[UUID, int]:
    place_id = uuid4()
    return place_id, say(user, room, "set_ground_place", place_id=place_id, kind=kind, **fields)


def lines(user: User, room: Room, form: str, block: str, **more: Any) -> list[tuple[str, tuple[int, ...]]]:
    found = fill(user, room, form, **more).block(block).lines
    return [(" · ".join(one for one in line.cells if one), line.cites) for line in found]


def test_a_zone_a_sighting_and_a_door_are_hazards_and_a_corridor_protects(people: People, room: Room) -> None:
    space = Space.objects.get(number="101")
    claim(people, room, "sergeant")
    zone_seq = put(people.officer, room, "hot_zone", points=RING, name="Gym wing")[1]
    corridor_seq = put(people.officer, room, "protected_corridor", points=LINE, name="North hall")[1]
    gas = say(
        people.officer, room, "report_sighting", sighting_id=uuid4(), kind="gas", what="At the stove", in_room=space.pk
    )
    door_seq = say(people.officer, room, "tell_door", door_id=space.pk, state="blocked", note="Desks")

    for form, block in SAFETY:
        said = {cites: text for text, cites in lines(people.sergeant, room, form, block)}
        assert "Hot zone · Gym wing" in said[zone_seq,]
        assert "Protected corridor · North hall" in said[corridor_seq,]
        assert "Gas · At the stove · seen " in said[gas,]
        assert "101" in said[gas,]
        assert "Blocked · Desks · told " in said[door_seq,]

    analysis = {one.cites: one.cells for one in fill(people.sergeant, room, "215A").block("5-7").lines}
    assert analysis[corridor_seq,][1:] == ("", "Protected corridor · North hall")
    assert analysis[zone_seq,][1:] == ("Hot zone · Gym wing", "")
    # A corridor is no hazard that the incident involves.
    assert (corridor_seq,) not in [cites for _text, cites in lines(people.sergeant, room, "209", "29")]


def test_places_stand_on_the_map_and_where_casualties_go_and_people_check_in(people: People, room: Room) -> None:
    claim(people, room, "chief")
    care = put(people.officer, room, "casualty_collection_point", points=POINT, name="CCP 1")[1]
    landing = put(people.captain, room, "landing_zone", points=POINT)[1]
    staging = put(people.officer, room, "staging", points=POINT, name="Lot B")[1]
    post = put(people.chief, room, "command_post", points=POINT)[1]

    assert [cites for _text, cites in lines(people.chief, room, "206", "3")] == [(care,), (landing,)]
    assert [cites for _text, cites in lines(people.chief, room, "211", "3")] == [(staging,), (post,)]
    on_map = {cites: text for text, cites in lines(people.chief, room, "201", "4")}
    assert set(on_map) == {(care,), (landing,), (staging,), (post,)}
    assert on_map[care,].startswith("Casualty collection point · CCP 1 · known ")


def test_what_is_over_stands_on_no_form_and_still_on_that_of_an_entry_before(people: People, room: Room) -> None:
    claim(people, room, "sergeant")
    place_id, set_seq = put(people.officer, room, "staging", points=POINT)
    sighting_id = uuid4()
    here = {"lon": -98.5, "lat": 39.8}
    seen = say(people.officer, room, "report_sighting", sighting_id=sighting_id, kind="suspect", **here)
    run(people.officer, room.pk, "close_ground_place", place_id=place_id, reason="Done.")
    run(people.officer, room.pk, "take_back_sighting", sighting_id=sighting_id, reason="A parent.")

    assert cells(fill(people.sergeant, room, "211"), "3") == []
    assert lines(people.sergeant, room, "215A", "5-7") == []
    assert [cites for _text, cites in lines(people.sergeant, room, "211", "3", seq=seen)] == [(set_seq,)]
    assert [cites for _text, cites in lines(people.sergeant, room, "215A", "5-7", seq=seen)] == [(seen,)]


def test_a_moved_place_cites_who_set_it_and_who_moved_it(people: People, room: Room) -> None:
    claim(people, room, "sergeant")
    place_id, set_seq = put(people.officer, room, "staging", points=POINT)
    moved = say(people.officer, room, "reshape_ground_place", place_id=place_id, points=[[-98.4, 39.7]])

    assert [cites for _text, cites in lines(people.sergeant, room, "211", "3")] == [(set_seq, moved)]


def test_a_form_of_the_school_has_nothing_that_only_responders_read(people: People, room: Room) -> None:
    claim(people, room, "principal")
    corridor = put(people.officer, room, "protected_corridor", points=LINE)[1]
    outer = put(people.officer, room, "outer_perimeter", points=RING)[1]
    say(people.officer, room, "report_sighting", sighting_id=uuid4(), kind="suspect", lon=-98.5, lat=39.8)
    space = Space.objects.get(number="101")
    say(people.officer, room, "tell_door", door_id=space.pk, state="breached")

    read = [cites for _text, cites in lines(people.principal, room, "215A", "5-7")]
    assert read == [(outer,)]
    assert (corridor,) in [cites for _text, cites in lines(people.officer, room, "215A", "5-7")]
