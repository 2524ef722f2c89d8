"""Drills written down, corrected, signed; who may and who may not; and a district that costs the same at any size."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.drills.requirements.models import Drill, DrillChange, DrillRulesChange
from coordination.drills.requirements.rules.record import day_at
from coordination.drills.requirements.work.queries import district_state
from coordination.models import User
from mapping.models import Site
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole
from tests.coordination.drills.requirements.drill_people import People, as_, ask
from tests.factories.mapping import make_site
from tests.factories.mou import make_agency, make_member
from tests.factories.practice.drills import DRILL_SECRETS, make_drill

pytestmark = pytest.mark.django_db(transaction=True)
GIVEN = {"type": "lockdown", "starts_at": "2026-10-06T14:00:00Z", "ends_at": "2026-10-06T14:20:00Z", "secured_s": 95}


def record(people: People, by: User, **fields: object) -> UUID:
    status, made = ask(by, "POST", f"/schools/{people.cast.site.pk}/records", GIVEN | fields)
    assert status == 201, made
    return UUID(str(made["drill_id"]))


# --- who --------------------------------------------------------------------------------------------------------------
def test_who_keeps_who_reads_and_for_whom_there_is_no_such_school(people: People) -> None:
    cast = people.cast
    drill = make_drill(cast.site, by=cast.insider)
    keeps, reads, none = (201, 200), (403, 200), (404, 404)
    wanted = {
        cast.insider: keeps,
        people.planner: keeps,
        cast.teacher: reads,
        people.superintendent: reads,
        cast.officer: reads,
        people.firefighter: reads,
        people.neighbor: none,
        people.far_firefighter: none,
        people.medic: none,
        cast.dispatcher: none,
        cast.stranger: none,
        cast.former: none,
    }
    found = {}
    for user in wanted:
        write, _ = ask(user, "POST", f"/schools/{cast.site.pk}/records", GIVEN | {"state": "planned"})
        states = {
            ask(user, "GET", path)[0]
            for path in (f"/schools/{cast.site.pk}", f"/schools/{cast.site.pk}/records", f"/records/{drill.pk}")
        }
        found[user] = (write, *states)

    assert found == wanted


def test_a_stranger_is_told_of_a_school_what_is_told_of_none(people: People) -> None:
    stranger = people.cast.stranger
    drill = make_drill(people.cast.site, by=people.cast.insider)

    for here, nowhere in (
        (f"/schools/{people.cast.site.pk}", f"/schools/{uuid4()}"),
        (f"/records/{drill.pk}", f"/records/{uuid4()}"),
        (f"/districts/{people.cast.district.pk}", f"/districts/{uuid4()}"),
    ):
        assert ask(stranger, "GET", here) == ask(stranger, "GET", nowhere)


def test_an_agreement_that_ends_closes_the_record_at_once(people: People) -> None:
    path = f"/schools/{people.cast.site.pk}"
    assert ask(people.firefighter, "GET", path)[0] == 200

    people.fire_agreement.versions.update(ended_at=datetime.now(UTC), state="terminated", ended_why="terminated")

    assert ask(people.firefighter, "GET", path)[0] == 404
    assert as_(people.firefighter).get("/api/v1/drills/schools").json() == []


def test_a_district_is_its_own_peoples_and_its_rules_its_keepers(people: People) -> None:
    path = f"/districts/{people.cast.district.pk}"
    choice = {"key": "TX", "has_fire_marshal_rule": True}
    for user, read, write in (
        (people.planner, 200, 204),
        (people.superintendent, 200, 403),
        (people.cast.insider, 404, 404),
        (people.cast.officer, 404, 404),
        (people.cast.stranger, 404, 404),
    ):
        assert ask(user, "GET", path)[0] == read
        assert ask(user, "GET", f"{path}/laws")[0] == read
        assert ask(user, "PUT", f"{path}/law", choice)[0] == write


# --- what is not announced --------------------------------------------------------------------------------------------
def test_what_is_not_announced_is_its_keepers_alone_until_it_was_held(people: People) -> None:
    site, by = people.cast.site, people.cast.insider
    soon = datetime.now(UTC) + timedelta(days=1)
    for announcement in ("full", "date_only", "none"):
        make_drill(
            site, by=by, at=soon, type="active_shooter", state="planned", announcement=announcement, building="Gym"
        )
    hidden = Drill.objects.get(announcement="none")
    masked = Drill.objects.get(announcement="date_only")
    year = (
        day_at(soon, site.time_zone).year
        if day_at(soon, site.time_zone).month >= 8
        else day_at(soon, site.time_zone).year - 1
    )

    def types(user: User) -> list[str]:
        rows = as_(user).get(f"/api/v1/drills/schools/{site.pk}/records?year={year}").json()
        return sorted(str(one["type"]) for one in rows)

    assert types(by) == ["active_shooter"] * 3
    for reader in (people.cast.teacher, people.cast.officer, people.firefighter, people.superintendent):
        assert types(reader) == ["None", "active_shooter"]
        assert ask(reader, "GET", f"/records/{hidden.pk}")[0] == 404
        shown = as_(reader).get(f"/api/v1/drills/records/{masked.pk}").content.decode()
        assert not [one for one in (*DRILL_SECRETS, "active_shooter", "Gym") if one in shown]

    Drill.objects.update(state="held", starts_at=datetime.now(UTC) - timedelta(hours=1))
    assert types(people.cast.teacher) == ["active_shooter"] * 3


# --- writing ----------------------------------------------------------------------------------------------------------
def test_what_was_held_is_corrected_with_a_reason_and_keeps_what_it_said(people: People) -> None:
    drill_id = record(people, people.planner)
    path, wanted = f"/records/{drill_id}", GIVEN | {"secured_s": 80, "weather": "Rain"}

    assert ask(people.planner, "PUT", path, {"drill": wanted, "version": 1})[1]["pointer"] == "/reason"
    assert ask(people.planner, "PUT", path, {"drill": wanted, "version": 1, "reason": "Typed wrong"})[0] == 204
    again = ask(people.planner, "PUT", path, {"drill": GIVEN, "version": 1, "reason": "Old page"})
    assert (again[0], again[1]["code"]) == (409, "drill_changed")

    found = ask(people.cast.teacher, "GET", path)[1]
    assert (found["secured_s"], found["weather"], found["version"]) == (80, "Rain", 2)
    told = {(one["field"], one["before"], one["after"], one["reason"], one["by"]) for one in found["changes"]}  # type: ignore[attr-defined]
    assert told == {
        ("secured_s", "95", "80", "Typed wrong", "Planner"),
        ("weather", "", "Rain", "Typed wrong", "Planner"),
    }


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"starts_at": "2999-01-01T00:00:00Z"}, "/starts_at"),
        ({"starts_at": "2026-10-06T14:00:00"}, "/starts_at"),
        ({"ends_at": "2026-10-06T13:00:00Z"}, "/ends_at"),
        ({"ends_at": "2026-10-09T13:00:00Z"}, "/ends_at"),
        ({"secured_s": -1}, "/secured_s"),
        ({"participants": 10**9}, "/participants"),
        ({"building": "a\u0000b"}, "/building"),
        ({"building": "a\nb"}, "/building"),
        ({"type": "dragon"}, "/type"),
        ({"more": 1}, "/more"),
        ({"signed_name": "Chief", "signed_on": "2026-10-05"}, "/signed_on"),
        ({"signed_name": "Chief", "signed_on": "2090-10-05"}, "/signed_on"),
        ({"state": "planned", "signed_name": "Chief", "signed_on": "2026-10-06"}, "/signed_on"),
    ],
)
def test_what_cannot_be_is_refused_with_a_pointer_and_leaves_no_trace(
    people: People, fields: dict[str, object], pointer: str
) -> None:
    status, problem = ask(people.planner, "POST", f"/schools/{people.cast.site.pk}/records", GIVEN | fields)

    assert (status, problem.get("pointer")) == (422, pointer), problem
    assert not Drill.objects.exists()


def test_only_a_fire_agency_that_covers_the_school_signs_and_a_correction_takes_the_signature_away(
    people: People,
) -> None:
    drill_id = record(people, people.planner, type="fire")
    path, version = f"/records/{drill_id}/sign-off", {"version": 1}
    for user, status in (
        (people.planner, 403),
        (people.cast.officer, 403),
        (people.cast.teacher, 403),
        (people.far_firefighter, 404),
        (people.cast.stranger, 404),
        (people.firefighter, 204),
    ):
        assert ask(user, "POST", path, version)[0] == status
    signed = ask(people.planner, "GET", f"/records/{drill_id}")[1]
    assert (signed["signed_name"], signed["is_signed_here"], signed["version"]) == ("Marshal", True, 2)
    assert ask(people.firefighter, "POST", path, {"version": 2})[1]["code"] == "drill_signed"
    assert ask(people.firefighter, "POST", path, {"version": 1})[1]["code"] == "drill_changed"

    names = {"signed_name": signed["signed_name"], "signed_on": signed["signed_on"]}
    body = {"drill": GIVEN | names | {"type": "fire", "evacuees": 400}, "version": 2, "reason": "Counted again"}
    assert ask(people.planner, "PUT", f"/records/{drill_id}", body)[0] == 204

    found = ask(people.planner, "GET", f"/records/{drill_id}")[1]
    assert (found["signed_name"], found["signed_on"], found["is_signed_here"]) == ("", None, False)
    assert DrillChange.objects.filter(field="signed_name", before="Marshal", after="").exists()


def test_a_name_that_the_school_writes_down_is_never_shown_as_signed_here(people: People) -> None:
    drill_id = record(people, people.planner, type="fire", signed_name="Chief Fake", signed_on="2026-10-07")

    found = ask(people.planner, "GET", f"/records/{drill_id}")[1]

    assert (found["signed_name"], found["is_signed_here"]) == ("Chief Fake", False)


def test_a_planned_drill_is_not_signed(people: People) -> None:
    drill_id = record(people, people.planner, state="planned")

    assert (
        ask(people.firefighter, "POST", f"/records/{drill_id}/sign-off", {"version": 1})[1]["code"] == "drill_not_held"
    )


def test_parents_who_were_told_late_count_as_not_told(people: People) -> None:
    district = people.cast.district
    assert ask(people.planner, "PUT", f"/districts/{district.pk}/law", {"key": "NY"})[0] == 204
    drill_id = record(people, people.planner)
    path = f"/records/{drill_id}"
    notice = {"channel": "email", "words": "There will be a drill."}
    assert ask(people.planner, "GET", path)[1]["gaps"] == ["parent_notice"]

    assert ask(people.cast.teacher, "POST", f"{path}/notices", notice | {"sent_at": "2026-10-01T12:00:00Z"})[0] == 403
    assert ask(people.planner, "POST", f"{path}/notices", notice | {"sent_at": "2026-10-07T12:00:00Z"})[0] == 204
    assert ask(people.planner, "GET", path)[1]["gaps"] == ["parent_notice"]
    assert ask(people.planner, "POST", f"{path}/notices", notice | {"sent_at": "2026-10-01T12:00:00Z"})[0] == 204
    assert ask(people.planner, "GET", path)[1]["gaps"] == []
    future = ask(people.planner, "POST", f"{path}/notices", notice | {"sent_at": "2090-10-01T12:00:00Z"})
    assert future[1]["pointer"] == "/sent_at"


# --- the law ----------------------------------------------------------------------------------------------------------
def test_a_planner_adds_a_state_and_changes_one_without_a_deployment(people: People) -> None:
    path = f"/districts/{people.cast.district.pk}"
    made_up = {
        "key": "XX",
        "name": "Made-up state",
        "citation": "Made-up code 1",
        "rules": [{"code": "fire", "title_en": "Fire drill", "types": ["fire"], "count": 6, "per": "year"}],
    }
    assert ask(people.superintendent, "PUT", f"{path}/laws/XX", made_up)[0] == 403
    assert ask(people.planner, "PUT", f"{path}/laws/XX", made_up)[0] == 204
    assert ask(people.planner, "PUT", f"{path}/law", {"key": "XX"})[0] == 204

    found = ask(people.cast.teacher, "GET", f"/schools/{people.cast.site.pk}")[1]
    assert [(one["code"], one["required"]) for one in found["duties"]] == [("fire", 6)]  # type: ignore[attr-defined]

    assert ask(people.planner, "DELETE", f"{path}/laws/XX")[1]["code"] == "drill_law_in_use"
    bad = made_up | {"rules": [{"code": "fire", "title_en": "Fire", "types": ["fire"], "per": "sometimes"}]}
    refused = ask(people.planner, "PUT", f"{path}/laws/XX", bad)
    assert (refused[0], refused[1]["pointer"]) == (422, "/rules/0/per")
    assert ask(people.planner, "PUT", f"{path}/laws/YY", made_up)[1]["pointer"] == "/key"
    assert ask(people.planner, "PUT", f"{path}/law", {"key": "ZZ"})[0] == 404
    # Another district's state is no one else's.
    other = make_agency(AgencyKind.DISTRICT)
    keeper = make_member(other, role=MemberRole.PLANNER).user
    assert "XX" not in str(ask(keeper, "GET", f"/districts/{other.pk}/laws"))
    assert ask(keeper, "PUT", f"/districts/{other.pk}/law", {"key": "XX"})[0] == 404
    assert [one.act for one in DrillRulesChange.objects.order_by("at")] == ["put_law", "choose_law"]


def test_a_school_year_of_a_district_moves_what_is_due(people: People) -> None:
    path = f"/districts/{people.cast.district.pk}/school-years"
    year = {"begins_on": "2030-09-03", "ends_on": "2031-06-20", "second_semester_on": "2031-01-27"}
    assert ask(people.planner, "PUT", f"{path}/2030", year)[0] == 204
    found = ask(people.planner, "GET", f"{path}/2030")[1]
    assert found["open_months"] == [9, 10, 11, 12, 1, 2, 3, 4, 5, 6]

    state = as_(people.cast.teacher).get(f"/api/v1/drills/schools/{people.cast.site.pk}?year=2030").json()
    lockdowns = [one["due_on"] for one in state["duties"] if one["code"] == "lockdown"]
    assert lockdowns == ["2031-01-26", "2031-06-20"]

    for body, pointer in (
        (year | {"ends_on": "2031-10-01"}, "/ends_on"),
        (year | {"begins_on": "2030-06-05", "ends_on": "2031-06-01"}, "/begins_on"),
        (year | {"open_months": [8]}, "/open_months"),
    ):
        assert ask(people.planner, "PUT", f"{path}/2030", body)[1]["pointer"] == pointer
    assert ask(people.superintendent, "PUT", f"{path}/2030", year)[0] == 403
    assert ask(people.planner, "GET", f"{path}/1900")[0] == 404


# --- the state --------------------------------------------------------------------------------------------------------
def seed(district: Agency, schools: int, years: int, by: User) -> None:
    """Write schools with drills of each month of some years."""
    at = datetime.now(UTC)
    sample = make_site(district, name="School 0000")
    sites = [sample] + [
        Site(
            name=f"School {n:04}",
            district=district,
            location=sample.location,
            time_zone=sample.time_zone,
            created_at=at,
        )
        for n in range(1, schools)
    ]
    Site.objects.bulk_create(sites[1:])
    drills = []
    for site in sites:
        for month in range(12 * years):
            starts_at = at - timedelta(days=30 * month + 1)
            for kind in ("fire", "lockdown"):
                on = day_at(starts_at, site.time_zone)
                drills.append(
                    Drill(site=site, type=kind, state="held", starts_at=starts_at, on=on, created_by=by, created_at=at)
                )
    Drill.objects.bulk_create(drills, batch_size=2000)


def test_the_state_of_a_district_costs_the_same_queries_for_three_and_for_three_hundred_schools(
    people: People,
) -> None:
    counted, seconds = [], []
    for schools in (3, 300):
        district = make_agency(AgencyKind.DISTRICT)
        planner = make_member(district, role=MemberRole.PLANNER).user
        seed(district, schools, 3, planner)
        client = as_(planner)
        client.get(f"/api/v1/drills/districts/{district.pk}")
        began = datetime.now(UTC)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(f"/api/v1/drills/districts/{district.pk}").json()
        seconds.append((datetime.now(UTC) - began).total_seconds())
        counted.append(len(captured))
        assert len(answer["schools"]) == schools
        assert all(one["held"] > 0 and one["months"] for one in answer["schools"])
    assert counted[0] == counted[1]
    with CaptureQueriesContext(connection) as captured:
        district_state(district, year=None, at=datetime.now(UTC))
    assert len(captured) == 5
    # A page that someone waits for: the measure of three hundred, with room for a slow machine.
    assert seconds[1] < 5
