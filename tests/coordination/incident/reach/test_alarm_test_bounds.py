"""Test alarms: who may, how often, and that no real alarm waits for one; by plan, and by page."""

import json
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from coordination.incident.reach import actions
from coordination.incident.reach.actions import start_test
from coordination.incident.reach.clock import delete_old_tests, keep_tests, signs_of_tests
from coordination.incident.reach.errors import (
    AlarmTestNotFound,
    AlarmTestRuns,
    NoOneToTest,
    RealIncidentOpen,
    TooManyAlarmTests,
)
from coordination.incident.reach.models import AlarmTest, AlarmTestPerson, AlarmTestPlan, AlarmTestResult
from coordination.incident.reach.rules import BREATH_S, PEOPLE_AT_ONCE, next_time
from coordination.incident.reach.vocabulary import AnswerWay, Pace, TestEnd
from coordination.management.serving_alone import clockworks_of_server
from coordination.models import User
from coordination.room.models import Incident
from mou.errors import MouError
from mou.models import Agency, AgencyMember
from mou.vocabulary import AgencyKind, MemberRole
from push.models import Notification
from push.outbox.delivery import deliver_due
from push.outbox.notifications import claim_due
from push.vocabulary import DeviceKind, NotificationState
from tests.factories.cast import Cast, make_cast, open_room
from tests.factories.mou import make_agency, make_member, make_user
from tests.factories.push import make_device
from tests.fakes.transport import FakeTransport
from tests.stage.incident.panic import press

pytestmark = pytest.mark.django_db(transaction=True)
OK, MADE, DONE, SEE_OTHER = 200, 201, 204, 303
NOT_ALLOWED, NOT_FOUND, TAKEN, TOO_MANY = 403, 404, 409, 429
MINUTE = timedelta(minutes=1)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def at() -> datetime:
    return datetime.now(UTC)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asks(user: User, method: str, path: str, body: dict[str, object] | None = None) -> Any:
    return client_of(user).generic(method, f"/api/v1{path}", json.dumps(body or {}), content_type="application/json")


def start(cast: Cast, at: datetime, *, agency: Agency | None = None, by: User | None = None, **fields: bool) -> UUID:
    """Start a test of the school by its principal, and tell its people."""
    test_id = start_test(
        user_id=(by or cast.insider).pk,
        agency_id=(agency or cast.school).pk,
        with_partners=fields.get("with_partners", False),
        breaks_silence=fields.get("breaks_silence", False),
        at=at,
    )
    while keep_tests(at) == BREATH_S:
        pass
    return test_id


def sent_of(user: User) -> Notification:
    return Notification.objects.get(device__user=user, kind="alarm_test")


def result_of(test_id: UUID, agency: Agency) -> tuple[int, int]:
    row = AlarmTestResult.objects.get(test_id=test_id, agency=agency)
    return row.answered, row.told


# --- who may, and how often -------------------------------------------------------------------------------------------
def test_who_neither_administers_nor_leads_starts_stops_and_plans_no_test(cast: Cast, at: datetime) -> None:
    make_device(user=cast.teacher)
    test_id = start(cast, at)
    chief = make_member(make_agency(AgencyKind.FIRE), role=MemberRole.COMMANDER).user
    plan: dict[str, object] = {"pace": "weekly", "weekday": "0", "clock": "10:00"}
    base = f"/agencies/{cast.school.pk}"
    for who in (cast.teacher, cast.officer, cast.stranger, chief):
        answers = [
            asks(who, "POST", f"{base}/alarm-tests"),
            asks(who, "GET", f"{base}/alarm-tests"),
            asks(who, "PUT", f"{base}/alarm-test-plan", plan),
            asks(who, "DELETE", f"{base}/alarm-test-plan"),
            asks(who, "POST", f"/alarm-tests/{test_id}/stop"),
            client_of(who).get(f"/alarm-tests/agencies/{cast.school.pk}"),
            client_of(who).post(f"/alarm-tests/{test_id}", {"act": "stop"}),
        ]
        assert {one.status_code for one in answers} <= {NOT_ALLOWED, NOT_FOUND}, who.username
    assert AlarmTest.objects.get().ended_at is None
    assert not AlarmTestPlan.objects.exists()


