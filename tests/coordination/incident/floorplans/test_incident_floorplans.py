"""An incident keeps the plans it opened with, and says so when a newer one is published."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from coordination.incident.floorplans.models import IncidentFloorplan
from coordination.incident.panic.capability import RaisePanic
from coordination.room.dispatch import execute
from coordination.room.models import Room
from mapping.models import Floorplan, Level
from mou.vocabulary import AgencyKind, TermKind
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.factories.mapping import make_plan
from tests.factories.mou import make_agency, make_member, make_memorandum
from tests.stage.full_room import ask
from tests.stage.maps.plan_client import PlanClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    make_plan(cast.site)
    return cast


def test_a_room_shows_the_plans_of_its_opening_and_names_the_newer_one(cast: Cast) -> None:
    level, first = Level.objects.get(), Floorplan.objects.get()
    room = open_room(cast, at=datetime.now(UTC))
    join(cast.officer, room, at=datetime.now(UTC))
    editor, officer = PlanClient(cast.insider), PlanClient(cast.officer)
    before = officer.ask("GET", f"/rooms/{room.pk}/levels")

    second_id = editor.next_version(level.pk)
    after = officer.ask("GET", f"/rooms/{room.pk}/levels")
    later = open_room(cast, at=datetime.now(UTC))

    assert [(one["floorplan_id"], one["newer_version"]) for one in before] == [(str(first.pk), None)]
    assert [(one["floorplan_id"], one["newer_version"], one["newer_floorplan_id"]) for one in after] == [
        (str(first.pk), 2, second_id)
    ]
    assert officer.ask("GET", f"/floorplans/{first.pk}/plan")["floorplan"]["version"] == 1
    assert str(IncidentFloorplan.objects.get(incident=later.incident).floorplan_id) == second_id


def test_the_places_of_a_room_are_those_of_the_plans_it_opened_with(cast: Cast) -> None:
    level = Level.objects.get()
    room = open_room(cast, at=datetime.now(UTC))
    join(cast.officer, room, at=datetime.now(UTC))
    editor, officer = PlanClient(cast.insider), PlanClient(cast.officer)
    before = officer.ask("GET", f"/rooms/{room.pk}/gazetteer")
    tag = officer.etag
    draft_id = editor.start(level.pk)
    space_id = next(
        one["id"]
        for one in editor.ask("GET", f"/floorplans/{draft_id}/plan")["features"]
        if one["properties"].get("number") == "101"
    )
    editor.ask("PATCH", f"/floorplans/{draft_id}/features/{space_id}", {"number": "201"})

    editor.next_version(level.pk)
    after = officer.ask("GET", f"/rooms/{room.pk}/gazetteer")
    in_force = officer.ask("GET", f"/sites/{cast.site.pk}/gazetteer")
    later = open_room(cast, at=datetime.now(UTC))
    join(cast.officer, later, at=datetime.now(UTC))

    assert after == before
    assert [numbers(one) for one in (before, in_force)] == [{"101"}, {"201"}]
    assert numbers(officer.ask("GET", f"/rooms/{later.pk}/gazetteer")) == {"201"}
    officer.ask("GET", f"/rooms/{room.pk}/gazetteer")
    assert officer.etag == tag


def numbers(gazetteer: Any) -> set[str]:
    """Return the numbers of rooms that a gazetteer names."""
    return {row[8] for row in gazetteer["places"]} & {"101", "201"}


def test_a_panic_alarm_pins_the_plans_too(cast: Cast) -> None:
    command = RaisePanic(
        id=uuid4(),
        type="raise_panic",
        site_id=cast.site.pk,
        is_exercise=True,
        kind="emergency",
    )

    accepted = execute(asker=ask(cast.teacher), room_id=None, command=command)

    incident = Room.objects.get(pk=accepted.room_id).incident
    assert [pin.floorplan for pin in IncidentFloorplan.objects.filter(incident=incident)] == [Floorplan.objects.get()]


def test_who_is_in_the_room_without_a_right_to_floorplans_gets_none(cast: Cast) -> None:
    room = open_room(cast, at=datetime.now(UTC))
    fire = make_agency(AgencyKind.FIRE)
    make_memorandum(cast.district, fire, grants=[TermKind.ROOM_ACCESS], expires_on=date(2999, 1, 1))
    firefighter = make_member(fire).user
    join(firefighter, room, at=datetime.now(UTC))
    client = PlanClient(firefighter)

    for what in ("levels", "gazetteer"):
        answer = client.ask("GET", f"/rooms/{room.pk}/{what}")

        assert (client.status, answer["code"]) == (404, "site_not_found")
