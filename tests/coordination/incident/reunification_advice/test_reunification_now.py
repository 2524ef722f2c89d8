"""A room's recommendation reads what is on its map: the danger's place, as far as the reader is told of it."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from coordination.incident.reunification_advice.danger import danger_places, does_wind_matter
from coordination.room.models import Room
from coordination.room.reading.state import state_now
from coordination.vocabulary import Audience, IncidentType
from mou.vocabulary import AgencyKind, TermKind
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.factories.mapping import CENTRE
from tests.factories.mou import make_agency, make_member, make_memorandum
from tests.mapping.reunification_sites.drafts import body, place
from tests.stage.maps.plan_client import PlanClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    keeper = PlanClient(cast.insider)
    for fields in ({"name": "East hall"}, {"name": "West field", "rank": 2, "east": -10}):
        keeper.ask("POST", f"/sites/{cast.site.pk}/reunification-sites", body(**fields))
    return cast


def opened(cast: Cast, incident_type: IncidentType) -> Room:
    now = datetime.now(UTC)
    room = open_room(cast, at=now, incident_type=incident_type)
    for user in (cast.officer, cast.insider):
        join(user, room, at=now)
    return room


def mark(client: PlanClient, room: Room, kind: str, east: float, audience: str = "everyone") -> None:
    lon, lat = place(east, 0)
    marker = {"marker_id": str(uuid4()), "kind": kind, "label": "There", "lon": lon, "lat": lat, "level_id": None}
    command = {"type": "place_marker", "id": str(uuid4()), "audience": audience, **marker}
    client.ask("POST", f"/rooms/{room.pk}/commands", command)
    assert client.status == 200


def names(answer: Any) -> list[str]:
    return [one["name"] for one in answer["ranked"]]


def test_a_hazard_on_the_map_turns_the_ranking_round(cast: Cast) -> None:
    room, officer = opened(cast, IncidentType.SUSPICIOUS_PERSON), PlanClient(cast.officer)
    before = officer.ask("GET", f"/rooms/{room.pk}/reunification")

    mark(officer, room, "hazard", 4)
    after = officer.ask("GET", f"/rooms/{room.pk}/reunification")

    assert (names(before), before["dangers"], before["is_wind_wanted"]) == (["East hall", "West field"], [], False)
    assert (names(after), after["is_wind_wanted"]) == (["West field", "East hall"], True)
    assert after["ranked"][1]["warnings"] == ["towards_threat"]
    (danger,) = after["dangers"]
    assert (danger["bearing_deg"], danger["is_at_school"], danger["label"]) == (90, False, "There")
    windy = officer.ask("GET", f"/rooms/{room.pk}/reunification?wind_from_deg=90")
    assert {one["name"]: one["warnings"] for one in windy["ranked"]} == {
        "West field": ["in_plume"],
        "East hall": ["towards_threat"],
    }


def test_who_is_not_shown_a_marker_does_not_learn_of_it_by_the_ranking(cast: Cast) -> None:
    room = opened(cast, IncidentType.SUSPICIOUS_PERSON)
    insider, officer = PlanClient(cast.insider), PlanClient(cast.officer)
    mark(insider, room, "hazard", 4, audience=Audience.SCHOOL.value)

    told, untold = (one.ask("GET", f"/rooms/{room.pk}/reunification") for one in (insider, officer))

    assert (names(told), len(told["dangers"])) == (["West field", "East hall"], 1)
    assert (names(untold), untold["dangers"]) == (["East hall", "West field"], [])


def test_a_suspect_is_where_they_were_seen_last(cast: Cast) -> None:
    room, officer = opened(cast, IncidentType.ACTIVE_SHOOTER), PlanClient(cast.officer)
    for east in (4, -4):
        mark(officer, room, "suspect_last_seen", east)

    answer = officer.ask("GET", f"/rooms/{room.pk}/reunification")

    assert names(answer) == ["East hall", "West field"]
    assert [one["bearing_deg"] for one in answer["dangers"]] == [270]


@pytest.mark.parametrize("incident_type", list(IncidentType))
def test_what_happens_in_the_school_is_a_danger_there_until_somebody_marks_it(
    cast: Cast, incident_type: IncidentType
) -> None:
    room = open_room(cast, at=datetime.now(UTC), incident_type=incident_type)
    state = state_now(room, audiences=frozenset(Audience))

    found = danger_places(state, CENTRE)

    at_the_school = {"ACTSHOOT", "SHOOT", "STABBING", "WEAPON", "BOMB", "ALRPANA", "ALRPANS", "ALRF", "FSTRU", "FSMOKE"}
    at_the_school |= {"GASLEAKI", "HAZMAT", "MCI"}
    assert [one.place for one in found] == ([CENTRE] if incident_type.value in at_the_school else [])
    assert does_wind_matter(state) is (incident_type.value in {"FSTRU", "FSMOKE", "HAZMAT", "GASLEAKI", "GASLEAKO"})


def test_who_may_not_see_floorplans_or_the_room_is_told_of_no_site(cast: Cast) -> None:
    room = opened(cast, IncidentType.STRUCTURE_FIRE)
    fire = make_agency(AgencyKind.FIRE)
    make_memorandum(cast.district, fire, grants=[TermKind.ROOM_ACCESS], expires_on=date(2999, 1, 1))
    firefighter = make_member(fire).user
    join(firefighter, room, at=datetime.now(UTC))
    stranger = make_member(make_agency(AgencyKind.POLICE)).user

    answers = [
        PlanClient(user).ask("GET", f"/rooms/{room.pk}/reunification")["code"] for user in (firefighter, stranger)
    ]

    assert answers == ["site_not_found", "not_found"]
