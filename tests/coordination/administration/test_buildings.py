"""Buildings kept by hand: names, outlines, floors as rows, what hangs on them, and what is in the way of a removal."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from coordination.incident.panic_buttons.models import PanicButton, PanicIntake
from coordination.keeping.vocabulary import HoldScope
from coordination.models import User
from coordination.records.retention.holding import WantedHold, set_hold
from coordination.room.access import Asker
from mapping.edits.drafts import start_draft
from mapping.models import Building, Floorplan, Level
from mapping.plans.levels import level_views
from mapping.plans.versions import newest_tag_of
from mapping.vocabulary import FloorplanState
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.factories.mapping import CENTRE, STEP, draw_level, make_plan
from tests.factories.mou import make_member, make_user
from tests.stage.full_room import run
from tests.stage.maps.plan_client import PlanClient

pytestmark = pytest.mark.django_db(transaction=True)
HOSTILE = '"><script>alert(1)</script>'
P = FloorplanState.PUBLISHED


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    make_plan(cast.site, draw_level(ordinal="0"), draw_level(ordinal="1"))
    return cast


@pytest.fixture
def keeper(cast: Cast) -> User:
    return make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user


def main(cast: Cast) -> Building:
    return Building.objects.get(site=cast.site, name="Main building")


def page(cast: Cast, building: Building | None = None) -> str:
    return f"/sites/{cast.site.pk}/buildings" + ("" if building is None else f"/{building.pk}")


def sends(user: User, address: str, step: str, **fields: object) -> Any:
    client = Client()
    client.force_login(user)
    return client.post(address, {"act": step, **fields})


def shows(user: User, address: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(address)


def floors_of(building: Building) -> list[tuple[float, str]]:
    rows = Level.objects.filter(building=building).order_by("ordinal")
    return [(float(number), name) for number, name in rows.values_list("ordinal", "name")]


def floor_fields(building: Building, numbers: dict[str, str]) -> dict[str, list[str]]:
    """Return the form of all floors, with other numbers for some by their names."""
    rows = list(Level.objects.filter(building=building).order_by("ordinal"))
    return {
        "floors-level_id": [str(one.pk) for one in rows],
        "floors-number": [numbers.get(one.name, str(one.ordinal)) for one in rows],
        "floors-name": [one.name for one in rows],
        "floors-short_name": [one.short_name for one in rows],
    }


def test_a_building_is_added_named_and_drawn_by_hand(cast: Cast) -> None:
    made = sends(cast.insider, page(cast), "add", name=f"Gym {HOSTILE}", counting="uk")
    gym = Building.objects.get(name__startswith="Gym")
    west, south = CENTRE
    corners = [(south, west), (south, west + STEP), (south + STEP, west + STEP)]
    text = "\n".join(f"{lat}, {lon}" for lat, lon in corners)
    saved = sends(cast.insider, page(cast, gym), "save", name="Gym", counting="us", boundary=text)
    same = sends(cast.insider, page(cast, gym), "save", name="main BUILDING", counting="us")

    assert (made.status_code, made["Location"]) == (303, page(cast, gym))
    assert floors_of(gym) == [(0, "Ground floor")]
    gym.refresh_from_db()
    assert (saved.status_code, gym.name, gym.floor_counting) == (303, "Gym", "us")
    assert gym.outline is not None
    assert gym.outline.num_coords == 4
    assert (same.status_code, "has that name" in same.content.decode()) == (422, True)
    Building.objects.filter(pk=gym.pk).update(name=HOSTILE)
    for address in (page(cast), page(cast, gym)):
        assert HOSTILE not in shows(cast.insider, address).content.decode()


def test_an_outline_comes_from_a_file_or_from_the_plan(cast: Cast) -> None:
    building = main(cast)
    west, south = CENTRE
    ring = [[west, south], [west + STEP, south], [west + STEP, south + STEP], [west, south]]
    geojson = json.dumps({"type": "Polygon", "coordinates": [ring]}).encode()
    file = SimpleUploadedFile("house.geojson", geojson)

    sends(cast.insider, page(cast, building), "save", name="Main building", counting="us", boundary_file=file)
    building.refresh_from_db()
    from_file = building.outline
    sends(cast.insider, page(cast, building), "from_plan")
    building.refresh_from_db()

    assert from_file is not None and from_file.num_coords == 4  # noqa: PT018 - one fact
    assert building.outline is not None
    assert building.outline.extent == pytest.approx((west, south, west + STEP, south + STEP))
    far = {"boundary": "41.0, -98.5\n41.0, -98.499\n41.001, -98.499"}
    assert (
        sends(cast.insider, page(cast, building), "save", name="Main building", counting="us", **far).status_code == 422
    )
    undrawn = sends(cast.insider, page(cast), "add", name="Annex", counting="us")
    assert sends(cast.insider, undrawn["Location"], "from_plan").status_code == 422
    assert sends(cast.insider, undrawn["Location"], "save", name="Annex", boundary="nonsense").status_code == 422


def test_floors_are_numbered_anew_all_at_once_and_what_is_in_force_goes_on_as_a_new_version(cast: Cast) -> None:
    building = main(cast)
    swapped = floor_fields(building, {"Level 0": "1", "Level 1": "0"})

    answer = sends(cast.insider, page(cast, building), "floors", **swapped)

    assert answer.status_code == 303
    assert floors_of(building) == [(0, "Level 1"), (1, "Level 0")]
    in_force = Floorplan.objects.filter(level__building=building, state=P)
    assert sorted(in_force.values_list("version", flat=True)) == [2, 2]
    assert all(one.spaces.count() == 1 for one in in_force)

    # The same once more changes nothing.
    sends(cast.insider, page(cast, building), "floors", **floor_fields(building, {}))
    assert sorted(in_force.values_list("version", flat=True)) == [2, 2]


@pytest.mark.parametrize("number", ["", "x", "NaN", "Infinity", "1e9", "-201", "0.001"])
def test_a_number_that_is_none_changes_no_floor(cast: Cast, number: str) -> None:
    building = main(cast)
    before = floors_of(building)

    for step, fields in (
        ("floors", floor_fields(building, {"Level 1": number})),
        ("new_floor", {"number": number, "name": "Attic", "short_name": "A"}),
    ):
        answer = sends(cast.insider, page(cast, building), step, **fields)
        assert answer.status_code == 422
    assert floors_of(building) == before


def test_two_floors_never_become_one_and_an_open_draft_is_not_overtaken(cast: Cast) -> None:
    building = main(cast)
    level = Level.objects.get(building=building, ordinal=1)
    fields = floor_fields(building, {"Level 1": "0"})
    fields["floors-short_name"] = ["0", "0"]
    assert sends(cast.insider, page(cast, building), "floors", **fields).status_code == 422

    tag = newest_tag_of(level)
    start_draft(actor_id=cast.insider.pk, level_id=level.pk, if_match=tag, at=datetime.now(UTC))
    answer = sends(cast.insider, page(cast, building), "floors", **floor_fields(building, {"Level 1": "2"}))

    assert (answer.status_code, "newer version is open" in answer.content.decode()) == (422, True)
    assert floors_of(building) == [(0, "Level 0"), (1, "Level 1")]


def test_a_floor_is_added_and_removed_only_while_nothing_was_drawn_of_it(cast: Cast) -> None:
    building = main(cast)
    sends(cast.insider, page(cast, building), "new_floor", number="-1", name="Cellar", short_name="B")
    cellar = Level.objects.get(building=building, ordinal=-1)
    drawn = Level.objects.get(building=building, ordinal=0)
    again = sends(cast.insider, page(cast, building), "new_floor", number="-1", name="Cellar", short_name="B")

    kept = sends(cast.insider, page(cast, building), "gone_floor", level_id=str(drawn.pk))
    gone = sends(cast.insider, page(cast, building), "gone_floor", level_id=str(cellar.pk))

    assert (again.status_code, kept.status_code, gone.status_code) == (422, 422, 303)
    assert not Level.objects.filter(pk=cellar.pk).exists()
    assert Level.objects.filter(pk=drawn.pk).exists()


def test_a_drawn_building_is_closed_what_it_does_is_said_before_and_it_can_be_used_again(cast: Cast) -> None:
    building = main(cast)
    room = open_room(cast)
    join(cast.officer, room)
    told = shows(cast.insider, page(cast, building)).content.decode()
    assert "2 versions of its plans stay" in told
    assert "1 incident goes on showing what it saw" in told

    refused = sends(cast.insider, page(cast, building), "remove")
    assert (refused.status_code, "incident is open" in refused.content.decode()) == (422, True)
    run(cast.insider, room.pk, "claim_command")
    run(cast.insider, room.pk, "close_incident", reason="It is over.")
    closed = sends(cast.insider, page(cast, building), "remove")

    now = datetime.now(UTC)
    assert (closed.status_code, closed["Location"]) == (303, page(cast))
    assert not Floorplan.objects.filter(level__building=building, state=P).exists()
    assert Floorplan.objects.filter(level__building=building).count() == 2
    assert level_views(cast.site, now) == []
    client = Client()
    client.force_login(cast.insider)
    assert client.get(f"/api/v1/sites/{cast.site.pk}/levels").json() == []
    assert client.get(f"/api/v1/sites/{cast.site.pk}/buildings").json() == []
    # What the incident saw stays as it was.
    seen = client.get(f"/api/v1/rooms/{room.pk}/levels")
    assert [one["building_name"] for one in seen.json()] == ["Main building", "Main building"]

    sends(cast.insider, page(cast, building), "again")
    assert [one.version for one in level_views(cast.site, now)] == [None, None]
    # A plan that is brought in again puts it to use, too.
    sends(cast.insider, page(cast, building), "remove")
    make_plan(cast.site)
    building.refresh_from_db()
    assert building.closed_at is None


def test_a_draft_of_a_closed_building_never_comes_into_force(cast: Cast) -> None:
    building, planner = main(cast), PlanClient(cast.insider)
    ground, upper = Level.objects.filter(building=building).order_by("ordinal")
    planner.ask("GET", f"/levels/{upper.pk}/versions")
    tag_before = planner.etag
    plan_id = planner.start(ground.pk)
    planner.walk(plan_id, walked_with=["Fire"])
    assert planner.status == 200
    Building.objects.filter(pk=building.pk).update(closed_at=datetime.now(UTC))

    published = planner.ask("POST", f"/floorplans/{plan_id}/publish")
    assert (planner.status, published["code"]) == (409, "building_is_closed")
    planner.etag = tag_before
    started = planner.ask("POST", f"/levels/{upper.pk}/drafts")
    assert (planner.status, started["code"]) == (409, "building_is_closed")
    assert Floorplan.objects.get(pk=plan_id).state == FloorplanState.VERIFIED
    assert Floorplan.objects.filter(level=upper).count() == 1

    # Used again, the same draft goes on.
    Building.objects.filter(pk=building.pk).update(closed_at=None)
    planner.see(plan_id)
    assert planner.ask("POST", f"/floorplans/{plan_id}/publish")["state"] == P


def test_a_building_of_which_nothing_was_drawn_is_deleted_unless_a_hold_or_a_button_is_in_the_way(
    cast: Cast, keeper: User
) -> None:
    here = sends(cast.insider, page(cast), "add", name="Shed", counting="us")["Location"]
    shed = Building.objects.get(name="Shed")
    intake = PanicIntake.objects.create(
        district=cast.district, name="Wall", account=make_user(), created_at=datetime.now(UTC)
    )
    button = PanicButton.objects.create(
        intake=intake, ref="b-1", label="Door", site=cast.site, level=Level.objects.get(building=shed)
    )
    by_button = sends(cast.insider, here, "remove")
    button.delete()
    hold = WantedHold(scope=HoldScope.SITE, reason="Court order", site_id=cast.site.pk)
    now = datetime.now(UTC)
    set_hold(asker=Asker(keeper.pk, now), district_id=cast.district.pk, wanted=hold)
    by_hold = sends(cast.insider, here, "remove")
    kept = Building.objects.filter(pk=shed.pk).exists()

    assert ["Panic buttons" in by_button.content.decode(), "legal hold" in by_hold.content.decode()] == [True, True]
    assert (by_button.status_code, by_hold.status_code, kept) == (422, 422, True)


def test_nobody_else_finds_the_pages_and_a_building_of_another_site_is_none(cast: Cast, keeper: User) -> None:
    building = main(cast)
    for user in (cast.teacher, cast.officer, cast.dispatcher, cast.stranger):
        for address in (page(cast), page(cast, building)):
            assert shows(user, address).status_code == 404
            assert sends(user, address, "add", name="Mine", counting="us").status_code == 404
            assert sends(user, address, "remove").status_code == 404
    assert shows(keeper, page(cast, building)).status_code == 200
    assert shows(cast.insider, page(cast) + "/00000000-0000-0000-0000-000000000000").status_code == 404
    for step in ("remove", "from_plan", "again"):
        missing = sends(cast.insider, page(cast) + "/00000000-0000-0000-0000-000000000000", step)
        assert missing.status_code == 404
    assert Building.objects.get().closed_at is None
