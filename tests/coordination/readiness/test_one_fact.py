"""Each number of readiness is asked of the page on which the thing is kept, and is the same there."""

import json
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from coordination.demo import plot
from coordination.demo.load import load_district
from coordination.drills.requirements.access import SchoolGrant
from coordination.drills.requirements.work.queries import district_state, school_state
from coordination.drills.requirements.work.waiting import AHEAD, list_waiting_drills
from coordination.readiness.queries import district_readiness
from coordination.readiness.standing import SchoolStanding
from coordination.readiness.vocabulary import ReadinessState as State
from coordination.readiness.vocabulary import ReadinessTopic as Topic
from mapping.compliance.queries import district_rules, site_rules
from mapping.compliance.waiting import list_waiting_walks
from mapping.models import Building, Floorplan, Level, Site
from mou.access.fetch import memoranda_for
from mou.agreements.reading.queries import attention_of, memorandum_views
from mou.models import Agency, AgencyMember
from mou.vocabulary import AgencyKind, MemberRole
from tests.coordination.readiness.kept import Kept
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import draw_level, draw_space, make_plan, make_site
from tests.factories.mou import make_agency, make_member, make_memorandum, make_user
from tests.factories.practice.drills import make_drill

pytestmark = pytest.mark.django_db

# In the middle of a school year, so that some duties are done, some due and some overdue.
IN_TERM = datetime(2026, 11, 20, 15, tzinfo=UTC)


@pytest.fixture
def cast() -> Cast:
    """The cast's school, with plans, drills and agreements, and three that have some, one in another time zone."""
    made = make_cast()
    planner = make_member(made.district, user=make_user(username="planner"), role=MemberRole.PLANNER).user
    make_plan(made.site, draw_level(draw_space()))
    Floorplan.objects.filter(level__site=made.site).update(verified_on=date(2026, 10, 1), verified_by=planner)
    make_site(made.district, name="Bare School")
    far = make_site(made.district, name="Far School")
    Site.objects.filter(pk=far.pk).update(time_zone="Pacific/Honolulu")
    make_plan(far, draw_level(draw_space()))
    some = make_site(made.district, name="Some School")
    fire = make_agency(AgencyKind.FIRE, name="Fairview Fire")
    make_memorandum(made.district, fire, sites=[some.pk], expires_on=IN_TERM.date() + timedelta(days=60))
    for site, kinds in ((made.site, ("fire", "fire", "lockdown")), (some, ("fire", "secure", "evacuate")), (far, ())):
        for n, kind in enumerate(kinds):
            make_drill(site, by=planner, at=IN_TERM - timedelta(days=10 * n + 1), type=kind)
    return made


def check_both_sides(user_id: int, district: Agency, at: datetime) -> list[SchoolStanding]:
    """Ask each number of readiness where it is kept; return what readiness said."""
    found = district_readiness(user_id, district, at)
    of_law = {one.site_id: one for one in district_state(district, year=None, at=at).schools}
    _profile, rules = district_rules(district, at)
    of_maps = {one.site_id: one.facts for one in rules}
    views = memorandum_views(memoranda_for(user_id, at).filter(district=district), at)
    for one in found:
        site = Site.objects.select_related("district").get(pk=one.site_id)
        drills, line = one.standings[Topic.DRILLS], of_law[one.site_id]
        own = school_state(SchoolGrant(site, keeps=True), year=None, at=at)
        next_due_on = own.next_due.due_on if own.next_due else None
        assert (drills.count, drills.due, drills.wanting, drills.day) == (
            *(line.held, line.due, line.wanting, line.next_due_on),
        )
        assert (drills.due, drills.wanting, drills.day) == (
            sum(duty.standing == "due" for duty in own.duties),
            sum(duty.standing.is_wanting for duty in own.duties),
            next_due_on,
        )
        facts, own_facts = of_maps[one.site_id], site_rules(site, at)[1].facts
        maps = one.standings[Topic.MAPS]
        assert (maps.count, maps.total) == (facts.plans, facts.levels) == (own_facts.plans, own_facts.levels)
        walked = min(facts.walked) if facts.walked and len(facts.walked) == facts.plans else None
        assert one.standings[Topic.WALK_THROUGH].day == walked
        holds = [view for view in views if view.is_in_force and (view.covers_all_sites or site.pk in view.site_ids)]
        agreements = one.standings[Topic.AGREEMENTS]
        assert agreements.count == len(holds)
        if agreements.state is State.EXPIRING:
            assert any(attention_of(view) == "expiring" for view in holds)
    check_what_waits(user_id, found, at)
    return found