def test_a_district_tests_its_schools_and_a_school_not_its_district(cast: Cast, at: datetime) -> None:
    keeper = make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user
    start(cast, at, by=keeper)

    with pytest.raises(MouError):
        start(cast, at, agency=cast.district)


def test_a_sergeant_tests_their_own_agency(cast: Cast, at: datetime) -> None:
    sergeant = make_member(cast.police, user=make_user(username="sergeant"), role=MemberRole.SUPERVISOR).user
    make_device(user=cast.officer)
    start(cast, at, agency=cast.police, by=sergeant)

    assert sent_of(cast.officer).title.startswith("TEST ALARM")
    assert not Notification.objects.exclude(device__user=cast.officer).exists()


def test_two_at_once_are_one_and_too_many_are_refused(cast: Cast, at: datetime) -> None:
    make_device(user=cast.teacher)
    test_id = start(cast, at)
    with pytest.raises(AlarmTestRuns):
        start(cast, at + MINUTE)
    actions.stop_test(user_id=cast.insider.pk, test_id=test_id, at=at + MINUTE)
    with pytest.raises(TooManyAlarmTests):
        start(cast, at + 2 * MINUTE)
    for number in range(1, 4):
        later = at + number * timedelta(hours=1)
        actions.stop_test(user_id=cast.insider.pk, test_id=start(cast, later), at=later)
    with pytest.raises(TooManyAlarmTests):
        start(cast, at + timedelta(hours=23))
    start(cast, at + timedelta(hours=25))

    answer = asks(cast.insider, "POST", f"/agencies/{cast.school.pk}/alarm-tests")
    assert (answer.status_code, AlarmTest.objects.count()) == (TAKEN, 5)


def test_who_was_told_of_six_tests_in_a_day_is_left_out_of_the_next(cast: Cast, at: datetime) -> None:
    for number in range(6):
        agency = make_agency(AgencyKind.OTHER)
        begun = at - timedelta(hours=number)
        test = AlarmTest.objects.create(
            agency=agency, started_at=begun, with_partners=False, breaks_silence=False, ended_at=begun, end="time"
        )
        AlarmTestPerson.objects.create(test=test, user=cast.teacher, agency=agency, told_at=begun)
    test_id = start(cast, at)

    assert set(AlarmTestPerson.objects.filter(test_id=test_id).values_list("user__username", flat=True)) == {
        "principal"
    }


def test_an_agency_with_no_one_on_duty_has_no_one_to_test(cast: Cast, at: datetime) -> None:
    chief = make_member(cast.police, role=MemberRole.COMMANDER, is_on_duty=False).user
    AgencyMember.objects.filter(agency=cast.police).update(is_on_duty=False)

    with pytest.raises(NoOneToTest):
        start(cast, at, agency=cast.police, by=chief)


# --- no real alarm waits ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["active_threat", "staff_assist"])
def test_a_real_press_goes_before_every_message_of_a_test(cast: Cast, at: datetime, kind: str) -> None:
    """Also a press of a tier that is no life safety: a test stands in the last lane."""
    for number in range(30):
        make_device(
            user=make_member(cast.school, user=make_user(username=f"staff{number}"), role=MemberRole.STAFF).user
        )
    make_device(user=make_member(cast.school, user=make_user(username="second"), role=MemberRole.ADMINISTRATOR).user)
    start(cast, at)
    waiting = Notification.objects.count()

    press(cast.insider, cast.site, at=at + MINUTE, kind=kind)
    pressed = Notification.objects.exclude(kind="alarm_test").filter(next_try_at__lte=at + 2 * MINUTE).count()
    now = datetime.now(UTC) + MINUTE
    first = claim_due(limit=pressed, now=now, lease_s=60).messages

    assert (waiting, pressed > 0) == (31, True)
    assert {one.kind for one in first} == {"panic_pressed"}


def test_a_real_incident_ends_a_test_and_none_is_started_while_it_is_open(cast: Cast, at: datetime) -> None:
    make_device(user=cast.teacher)
    test_id = start(cast, at)
    press(cast.insider, cast.site, at=at + MINUTE, kind="active_threat")
    keep_tests(at + MINUTE)

    assert AlarmTest.objects.get(pk=test_id).end == TestEnd.REAL_ALARM
    assert sent_of(cast.teacher).state == NotificationState.CANCELLED
    with pytest.raises(RealIncidentOpen):
        start(cast, at + timedelta(hours=1))


