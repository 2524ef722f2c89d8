"""In a lockdown one line says what is possible in the hall or on the field where the reader is, and else nothing."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from coordination.models import User
from coordination.room.models import Room
from mapping.interchange.drawing import AreaDrawing
from mapping.models import PlanArea, Space
from mapping.options.models import RoomWalk
from mapping.vocabulary import AreaKind
from tests.factories.cast import Cast, make_cast, open_room
from tests.factories.mapping import CENTRE, draw_level, draw_space, make_plan, square
from tests.mapping.assessments.test_assessments import asks
from tests.stage.incident.panic import press, run

pytestmark = pytest.mark.django_db
EVADE = "Prepare to evade or defend."
NEVER = "Never wait in the open: get behind a door that locks, or away."
SEEN = {"ways_out": [{"kind": "locked", "to": "112"}, {"kind": "away", "to": "the north gate"}], "cover_m": 40}
LINE = f"{NEVER} Locks from inside: 112. Ways away: the north gate. The nearest: 130 ft (40 m)."


@pytest.fixture
def cast(settings: Settings, tmp_path: Path) -> Cast:
    settings.MEDIA_ROOT = tmp_path
    cast = make_cast()
    field = AreaDrawing(source_ref="area/1", kind=AreaKind.FIELD, label="Athletic field", polygons=(square(CENTRE),))
    grounds = replace(draw_level(draw_space(number="", name="Front walk", category="walkway")), areas=(field,))
    outside = replace(grounds, name="Grounds", short_name="G", is_outdoor=True)
    hall = replace(draw_space(number="", name="Main hall", category="walkway"), source_ref="space/hall")
    make_plan(cast.site, draw_level(draw_space(number="112", name=""), hall), outside)
    return cast


def walk(cast: Cast, place_id: UUID, given: dict[str, object] = SEEN) -> None:
    address = f"/sites/{cast.site.pk}/named-places/{place_id}/room-options"
    assert asks(cast.insider, "POST", address, given)[0] == 204


def lockdown(cast: Cast) -> Room:
    press(cast.insider, cast.site, kind="active_threat")
    return Room.objects.get()


def reports(user: User, room: Room, words: str) -> None:
    run(user, room.pk, "join_room")
    run(user, room.pk, "report_room", room=words, state="ok")


def own(user: User, room: Room) -> tuple[str, str, str]:
    found = asks(user, "GET", f"/incidents/{room.incident_id}/own-room")[1]
    return found["room"], found["line"], found["adults"]


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("Athletic field", "Athletic field"),
        ("athletic  FIELD", "Athletic field"),
        ("main hall", "Main hall"),
        ("front walk", "Front walk"),
    ],
)
def test_the_line_is_of_the_hall_or_the_field_where_one_is(cast: Cast, said: str, label: str) -> None:
    spaces, areas = Space.objects.filter(name=label), PlanArea.objects.filter(label=label)
    place = (spaces.first() or areas.get()).pk
    room = lockdown(cast)
    reports(cast.teacher, room, said)

    # Not walked: what is true of every open place is said, and no more.
    assert own(cast.teacher, room) == (label, NEVER, EVADE)
    walk(cast, place)
    assert own(cast.teacher, room) == (label, LINE, EVADE)
    RoomWalk.objects.update(walked_at=RoomWalk.objects.get().walked_at - timedelta(days=800))
    assert own(cast.teacher, room) == (label, NEVER, EVADE)


def test_outside_of_a_lockdown_nothing_is_said_of_a_field(cast: Cast) -> None:
    """In an evacuation people wait there."""
    walk(cast, PlanArea.objects.get().pk)
    room = open_room(cast)
    reports(cast.teacher, room, "Athletic field")
    run(cast.teacher, room.pk, "start_response_action", action_id=uuid4(), kind="evacuate")

    assert own(cast.teacher, room) == ("", "", "")


def test_who_comes_to_help_is_told_nothing_of_it(cast: Cast) -> None:
    walk(cast, PlanArea.objects.get().pk)
    room = lockdown(cast)
    reports(cast.officer, room, "Athletic field")

    assert own(cast.officer, room) == ("", "", "")
    assert asks(cast.stranger, "GET", f"/incidents/{room.incident_id}/own-room")[0] == 404


def test_a_place_that_no_plan_has_is_told_nothing(cast: Cast) -> None:
    room = lockdown(cast)
    reports(cast.teacher, room, "A tent")

    assert own(cast.teacher, room) == ("", "", EVADE)


def test_of_two_halls_of_one_name_only_what_is_true_of_both_is_said(cast: Cast) -> None:
    hall = Space.objects.get(name="Main hall")
    walk(cast, hall.pk)
    Space.objects.filter(name="Front walk").update(name="Main hall")
    room = lockdown(cast)
    reports(cast.teacher, room, "Main hall")

    assert own(cast.teacher, room) == ("Main hall", NEVER, EVADE)


def test_of_a_whole_building_what_was_seen_is_said_as_of_a_room(cast: Cast) -> None:
    place = Space.objects.get(number="112").floorplan.level.building_id
    assert place is not None
    room = lockdown(cast)
    reports(cast.teacher, room, "Main building")

    assert own(cast.teacher, room) == ("", "", EVADE)
    walk(cast, place, {"locks": "once"})
    assert own(cast.teacher, room) == ("Main building", "All outside doors lock at once.", EVADE)


@pytest.mark.parametrize(("who", "offers"), [("teacher", True), ("officer", True), ("stranger", False)])
def test_who_reports_their_place_chooses_from_halls_and_the_grounds(cast: Cast, who: str, *, offers: bool) -> None:
    room = lockdown(cast)
    client = Client()
    client.force_login(getattr(cast, who))

    answer = client.get(f"/incidents/{room.incident_id}/my-room")

    assert ('<option value="Athletic field">' in answer.content.decode()) is offers
    assert "data-own-room" not in answer.content.decode()