def check_what_waits(user_id: int, found: list[SchoolStanding], at: datetime) -> None:
    """Compare the day of each drill and walk with the line that waits; what is due later waits for no one yet."""
    drills = {one.link: one for one in list_waiting_drills(user_id, at)}
    walks = {one.link: one for one in list_waiting_walks(user_id, at)}
    for one in found:
        site, standings = Site.objects.get(pk=one.site_id), one.standings
        today, next_on = at.astimezone(ZoneInfo(site.time_zone)).date(), standings[Topic.DRILLS].day
        line = drills.pop(reverse("school_drills", args=[one.site_id]), None)
        assert (line.due_on if line else None) == (next_on if next_on and next_on <= today + AHEAD else None)
        walk = walks.pop(reverse("site_rules", args=[one.site_id]), None)
        assert (walk is not None) == (standings[Topic.WALK_THROUGH].state in (State.EXPIRING, State.OLD))
        assert walk is None or walk.is_overdue == (standings[Topic.WALK_THROUGH].state is State.OLD)
    assert (drills, walks) == ({}, {})


@pytest.mark.parametrize("days", [0, 40, 130, 250])
def test_each_number_is_the_same_where_it_is_kept(cast: Cast, days: int) -> None:
    planner = AgencyMember.objects.get(user__username="planner").user

    found = check_both_sides(planner.pk, cast.district, IN_TERM + timedelta(days=days))

    assert len(found) == 4


def test_what_is_held_due_and_overdue_is_told_apart(cast: Cast) -> None:
    planner = AgencyMember.objects.get(user__username="planner").user
    found = {one.name: one.standings for one in check_both_sides(planner.pk, cast.district, IN_TERM)}

    lincoln, bare = found[cast.site.name][Topic.DRILLS], found["Bare School"][Topic.DRILLS]
    assert (lincoln.count, bare.count) == (3, 0)
    assert bare.due > lincoln.due > 0
    later = check_both_sides(planner.pk, cast.district, IN_TERM + timedelta(days=130))
    assert {one.standings[Topic.DRILLS].state for one in later if one.name == "Bare School"} == {State.OLD}


def test_a_building_that_was_closed_counts_nowhere(cast: Cast) -> None:
    planner = AgencyMember.objects.get(user__username="planner").user
    building = Building.objects.filter(site=cast.site).first()
    assert building is not None
    before = Level.objects.filter(site=cast.site).count()
    Building.objects.filter(pk=building.pk).update(closed_at=IN_TERM)

    (lincoln,) = [one for one in check_both_sides(planner.pk, cast.district, IN_TERM) if one.site_id == cast.site.pk]

    assert before > lincoln.standings[Topic.MAPS].total
    assert lincoln.standings[Topic.MAPS].count <= lincoln.standings[Topic.MAPS].total