def test_an_exercise_ends_no_test(cast: Cast, at: datetime) -> None:
    make_device(user=cast.teacher)
    open_room(cast, is_exercise=True, at=at)
    start(cast, at)
    keep_tests(at + MINUTE)

    assert AlarmTest.objects.get().ended_at is None


def test_people_are_told_in_small_parts_and_a_stop_leaves_the_rest_alone(cast: Cast, at: datetime) -> None:
    for number in range(PEOPLE_AT_ONCE + 5):
        make_device(user=make_member(cast.school, user=make_user(username=f"s{number}"), role=MemberRole.STAFF).user)
    test_id = start_test(
        user_id=cast.insider.pk, agency_id=cast.school.pk, with_partners=False, breaks_silence=False, at=at
    )
    rest_s = keep_tests(at)
    told = AlarmTestPerson.objects.filter(told_at__isnull=False).count()
    actions.stop_test(user_id=cast.insider.pk, test_id=test_id, at=at)
    keep_tests(at)

    waiting = Notification.objects.exclude(state=NotificationState.CANCELLED.value)
    assert (rest_s, told) == (BREATH_S, PEOPLE_AT_ONCE)
    assert (AlarmTestPerson.objects.filter(told_at__isnull=False).count(), waiting.count()) == (PEOPLE_AT_ONCE, 0)


def test_the_next_people_wait_while_many_messages_of_tests_are_on_the_way(cast: Cast, at: datetime) -> None:
    for number in range(PEOPLE_AT_ONCE + 5):
        who = make_member(cast.school, user=make_user(username=f"s{number}"), role=MemberRole.STAFF).user
        for _number in range(3):
            make_device(user=who)
    start_test(user_id=cast.insider.pk, agency_id=cast.school.pk, with_partners=False, breaks_silence=False, at=at)
    told = []
    for _turn in range(3):
        keep_tests(at)
        told.append(AlarmTestPerson.objects.filter(told_at__isnull=False).count())
    deliver_due(transports={DeviceKind.CONSOLE: FakeTransport()}, clock=lambda: at + MINUTE)
    keep_tests(at)

    assert told == [PEOPLE_AT_ONCE] * 3
    assert not AlarmTestPerson.objects.filter(told_at__isnull=True).exists()


def test_what_a_worker_holds_of_a_stopped_test_is_not_tried_again(cast: Cast, at: datetime) -> None:
    make_device(user=cast.teacher)
    test_id = start(cast, at)
    claim_due(limit=9, now=at + MINUTE, lease_s=10)
    actions.stop_test(user_id=cast.insider.pk, test_id=test_id, at=at + MINUTE)

    assert claim_due(limit=9, now=at + 5 * MINUTE, lease_s=10).messages == []


def test_who_leaves_before_their_turn_is_not_told(cast: Cast, at: datetime) -> None:
    make_device(user=cast.teacher)
    start_test(user_id=cast.insider.pk, agency_id=cast.school.pk, with_partners=False, breaks_silence=False, at=at)
    AgencyMember.objects.filter(user=cast.teacher).update(ended_at=at)
    keep_tests(at)

    assert not Notification.objects.exists()


# --- by plan ----------------------------------------------------------------------------------------------------------
def planned(cast: Cast, at: datetime) -> AlarmTestPlan:
    actions.plan_tests(
        user_id=cast.insider.pk,
        agency_id=cast.school.pk,
        pace=Pace.WEEKLY,
        weekday=1,
        clock=time(10, 0),
        with_partners=False,
        at=at,
    )
    return AlarmTestPlan.objects.get()


def test_a_plan_starts_a_test_in_its_time_and_plans_the_next(cast: Cast, at: datetime) -> None:
    plan = planned(cast, at)
    keep_tests(plan.next_at - MINUTE)
    before = AlarmTest.objects.count()
    keep_tests(plan.next_at)

    test, again = AlarmTest.objects.get(), AlarmTestPlan.objects.get()
    assert (before, test.started_by_id) == (0, None)
    assert timedelta(days=6) < again.next_at - plan.next_at < timedelta(days=8)


