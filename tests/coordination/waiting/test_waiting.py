"""What waits for a person: each step with an addressee, for who may do it and for no one else; bounded; in order."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from coordination.drills.exercises.models import ExerciseOrganization
from coordination.drills.exercises.vocabulary import ExerciseRole
from coordination.models import User
from coordination.prevention.cases.models import CaseEntry
from coordination.prevention.tips.models import Tip
from coordination.waiting.queries import MOST_OF_A_PART, list_waiting
from mapping.edits.steps import Walk, verify_floorplan
from mapping.models import Floorplan
from mapping.plans.versions import etag_of
from mapping.vocabulary import FloorplanState
from mou.foundation.installed_apps import installed_apps
from mou.foundation.waiting import WaitingKind as Kind
from mou.foundation.waiting import WaitingLine
from mou.models import AgencyMember, MembershipRequest, Signatory, SignedPaper
from mou.vocabulary import AgencyKind, MemberRole, MembershipChange, VersionState
from tests.coordination.waiting.emergency_plan_steps import EMERGENCY_PLAN_STEPS
from tests.coordination.waiting.readiness_steps import READINESS_STEPS
from tests.factories.assessments import FINDING_WORDS, make_assessment, make_finding
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import draw_level, draw_space, make_plan
from tests.factories.mou import make_agency, make_member, make_memorandum, make_user, make_version
from tests.factories.practice.exercises import add_person, make_exercise
from tests.factories.practice.improvement import make_action, make_objective
from tests.factories.prevention.cases import SECRETS as CASE_SECRETS
from tests.factories.prevention.cases import make_case, make_case_team
from tests.factories.prevention.social_alerts import ALERT_SECRETS, make_social_alert
from tests.factories.prevention.support import SUPPORT_SECRETS, make_crisis, make_referral, make_support_team
from tests.factories.prevention.tips import SECRET_WORDS, make_desk, make_tip

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime.now(UTC)
FAR = date(2999, 1, 1)


@dataclass(frozen=True)
class Town:
    """The cast, who keeps the district, and who plans for police."""

    cast: Cast
    keeper: User
    other_keeper: User
    chief: User


@pytest.fixture
def town() -> Town:
    cast = make_cast()
    return Town(
        cast=cast,
        keeper=make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user,
        other_keeper=make_member(cast.district, user=make_user(username="other"), role=MemberRole.ADMINISTRATOR).user,
        chief=make_member(cast.police, user=make_user(username="chief"), role=MemberRole.COMMANDER).user,
    )


def sign(town: Town) -> User:
    version = make_version(
        town.cast.agreement, number=2, state=VersionState.OUT_FOR_SIGNATURE, expires_on=date(2999, 1, 1)
    )
    Signatory.objects.create(version=version, agency=town.cast.police, name="Chief", user=town.chief)
    return town.chief


def review(town: Town) -> User:
    make_version(town.cast.agreement, number=2, state=VersionState.IN_REVIEW, expires_on=FAR)
    return town.chief


def renew(town: Town) -> User:
    fire = make_agency(AgencyKind.FIRE, name="Fairview Fire")
    make_memorandum(town.cast.district, fire, expires_on=NOW.date() + timedelta(days=20))
    return town.keeper


def confirm(town: Town) -> User:
    member = AgencyMember.objects.get(user=town.other_keeper)
    third = make_member(town.cast.district, user=make_user(username="third"), role=MemberRole.ADMINISTRATOR).user
    MembershipRequest.objects.create(
        member=member, change=MembershipChange.END.value, reason="left", asked_by=third, asked_at=NOW
    )
    return town.keeper


def let_in(town: Town) -> User:
    team = make_support_team(town.cast.school)
    team.members.create(user=town.cast.teacher, added_by=town.other_keeper, asked_by=town.other_keeper, added_at=NOW)
    return town.keeper


def verify(town: Town) -> User:
    make_plan(town.cast.site, draw_level(draw_space()), state=FloorplanState.DRAFT)
    return town.keeper


def publish(town: Town) -> User:
    make_plan(town.cast.site, draw_level(draw_space()), state=FloorplanState.DRAFT)
    plan = Floorplan.objects.get(level__site=town.cast.site)
    walk = Walk(walked_on=NOW.date() - timedelta(days=1), walked_with=(), note="")
    verify_floorplan(actor_id=town.keeper.pk, floorplan_id=plan.pk, walk=walk, if_match=etag_of(plan), at=NOW)
    return town.keeper


def invite(town: Town) -> User:
    exercise = make_exercise(town.cast.site, town.cast.school, town.cast.insider)
    ExerciseOrganization.objects.create(exercise=exercise, agency=town.cast.police)
    return town.chief


def rate(town: Town) -> User:
    exercise = make_exercise(town.cast.site, town.cast.school, town.cast.insider, state="ended", ended_at=NOW)
    make_objective(exercise, "Lock", {"Lock each door": None}, by=town.cast.insider)
    add_person(exercise, town.cast.police, town.cast.officer, ExerciseRole.EVALUATOR)
    return town.cast.officer


def answer_hot_wash(town: Town) -> User:
    exercise = make_exercise(town.cast.site, town.cast.school, town.cast.insider, state="ended", ended_at=NOW)
    add_person(exercise, town.cast.police, town.cast.officer, ExerciseRole.PLAYER)
    return town.cast.officer


def act(town: Town) -> User:
    exercise = make_exercise(town.cast.site, town.cast.school, town.cast.insider, state="ended", ended_at=NOW)
    make_action(exercise, town.cast.police, by=town.cast.insider, owner=town.cast.officer)
    return town.cast.officer


def mend(town: Town) -> User:
    assessment = make_assessment(town.cast.site, leader=town.keeper, agency=town.cast.district)
    make_finding(assessment, by=town.keeper, owner=town.cast.insider, due_on=NOW.date() - timedelta(days=3))
    return town.cast.insider


def take_tip(town: Town) -> User:
    make_tip(make_desk(town.cast.school, team=[town.cast.teacher]), at=NOW - timedelta(minutes=30))
    return town.cast.teacher


def staff_tips(town: Town) -> User:
    take_tip(town)
    return town.keeper


def review_alert(town: Town) -> User:
    make_social_alert(town.cast.site, team=[town.cast.teacher], keeper=town.keeper)
    return town.cast.teacher


def work_on_case(town: Town) -> User:
    case = make_case(make_case_team(town.cast.school, members=[town.cast.teacher]), people=[town.cast.teacher])
    CaseEntry.objects.create(
        case=case,
        kind="measure",
        content={"measure": "search", "words": "Today"},
        owner=town.cast.teacher,
        due_on=NOW.date(),
        by=town.cast.teacher,
        at=NOW,
    )
    return town.cast.teacher


def take_referral(town: Town) -> User:
    make_referral(make_support_team(town.cast.school, members=[town.cast.teacher]), by=town.cast.insider)
    return town.cast.teacher


def follow_up(town: Town) -> User:
    make_crisis(make_support_team(town.cast.school, members=[town.cast.teacher]), by=town.cast.teacher)
    return town.cast.teacher


def confirm_paper(town: Town) -> User:
    """Another keeper brought the scan, and these two did not make each other keepers."""
    version = make_version(town.cast.agreement, number=2, state=VersionState.OUT_FOR_SIGNATURE, expires_on=FAR)
    SignedPaper.objects.create(
        version=version,
        sha256=version.canonical_sha256,
        scan=b"%PDF-1.7",
        scan_sha256="1" * 64,
        media_type="application/pdf",
        signatures=[],
        recorded_by=town.other_keeper,
        recorded_at=NOW,
    )
    assert lines_of(town.other_keeper, Kind.CONFIRM_PAPER) == []
    return town.keeper


STEPS: dict[Kind, Callable[[Town], User]] = {
    Kind.SIGN_AGREEMENT: sign,
    Kind.CONFIRM_PAPER: confirm_paper,
    Kind.REVIEW_AGREEMENT: review,
    Kind.RENEW_AGREEMENT: renew,
    Kind.CONFIRM_ACT: confirm,
    Kind.LET_IN: let_in,
    Kind.VERIFY_PLAN: verify,
    Kind.PUBLISH_PLAN: publish,
    Kind.HOLD_DRILL: lambda town: town.keeper,
    Kind.HOLD_LESSONS: lambda town: town.cast.insider,
    Kind.ANSWER_INVITATION: invite,
    Kind.RATE_EXERCISE: rate,
    Kind.ANSWER_HOT_WASH: answer_hot_wash,
    Kind.CARRY_OUT_ACTION: act,
    Kind.MEND_FINDING: mend,
    Kind.TAKE_TIP: take_tip,
    Kind.STAFF_TIPS: staff_tips,
    Kind.REVIEW_ALERT: review_alert,
    Kind.WORK_ON_CASE: work_on_case,
    Kind.TAKE_REFERRAL: take_referral,
    Kind.FOLLOW_UP: follow_up,
    **EMERGENCY_PLAN_STEPS,
    **READINESS_STEPS,
}
# A day of a school year on which duties run.
IN_TERM = datetime(2026, 12, 1, 15, tzinfo=UTC)


def lines_of(user: User, kind: Kind) -> list[WaitingLine]:
    at = IN_TERM if kind is Kind.HOLD_DRILL else datetime.now(UTC)
    return [one for one in list_waiting(user.pk, at).lines if one.kind is kind]


def test_every_kind_of_step_is_tried() -> None:
    assert set(STEPS) == set(Kind)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_step_waits_for_who_may_do_it_and_leads_there(town: Town, kind: Kind) -> None:
    user = STEPS[kind](town)
    if kind is Kind.HOLD_DRILL:
        lines = [one for one in list_waiting(user.pk, datetime(2027, 5, 20, tzinfo=UTC)).lines if one.kind is kind]
    else:
        lines = lines_of(user, kind)

    assert lines
    client = Client()
    client.force_login(user)
    assert client.get(lines[0].link, follow=True).status_code == 200


@pytest.mark.parametrize("kind", list(Kind))
def test_it_waits_for_no_one_else_not_of_another_agency_and_not_once_they_left(town: Town, kind: Kind) -> None:
    user = STEPS[kind](town)
    at = datetime(2027, 5, 20, tzinfo=UTC) if kind is Kind.HOLD_DRILL else datetime.now(UTC)

    for other in (town.cast.stranger, town.cast.former, town.cast.dispatcher):
        assert [one for one in list_waiting(other.pk, at).lines if one.kind is kind] == []
    AgencyMember.objects.filter(user=user).update(ended_at=at - timedelta(seconds=1))
    User.objects.filter(pk=user.pk).update(is_operator=False)
    assert list_waiting(user.pk, at).lines == []


def test_what_is_confidential_is_named_by_number_and_no_more(town: Town) -> None:
    people = {STEPS[kind](town) for kind in (Kind.WORK_ON_CASE, Kind.REVIEW_ALERT, Kind.MEND_FINDING)}
    make_tip(make_desk(town.cast.school, team=[town.cast.teacher]), people_words="Quince")
    team = make_support_team(town.cast.school, members=[town.cast.teacher])
    make_referral(team, by=town.cast.insider)
    make_crisis(team, by=town.cast.teacher)
    said = " ".join(one.words for user in people for one in list_waiting(user.pk, datetime.now(UTC)).lines)

    assert said.count("·") >= 5
    for secret in (*CASE_SECRETS, *ALERT_SECRETS, *SUPPORT_SECRETS, SECRET_WORDS, FINDING_WORDS):
        assert secret not in said


def test_what_is_overdue_comes_first_then_by_day_and_what_has_none_last(town: Town) -> None:
    assessment = make_assessment(town.cast.site, leader=town.keeper, agency=town.cast.district)
    today = NOW.date()
    for days in (None, 9, -4, 2):
        day = None if days is None else today + timedelta(days=days)
        make_finding(assessment, by=town.keeper, owner=town.cast.insider, due_on=day)

    found = lines_of(town.cast.insider, Kind.MEND_FINDING)

    assert [one.due_on for one in found] == [
        *(today + timedelta(days=-4), today + timedelta(days=2), today + timedelta(days=9), None)
    ]
    assert [one.is_overdue for one in found] == [True, False, False, False]


def test_many_cost_as_many_queries_as_one_and_the_list_says_that_there_are_more(town: Town) -> None:
    desk = make_desk(town.cast.school, team=[town.cast.teacher])
    assessment = make_assessment(town.cast.site, leader=town.keeper, agency=town.cast.district)

    def ask() -> tuple[int, bool]:
        with CaptureQueriesContext(connection) as captured:
            found = list_waiting(town.cast.teacher.pk, datetime.now(UTC))
        return len(captured), found.is_cut

    def add() -> None:
        make_tip(desk)
        make_finding(assessment, by=town.keeper, owner=town.cast.teacher)

    add()
    ask()
    few, was_cut = ask()
    for _ in range(MOST_OF_A_PART):
        add()

    assert ask() == (few, True)
    assert not was_cut
    assert few <= 45


def test_the_most_that_a_keeper_of_everything_costs(town: Town) -> None:
    """A district's administrator is asked for by every part."""
    for kind in (Kind.RENEW_AGREEMENT, Kind.CONFIRM_ACT, Kind.LET_IN, Kind.VERIFY_PLAN, Kind.STAFF_TIPS):
        STEPS[kind](town)

    with CaptureQueriesContext(connection) as captured:
        list_waiting(town.keeper.pk, datetime.now(UTC))

    assert len(captured) <= 90


