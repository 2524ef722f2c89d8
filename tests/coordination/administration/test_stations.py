"""Stations and units: who sees them, who changes them, who is on duty on each, and what a refusal says where."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from coordination.models import User
from coordination.records.audit.intake import take_in
from coordination.records.models import AuditEvent, AuditReader
from mapping.models import Facility, ResponseUnit
from mou.agreements.memoranda import terminate_memorandum
from mou.models import AdministrativeAct, Agency, AgencyMember
from mou.vocabulary import OPERATOR, AgencyKind, MemberRole
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.factories.mou import make_agency, make_member, make_user

pytestmark = pytest.mark.django_db(transaction=True)
OK, MADE, DONE, SEE_OTHER = 200, 201, 204, 303
NOT_ALLOWED, NOT_FOUND, TAKEN, BAD = 403, 404, 409, 422
STATION: dict[str, object] = {
    "kind": "police_station",
    "name": "Station North",
    "address": "1 Elm St",
    "lat": 39.8,
    "lon": -98.5,
}
CAR: dict[str, object] = {"kind": "PatrolUnit", "name": "Car 12"}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def sergeant(cast: Cast) -> User:
    return make_member(cast.police, user=make_user(username="sergeant"), role=MemberRole.SUPERVISOR).user


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sends(user: User, method: str, path: str, body: dict[str, object]) -> Any:
    return client_of(user).generic(method, f"/api/v1{path}", json.dumps(body), content_type="application/json")


def reads(user: User) -> dict[str, Any]:
    """Return what a person reads of each agency, by its name."""
    return {one["agency"]: one for one in client_of(user).get("/api/v1/stations").json()}


def base(cast: Cast) -> str:
    return f"/agencies/{cast.police.pk}"


def added(cast: Cast, by: User, what: str, body: dict[str, object]) -> str:
    answer = sends(by, "POST", f"{base(cast)}/{what}", body)
    assert answer.status_code == MADE, answer.content
    return str(answer.json()["id"])


def on_unit(user: User, name: str) -> None:
    AgencyMember.objects.filter(user=user).update(unit=name)


def terminate(cast: Cast) -> None:
    terminate_memorandum(actor_id=OPERATOR, memorandum_id=cast.agreement.pk, reason="Over.", at=datetime.now(UTC))


def names(crew: dict[str, Any]) -> list[str]:
    return [one["name"] for one in crew["people"]]


# --- who sees them ----------------------------------------------------------------------------------------------------
def test_colleagues_read_who_is_on_duty_on_a_unit_and_where_its_station_is(cast: Cast, sergeant: User) -> None:
    station_id = added(cast, sergeant, "stations", STATION)
    added(cast, sergeant, "units", {**CAR, "station_id": station_id})
    on_unit(cast.officer, "car 12")

    seen = reads(cast.officer)["Fairview Police"]

    assert (seen["is_own"], seen["may_change"]) == (True, False)
    assert [(one["name"], one["lat"], one["lon"]) for one in seen["stations"]] == [("Station North", 39.8, -98.5)]
    (unit,) = seen["units"]
    assert (unit["name"], unit["station"], unit["lat"]) == ("Car 12", "Station North", 39.8)
    assert names(unit["crew"]) == [cast.officer.shown_name()]
    assert names(seen["elsewhere"]) == [sergeant.shown_name()]


def test_partners_read_how_many_are_on_duty_and_no_names(cast: Cast, sergeant: User) -> None:
    added(cast, sergeant, "units", CAR)
    on_unit(cast.officer, "Car 12")
    keeper = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user

    for reader in (keeper, cast.dispatcher):
        seen = reads(reader)["Fairview Police"]
        assert (seen["is_own"], seen["may_change"]) == (False, False)
        assert [(one["name"], one["crew"]["on_duty"], one["crew"]["people"]) for one in seen["units"]] == [
            ("Car 12", 1, [])
        ]
        assert seen["elsewhere"]["people"] == []


def test_agencies_without_an_agreement_and_people_of_schools_read_nothing(cast: Cast, sergeant: User) -> None:
    added(cast, sergeant, "units", CAR)
    stranger = make_member(cast.strangers, role=MemberRole.COMMANDER).user

    assert set(reads(stranger)) == {"Farther County Sheriff"}
    assert reads(cast.teacher) == {}
    assert reads(cast.insider) == {}
    # Who neither dispatches nor leads reads their own agency alone.
    assert set(reads(cast.officer)) == {"Fairview Police"}
    assert client_of(cast.teacher).get("/stations").status_code == NOT_FOUND
    assert client_of(stranger).get("/stations").status_code == OK
    # Who is on duty where leaves as no file.
    asked = ("stations-sort=-duty", "units-sort=agency", "stations-format=csv", "units-format=csv")
    assert [client_of(stranger).get(f"/stations?{one}").status_code for one in asked] == [OK, OK, 422, 422]


def test_an_agreement_that_ended_takes_the_partner_s_units_away(cast: Cast, sergeant: User) -> None:
    added(cast, sergeant, "units", CAR)
    keeper = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user
    assert "Fairview Police" in reads(keeper)

    terminate(cast)

    assert "Fairview Police" not in reads(keeper)
    assert "Fairview Police" not in reads(cast.dispatcher)


def test_the_incident_of_a_unit_is_told_to_who_watches_over_it_themself(cast: Cast, sergeant: User) -> None:
    added(cast, sergeant, "units", CAR)
    on_unit(cast.officer, "Car 12")
    room = open_room(cast)
    join(cast.officer, room)

    (mine,) = reads(sergeant)["Fairview Police"]["units"]
    (theirs,) = reads(cast.dispatcher)["Fairview Police"]["units"]

    assert [one["incident_id"] for one in mine["crew"]["incidents"]] == [str(room.incident_id)]
    assert [one["site"] for one in theirs["crew"]["incidents"]] == ["Lincoln High School"]
    terminate(cast)
    (unit,) = reads(sergeant)["Fairview Police"]["units"]
    assert unit["crew"]["incidents"] == []


def test_who_has_left_the_incident_is_not_there_any_more(cast: Cast, sergeant: User) -> None:
    added(cast, sergeant, "units", CAR)
    on_unit(cast.officer, "Car 12")
    room = open_room(cast)
    join(cast.officer, room)
    room.participants.filter(user=cast.officer).update(left_at=room.incident.opened_at)

    (unit,) = reads(sergeant)["Fairview Police"]["units"]

    assert (unit["crew"]["on_duty"], unit["crew"]["incidents"]) == (1, [])


# --- who changes them -------------------------------------------------------------------------------------------------
def test_who_administers_or_leads_changes_them_and_nobody_else(cast: Cast, sergeant: User) -> None:
    chief = make_member(cast.police, role=MemberRole.ADMINISTRATOR).user
    keeper = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user
    stranger = make_member(cast.strangers, role=MemberRole.ADMINISTRATOR).user
    asked = {
        "chief": chief,
        "sergeant": sergeant,
        "officer": cast.officer,
        "dispatcher": cast.dispatcher,
        "keeper": keeper,
        "teacher": cast.teacher,
        "stranger": stranger,
        "former": cast.former,
    }

    found = {
        who: sends(user, "POST", f"{base(cast)}/units", {**CAR, "name": f"Car of {who}"}).status_code
        for who, user in asked.items()
    }

    assert found == {
        "chief": MADE,
        "sergeant": MADE,
        **dict.fromkeys(("officer", "dispatcher", "keeper"), NOT_ALLOWED),
        **dict.fromkeys(("teacher", "stranger", "former"), NOT_FOUND),
    }


def test_another_agency_s_station_is_not_there(cast: Cast, sergeant: User) -> None:
    station_id = added(cast, sergeant, "stations", STATION)
    sheriff = make_member(cast.strangers, role=MemberRole.ADMINISTRATOR).user
    theirs = f"/agencies/{cast.strangers.pk}"

    answers = [
        sends(sheriff, "PUT", f"{theirs}/stations/{station_id}", STATION),
        sends(sheriff, "PUT", f"{theirs}/stations/{station_id}/in-use", {"is_in_use": False}),
        client_of(sheriff).get(f"/stations/{cast.strangers.pk}/places/{station_id}"),
        client_of(sheriff).get(f"/stations/{cast.police.pk}"),
    ]

    assert [one.status_code for one in answers] == [NOT_FOUND] * 4
    taken = sends(sheriff, "POST", f"{theirs}/units", {**CAR, "station_id": station_id})
    assert (taken.status_code, taken.json()["errors"][0]["pointer"]) == (BAD, "/station_id")
    assert Facility.objects.get().retired_at is None


def test_a_new_name_takes_along_who_is_on_it(cast: Cast, sergeant: User) -> None:
    unit_id = added(cast, sergeant, "units", CAR)
    on_unit(cast.officer, "CAR 12")

    answer = sends(sergeant, "PUT", f"{base(cast)}/units/{unit_id}", {**CAR, "name": "Adam 12"})

    assert answer.status_code == DONE
    (unit,) = reads(sergeant)["Fairview Police"]["units"]
    assert (unit["name"], names(unit["crew"])) == ("Adam 12", [cast.officer.shown_name()])
    act = AdministrativeAct.objects.get(agency=cast.police, kind="member_changed")
    assert act.changes == {"unit": ["CAR 12", "Adam 12"]}


def test_a_station_that_is_moved_is_elsewhere_on_the_map_of_everybody(cast: Cast, sergeant: User) -> None:
    station_id = added(cast, sergeant, "stations", STATION)

    sends(sergeant, "PUT", f"{base(cast)}/stations/{station_id}", {**STATION, "lat": 39.9, "lon": -98.4})

    shown = client_of(cast.teacher).get("/api/v1/facilities?bbox=-99,39,-98,40").json()
    assert [(one["name"], one["lat"], one["lon"]) for one in shown] == [("Station North", 39.9, -98.4)]


def test_what_is_given_up_is_on_no_map_and_can_be_used_again(cast: Cast, sergeant: User) -> None:
    station_id = added(cast, sergeant, "stations", STATION)
    unit_id = added(cast, sergeant, "units", {**CAR, "station_id": station_id})
    place, car = f"{base(cast)}/stations/{station_id}/in-use", f"{base(cast)}/units/{unit_id}/in-use"

    refused = sends(sergeant, "PUT", place, {"is_in_use": False})
    assert (refused.status_code, refused.json()["code"]) == (TAKEN, "station_in_use")
    assert sends(sergeant, "PUT", car, {"is_in_use": False}).status_code == DONE
    assert sends(sergeant, "PUT", place, {"is_in_use": False}).status_code == DONE

    assert client_of(cast.teacher).get("/api/v1/facilities?bbox=-99,39,-98,40").json() == []
    seen = reads(cast.officer)["Fairview Police"]
    assert (seen["stations"], seen["units"]) == ([], [])
    # Its station was given up meanwhile.
    assert sends(sergeant, "PUT", car, {"is_in_use": True}).status_code == BAD
    assert sends(sergeant, "PUT", place, {"is_in_use": True}).status_code == DONE
    assert sends(sergeant, "PUT", car, {"is_in_use": True}).status_code == DONE
    assert [one["is_in_use"] for one in reads(sergeant)["Fairview Police"]["units"]] == [True]


def test_two_in_use_are_not_called_alike_and_a_name_is_free_once_given_up(cast: Cast, sergeant: User) -> None:
    unit_id = added(cast, sergeant, "units", CAR)

    twice = sends(sergeant, "POST", f"{base(cast)}/stations", {**STATION, "name": "CAR  12"})
    sends(sergeant, "PUT", f"{base(cast)}/units/{unit_id}/in-use", {"is_in_use": False})
    added(cast, sergeant, "units", CAR)
    again = sends(sergeant, "PUT", f"{base(cast)}/units/{unit_id}/in-use", {"is_in_use": True})

    for answer in (twice, again):
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (TAKEN, "/name")
    # Another agency's car may have the number.
    sheriff = make_member(cast.strangers, role=MemberRole.ADMINISTRATOR).user
    assert sends(sheriff, "POST", f"/agencies/{cast.strangers.pk}/units", CAR).status_code == MADE


# --- the pages --------------------------------------------------------------------------------------------------------
def page(cast: Cast, below: str = "") -> str:
    return f"/stations/{cast.police.pk}{below}"


def form(**fields: object) -> dict[str, object]:
    return {"act": "station", "phone": "", **STATION, **fields}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("name", ""), ("name", "x" * 81), ("kind", "hospital"), ("kind", "castle")),
        *(("lat", "north"), ("lat", "91"), ("lat", "nan"), ("lon", ""), ("lon", "-181"), ("phone", "5" * 41)),
        *(("phone", "0100"), ("phone", "+999 123456"), ("phone", "javascript:1")),
    ],
)
def test_a_problem_stands_at_its_field_and_what_was_typed_stays(
    cast: Cast, sergeant: User, field: str, value: str
) -> None:
    answer = client_of(sergeant).post(page(cast), form(**{"address": "7 Oak Road", field: value}))

    text = answer.content.decode().partition('value="station"')[2].partition("</form>")[0]
    assert answer.status_code == BAD
    marked = text.partition(f'name="{field}"')[2].partition(">")[0]
    assert 'aria-invalid="true"' in marked
    assert text.count('aria-invalid="true"') == 1
    assert 'value="7 Oak Road"' in text
    assert not Facility.objects.exists()


def test_a_station_is_added_moved_and_given_up_by_its_pages(cast: Cast, sergeant: User) -> None:
    client = client_of(sergeant)
    assert client.post(page(cast), form()).status_code == SEE_OTHER
    station = Facility.objects.get()
    here = page(cast, f"/places/{station.pk}")
    assert client.get(here).status_code == OK

    moved = client.post(here, form(act="save", name="Station South", lat="39.7", phone="(512) 555-0123"))
    assert moved.status_code == SEE_OTHER
    station.refresh_from_db()
    assert station.phone == "+15125550123"
    assert (station.name, station.location.y, station.location.x) == ("Station South", 39.7, -98.5)

    assert client.post(here, {"act": "retire"}).status_code == SEE_OTHER
    assert "Station South" not in client_of(cast.officer).get("/stations").content.decode()
    assert "Station South" in client.get(page(cast)).content.decode()
    assert client.post(here, {"act": "again"}).status_code == SEE_OTHER
    assert "Station South" in client_of(cast.officer).get("/stations").content.decode()


def test_a_unit_is_added_renamed_and_given_up_by_its_pages(cast: Cast, sergeant: User) -> None:
    client = client_of(sergeant)
    assert client.post(page(cast), {"act": "unit", **CAR, "station_id": ""}).status_code == SEE_OTHER
    here = page(cast, f"/units/{ResponseUnit.objects.get().pk}")

    assert client.post(here, {"act": "save", **CAR, "name": "Adam 12", "station_id": ""}).status_code == SEE_OTHER
    assert "Adam 12" in client_of(cast.dispatcher).get("/stations").content.decode()
    assert client.post(here, {"act": "save", **CAR, "name": " "}).status_code == BAD
    assert client.post(here, {"act": "retire"}).status_code == SEE_OTHER
    assert "Adam 12" not in client_of(cast.dispatcher).get("/stations").content.decode()


def test_who_may_not_change_them_finds_no_form(cast: Cast, sergeant: User) -> None:
    unit_id = added(cast, sergeant, "units", CAR)

    for who in (cast.officer, cast.dispatcher, cast.teacher):
        client = client_of(who)
        assert client.get(page(cast)).status_code == NOT_FOUND
        assert client.get(page(cast, f"/units/{unit_id}")).status_code == NOT_FOUND
        assert client.post(page(cast, f"/units/{unit_id}"), {"act": "retire"}).status_code == NOT_FOUND
    assert ResponseUnit.objects.get().retired_at is None


def test_the_page_speaks_spanish(cast: Cast, sergeant: User) -> None:
    added(cast, sergeant, "units", CAR)
    client = client_of(sergeant)

    text = client.get("/stations", headers={"Accept-Language": "es"}).content.decode()

    assert "Estaciones y unidades" in text
    assert "Patrulla" in text


# --- what is written down ---------------------------------------------------------------------------------------------
def test_every_change_is_an_audit_row_of_the_agency(cast: Cast, sergeant: User) -> None:
    unit_id = added(cast, sergeant, "units", CAR)
    client_of(sergeant).post(page(cast, f"/units/{unit_id}"), {"act": "retire"})
    sends(cast.officer, "PUT", f"{base(cast)}/units/{unit_id}/in-use", {"is_in_use": True})

    take_in()
    read = AuditReader.objects.filter(agency_id=cast.police.pk).values("event")
    events = AuditEvent.objects.filter(what="stations_changed", pk__in=read).order_by("seq")

    assert [one.outcome for one in events] == ["done", "done", "refused"]


def test_the_agency_s_own_page_and_the_page_of_duty_lead_there(cast: Cast, sergeant: User) -> None:
    chief = make_member(cast.police, role=MemberRole.ADMINISTRATOR).user
    club: Agency = make_agency(AgencyKind.OTHER, name="Parents")
    parent = make_member(club, role=MemberRole.ADMINISTRATOR).user

    assert 'href="/stations"' in client_of(chief).get(f"/administration/agencies/{cast.police.pk}").content.decode()
    assert 'href="/stations"' in client_of(sergeant).get("/account/alerts/duty").content.decode()
    assert 'href="/stations"' not in client_of(parent).get(f"/administration/agencies/{club.pk}").content.decode()
