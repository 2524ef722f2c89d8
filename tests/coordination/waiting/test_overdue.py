"""Who leads a district sees what is overdue at its schools in numbers, reads nothing of it, and sees no other's."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from coordination.drills.requirements.models import DistrictDrillRules
from coordination.models import User
from coordination.prevention.cases.models import CaseEntry
from coordination.prevention.cases.vocabulary import CaseState
from coordination.prevention.support.models import CrisisPerson
from coordination.prevention.tips.access import overdue_at_kept_desks
from coordination.room.people.watching import districts_led_by
from coordination.waiting.overdue import OverdueCount, count_overdue
from mapping.assessments.models import Assessment
from mou.foundation.installed_apps import installed_apps
from mou.foundation.waiting import WaitingKind as Kind
from mou.models import Agency, AgencyMember
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.assessments import FINDING_WORDS, make_assessment, make_finding
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import make_site
from tests.factories.mou import make_agency, make_member, make_user
from tests.factories.practice.exercises import make_exercise
from tests.factories.practice.improvement import ACTION_WORDS, make_action
from tests.factories.prevention.cases import SECRETS as CASE_SECRETS
from tests.factories.prevention.cases import make_case, make_case_team
from tests.factories.prevention.support import SUPPORT_SECRETS, make_crisis, make_referral, make_support_team
from tests.factories.prevention.tips import SECRET_WORDS, make_desk, make_tip

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
# Past in each time zone.
LATE = NOW.date() - timedelta(days=3)
LATE_AT = NOW - timedelta(days=3)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def leader(cast: Cast) -> User:
    return leader_of(cast.district)


def leader_of(district: Agency, role: MemberRole = MemberRole.SUPERVISOR) -> User:
    return make_member(district, user=make_user(username=f"{district.name} {role}"), role=role).user


def tip(cast: Cast) -> None:
    make_tip(make_desk(cast.school, team=[cast.teacher]), at=LATE_AT)


def step_of_case(cast: Cast, state: CaseState = CaseState.OPENED) -> None:
    case = make_case(make_case_team(cast.school, members=[cast.teacher]), people=[cast.teacher], state=state)
    content = {"measure": "search", "words": CASE_SECRETS[1]}
    CaseEntry.objects.create(
        case=case, kind="measure", content=content, owner=cast.teacher, due_on=LATE, by=cast.teacher, at=NOW
    )


def referral(cast: Cast) -> None:
    team = make_support_team(cast.school, members=[cast.teacher])
    make_referral(team, by=cast.insider, at=LATE_AT - timedelta(days=1))


def follow_up(cast: Cast, *, is_exercise: bool = False) -> None:
    team = make_support_team(cast.school, members=[cast.teacher])
    call = make_crisis(team, by=cast.teacher, is_exercise=is_exercise)
    CrisisPerson.objects.filter(call=call).update(follow_up_on=LATE)


def finding(cast: Cast) -> None:
    assessment = make_assessment(cast.site, leader=cast.insider, agency=cast.school)
    make_finding(assessment, by=cast.insider, owner=cast.insider, due_on=LATE)


def action(cast: Cast) -> None:
    exercise = make_exercise(cast.site, cast.school, cast.insider, state="ended", ended_at=NOW)
    make_action(exercise, cast.school, by=cast.insider, owner=cast.insider, due_on=LATE)


STEPS: dict[Kind, Callable[[Cast], None]] = {
    Kind.TAKE_TIP: tip,
    Kind.WORK_ON_CASE: step_of_case,
    Kind.TAKE_REFERRAL: referral,
    Kind.FOLLOW_UP: follow_up,
    Kind.MEND_FINDING: finding,
    Kind.CARRY_OUT_ACTION: action,
}
SECRETS = (*CASE_SECRETS, *SUPPORT_SECRETS, SECRET_WORDS, FINDING_WORDS, ACTION_WORDS)


def counts_for(user: User, at: datetime = NOW) -> list[OverdueCount]:
    """Return what a person is counted, without drills: those of the law's year are tried alone."""
    return [one for one in count_overdue(districts_led_by(user.pk, at), at) if one.kind is not Kind.HOLD_DRILL]


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("kind", list(STEPS))
def test_each_kind_is_counted_with_its_school_and_the_day_since_when(cast: Cast, leader: User, kind: Kind) -> None:
    STEPS[kind](cast)

    (found,) = counts_for(leader)

    assert (found.kind, found.count, found.is_exercise) == (kind, 1, False)
    assert found.school == cast.school.name
    assert abs((found.oldest_due_on - LATE).days) <= 1