def test_the_interface_and_both_pages_say_the_same(town: Town) -> None:
    STEPS[Kind.MEND_FINDING](town)
    STEPS[Kind.ANSWER_INVITATION](town)
    client = Client()
    client.force_login(town.cast.insider)

    told = client.get("/api/v1/me/waiting").json()
    page, week = (client.get(address).content.decode() for address in ("/waiting", "/waiting/week"))

    (finding,) = [one for one in told["lines"] if one["kind"] == "mend_finding"]
    assert finding["is_overdue"]
    assert finding["kind_words"] == "Mend a finding"
    assert not finding["is_exercise"]
    for text in (page, week):
        assert f'href="{finding["link"]}"' in text
        assert "Lincoln High School" in text
    assert len(re.findall('class="waiting-line', page)) == len(told["lines"])


def test_an_exercise_is_marked_wherever_it_stands(town: Town) -> None:
    user = STEPS[Kind.ANSWER_INVITATION](town)
    client = Client()
    client.force_login(user)

    (line,) = client.get("/api/v1/me/waiting").json()["lines"]
    assert line["is_exercise"]
    assert '<span class="badge exercise">EXERCISE</span>' in client.get("/waiting").content.decode()


def test_it_is_said_in_the_readers_language(town: Town) -> None:
    user = STEPS[Kind.MEND_FINDING](town)
    client = Client(headers={"accept-language": "es"})
    client.force_login(user)

    week = client.get("/waiting/week").content.decode()

    assert "Corregir un hallazgo" in week
    assert "Esta semana" in week
    with translation.override("es"):
        assert all(one.label != translation.gettext(one.name) for one in Kind)


