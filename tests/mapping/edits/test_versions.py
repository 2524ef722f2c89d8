"""A floor's plan goes from draft to verified to published; what was seen stays, and no write is blind."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coordination.models import User
from mapping.access import SiteAgencies
from mapping.edits.steps import Walk, verify_floorplan
from mapping.laws.catalogue import law_profiles
from mapping.models import DistrictRules, Floorplan, FloorplanStep, Level, PlanEdit, PlanImage, Space, WalkThrough
from mapping.plans.drawn_things.drawn_queries import drawn_on
from mapping.plans.versions import version_views
from mou.access.policy import local_date
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import make_plan
from tests.factories.mou import make_member, make_user
from tests.stage.maps.plan_client import POINT, WALKER, PlanClient, today

pytestmark = pytest.mark.django_db
AED = {"kind": "object", "category": "aed", "name": "AED 2", "geometry": POINT}
SQUARE = [[-98.499, 39.8], [-98.4989, 39.8], [-98.4989, 39.8001], [-98.499, 39.8001], [-98.499, 39.8]]
OWN_LAW = {
    **law_profiles()["NJ"].model_dump(mode="json"),
    "key": "OWN",
    "walk_through_ageing_after_days": 10,
    "walk_through_max_age_days": 90,
}
WALK: dict[str, Any] = {
    "walked_on": today(),
    "walked_with": ["Fairview Police", "Fairview Fire"],
    "note": "Door 4 sticks.",
}


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    make_plan(cast.site)
    return cast


@pytest.fixture
def level(cast: Cast) -> Level:
    return Level.objects.select_related("site").get(site=cast.site)


@pytest.fixture
def editor(cast: Cast) -> PlanClient:
    return PlanClient(cast.insider)


def test_a_draft_begins_as_a_copy_and_changes_nothing_that_anybody_sees(level: Level, editor: PlanClient) -> None:
    published = Floorplan.objects.get(level=level)
    before = drawn_on(published)

    draft_id = editor.start(level.pk)
    editor.ask("POST", f"/floorplans/{draft_id}/features", AED)

    draft = Floorplan.objects.get(pk=draft_id)
    assert (draft.version, draft.state, draft.source) == (2, "draft", "edited from version 1")
    assert len(drawn_on(draft)) == len(before) + 1
    assert drawn_on(published) == before
    assert {one.ref for one in before} < {one.ref for one in drawn_on(draft)}


def test_the_scan_under_a_floor_lies_under_its_next_version_too(level: Level, editor: PlanClient) -> None:
    published = Floorplan.objects.get(level=level)
    transform = [1e-6, 0, -98.5, 0, -1e-6, 39.8]
    scan = PlanImage.objects.create(
        floorplan=published,
        original_sha256="1" * 64,
        shown_sha256="2" * 64,
        media_type="image/png",
        page=0,
        width_px=10,
        height_px=10,
        transform=transform,
        control_points=[],
        residuals_m=[],
        rms_m=0.2,
        bounds=[0, 0, 1, 1],
    )

    draft_id = editor.start(level.pk)

    copied = PlanImage.objects.get(floorplan_id=draft_id)
    assert (copied.original_sha256, copied.transform, copied.rms_m) == ("1" * 64, transform, 0.2)
    assert PlanImage.objects.get(floorplan=published).pk == scan.pk


def test_the_whole_way_to_the_next_version(cast: Cast, level: Level, editor: PlanClient) -> None:
    first = Floorplan.objects.get(level=level)
    plan_id = editor.start(level.pk)
    room = Space.objects.get(floorplan_id=plan_id)
    editor.ask("PATCH", f"/floorplans/{plan_id}/features/{room.pk}", {"number": "101A"})

    verified = editor.walk(plan_id, **WALK)
    published = editor.ask("POST", f"/floorplans/{plan_id}/publish")

    first.refresh_from_db()
    assert (verified["state"], published["state"], first.state) == ("verified", "published", "superseded")
    assert published["walk"] == {**WALK, "walked_by": User.objects.get(username=WALKER).shown_name()}
    assert [step["state"] for step in published["steps"]] == ["draft", "verified", "published"]
    assert FloorplanStep.objects.filter(floorplan=first, state="superseded", by=cast.insider).count() == 1
    assert Space.objects.get(floorplan=first).number == "101"
    changes = editor.ask("GET", f"/floorplans/{plan_id}/difference?since={first.pk}")["changes"]
    assert [one["kinds"] for one in changes] == [["renumbered"]]
    assert (changes[0]["before"]["properties"]["number"], changes[0]["after"]["properties"]["number"]) == (
        "101",
        "101A",
    )


def test_an_unverified_draft_is_not_published_and_a_verified_plan_is_not_edited(
    level: Level, editor: PlanClient
) -> None:
    plan_id = editor.start(level.pk)

    assert editor.ask("POST", f"/floorplans/{plan_id}/publish")["code"] == "not_verified"
    editor.walk(plan_id, **WALK)
    assert editor.ask("POST", f"/floorplans/{plan_id}/features", AED)["code"] == "not_a_draft"
    assert editor.walk(plan_id, **WALK)["code"] == "not_a_draft"
    assert editor.ask("DELETE", f"/floorplans/{plan_id}")["code"] == "not_a_draft"


def test_the_next_draft_goes_on_from_what_was_verified(level: Level, editor: PlanClient) -> None:
    plan_id = editor.start(level.pk)
    editor.ask("POST", f"/floorplans/{plan_id}/features", AED)
    editor.walk(plan_id, **WALK)

    next_id = editor.start(level.pk)

    assert Floorplan.objects.get(pk=next_id).source == "edited from version 2"
    editor.walk(next_id, **WALK)
    editor.ask("POST", f"/floorplans/{next_id}/publish")
    editor.see(plan_id)
    assert editor.ask("POST", f"/floorplans/{plan_id}/publish")["code"] == "older_than_published"


def test_a_walk_through_in_the_future_is_refused(level: Level, editor: PlanClient) -> None:
    plan_id = editor.start(level.pk)
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()

    answer = editor.ask("POST", f"/floorplans/{plan_id}/verify", {"walked_on": tomorrow, "walked_with": []})

    assert (editor.status, answer["code"]) == (422, "bad_walk_through")
    assert not WalkThrough.objects.exists()


def test_every_write_says_what_it_was_made_on(cast: Cast, level: Level, editor: PlanClient) -> None:
    plan_id = editor.start(level.pk)
    room = Space.objects.get(floorplan_id=plan_id)
    other = PlanClient(make_member(cast.district, role=MemberRole.PLANNER, user=make_user(username="ana")).user)
    other.see(plan_id)
    other.ask("POST", f"/floorplans/{plan_id}/features", AED)
    assert other.status == 201
    writes: list[tuple[str, str, object]] = [
        ("POST", f"/levels/{level.pk}/drafts", None),
        ("DELETE", f"/floorplans/{plan_id}", None),
        ("POST", f"/floorplans/{plan_id}/features", AED),
        ("PATCH", f"/floorplans/{plan_id}/features/{room.pk}", {"name": "Art"}),
        ("DELETE", f"/floorplans/{plan_id}/features/{room.pk}", None),
        ("POST", f"/floorplans/{plan_id}/undo", None),
        ("POST", f"/floorplans/{plan_id}/redo", None),
        ("POST", f"/floorplans/{plan_id}/verify", WALK),
        ("POST", f"/floorplans/{plan_id}/publish", None),
        ("POST", f"/floorplans/{plan_id}/acknowledge", None),
    ]

    for method, path, body in writes:
        without = editor.ask(method, path, body, if_match=None)
        assert (editor.status, without["code"]) == (428, "precondition_required"), path
        stale = editor.ask(method, path, body)
        assert (editor.status, stale["code"]) == (412, "precondition_failed"), path
        assert stale["detail"].startswith("Ana changed it"), path
    assert PlanEdit.objects.count() == 1


def test_edits_are_undone_in_order_and_done_again(level: Level, editor: PlanClient) -> None:
    plan_id = editor.start(level.pk)
    plan = Floorplan.objects.get(pk=plan_id)
    states = [drawn_on(plan)]
    room = Space.objects.get(floorplan_id=plan_id)
    area = {"kind": "area", "category": "bus_loop", "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}
    moved = {"geometry": {"type": "Polygon", "coordinates": [SQUARE]}}
    editor.ask("POST", f"/floorplans/{plan_id}/features", area)
    states.append(drawn_on(plan))
    editor.ask("PATCH", f"/floorplans/{plan_id}/features/{room.pk}", moved)
    states.append(drawn_on(plan))
    last = editor.ask("DELETE", f"/floorplans/{plan_id}/features/{room.pk}")
    assert (last["feature"], last["can_undo"], last["can_redo"]) == (None, True, False)

    for expected in reversed(states):
        editor.ask("POST", f"/floorplans/{plan_id}/undo")
        assert drawn_on(plan) == expected
    assert editor.ask("POST", f"/floorplans/{plan_id}/undo")["code"] == "nothing_to_undo"
    for expected in states[1:]:
        editor.ask("POST", f"/floorplans/{plan_id}/redo")
        assert drawn_on(plan) == expected
    editor.ask("POST", f"/floorplans/{plan_id}/features", AED)
    assert editor.ask("POST", f"/floorplans/{plan_id}/redo")["code"] == "nothing_to_undo"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({**AED, "category": "castle"}, "bad_feature"),
        ({**AED, "kind": "photo"}, "bad_feature"),
        ({**AED, "geometry": {"type": "Point", "coordinates": [39.8, -98.5]}}, "bad_command"),
        ({**AED, "geometry": {"type": "Point", "coordinates": [-98.5, 41.0]}}, "bad_feature"),
        ({**AED, "geometry": {"type": "Point", "coordinates": [-98.5]}}, "bad_command"),
        ({**AED, "stray": 1}, "bad_command"),
        ({**AED, "name": "a\u0000b"}, "hidden_characters"),
        (
            {
                "kind": "space",
                "category": "room",
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [[SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]],
                },
            },
            "bad_feature",
        ),
        (
            {
                "kind": "space",
                "category": "room",
                "geometry": {"type": "Polygon", "coordinates": [[*SQUARE[:4], [-98.499, 39.80005]]]},
            },
            "bad_feature",
        ),
        (
            {"kind": "area", "category": "road", "geometry": {"type": "LineString", "coordinates": [SQUARE[0]] * 2}},
            "bad_feature",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused_and_leaves_nothing(
    level: Level, editor: PlanClient, body: dict[str, object], code: str
) -> None:
    plan_id = editor.start(level.pk)

    answer = editor.ask("POST", f"/floorplans/{plan_id}/features", body)

    assert (editor.status, answer["code"]) == (422, code)
    assert not PlanEdit.objects.exists()


def test_a_thing_of_another_version_is_not_found(level: Level, editor: PlanClient) -> None:
    elsewhere = Space.objects.get(floorplan__level=level)
    plan_id = editor.start(level.pk)

    answer = editor.ask("PATCH", f"/floorplans/{plan_id}/features/{elsewhere.pk}", {"name": "Art"})

    assert (editor.status, answer["code"]) == (404, "feature_not_found")


def test_a_partner_acknowledges_what_is_published_and_never_sees_a_draft(
    cast: Cast, level: Level, editor: PlanClient
) -> None:
    officer = PlanClient(cast.officer)
    plan_id = editor.start(level.pk)
    assert [one["version"] for one in officer.ask("GET", f"/levels/{level.pk}/versions")] == [1]
    assert officer.ask("GET", f"/floorplans/{plan_id}")["code"] == "floorplan_not_found"
    editor.walk(plan_id, **WALK)
    assert officer.ask("GET", f"/floorplans/{plan_id}/plan")["code"] == "floorplan_not_found"
    editor.ask("POST", f"/floorplans/{plan_id}/publish")

    seen = officer.see(plan_id)
    told = officer.ask("POST", f"/floorplans/{plan_id}/acknowledge")
    again = officer.ask("POST", f"/floorplans/{plan_id}/acknowledge")

    assert (seen["is_acknowledged"], told["is_acknowledged"]) == (False, True)
    assert [(one["agency"], one["by"]) for one in told["acknowledgements"]] == [("Fairview Police", "Officer")]
    assert again["acknowledgements"] == told["acknowledgements"]
    assert not PlanClient(cast.dispatcher).see(plan_id)["acknowledgements"]
    assert [one["agency"] for one in editor.see(plan_id)["acknowledgements"]] == ["Fairview Police"]
    old = officer.ask("GET", f"/levels/{level.pk}/versions")[1]
    answer = officer.ask("POST", f"/floorplans/{old['id']}/acknowledge", if_match=old["etag"])
    assert (officer.status, answer["code"]) == (409, "not_published")


def test_whoever_sees_a_plan_but_does_not_keep_it_is_told_so(cast: Cast, level: Level) -> None:
    published = Floorplan.objects.get(level=level)
    for person in (cast.teacher, cast.officer):
        client = PlanClient(person)
        client.see(published.pk)

        answer = client.ask("POST", f"/floorplans/{published.pk}/features", AED)

        assert (client.status, answer["code"]) == (403, "not_allowed")


def test_a_draft_that_is_given_up_leaves_what_was_published(level: Level, editor: PlanClient) -> None:
    plan_id = editor.start(level.pk)
    editor.ask("POST", f"/floorplans/{plan_id}/features", AED)

    editor.ask("DELETE", f"/floorplans/{plan_id}")

    assert editor.status == 204
    assert [(one.version, one.state) for one in Floorplan.objects.filter(level=level)] == [(1, "published")]


def test_two_floors_cannot_be_compared(cast: Cast, level: Level, editor: PlanClient) -> None:
    make_plan(cast.site, building="Gym")
    other = Floorplan.objects.exclude(level=level).get()

    answer = editor.ask("GET", f"/floorplans/{Floorplan.objects.get(level=level).pk}/difference?since={other.pk}")

    assert (editor.status, answer["code"]) == (404, "floorplan_not_found")


def test_the_database_knows_no_edit_twice_and_no_undo_of_nothing(cast: Cast, level: Level, editor: PlanClient) -> None:
    plan_id = editor.start(level.pk)
    editor.ask("POST", f"/floorplans/{plan_id}/features", AED)
    edit = PlanEdit.objects.get()
    twins = {"floorplan_id": plan_id, "kind": "object", "feature_id": edit.feature_id, "edited_by": cast.insider}

    for wrong in (
        {"number": 1, "step": "edit"},
        {"number": 2, "step": "undo"},
        {"number": 2, "step": "edit", "of_number": 1},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            PlanEdit.objects.create(**twins, **wrong, edited_at=edit.edited_at)


def test_a_history_costs_the_same_however_long_it_is(level: Level, editor: PlanClient) -> None:
    seen_by = SiteAgencies(frozenset(), is_insider=True)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            version_views(level, seen_by=seen_by, may_edit=True, at=datetime.now(UTC))
        return len(captured)

    before = cost()
    for _ in range(3):
        editor.next_version(level.pk)

    assert cost() == before


@pytest.mark.parametrize(
    ("profile", "ages"),
    [
        ({}, {300: "ageing", 400: "overdue", 2: "current"}),
        ({"key": "NJ"}, {300: "ageing", 400: "overdue"}),
        ({"key": "MI"}, {400: "current", 600: "ageing", 800: "overdue"}),
        ({"key": "WI"}, {800: "current", 900: "ageing", 1100: "overdue"}),
        ({"key": "OWN", "document": OWN_LAW}, {9: "current", 11: "ageing", 91: "overdue"}),
    ],
    ids=["common", "NJ", "MI", "WI", "own"],
)
def test_the_age_of_a_plan_is_said_by_the_law_of_its_district(
    cast: Cast, level: Level, editor: PlanClient, profile: dict[str, Any], ages: dict[int, str]
) -> None:
    if profile:
        DistrictRules.objects.create(
            district=cast.district, chosen_by=cast.insider, chosen_at=datetime.now(UTC), **profile
        )
    page = Client()
    page.force_login(cast.insider)
    walker = make_member(cast.district, role=MemberRole.PLANNER, user=make_user(username=WALKER)).user

    for days, expected in ages.items():
        plan_id = editor.start(level.pk)
        then = datetime.now(UTC) - timedelta(days=days)
        verify_floorplan(
            actor_id=walker.pk,
            floorplan_id=UUID(plan_id),
            walk=Walk(local_date(then, cast.site.time_zone), (), ""),
            if_match=editor.see(plan_id)["etag"],
            at=then,
        )
        editor.see(plan_id)
        editor.ask("POST", f"/floorplans/{plan_id}/publish")

        (floor,) = editor.ask("GET", f"/sites/{cast.site.pk}/levels")
        history = page.get(f"/levels/{level.pk}/history").content.decode()
        assert (floor["freshness"], editor.see(plan_id)["freshness"]) == (expected, expected)
        assert f"freshness freshness-{expected}" in history.split('<li class="version card">')[1]
        assert walker.shown_name() == floor["verified_by"]


def test_a_plan_that_nobody_walked_is_said_so(cast: Cast, editor: PlanClient) -> None:
    (floor,) = editor.ask("GET", f"/sites/{cast.site.pk}/levels")

    assert (floor["freshness"], floor["verified_by"]) == ("unverified", "")
    assert (floor["ageing_after_days"], floor["overdue_after_days"]) == (273, 365)
