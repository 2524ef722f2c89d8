"""A planner brings a folder of seven GeoJSON files of a five-floor school, names its floors, and people find rooms."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from coordination.models import User
from mapping.imports.work import work_one
from mapping.models import Building, Floorplan, ImportDefect, ImportJob, Level, Site
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import make_site
from tests.factories.mou import NOW, make_agency, make_member
from tests.stage.maps.plan_client import PlanClient

# An import is several durable transactions of its own.
pytestmark = pytest.mark.django_db(transaction=True)
WEST, SOUTH, STEP = -98.5, 39.8, 0.0001
type Json = dict[str, object]


def box(column: int, row: int, width: int = 1) -> Json:
    west, south = WEST + column * STEP, SOUTH + row * STEP
    east, north = west + width * STEP, south + STEP
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "MultiPolygon", "coordinates": [[ring]]}


def collection(*features: tuple[str, Json, Json]) -> bytes:
    members = [
        {"type": "Feature", "properties": {"id": ref, **properties}, "geometry": geometry}
        for ref, properties, geometry in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": members}).encode()


def floor_file(floor: int) -> bytes:
    rooms: list[tuple[str, Json, Json]] = [
        (f"r{floor}{room}", {"number": f"{floor}0{room}", "category": "class_room"}, box(room, 0))
        for room in range(1, 5)
    ]
    # Every floor has a room 203: a plan is found by its floor, or not at all.
    extra = (f"x{floor}", {"number": "203", "category": "nursery_room"}, box(6, 0))
    return collection(*rooms, *(() if floor == 2 else (extra,)))


SCHOOL = {
    **{f"study hall/rooms/{floor}F.json": floor_file(floor) for floor in range(1, 6)},
    "study hall/surface.json": collection(("s", {}, box(0, 0, 8))),
    "study hall/stairs.json": collection(
        ("st", {"category": "4-5"}, {"type": "LineString", "coordinates": [[WEST, SOUTH], [WEST + STEP, SOUTH]]})
    ),
}
MAPPING = {
    "layers": {"surface": "outline", "stairs": "ignore"},
    "levels": {
        f"{floor}F": {"ordinal": str(floor - 1), "short_name": f"{floor}F", "name": name}
        for floor, name in enumerate(
            ("First floor", "Second floor", "Third floor", "Fourth floor", "Fifth floor"), start=1
        )
    },
}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def planner(cast: Cast) -> User:
    return make_member(cast.district, role=MemberRole.PLANNER).user


@pytest.fixture
def school(cast: Cast) -> Site:
    return make_site(cast.district, at_lonlat=(WEST, SOUTH))


def form(**more: str) -> dict[str, object]:
    files = [SimpleUploadedFile(path.rpartition("/")[2], raw) for path, raw in SCHOOL.items()]
    return {"file": files, "paths": json.dumps(list(SCHOOL)), **more}


def test_a_folder_is_looked_at_as_one_plan_and_its_floors_are_proposed(
    client: Client, planner: User, school: Site
) -> None:
    client.force_login(planner)

    seen = client.post(f"/api/v1/sites/{school.pk}/plan-looks", form(counting="japan")).json()

    assert (seen["format"], seen["code"], seen["features"]) == ("files", "", 26)
    assert [(one["word"], one["count"], one["ordinal"], one["short_name"], one["name"]) for one in seen["floors"]] == [
        ("1F", 5, 0.0, "1F", "First floor"),
        ("2F", 4, 1.0, "2F", "Second floor"),
        ("3F", 5, 2.0, "3F", "Third floor"),
        ("4F", 5, 3.0, "4F", "Fourth floor"),
        ("5F", 5, 4.0, "5F", "Fifth floor"),
    ]
    assert {one["name"]: one["meaning"] for one in seen["layers"]} == {"rooms": "space", "stairs": "", "surface": ""}
    assert {one["name"]: one["meaning"] for one in seen["categories"]} == {
        "4-5": "",
        "class_room": "classroom",
        "nursery_room": "firstaid",
    }


def test_second_floor_room_203_is_on_the_floor_that_people_there_call_the_second(
    client: Client, planner: User, school: Site
) -> None:
    client.force_login(planner)
    order = form(building_name="Study hall", counting="japan", mapping=json.dumps(MAPPING))

    answer = client.post(f"/api/v1/sites/{school.pk}/plan-imports", order)
    assert answer.status_code == 202, answer.content
    work_one(clock=lambda: NOW, may_go_on=lambda: True)

    job = ImportJob.objects.get()
    assert (job.state, job.error_detail, job.source_name) == ("done", "", "study hall.zip")
    ignored = [("study_hall/stairs.json/st", "ignored", "ignore: by the field mapping")]
    assert list(ImportDefect.objects.values_list("feature_ref", "outcome", "detail")) == ignored
    assert Building.objects.get().floor_counting == "japan"
    assert list(Level.objects.order_by("ordinal").values_list("short_name", "name")) == [
        ("1F", "First floor"),
        ("2F", "Second floor"),
        ("3F", "Third floor"),
        ("4F", "Fourth floor"),
        ("5F", "Fifth floor"),
    ]
    publish_all(PlanClient(planner))
    second = Level.objects.get(ordinal=1)
    for text in ("second floor, room 203", "2F room 203", "room 203 on the 2nd floor", "segundo piso, salón 203"):
        places = client.get(f"/api/v1/sites/{school.pk}/resolve", {"q": text}).json()["places"]
        assert [(one["level_id"], one["label"]) for one in places] == [(str(second.pk), "Room 203")], text


def publish_all(planner: PlanClient) -> None:
    for plan in Floorplan.objects.all():
        planner.see(plan.pk)
        planner.walk(plan.pk, walked_with=["Fire"])
        planner.ask("POST", f"/floorplans/{plan.pk}/publish")
        assert planner.status == 200


@pytest.mark.parametrize("paths", ["not json", "[1]", '["one"]'])
def test_paths_that_do_not_fit_the_files_are_refused(client: Client, planner: User, school: Site, paths: str) -> None:
    client.force_login(planner)

    answer = client.post(f"/api/v1/sites/{school.pk}/plan-looks", {**form(), "paths": paths})

    assert (answer.status_code, answer.json()["code"]) == (422, "bad_paths")


def test_a_path_that_leads_outside_its_folder_is_refused(client: Client, planner: User, school: Site) -> None:
    client.force_login(planner)
    paths = json.dumps(["../../etc/1F.json", *list(SCHOOL)[1:]])

    answer = client.post(f"/api/v1/sites/{school.pk}/plan-looks", {**form(), "paths": paths})

    assert answer.json()["code"] == "archive_unsafe_path"


def test_one_file_that_cannot_be_read_is_named_and_the_others_come_in(
    client: Client, planner: User, school: Site
) -> None:
    client.force_login(planner)
    files = [SimpleUploadedFile("1F.json", floor_file(1)), SimpleUploadedFile("2F.json", b"{broken")]

    answer = client.post(f"/api/v1/sites/{school.pk}/plan-imports", {"file": files})
    work_one(clock=lambda: NOW, may_go_on=lambda: True)

    assert answer.status_code == 202
    assert ImportJob.objects.get().state == "done"
    assert list(ImportDefect.objects.values_list("feature_ref", "code")) == [("2F.json", "file_unreadable")]


def test_what_words_mean_is_remembered_by_the_district_and_by_no_other(
    client: Client, cast: Cast, planner: User, school: Site
) -> None:
    client.force_login(planner)
    said = json.dumps({"layers": {"surface": "outline"}, "categories": {"nursery_room": "mothersroom"}})
    client.post(f"/api/v1/sites/{school.pk}/plan-imports", form(mapping=said, dry_run="true"))
    next_school = make_site(cast.district, at_lonlat=(WEST, SOUTH))
    elsewhere = make_agency(AgencyKind.DISTRICT)
    stranger = make_member(elsewhere, role=MemberRole.PLANNER).user
    theirs = make_site(elsewhere, at_lonlat=(WEST, SOUTH))

    learned = meanings(client, next_school)
    client.force_login(stranger)
    unknown = meanings(client, theirs)

    assert (learned["surface"], learned["nursery_room"]) == ("outline", "mothersroom")
    assert (unknown["surface"], unknown["nursery_room"]) == ("", "firstaid")


def test_what_was_said_before_gives_way_to_what_is_said_now(client: Client, planner: User, school: Site) -> None:
    client.force_login(planner)
    for meaning in ("outline", "ignore"):
        said = json.dumps({"layers": {"surface": meaning}})
        client.post(f"/api/v1/sites/{school.pk}/plan-imports", form(mapping=said, dry_run="true"))

    assert meanings(client, school)["surface"] == "ignore"


def meanings(client: Client, site: Site) -> dict[str, str]:
    seen = client.post(f"/api/v1/sites/{site.pk}/plan-looks", form()).json()
    return {one["name"]: one["meaning"] for one in (*seen["layers"], *seen["categories"])}


def test_the_page_chooses_no_building_where_there_is_one_to_choose(client: Client, planner: User, school: Site) -> None:
    client.force_login(planner)
    address = f"/sites/{school.pk}/plan-imports"
    empty = client.get(address).content.decode()
    Building.objects.create(site=school, name="Gymnasium")
    one = client.get(address).content.decode()
    Building.objects.create(site=school, name="Science wing")

    several = client.get(address).content.decode()

    assert re.search(r'list="buildings"\s+placeholder="Main building" autocomplete="off">', empty)
    assert re.search(r'list="buildings"\s+placeholder="Gymnasium" autocomplete="off">', one)
    assert re.search(r'list="buildings"\s+placeholder="" autocomplete="off">', several)
    assert '<option value="Gymnasium">' in several