def test_hostile_names_stay_words(town: Town) -> None:
    evil = "<script>alert(1)</script>"
    type(town.cast.agreement).objects.filter(pk=town.cast.agreement.pk).update(title=evil)
    user = STEPS[Kind.REVIEW_AGREEMENT](town)
    client = Client()
    client.force_login(user)

    page = client.get("/waiting").content.decode()

    assert evil not in page
    assert "&lt;script&gt;" in page


def test_a_keeper_of_tips_reads_how_many_are_overdue_and_not_one_of_them(town: Town) -> None:
    user, tip = STEPS[Kind.STAFF_TIPS](town), Tip.objects.get()
    client = Client()
    client.force_login(user)
    (line,) = lines_of(user, Kind.STAFF_TIPS)
    assert (line.words, line.is_overdue) == ("1", True)
    assert str(tip.pk) not in client.get("/waiting").content.decode()
    assert client.get(f"/prevention/tips/{tip.pk}").status_code == 404


def test_each_part_that_waits_is_declared_and_answers_for_who_is_of_nothing() -> None:
    parts = [one.named(name) for one in installed_apps() for name in one.app.waiting]
    alone = make_user(username="of-nothing")

    assert len(parts) >= 16
    assert [list(waits(alone.pk, NOW)) for waits in parts] == [[]] * len(parts)
