"""Halls, whole buildings and the grounds are walked as rooms are: who writes, what is a finding, what is kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from mapping.assessments.models import SiteFinding
from mapping.interchange.drawing import AreaDrawing, SpaceDrawing
from mapping.models import Building, Floorplan, Level, PlanArea, Space
from mapping.options.models import RoomWalk
from mapping.options.places import names_of_open_places
from mapping.options.queries import PlaceWithOptions, options_by_words, site_options
from mapping.vocabulary import AreaKind, FloorplanState
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import CENTRE, draw_level, draw_space, make_plan, square
from tests.mapping.assessments.test_assessments import asks

pytestmark = pytest.mark.django_db
WAYS = [{"kind": "locked", "to": "112"}, {"kind": "away", "to": "door 7"}]
ONLY_COVER = {"ways_out": [{"kind": "cover", "to": "the gym wall"}], "cover_m": 40}


def draw_named(name: str, category: str) -> SpaceDrawing:
    return replace(draw_space(number="", name=name, category=category), source_ref=f"space/{name}")


def draw_area(kind: AreaKind, label: str) -> AreaDrawing:
    return AreaDrawing(source_ref=f"area/{kind}/{label}", kind=kind, label=label, polygons=(square(CENTRE),))


@pytest.fixture
def cast(db: None, settings: Settings, tmp_path: Path) -> Cast:
    settings.MEDIA_ROOT = tmp_path
    cast = make_cast()
    inside = (
        draw_space(number="9", name=""),
        draw_space(number="H1", name="", category="walkway"),
        draw_named("Stair A", "stairs"),
        draw_named("Elevator", "elevator"),
    )
    outside = replace(
        draw_level(draw_named("Playground", "unenclosedarea")),
        name="Grounds",
        short_name="G",
        is_outdoor=True,
        areas=(
            draw_area(AreaKind.FIELD, "Athletic field"),
            draw_area(AreaKind.PARKING, ""),
            draw_area(AreaKind.ROAD, "Prairie Avenue"),
        ),
    )
    make_plan(cast.site, draw_level(*inside), outside)
    return cast


def known(cast: Cast, label: str, at: datetime | None = None) -> PlaceWithOptions:
    places = site_options(cast.site, at or datetime.now(UTC)).places
    return next(one for one in places if one.label == label)


def door(cast: Cast, place_id: UUID) -> str:
    return f"/sites/{cast.site.pk}/named-places/{place_id}/room-options"


def walk(cast: Cast, label: str, given: dict[str, object]) -> int:
    return asks(cast.teacher, "POST", door(cast, known(cast, label).place_id), given)[0]


def page_of(cast: Cast, label: str) -> str:
    place = known(cast, label)
    return f"/levels/{place.level_id}/room-options/{place.place_id}"


def client_of(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(getattr(cast, who))
    return client


def test_halls_the_grounds_and_the_building_are_walked_after_the_rooms(cast: Cast) -> None:
    found = site_options(cast.site, datetime.now(UTC))

    assert [(one.label, one.kind) for one in found.places] == [
        ("Athletic field", "grounds"),
        ("Playground", "grounds"),
        ("9", "room"),
        ("H1", "hall"),
        ("Stair A", "hall"),
        ("Main building", "building"),
    ]
    assert {one.state for one in found.places} == {"not_walked"}
    # The parking lot that the plan calls nothing is said, and cannot be walked.
    assert found.unnamed == 1
    assert names_of_open_places(cast.site) == ["Athletic field", "H1", "Playground", "Stair A"]


@pytest.mark.parametrize("label", ["H1", "Athletic field", "Playground", "Main building"])
@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [
        ("insider", 200, 204),
        ("teacher", 200, 204),
        # An agreement opens them with the floor plans, and lets no one else write them.
        ("officer", 200, 403),
        ("stranger", 404, 404),
        ("former", 404, 404),
    ],
)
def test_who_sees_the_plan_sees_them_and_own_people_write_them(
    cast: Cast, label: str, who: str, reads: int, writes: int
) -> None:
    user, place, address = getattr(cast, who), known(cast, label), page_of(cast, label)
    given: dict[str, object] = {"ways_out": WAYS, **({"locks": "each"} if place.kind == "building" else {})}

    assert asks(user, "POST", door(cast, place.place_id), given)[0] == writes
    assert client_of(cast, who).get(address).status_code == reads
    status, answer = asks(user, "GET", f"/sites/{cast.site.pk}/room-options")
    assert status == reads
    assert ("Locks from inside: 112" in str(answer)) is (writes == 204)
    assert RoomWalk.objects.filter(walked_by=user).exists() is (writes == 204)


def test_the_walk_asks_each_kind_its_own_questions_and_leads_on(cast: Cast) -> None:
    client = client_of(cast, "teacher")
    typed = {"act": "walk", "ways_out-kind": ["locked", ""], "ways_out-to": ["<b>112</b>", ""], "cover_m": "12"}
    hall, building = (client.get(page_of(cast, one)).content.decode() for one in ("H1", "Main building"))

    assert 'name="locks"' not in hall
    assert 'name="can_barricade"' not in hall + building
    assert 'name="locks"' in building
    assert client.post(page_of(cast, "H1"), typed)["Location"] == page_of(cast, "Stair A")
    assert client.post(page_of(cast, "Stair A"), typed)["Location"] == page_of(cast, "Main building")
    refused = client.post(page_of(cast, "Main building"), typed)
    assert refused.status_code == 422
    assert "how its outside doors lock" in refused.content.decode()
    done = client.post(page_of(cast, "Main building"), typed | {"locks": "once"})
    assert done["Location"] == f"/sites/{cast.site.pk}/room-options"
    page = client.get(done["Location"]).content.decode()
    assert "3 of 4 places are known" in page
    assert "<b>112" not in page
    assert "All outside doors lock at once." in page
    assert "1 hall or place outdoors has no name on the plans" in page
    assert "No published plan names a place outdoors" not in page


def test_a_site_without_grounds_on_its_plans_is_told_to_draw_them(cast: Cast) -> None:
    Level.objects.filter(building__isnull=True).delete()

    page = client_of(cast, "teacher").get(f"/sites/{cast.site.pk}/room-options").content.decode()

    assert "No published plan names a place outdoors" in page


@pytest.mark.parametrize(
    ("label", "given", "layer"),
    [
        ("H1", ONLY_COVER, "building_interior"),
        ("Athletic field", ONLY_COVER, "grounds_perimeter"),
        ("Main building", {"locks": "not_all"}, "building_exterior"),
    ],
)
def test_a_place_without_an_option_is_one_finding_until_that_is_settled(
    cast: Cast, label: str, given: dict[str, object], layer: str
) -> None:
    for _time in range(2):
        assert walk(cast, label, given) == 204

    finding = SiteFinding.objects.get()
    assert finding.words.startswith(f"{label} has no option")
    assert (finding.layer, finding.place, finding.location is not None) == (layer, label, True)
    assert [one.act for one in finding.records.order_by("at", "id")] == ["found", "seen_again"]
    assert known(cast, label).state == "no_option"
    assert (
        "1 place has no option"
        in client_of(cast, "officer").get(f"/sites/{cast.site.pk}/room-options").content.decode()
    )
    step = {"step": "accept", "words": "A fence in June"}
    assert asks(cast.insider, "POST", f"/assessment-findings/{finding.pk}/steps", step)[0] == 200
    walk(cast, label, given)
    assert SiteFinding.objects.count() == 2


def test_a_building_without_an_outline_is_a_finding_without_a_point(cast: Cast) -> None:
    Building.objects.update(outline=None)

    assert walk(cast, "Main building", {"locks": "not_all"}) == 204

    finding = SiteFinding.objects.get()
    assert (finding.place, finding.location, finding.level) == ("Main building", None, None)


@pytest.mark.parametrize(
    ("label", "given"), [("H1", {"locks": "once", "ways_out": WAYS}), ("Main building", {"ways_out": WAYS})]
)
def test_how_outside_doors_lock_is_said_of_a_building_always_and_of_no_other_place(
    cast: Cast, label: str, given: dict[str, object]
) -> None:
    status, answer = asks(cast.teacher, "POST", door(cast, known(cast, label).place_id), given)

    assert (status, answer["code"]) == (422, "locks_of_building_alone")
    assert not RoomWalk.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"ways_out": [{"kind": "window", "to": "112"}]},
        {"ways_out": [{"kind": "away", "to": " "}]},
        {"ways_out": [{"kind": "away", "to": "a\u202eb"}]},
        {"ways_out": WAYS * 4},
        {"cover_m": -1},
        {"can_barricade": True},
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, wrong: dict[str, object]) -> None:
    assert walk(cast, "H1", wrong) == 422
    assert not RoomWalk.objects.exists()


def test_rooms_roads_lifts_and_what_has_no_name_are_not_walked_there(cast: Cast) -> None:
    spaces = Space.objects.filter(floorplan__level__site=cast.site)
    ids = [
        uuid4(),
        spaces.get(number="9").pk,
        spaces.get(name="Elevator").pk,
        *PlanArea.objects.exclude(kind=AreaKind.FIELD).values_list("pk", flat=True),
    ]
    assert len(ids) == 5
    for one in ids:
        status, answer = asks(cast.teacher, "POST", door(cast, one), {"ways_out": WAYS})
        assert (status, answer["code"]) == (404, "place_to_walk_not_found")


def test_nothing_is_claimed_of_what_was_walked_too_long_ago(cast: Cast) -> None:
    walk(cast, "H1", {"ways_out": WAYS})

    assert known(cast, "H1").state == "has_option"
    assert known(cast, "H1", datetime.now(UTC) + timedelta(days=800)).state == "too_old"


def test_a_building_keeps_its_walk_when_a_floor_nearer_to_the_ground_gets_a_plan(cast: Cast) -> None:
    upper = Level.objects.get(building__isnull=False)
    Level.objects.filter(pk=upper.pk).update(ordinal=Decimal(1))
    walk(cast, "Main building", {"locks": "once"})
    ground = Level.objects.create(
        site=cast.site, building=upper.building, ordinal=Decimal(0), name="Level 0", short_name="G0"
    )
    plan = Floorplan.objects.get(level=upper, state=FloorplanState.PUBLISHED)
    Floorplan.objects.create(
        level=ground,
        version=1,
        state=FloorplanState.PUBLISHED,
        source="drawn",
        source_sha256=plan.source_sha256,
        imported_at=plan.imported_at,
    )

    found = site_options(cast.site, datetime.now(UTC))

    building = next(one for one in found.places if one.kind == "building")
    assert (building.level_id, building.state) == (ground.pk, "has_option")
    assert found.gone == []
    words = options_by_words(cast.site, "main  BUILDING", datetime.now(UTC))
    assert words is not None
    assert words.state == "has_option"


def test_a_hall_that_the_plan_now_calls_a_room_is_asked_anew_and_is_not_gone(cast: Cast) -> None:
    walk(cast, "H1", {"ways_out": WAYS})
    Space.objects.filter(number="H1").update(category="classroom")

    found = site_options(cast.site, datetime.now(UTC))

    assert {one.label: (one.kind, one.state) for one in found.places}["H1"] == ("room", "not_walked")
    assert found.gone == []


def test_a_field_that_no_plan_has_any_more_is_said_to_be_gone(cast: Cast) -> None:
    walk(cast, "Athletic field", {"ways_out": WAYS})
    PlanArea.objects.filter(kind=AreaKind.FIELD).delete()

    assert [one.label for one in site_options(cast.site, datetime.now(UTC)).gone] == ["Athletic field"]


def test_nothing_of_a_closed_building_is_walked(cast: Cast) -> None:
    Building.objects.update(closed_at=datetime.now(UTC))

    assert {one.kind for one in site_options(cast.site, datetime.now(UTC)).places} == {"grounds"}