def test_the_pages_themselves_say_the_same_numbers(client: Client, cast: Cast) -> None:
    client.force_login(AgencyMember.objects.get(user__username="planner").user)
    page = client.get(f"/districts/{cast.district.pk}/readiness").content.decode()
    table = json.loads(re.search(r'<script id="table"[^>]*>(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]

    assert len(table["rows"]) == 4
    for row in table["rows"]:
        cell = row["cells"][list(Topic).index(Topic.DRILLS)]
        own = client.get(cell["address"]).content.decode()
        assert cell["address"] == f"/drills/schools/{row['id']}"
        shown = re.findall(r'<strong class="number">(\d+)</strong>\s*([^<]*?)\s*</p>', own)
        counts = {word: int(number) for number, word in shown}
        assert number_in(cell["detail"], "Overdue or missed") == counts.get("Overdue", 0) + counts.get("Missed", 0)
        assert number_in(cell["detail"], "Due") == counts.get("Due", 0)
        assert counts, "the law page says how its duties stand"


def number_in(detail: str, name: str) -> int:
    """Return the number after a name in the line of a cell; a number that is not said is none."""
    found = re.search(rf"(?:^|· ){name}: (\d+)", detail)
    return int(found[1]) if found else 0


@pytest.mark.django_db(transaction=True)
def test_each_number_that_is_shown_of_a_demo_is_the_same_where_it_is_kept(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """All of readiness, of the week and of the lists of the law, for each school; no number of them is left out."""
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)
    at = datetime.now(UTC)
    load_district(password="eleven quiet lanterns walk", at=at, say=lambda _words: None)
    district = Agency.objects.get(name=plot.DISTRICT)
    keeper = AgencyMember.objects.filter(agency=district, role=MemberRole.ADMINISTRATOR.value).first()
    assert keeper is not None
    client.force_login(keeper.user)
    kept = Kept(client, str(district.pk))

    found = check_both_sides(keeper.user_id, district, at)
    assert len(found) == len(plot.SCHOOLS)
    assert max(one.standings[Topic.DRILLS].count for one in found) > 0
    check_page_of_readiness(kept)
    check_lists_of_law(kept)
    check_week(kept)


def check_page_of_readiness(kept: Kept) -> None:
    """Compare each cell with all its words and numbers, then what is counted from the cells."""
    answer = kept.client.get(f"/districts/{kept.district_id}/readiness")
    table = answer.context["table"]
    lacking: set[str] = set()
    for row in table["rows"]:
        cells = dict(zip(Topic, row["cells"], strict=True))
        told = {topic: cell["detail"] for topic, cell in cells.items()}
        told[Topic.ALARM], _, missing = told[Topic.ALARM].partition(" · no one on duty is reached: ")
        lacking |= set(missing.split(", ")) - {""}
        assert told == kept.details_of(row["id"]), row["name"]
        assert row["wanting"] == sum(cell["state"] != "current" for cell in row["cells"])
    reach = kept.read(f"/districts/{kept.district_id}/alarm-reach")
    assert lacking == {str(AgencyKind(one).label) for one in reach["lacking"]}
    for state, _word, count in answer.context["totals"]:
        assert count == sum(any(cell["state"] == state for cell in row["cells"]) for row in table["rows"])
    shown = re.findall(r'is-(\w+)">[^<]*<span class="number">(\d+)</span></li>', answer.content.decode())
    assert shown == [(state, str(count)) for state, _word, count in answer.context["totals"]]


def check_lists_of_law(kept: Kept) -> None:
    """Compare each number of the two lists of a district with the page of the school that it stands for."""
    of_maps = kept.read(f"/districts/{kept.district_id}/map-rules")["schools"]
    of_drills = kept.read(f"/drills/districts/{kept.district_id}")["schools"]
    assert len(of_maps) == len(of_drills) == len(plot.SCHOOLS)
    for line in of_maps:
        findings = kept.read(f"/sites/{line['site_id']}/map-rules")["findings"]
        assert line["verdicts"] == {one["code"]: one["verdict"] for one in findings}
        assert line["next_due_on"] == min((one["due_on"] for one in findings if one["due_on"]), default=None)
    for line in of_drills:
        state = kept.read(f"/drills/schools/{line['site_id']}")
        stands = Counter(one["standing"] for one in state["duties"])
        assert (line["done"], line["due"]) == (stands["done"] + stands["done_late"], stands["due"])
        assert line["wanting"] == stands["overdue"] + stands["missed"]
        assert line["exceeded"] == sum(one["is_exceeded"] for one in state["caps"])
        assert line["held"] == kept.drills_held(line["site_id"], state)
        assert line["next_due_on"] == (state["next_due"]["due_on"] if state["next_due"] else None)
        assert sum(month["held"] for month in line["months"]) == line["held"]


def check_week(kept: Kept) -> None:
    """Compare what the week counts with the list, and the day and the number of each line with where it is kept."""
    told = kept.read("/me/waiting")
    assert not told["is_cut"]
    lines, until = told["lines"], (datetime.now(UTC).date() + timedelta(days=7)).isoformat()
    overdue = sum(one["is_overdue"] for one in lines)
    due = sum(not one["is_overdue"] and one["due_on"] is not None and one["due_on"] <= until for one in lines)
    page = kept.client.get("/waiting/week").content.decode()
    numbers = [int(one) for one in re.findall(r'<span class="quiet number">(\d+)</span></h2>', page)]
    assert numbers == [overdue, due]
    later = re.search(r"(\d+) more steps?, later", page)
    assert (int(later[1]) if later else 0) == len(lines) - overdue - due
    expected = kept.lines_of_schools()
    own = Counter((one["kind"], one["words"], one["due_on"]) for one in lines if one["kind"] in kept.kinds_of_schools)
    assert own == Counter(expected)
    assert own
