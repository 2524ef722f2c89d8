"""A list of incidents begins with the real ones, however many exercises a person opens; and few may be opened."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from coordination.errors import RoomNotFound, TooManyIncidents
from coordination.incident.lifecycle.capability import OpenIncident
from coordination.incident.lifecycle.floods import EXERCISE_WINDOW, EXERCISES_MAX, REAL_MAX, REAL_WINDOW
from coordination.models import User
from coordination.room.dispatch import execute
from coordination.room.models import Incident, Room
from coordination.vocabulary import IncidentType, Severity
from tests.factories.cast import Cast, asks, make_cast, open_room
from tests.factories.mapping import make_site
from tests.factories.mou import NOW, make_member
from tests.stage.incident.panic import press
from tests.stage.served import session_of

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def flood(cast: Cast, count: int, *, is_exercise: bool = True, status: str = "Active") -> list[Incident]:
    """Write incidents of one officer as rows, a second apart, the newest last."""
    begin = datetime.now(UTC)
    incidents = [
        Incident(
            site=cast.site,
            incident_type="STDBY",
            severity="minor",
            title=f"Drill {number}",
            is_exercise=is_exercise,
            status=status,
            opened_at=begin + number * SECOND,
            opened_by=cast.officer,
        )
        for number in range(count)
    ]
    Incident.objects.bulk_create(incidents)
    Room.objects.bulk_create([Room(incident=one) for one in incidents])
    return incidents


def listed(user: User, query: str = "") -> Any:
    return Client().get(f"/api/v1/incidents{query}", headers={"X-Session-Token": session_of(user)}).json()


def opening(cast: Cast) -> str:
    fields = {"incident_type": "STDBY", "severity": "minor", "title": "Again", "site_id": str(cast.site.id)}
    return json.dumps({"id": str(uuid4()), "type": "open_incident", "is_exercise": True, **fields})


# --- what is listed ---------------------------------------------------------------------------------------------------
def test_two_hundred_exercises_push_no_open_incident_out_of_the_list_or_off_the_page(cast: Cast) -> None:
    real = open_room(cast)
    flood(cast, 210)
    client = Client()
    client.force_login(cast.teacher)

    found = listed(cast.teacher)
    page = client.get("/").content.decode()

    assert found[0]["incident_id"] == str(real.incident_id)
    assert len(found) == 201
    assert f"/incidents/{real.incident_id}" in page


def test_no_open_incident_is_cut_however_many_there_are(cast: Cast) -> None:
    flood(cast, 205, is_exercise=False)

    assert len(listed(cast.teacher, "?limit=1")) == 205


def test_the_rest_comes_page_by_page_the_newest_first_and_each_once(cast: Cast) -> None:
    real = open_room(cast)
    others = [*flood(cast, 3, is_exercise=False, status="Closed"), *flood(cast, 4)]

    first = listed(cast.teacher, "?limit=3")
    second = listed(cast.teacher, f"?limit=3&before={first[-1]['incident_id']}")
    third = listed(cast.teacher, f"?limit=3&before={second[-1]['incident_id']}")

    assert first[0]["incident_id"] == str(real.incident_id)
    got = [one["incident_id"] for one in (*first[1:], *second, *third)]
    newest_first = sorted(others, key=lambda one: (one.opened_at, one.pk), reverse=True)
    assert got == [str(one.pk) for one in newest_first]
    assert listed(cast.teacher, f"?limit=3&before={third[-1]['incident_id']}") == []


def test_a_place_in_the_list_that_is_not_ones_own_is_not_found(cast: Cast) -> None:
    (one,) = flood(cast, 1)

    assert listed(cast.stranger, f"?before={one.pk}")["code"] == "not_found"
    assert listed(cast.stranger) == []


@pytest.mark.parametrize("query", ["?limit=0", "?limit=201", "?before=x"])
def test_a_list_is_asked_for_within_bounds(cast: Cast, query: str) -> None:
    assert listed(cast.teacher, query)["status"] == 422


# --- what is opened ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("is_exercise", "most", "window"), [(True, EXERCISES_MAX, EXERCISE_WINDOW), (False, REAL_MAX, REAL_WINDOW)]
)
def test_one_person_opens_so_many_at_a_site_and_then_waits(
    cast: Cast, is_exercise: bool, most: int, window: timedelta
) -> None:
    for number in range(most):
        open_room(cast, by=cast.officer, is_exercise=is_exercise, at=NOW + number * SECOND)

    with pytest.raises(TooManyIncidents) as refused:
        open_room(cast, by=cast.officer, is_exercise=is_exercise, at=NOW + most * SECOND)

    assert refused.value.retry_after_s == window.total_seconds() - most
    assert Incident.objects.count() == most
    open_room(cast, by=cast.officer, is_exercise=is_exercise, at=NOW + window)


def test_a_real_incident_is_opened_whatever_was_practised_and_whatever_others_opened(cast: Cast) -> None:
    for _ in range(EXERCISES_MAX):
        open_room(cast, by=cast.officer, is_exercise=True)
    for _ in range(REAL_MAX):
        open_room(cast, by=cast.insider)

    assert open_room(cast, by=cast.officer).head_seq == 2


def test_another_site_of_the_same_person_is_not_counted(cast: Cast) -> None:
    other = make_site(cast.district, school=cast.school)
    person = make_member(cast.district).user
    for _ in range(REAL_MAX):
        open_room(cast, by=person)
    with pytest.raises(TooManyIncidents):
        open_room(cast, by=person)

    cast.site.id = other.id

    assert open_room(cast, by=person).head_seq == 2


def test_a_press_of_the_alarm_is_never_limited(cast: Cast) -> None:
    for _ in range(REAL_MAX):
        open_room(cast, by=cast.officer)
    with pytest.raises(TooManyIncidents):
        open_room(cast, by=cast.officer)

    assert press(cast.officer, cast.site).seq == 3


def test_the_same_opening_sent_again_is_answered_beyond_the_limit(cast: Cast) -> None:
    now, body = datetime.now(UTC), opening(cast)
    headers = {"X-Session-Token": session_of(cast.officer)}
    first = Client().post("/api/v1/incidents", body, "application/json", headers=headers)
    for _ in range(EXERCISES_MAX - 1):
        open_room(cast, by=cast.officer, is_exercise=True, at=now)

    again = Client().post("/api/v1/incidents", body, "application/json", headers=headers)
    refused = Client().post("/api/v1/incidents", opening(cast), "application/json", headers=headers)

    assert (first.status_code, again.status_code, again.json()["is_repeat"]) == (201, 201, True)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_incidents")
    assert 3500 < int(refused["Retry-After"]) <= 3600


def test_an_old_opening_that_is_sent_again_tells_a_former_member_nothing(cast: Cast) -> None:
    room = open_room(cast, by=cast.officer)
    command_id = room.entries.get(seq=1).command_id
    cast.officer_member.ended_at = NOW
    cast.officer_member.save()

    with pytest.raises(RoomNotFound):
        execute(asker=asks(cast.officer), room_id=None, command=as_opened(cast, command_id))


def as_opened(cast: Cast, command_id: UUID) -> OpenIncident:
    return OpenIncident(
        id=command_id,
        type="open_incident",
        site_id=cast.site.id,
        is_exercise=False,
        incident_type=IncidentType.STANDBY,
        severity=Severity.MODERATE,
        title="Smoke in the gym",
    )


def test_two_real_incidents_of_one_site_name_each_other_to_who_may_see_both(cast: Cast) -> None:
    first = open_room(cast)
    second = open_room(cast, by=cast.officer)
    elsewhere = make_site(cast.district, name="Annex")
    Incident.objects.filter(room=first).update(title="Smoke in the gym")
    Incident.objects.filter(room=second).update(title="Fight in the yard")

    def page(user: User, room: Room) -> str:
        browser = Client()
        browser.force_login(user)
        return browser.get(f"/incidents/{room.incident_id}").content.decode()

    # In the room, and before someone joins it.
    assert "Fight in the yard" in page(cast.insider, first)
    assert "Smoke in the gym" in page(cast.teacher, second)
    assert elsewhere.name not in page(cast.insider, first)
    # One that is closed is named to no one any more.
    Incident.objects.filter(room=second).update(status="Closed", closed_at=NOW)
    assert "Fight in the yard" not in page(cast.insider, first)


def test_an_exercise_names_what_is_real_and_is_named_by_nothing_real(cast: Cast) -> None:
    drill, real = open_room(cast, is_exercise=True), open_room(cast)
    Incident.objects.filter(room=drill).update(title="Drill of the year")
    Incident.objects.filter(room=real).update(title="Smoke over the roof")
    browser = Client()
    browser.force_login(cast.insider)

    shown = {one.pk: browser.get(f"/incidents/{one.incident_id}").content.decode() for one in (drill, real)}

    assert "REAL, and open here:" in shown[drill.pk]
    assert "Smoke over the roof" in shown[drill.pk]
    assert "Drill of the year" not in shown[real.pk]