def test_a_real_incident_holds_a_planned_test_up_and_a_missed_one_is_left_out(cast: Cast, at: datetime) -> None:
    plan = planned(cast, at)
    room = open_room(cast, at=at)
    keep_tests(plan.next_at)
    held = AlarmTestPlan.objects.get().next_at - plan.next_at
    Incident.objects.filter(pk=room.incident_id).update(status="Closed")
    keep_tests(plan.next_at + timedelta(days=2))

    assert held == timedelta(hours=1)
    assert not AlarmTest.objects.exists()


@pytest.mark.parametrize(
    ("pace", "after", "expected"),
    [
        (Pace.WEEKLY, datetime(2026, 12, 1, 15, 59, tzinfo=UTC), datetime(2026, 12, 1, 16, 0, tzinfo=UTC)),
        (Pace.WEEKLY, datetime(2026, 12, 1, 16, 0, tzinfo=UTC), datetime(2026, 12, 8, 16, 0, tzinfo=UTC)),
        (Pace.MONTHLY, datetime(2026, 12, 1, 16, 0, tzinfo=UTC), datetime(2027, 1, 5, 16, 0, tzinfo=UTC)),
        # Clocks go on in March: by the agency's clock it stays ten o'clock.
        (Pace.WEEKLY, datetime(2027, 3, 10, 0, 0, tzinfo=UTC), datetime(2027, 3, 16, 15, 0, tzinfo=UTC)),
    ],
)
def test_the_next_one_comes_by_the_clock_of_the_agency(pace: Pace, after: datetime, expected: datetime) -> None:
    assert next_time(pace, 1, time(10, 0), ZoneInfo("America/Chicago"), after) == expected


def test_the_server_s_own_clock_keeps_tests(cast: Cast, at: datetime) -> None:
    (tests,) = [one for one in clockworks_of_server() if one.name == "alarm tests"]
    before = [one.exists() for one in tests.signs(at)]
    start_test(user_id=cast.insider.pk, agency_id=cast.school.pk, with_partners=False, breaks_silence=False, at=at)

    assert (before, [one.exists() for one in signs_of_tests(at)]) == ([False, False], [True, False])


def test_tests_that_are_long_over_are_deleted_whole(cast: Cast, at: datetime) -> None:
    test_id = start(cast, at)
    actions.stop_test(user_id=cast.insider.pk, test_id=test_id, at=at)
    delete_old_tests(at + timedelta(days=3 * 365 - 1))
    kept = AlarmTest.objects.count()
    delete_old_tests(at + timedelta(days=3 * 365 + 1))

    assert (kept, AlarmTest.objects.count(), AlarmTestPerson.objects.count()) == (1, 0, 0)


# --- pages ------------------------------------------------------------------------------------------------------------
def test_one_starts_plans_and_stops_by_page_and_what_is_refused_is_said(cast: Cast) -> None:
    make_device(user=cast.teacher)
    client, page = client_of(cast.insider), f"/alarm-tests/agencies/{cast.school.pk}"
    begun = client.post(page, {"act": "start"})
    refused = client.post(page, {"act": "start"})
    plan = client.post(page, {"act": "plan", "pace": "monthly", "weekday": "2", "clock": "9:30"})
    stopped = client.post(begun.headers["Location"], {"act": "stop"})

    assert [one.status_code for one in (begun, plan, stopped)] == [SEE_OTHER] * 3
    assert "A test alarm of this agency runs already" in refused.content.decode()
    assert AlarmTest.objects.get().end == TestEnd.STOPPED
    assert AlarmTestPlan.objects.get().clock == time(9, 30)
    shown = client.get(page).content.decode()
    assert "Stopped by hand" in shown


def test_a_hostile_name_stays_text(cast: Cast, at: datetime) -> None:
    Agency.objects.filter(pk=cast.school.pk).update(name="<script>alert(1)</script>", short_name="=cmd()|x")
    make_device(user=cast.teacher, kind=DeviceKind.SMS)
    test_id = start(cast, at)
    client = client_of(cast.insider)
    pages = [client.get(one).content.decode() for one in (f"/alarm-tests/{test_id}", "/alarm-tests", "/")]

    assert not any("<script>alert" in one for one in pages)
    with pytest.raises(AlarmTestNotFound):
        actions.answer_test(user_id=cast.officer.pk, test_id=test_id, way=AnswerWay.PAGE, at=at)