@pytest.mark.parametrize("role", [MemberRole.ADMINISTRATOR, MemberRole.SUPERVISOR])
def test_page_and_interface_say_the_same_numbers_and_nothing_of_what_they_are_about(cast: Cast, role: str) -> None:
    for step in STEPS.values():
        if step is not follow_up:  # one support team a school
            step(cast)
    client = browser_of(leader_of(cast.district, MemberRole(role)))

    page = client.get("/waiting/schools")
    told = client.get("/api/v1/me/schools-overdue")

    assert page.status_code == 200
    assert re.search(r"As of \d\d:\d\d:\d\d E[SD]T", page.content.decode())
    kinds = {one["kind"] for one in told.json()}
    assert kinds >= set(STEPS) - {Kind.FOLLOW_UP}
    for one in told.json():
        assert one["kind_words"] in page.content.decode()
        assert set(one) == {"kind", "kind_words", "school", "is_exercise", "count", "oldest_due_on"}
    for secret in (*SECRETS, cast.teacher.get_username()):
        assert secret not in page.content.decode() + told.content.decode()


def test_who_leads_another_district_or_none_is_told_nothing(cast: Cast) -> None:
    for step in (tip, step_of_case, finding):
        step(cast)
    river = make_agency(AgencyKind.DISTRICT, name="River Schools")
    make_site(river, name="River Elementary")
    neighbor = leader_of(river, MemberRole.ADMINISTRATOR)

    assert counts_for(neighbor) == []
    page = browser_of(neighbor).get("/waiting/schools")
    assert page.status_code == 200
    assert b"Lincoln" not in page.content
    staff = [leader_of(cast.district, one) for one in (MemberRole.STAFF, MemberRole.PLANNER)]
    for one in (*staff, cast.insider, cast.teacher, cast.officer, cast.dispatcher):
        assert browser_of(one).get("/waiting/schools").status_code == 404
        assert browser_of(one).get("/api/v1/me/schools-overdue").json() == []
        assert b"waiting/schools" not in browser_of(one).get("/console").content


def test_it_ends_with_the_membership(cast: Cast, leader: User) -> None:
    tip(cast)
    assert len(counts_for(leader)) == 1
    AgencyMember.objects.filter(user=leader).update(ended_at=NOW)

    assert browser_of(leader).get("/waiting/schools").status_code == 404
    assert browser_of(leader).get("/api/v1/me/schools-overdue").json() == []


def test_what_is_done_closed_or_not_yet_due_is_not_overdue(cast: Cast, leader: User) -> None:
    step_of_case(cast, CaseState.CLOSED)
    assessment = make_assessment(cast.site, leader=cast.insider, agency=cast.school)
    make_finding(assessment, by=cast.insider, owner=cast.insider, due_on=date(2999, 1, 1))
    desk = make_desk(cast.school, team=[cast.teacher])
    make_tip(desk, at=NOW + timedelta(hours=1))
    make_tip(desk, at=LATE_AT, acknowledged_at=NOW)

    assert counts_for(leader) == []


def test_many_are_one_line_with_their_number_and_the_oldest_day(cast: Cast, leader: User) -> None:
    assessment = make_assessment(cast.site, leader=cast.insider, agency=cast.school)
    for days in (3, 30, 9):
        make_finding(assessment, by=cast.insider, owner=None, due_on=NOW.date() - timedelta(days=days))

    (found,) = counts_for(leader)

    assert (found.count, found.oldest_due_on) == (3, NOW.date() - timedelta(days=30))


