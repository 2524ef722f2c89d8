"""All floors of a site are verified, and published, at once: by the rules of one, all of them or none."""

from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client

from coordination.models import User
from mapping.edits.walks.given import FloorsWalked
from mapping.edits.walks.many_floors import OpenFloors, open_floors, verify_floors
from mapping.errors import FloorplanNotFound, NotAllowed, SiteNotFound
from mapping.models import Building, Floorplan, WalkThrough
from mapping.vocabulary import FloorplanState
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import draw_level, make_plan, make_site
from tests.factories.mou import NOW, make_member, make_user
from tests.stage.maps.plan_client import POINT, PlanClient, today

pytestmark = pytest.mark.django_db(transaction=True)
OUTSIDE = replace(draw_level(ordinal="3"), is_outdoor=True, name="Grounds", short_name="G")


@pytest.fixture
def cast() -> Cast:
    """Return the cast, whose school has drafts of three floors and of its grounds."""
    cast = make_cast()
    make_plan(cast.site, *(draw_level(ordinal=one) for one in ("0", "1", "2")), OUTSIDE, state=FloorplanState.DRAFT)
    return cast


def keeper(cast: Cast, name: str) -> User:
    return make_member(cast.district, role=MemberRole.PLANNER, user=make_user(username=name)).user


def found(cast: Cast, user: User) -> OpenFloors:
    return open_floors(user_id=user.pk, site_id=cast.site.pk, at=NOW)


def sent(cast: Cast, user: User, act: str, **changed: object) -> tuple[int, str]:
    """Send the form as the page shows it, with everything ticked unless it is changed."""
    shown, client = found(cast, user), Client()
    client.force_login(user)
    offered = shown.drafts if act == "verify" else shown.verified
    fields = {"act": act, "seen": shown.seen, "floors": [str(one.id) for one in offered if not one.why_not]}
    if act == "verify":
        fields |= {"walked_on": today(), "walked_with": "Fire\nPolice", "note": "Door 4 sticks."}
    answer = client.post(f"/sites/{cast.site.pk}/verify-floors", fields | changed)
    return answer.status_code, unescape(answer.text)


def states(cast: Cast) -> dict[str, str]:
    plans = Floorplan.objects.filter(level__site=cast.site)
    return dict(plans.values_list("level__name", "state"))


def test_all_floors_and_the_grounds_are_verified_by_one_walk_and_published_by_another_person(cast: Cast) -> None:
    walker, publisher = keeper(cast, "walker"), keeper(cast, "publisher")

    assert sent(cast, walker, "verify")[0] == 303
    assert set(states(cast).values()) == {"verified"}
    walks = WalkThrough.objects.filter(floorplan__level__site=cast.site)
    assert {(tuple(one.walked_with), one.note, one.walked_by_id) for one in walks} == {
        (("Fire", "Police"), "Door 4 sticks.", walker.pk)
    }
    assert [one.why_not for one in found(cast, walker).verified] == [
        "You verified this version: another person publishes it."
    ] * 4
    assert sent(cast, walker, "publish", floors=[str(one.pk) for one in Floorplan.objects.all()])[0] == 422
    assert sent(cast, publisher, "publish")[0] == 303
    assert set(states(cast).values()) == {"published"}


def test_who_drew_one_floor_verifies_the_others_and_reads_why(cast: Cast) -> None:
    drawer = keeper(cast, "drawer")
    plan = Floorplan.objects.get(level__site=cast.site, level__name="Level 1")
    client = PlanClient(drawer)
    client.see(plan.pk)
    client.ask("POST", f"/floorplans/{plan.pk}/features", {"kind": "object", "category": "aed", "geometry": POINT})
    page = Client()
    page.force_login(drawer)

    text = unescape(page.get(f"/sites/{cast.site.pk}/verify-floors").text)
    assert text.count('name="floors"') == 3
    assert "You drew this version: another person walks it and verifies it." in text
    all_four = [str(one.id) for one in found(cast, drawer).drafts]
    assert sent(cast, drawer, "verify", floors=all_four)[0] == 422
    assert set(states(cast).values()) == {"draft"}
    assert sent(cast, drawer, "verify")[0] == 303
    assert {name for name, state in states(cast).items() if state == "draft"} == {"Level 1"}
    # The editor says the same, and has no button.
    editor = unescape(page.get(f"/levels/{plan.level_id}/edit").text)
    assert "You drew this version" in editor
    assert 'id="verify"' not in editor
    page.force_login(keeper(cast, "walker"))
    assert 'id="verify"' in page.get(f"/levels/{plan.level_id}/edit").text


def test_one_floor_that_cannot_be_verified_leaves_all_as_they_are_and_is_named(cast: Cast) -> None:
    plan = Floorplan.objects.get(level__site=cast.site, level__name="Level 2")
    client = PlanClient(keeper(cast, "drawer"))
    client.see(plan.pk)
    client.ask("POST", f"/floorplans/{plan.pk}/features", {"kind": "object", "category": "aed", "geometry": POINT})
    yesterday = (date.fromisoformat(today()) - timedelta(days=1)).isoformat()

    answer = sent(cast, keeper(cast, "walker"), "verify", walked_on=yesterday)

    assert answer[0] == 422
    assert "Main building, Level 2: The floor was edited on" in answer[1]
    assert set(states(cast).values()) == {"draft"}


def test_what_changed_while_the_page_was_read_is_not_verified_unseen(cast: Cast) -> None:
    walker = keeper(cast, "walker")
    seen = found(cast, walker).seen
    plan = Floorplan.objects.get(level__site=cast.site, level__name="Level 2")
    client = PlanClient(keeper(cast, "drawer"))
    client.see(plan.pk)
    client.ask("POST", f"/floorplans/{plan.pk}/features", {"kind": "object", "category": "aed", "geometry": POINT})

    answer = sent(cast, walker, "verify", seen=seen)

    assert (answer[0], set(states(cast).values())) == (422, {"draft"})
    assert "A floor was changed while you read this page." in answer[1]
    # The page that comes back knows what is there now.
    assert f'value="{found(cast, walker).seen}"' in answer[1]


def test_a_floor_of_a_closed_building_waits_for_nobody(cast: Cast) -> None:
    Building.objects.filter(site=cast.site).update(closed_at=NOW)

    assert [one.name for one in found(cast, keeper(cast, "walker")).drafts] == ["Grounds"]


def test_strangers_and_those_who_only_look_find_no_page_and_floors_of_others_are_not_reached(cast: Cast) -> None:
    other = make_site(cast.district)
    make_plan(other, state=FloorplanState.DRAFT)
    theirs = Floorplan.objects.get(level__site=other)
    walker = keeper(cast, "walker")
    client = Client()

    for person, error in ((cast.stranger, SiteNotFound), (cast.officer, NotAllowed)):
        client.force_login(person)
        assert client.get(f"/sites/{cast.site.pk}/verify-floors").status_code == 404
        with pytest.raises(error):
            found(cast, person)
    for floors in ([theirs.pk], [uuid4()]):
        given = FloorsWalked(floors=floors, walked_on=date.fromisoformat(today()), seen=found(cast, walker).seen)
        with pytest.raises(FloorplanNotFound):
            verify_floors(actor_id=walker.pk, site_id=cast.site.pk, given=given, at=NOW)
    assert sent(cast, walker, "verify", floors=[str(theirs.pk)])[0] == 422
    assert Floorplan.objects.get(pk=theirs.pk).state == "draft"
