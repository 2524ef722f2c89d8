"""Shifts put people on and off duty by the clock; what was set by hand wins until its end; who plans them, who not."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from coordination.administration.duty.keeping import delete_shifts
from mou.agencies.memberships.members import set_duty
from mou.agencies.shifts.clock import change_due_duty
from mou.agencies.shifts.errors import (
    BadDutyEnd,
    BadShift,
    ShiftEndsEarly,
    ShiftNotFound,
    ShiftOver,
    ShiftTooFar,
    ShiftTooLong,
)
from mou.agencies.shifts.planning import PlannedShift, plan_shifts, take_shift_back
from mou.agencies.shifts.rules import is_planned, next_change
from mou.errors import AgencyNotFound, MouError, NotAllowed
from mou.models import Agency, AgencyMember, DutyClock, Shift, Suspension
from mou.vocabulary import OPERATOR, AgencyKind, MemberRole
from tests.factories.mou import NOW, make_agency, make_member, make_user

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


@pytest.fixture
def police() -> Agency:
    return make_agency(AgencyKind.POLICE)


@pytest.fixture
def leader(police: Agency) -> AgencyMember:
    return make_member(police, role=MemberRole.SUPERVISOR, is_on_duty=False)


def officer_of(police: Agency, *, is_on_duty: bool = False) -> AgencyMember:
    return make_member(police, is_on_duty=is_on_duty)


def shift(member: AgencyMember, start: float, end: float) -> PlannedShift:
    return PlannedShift(member.pk, NOW + start * HOUR, NOW + end * HOUR)


def plan(leader: AgencyMember, *shifts: PlannedShift, replaces: bool = False, at: datetime = NOW) -> int:
    return plan_shifts(actor_id=leader.user_id, agency_id=leader.agency_id, shifts=shifts, replaces=replaces, at=at)


def duty_at(member: AgencyMember, hours: float) -> bool:
    change_due_duty(NOW + hours * HOUR)
    member.refresh_from_db()
    return member.is_on_duty


# --- the clock --------------------------------------------------------------------------------------------------------
def test_a_shift_starts_and_ends_duty(police: Agency, leader: AgencyMember) -> None:
    officer = officer_of(police)
    plan(leader, shift(officer, 1, 9))

    assert [duty_at(officer, hours) for hours in (0.9, 1, 8.9, 9)] == [False, True, True, False]


def test_shifts_that_meet_are_one_and_a_gap_is_a_gap(police: Agency, leader: AgencyMember) -> None:
    officer = officer_of(police)
    plan(leader, shift(officer, 1, 5), shift(officer, 5, 9), shift(officer, 10, 12))

    assert [duty_at(officer, hours) for hours in (4, 5, 8, 9.5, 11)] == [True, True, True, False, True]


def test_a_server_that_stood_still_over_several_changes_does_the_last_one(police: Agency, leader: AgencyMember) -> None:
    officer = officer_of(police)
    plan(leader, shift(officer, 1, 2), shift(officer, 3, 4), shift(officer, 5, 9))

    assert duty_at(officer, 6) is True
    assert DutyClock.objects.get(member=officer).changes_at == NOW + 9 * HOUR


def test_who_is_planned_now_goes_on_duty_at_once_and_others_stay_as_they_are(
    police: Agency, leader: AgencyMember
) -> None:
    now, later = officer_of(police), officer_of(police, is_on_duty=True)
    plan(leader, shift(now, -1, 7), shift(later, 24, 32))

    found = dict(AgencyMember.objects.values_list("pk", "is_on_duty"))
    assert (found[now.pk], found[later.pk]) == (True, True)


def test_a_running_shift_that_is_taken_back_ends_duty(police: Agency, leader: AgencyMember) -> None:
    officer = officer_of(police)
    plan(leader, shift(officer, -1, 7))
    one = Shift.objects.get()

    take_shift_back(actor_id=leader.user_id, agency_id=police.pk, shift_id=one.pk, at=NOW)

    assert duty_at(officer, 0) is False


def test_a_shift_puts_no_one_on_duty_whose_membership_is_suspended(police: Agency, leader: AgencyMember) -> None:
    officer = officer_of(police)
    plan(leader, shift(officer, 1, 9))
    Suspension.objects.create(member=officer, reason="-", begun_at=NOW)

    assert duty_at(officer, 2) is False


@pytest.mark.parametrize("lasts_h", [2, 30])
def test_what_is_set_by_hand_wins_until_its_end(police: Agency, leader: AgencyMember, lasts_h: int) -> None:
    officer = officer_of(police)
    plan(leader, shift(officer, 1, 9), shift(officer, 24, 32))
    set_duty(actor_id=officer.user_id, member_id=officer.pk, is_on_duty=False, until=NOW + lasts_h * HOUR, at=NOW)

    before = duty_at(officer, min(lasts_h - 0.1, 25))
    after = duty_at(officer, lasts_h + 0.1)
    assert (before, after) == (False, True)


def test_without_an_end_it_holds_until_the_next_change_of_the_plan(police: Agency, leader: AgencyMember) -> None:
    officer = officer_of(police)
    plan(leader, shift(officer, -1, 9), shift(officer, 24, 32))
    set_duty(actor_id=officer.user_id, member_id=officer.pk, is_on_duty=False, at=NOW)

    assert [duty_at(officer, hours) for hours in (8.9, 9, 24)] == [False, False, True]


def test_without_shifts_and_without_an_end_what_is_set_stays(police: Agency) -> None:
    officer = officer_of(police)
    set_duty(actor_id=officer.user_id, member_id=officer.pk, is_on_duty=True, at=NOW)

    assert duty_at(officer, 1000) is True


def test_what_is_set_ends_at_its_end(police: Agency) -> None:
    officer = officer_of(police)
    set_duty(actor_id=officer.user_id, member_id=officer.pk, is_on_duty=True, until=NOW + 4 * HOUR, at=NOW)

    assert [duty_at(officer, hours) for hours in (3.9, 4)] == [True, False]


@pytest.mark.parametrize("hours", [-1, 0, 73])
def test_an_end_lies_ahead_and_within_three_days(police: Agency, hours: int) -> None:
    officer = officer_of(police)

    with pytest.raises(BadDutyEnd):
        set_duty(actor_id=officer.user_id, member_id=officer.pk, is_on_duty=True, until=NOW + hours * HOUR, at=NOW)


# --- who plans --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", [MemberRole.SUPERVISOR, MemberRole.COMMANDER, MemberRole.ADMINISTRATOR])
def test_who_leads_or_administers_plans(police: Agency, role: MemberRole) -> None:
    assert plan(make_member(police, role=role), shift(officer_of(police), 1, 9)) == 1


def test_no_one_else_plans(police: Agency, leader: AgencyMember) -> None:
    officer = officer_of(police)
    others = make_member(make_agency(AgencyKind.FIRE), role=MemberRole.COMMANDER)
    for actor, error in ((officer.user_id, NotAllowed), (others.user_id, MouError), (make_user().pk, AgencyNotFound)):
        with pytest.raises(error):
            plan_shifts(actor_id=actor, agency_id=police.pk, shifts=[shift(officer, 1, 9)], replaces=True, at=NOW)
    assert not Shift.objects.exists()


def test_a_leader_plans_for_no_member_of_another_agency(leader: AgencyMember) -> None:
    other = officer_of(make_agency(AgencyKind.FIRE))

    with pytest.raises(BadShift):
        plan(leader, shift(other, 1, 9))
    assert not Shift.objects.exists()


def test_a_leader_takes_back_no_shift_of_another_agency(police: Agency, leader: AgencyMember) -> None:
    fire = make_agency(AgencyKind.FIRE)
    chief = make_member(fire, role=MemberRole.COMMANDER)
    plan(chief, shift(officer_of(fire), 1, 9))

    with pytest.raises(ShiftNotFound):
        take_shift_back(actor_id=leader.user_id, agency_id=police.pk, shift_id=Shift.objects.get().pk, at=NOW)
    with pytest.raises(ShiftNotFound):
        take_shift_back(actor_id=leader.user_id, agency_id=police.pk, shift_id=uuid4(), at=NOW)
    assert Shift.objects.count() == 1


# --- what is planned --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("start", "end", "error"),
    [(9, 1, ShiftEndsEarly), (1, 1, ShiftEndsEarly), (1, 50, ShiftTooLong), (-30, 10, ShiftOver),
     (-9, -1, ShiftOver), (9650, 9660, ShiftTooFar)],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(
    police: Agency, leader: AgencyMember, start: int, end: int, error: type[BadShift]
) -> None:
    with pytest.raises(error):
        plan(leader, shift(officer_of(police), start, end))


def test_the_same_shift_twice_is_one_and_a_new_plan_takes_the_coming_ones_back(
    police: Agency, leader: AgencyMember
) -> None:
    officer = officer_of(police)
    first = plan(leader, shift(officer, -1, 7), shift(officer, 24, 32))
    again = plan(leader, shift(officer, 24, 32))
    plan(leader, shift(officer, 48, 56), replaces=True)

    starts = list(Shift.objects.order_by("starts_at").values_list("starts_at", flat=True))
    assert (first, again) == (2, 0)
    assert starts == [NOW - HOUR, NOW + 48 * HOUR]


def test_shifts_that_are_long_over_are_deleted(police: Agency, leader: AgencyMember) -> None:
    officer = officer_of(police)
    plan(leader, shift(officer, 1, 9))

    delete_shifts(NOW + timedelta(days=89))
    kept = Shift.objects.count()
    delete_shifts(NOW + timedelta(days=92))
    assert (kept, Shift.objects.count()) == (1, 0)


def test_the_operator_plans_without_a_name(police: Agency) -> None:
    plan_shifts(
        actor_id=OPERATOR, agency_id=police.pk, shifts=[shift(officer_of(police), 1, 9)], replaces=False, at=NOW
    )
    assert Shift.objects.get().planned_by_id is None


def test_the_end_of_a_shift_is_no_part_of_it() -> None:
    start, end = datetime(2026, 12, 1, 18, tzinfo=UTC), datetime(2026, 12, 2, 6, tzinfo=UTC)

    assert [is_planned([(start, end)], at) for at in (start, end)] == [True, False]
    assert next_change([(start, end)], start) == end
    assert next_change([(start, end)], end) is None
