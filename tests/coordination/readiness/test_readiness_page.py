"""The district at a glance: who sees it, what it says of each school, and that many schools cost no more than few."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coordination.models import User
from coordination.prevention.lessons.models import HeldLesson, SchoolAudiences
from coordination.prevention.lessons.queries import today_at
from coordination.prevention.lessons.vocabulary import LessonAudience, LessonTopic
from coordination.readiness.queries import district_readiness
from coordination.readiness.vocabulary import ReadinessState as State
from coordination.readiness.vocabulary import ReadinessTopic as Topic
from coordination.readiness.words import detail_words
from coordination.room.models import Incident
from mapping.models import Floorplan
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast, make_cast, open_room
from tests.factories.mapping import draw_level, draw_space, make_plan, make_site
from tests.factories.mou import make_agency, make_member, make_memorandum, make_user
from tests.factories.practice.drills import make_drill

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def planner_of(cast: Cast) -> User:
    return make_member(cast.district, user=make_user(username="planner"), role=MemberRole.PLANNER).user


def address(cast: Cast) -> str:
    return f"/districts/{cast.district.pk}/readiness"


def test_the_page_says_of_each_school_what_it_lacks_and_where_that_is_mended(client: Client, cast: Cast) -> None:
    now = datetime.now(UTC)
    make_plan(cast.site, draw_level(draw_space()))
    Floorplan.objects.filter(level__site=cast.site).update(
        verified_on=now.date() - timedelta(days=10), verified_by=cast.insider
    )
    fire = make_agency(AgencyKind.FIRE, name="Fairview Fire")
    make_memorandum(cast.district, fire, expires_on=now.date() + timedelta(days=30))
    make_site(cast.district, name="Bare School <script>alert(1)</script>")
    client.force_login(planner_of(cast))

    page = client.get(address(cast)).content.decode()

    table = json.loads(re.search(r'<script id="table"[^>]*>(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]
    bare, lincoln = table["rows"]
    assert bare["name"] == "Bare School <script>alert(1)</script>"
    assert "<script>alert" not in page
    # What is due of drills depends on the day: test_one_fact asks the law page for it.
    assert [one["state"] for one in [*bare["cells"][:4], *bare["cells"][5:]]] == ["missing"] * 9
    assert [one["state"] for one in [*lincoln["cells"][:4], *lincoln["cells"][5:]]] == [
        *("current", "current", "expiring", "missing", "missing", "missing", "missing", "missing", "missing")
    ]
    assert lincoln["cells"][0]["detail"] == "1 of 1 floors"
    assert bare["cells"][2]["detail"] == "without: police or sheriff"
    assert lincoln["cells"][5]["detail"] == "0 of 3 people · no one on duty is reached: Police, Fire, Dispatch"
    assert all(client.get(one["address"]).status_code == 200 for one in lincoln["cells"])


@pytest.mark.parametrize("who", ["insider", "teacher", "officer", "dispatcher", "stranger", "former"])
def test_who_does_not_keep_the_district_finds_no_such_page_and_no_way_to_it(
    client: Client, cast: Cast, who: str
) -> None:
    client.force_login(getattr(cast, who))

    assert client.get(address(cast)).status_code == 404
    assert "/readiness" not in client.get("/").content.decode()


def test_a_planner_of_another_district_finds_no_such_page_and_their_own(client: Client, cast: Cast) -> None:
    other = make_agency(AgencyKind.DISTRICT, name="Elsewhere Schools")
    make_site(other)
    client.force_login(make_member(other, user=make_user(), role=MemberRole.PLANNER).user)

    assert client.get(address(cast)).status_code == 404
    assert client.get(f"/districts/{other.pk}/readiness").status_code == 200
    assert f"/districts/{other.pk}/readiness" in client.get("/").content.decode()


def test_an_agreement_for_some_schools_counts_at_those(cast: Cast) -> None:
    beside = make_site(cast.district, name="Beside")
    fire = make_agency(AgencyKind.FIRE, name="Fairview Fire")
    make_memorandum(cast.district, fire, sites=[cast.site.pk], expires_on=date(2999, 1, 1))
    planner = planner_of(cast)

    found = {one.site_id: one for one in district_readiness(planner.pk, cast.district, datetime.now(UTC))}

    assert found[cast.site.pk].standings[Topic.AGREEMENTS].state is State.CURRENT
    assert found[beside.pk].standings[Topic.AGREEMENTS].state is State.MISSING


def test_an_incident_of_an_exercise_is_no_drill_until_one_is_written_down(cast: Cast) -> None:
    drill = open_room(cast, is_exercise=True)
    Incident.objects.filter(pk=drill.incident_id).update(status="Closed")
    planner, at = planner_of(cast), datetime.now(UTC)

    def held() -> int:
        (school,) = district_readiness(planner.pk, cast.district, at)
        return school.standings[Topic.DRILLS].count

    assert held() == 0
    make_drill(cast.site, by=planner, at=at - timedelta(minutes=1))
    assert held() == 1


def test_a_role_without_a_person_or_a_deputy_is_to_do(cast: Cast) -> None:
    planner, at = planner_of(cast), datetime.now(UTC)

    def roles() -> tuple[State, str]:
        (school,) = district_readiness(planner.pk, cast.district, at)
        standing = school.standings[Topic.ROLES]
        return standing.state, detail_words(Topic.ROLES, standing)

    state, words = roles()
    assert state is State.MISSING
    # The administrator leads where no one is named, and no one stands in for them.
    assert "School nurse" in words.split(" · ")[0]
    assert words.split(" · ")[1] == "no deputy: Principal"
    for title in ("Nurse", "Secretary", "Custodian", "Counselor", "Cafeteria", "Principal"):
        for _ in range(2):
            make_member(cast.school, role=MemberRole.STAFF, title=title)
    assert roles() == (State.CURRENT, "")


def test_lessons_are_missing_until_held_and_to_mend_until_all_staff_have_read_theirs(cast: Cast) -> None:
    planner, at = planner_of(cast), datetime.now(UTC)
    SchoolAudiences.objects.create(school=cast.school, audiences=["grades_9_to_12", "staff"])

    def lessons() -> tuple[State, str]:
        (school,) = district_readiness(planner.pk, cast.district, at)
        standing = school.standings[Topic.LESSONS]
        return standing.state, detail_words(Topic.LESSONS, standing)

    def hold(audience: LessonAudience, people: int) -> None:
        HeldLesson.objects.create(
            school=cast.school,
            audience=audience.value,
            topics=[one.value for one in LessonTopic],
            language="en",
            held_on=today_at(cast.school, at),
            held_by="Ms. Gray",
            people=people,
            noted_by=cast.teacher,
            noted_at=at,
        )

    hold(LessonAudience.GRADES_9_TO_12, 30)
    staff, had = "staff who have read all: 0 of 2", "had every topic, at most: Grades 9 to 12: 30"
    assert lessons() == (State.MISSING, f"4 lessons are missing · {staff} · {had}")
    hold(LessonAudience.STAFF, 2)
    assert lessons() == (State.EXPIRING, f"All held · {staff} · {had}")
    SchoolAudiences.objects.update(audiences=["grades_9_to_12"])
    assert lessons() == (State.CURRENT, f"All held · {had}")


def test_three_hundred_schools_cost_as_many_queries_as_three(cast: Cast) -> None:
    planner, at = planner_of(cast), datetime.now(UTC)
    for number in range(2):
        make_site(cast.district, name=f"School {number}")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            district_readiness(planner.pk, cast.district, at)
        return len(captured)

    # What is known of a person's standing is remembered from one reading to the next.
    queries()
    few = queries()
    for number in range(297):
        make_site(cast.district, name=f"More {number}")

    assert queries() == few
    assert few <= 30
