"""What a walk-through verifies: nothing edited after it, for no longer than the law takes, and not by who drew."""

from datetime import UTC, date, datetime, timedelta

import pytest

from coordination.models import User
from mapping.models import DistrictRules, Floorplan, Level
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast
from tests.factories.mou import make_member, make_user
from tests.mapping.edits.test_versions import AED, OWN_LAW, WALK, cast, editor, level
from tests.stage.maps.plan_client import WALKER, PlanClient, today

pytestmark = pytest.mark.django_db
__all__ = ("cast", "editor", "level")


@pytest.mark.parametrize("days", [366, 10_000])
def test_a_walk_through_of_long_ago_verifies_nothing_and_the_last_day_of_the_law_does(
    level: Level, editor: PlanClient, days: int
) -> None:
    plan_id = editor.start(level.pk)
    last_day = date.fromisoformat(today()) - timedelta(days=365)

    answer = editor.walk(plan_id, walked_on=(date.fromisoformat(today()) - timedelta(days=days)).isoformat())

    assert (editor.status, answer["code"]) == (422, "bad_walk_through")
    assert "365 days" in answer["detail"]
    assert editor.walk(plan_id, walked_on=last_day.isoformat())["state"] == "verified"


def test_a_walk_before_the_last_edit_verifies_neither_the_edited_floor_nor_a_copy_of_it(
    level: Level, editor: PlanClient
) -> None:
    yesterday = (date.fromisoformat(today()) - timedelta(days=1)).isoformat()
    plan_id = editor.start(level.pk)
    editor.ask("POST", f"/floorplans/{plan_id}/features", AED)

    answer = editor.walk(plan_id, walked_on=yesterday)
    assert (editor.status, answer["code"]) == (422, "bad_walk_through")
    assert editor.walk(plan_id)["state"] == "verified"
    copy_id = editor.start(level.pk)
    assert editor.walk(copy_id, walked_on=yesterday)["code"] == "bad_walk_through"


def test_nobody_verifies_what_they_drew_or_publishes_what_they_verified(
    cast: Cast, level: Level, editor: PlanClient
) -> None:
    plan_id = editor.start(level.pk)
    other = PlanClient(make_member(cast.district, role=MemberRole.PLANNER, user=make_user(username="ana")).user)
    other.see(plan_id)
    other.ask("POST", f"/floorplans/{plan_id}/features", AED)

    for drawer in (editor, other):
        drawer.see(plan_id)
        assert drawer.ask("POST", f"/floorplans/{plan_id}/verify", WALK)["code"] == "same_person_verifies"
        assert drawer.status == 409
    editor.walk(plan_id)
    walker = PlanClient(User.objects.get(username=WALKER))
    walker.see(plan_id)
    assert walker.ask("POST", f"/floorplans/{plan_id}/publish")["code"] == "same_person_verifies"
    assert Floorplan.objects.get(pk=plan_id).state == "verified"
    assert editor.ask("POST", f"/floorplans/{plan_id}/publish")["state"] == "published"


def test_a_district_of_one_planner_lets_one_person_do_all(cast: Cast, level: Level, editor: PlanClient) -> None:
    document = {**OWN_LAW, "second_person_verifies": False}
    DistrictRules.objects.create(
        district=cast.district, key="OWN", document=document, chosen_by=cast.insider, chosen_at=datetime.now(UTC)
    )
    plan_id = editor.start(level.pk)

    assert editor.ask("POST", f"/floorplans/{plan_id}/verify", WALK)["state"] == "verified"
    assert editor.ask("POST", f"/floorplans/{plan_id}/publish")["state"] == "published"