def test_two_schools_of_the_same_name_are_two_lines_and_a_site_without_a_school_has_its_own(
    cast: Cast, leader: User
) -> None:
    twin = make_agency(AgencyKind.SCHOOL, name=cast.school.name, parent=cast.district)
    sites = [cast.site, make_site(cast.district, school=twin, name="Twin"), make_site(cast.district, name="Bus yard")]
    for site in sites:
        assessment = make_assessment(site, leader=cast.insider, agency=cast.school)
        make_finding(assessment, by=cast.insider, owner=None, due_on=LATE)

    assert [(one.school, one.count) for one in counts_for(leader)] == [
        ("Bus yard", 1),
        (cast.school.name, 1),
        (cast.school.name, 1),
    ]


def test_the_number_of_tips_is_the_one_that_keepers_of_the_desk_are_told(cast: Cast) -> None:
    desk = make_desk(cast.school, team=[cast.teacher])
    for is_of_flood in (False, True):
        make_tip(desk, at=LATE_AT, is_of_flood=is_of_flood)
    keeper = leader_of(cast.district, MemberRole.ADMINISTRATOR)

    (found,) = counts_for(keeper)

    assert found.count == overdue_at_kept_desks(keeper.pk, NOW) == 2


def test_a_district_that_is_the_guest_of_one_incident_is_led_by_no_one_here(cast: Cast, leader: User) -> None:
    tip(cast)
    Agency.objects.filter(pk=cast.district.pk).update(guest_of_incident_id=uuid4())

    assert districts_led_by(leader.pk, NOW) == []
    assert browser_of(leader).get("/waiting/schools").status_code == 404


def test_an_exercise_is_counted_apart_and_marked(cast: Cast, leader: User) -> None:
    finding(cast)
    follow_up(cast, is_exercise=True)

    assert [(one.kind, one.is_exercise) for one in counts_for(leader)] == [
        (Kind.MEND_FINDING, False),
        (Kind.FOLLOW_UP, True),
    ]
    assert b'<span class="badge exercise">EXERCISE</span>' in browser_of(leader).get("/waiting/schools").content


def test_a_drill_whose_day_has_passed_is_counted_at_its_school(cast: Cast, leader: User) -> None:
    # Michigan wants three fire drills and a lockdown by December 1.
    DistrictDrillRules.objects.create(district=cast.district, law_key="MI", set_by=leader, set_at=NOW)

    before, after = (count_overdue([cast.district], datetime(2026, 12, day, 18, tzinfo=UTC)) for day in (1, 15))

    assert before == []
    assert [(one.kind, one.school, one.count, one.oldest_due_on) for one in after] == [
        (Kind.HOLD_DRILL, cast.school.name, 2, date(2026, 12, 1))
    ]


def test_the_console_leads_there_and_the_page_speaks_the_reader_s_language(cast: Cast, leader: User) -> None:
    finding(cast)
    client = browser_of(leader)

    assert b'href="/waiting/schools"' in client.get("/console").content
    with translation.override("es"):
        page = client.get("/waiting/schools", headers={"accept-language": "es"}).content.decode()
    assert "Atrasado en sus escuelas" in page


def test_many_things_cost_no_more_queries(cast: Cast, leader: User) -> None:
    def ask() -> int:
        with CaptureQueriesContext(connection) as asked:
            counts_for(leader)
        return len(asked)

    finding(cast)
    step_of_case(cast)
    few = ask()
    assessment = Assessment.objects.get()
    for _ in range(5):
        make_finding(assessment, by=cast.insider, due_on=LATE)

    assert ask() == few <= 20


def test_each_part_that_has_days_says_what_is_overdue() -> None:
    parts = [name for one in installed_apps() for name in one.app.overdue]

    assert len(parts) == 7
