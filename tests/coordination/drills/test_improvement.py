"""Corrective actions and drills compared: who reads and moves them, who is reminded when, and what years say."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from coordination.drills.exercises.vocabulary import CoreCapability, ExerciseRole
from coordination.drills.improvement import errors
from coordination.drills.improvement.access import actions_for, times_for
from coordination.drills.improvement.models import DrillTimes
from coordination.drills.improvement.rules.given import CorrectiveActionIn, CorrectiveActionStepIn
from coordination.drills.improvement.vocabulary import ActionStep, CapabilityElement
from coordination.drills.improvement.work.actions import add_action
from coordination.drills.improvement.work.comparing import CompareChosen, compare_drills
from coordination.drills.improvement.work.keeping import keep_times, tell_due
from coordination.drills.improvement.work.kinds import ACTION_KIND
from coordination.drills.improvement.work.queries import ActionsAsked, action_lines, carried_over
from coordination.models import User
from coordination.room.models import Incident
from mapping.models import Site
from mou.vocabulary import AgencyKind, MemberRole
from push.models import Recipient
from tests.coordination.drills.test_reports import Play, cast, play, signed
from tests.factories.cast import Cast, open_room
from tests.factories.mapping import make_site
from tests.factories.mou import NOW as CAST_NOW
from tests.factories.mou import make_agency, make_member, make_user
from tests.factories.practice.improvement import make_action, make_ended_exercise, make_times, put_in

__all__ = ["cast", "play"]
pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def police_planner(cast: Cast) -> User:
    return make_member(cast.police, user=make_user(username="police_planner"), role=MemberRole.PLANNER).user


# --- corrective actions -----------------------------------------------------------------------------------------------
def test_its_agency_and_the_director_move_an_action_and_others_read_it_once_the_report_is_signed(
    play: Play, cast: Cast
) -> None:
    planner = police_planner(cast)
    owner = make_member(cast.police, user=make_user(username="owner"), role=MemberRole.OFFICER).user
    action = make_action(play.exercise, cast.police, by=play.director, owner=owner)

    for user in (planner, owner, play.director):
        note = CorrectiveActionStepIn(step=ActionStep.NOTE, words="An offer was asked for.")
        ACTION_KIND.take_step(actor_id=user.pk, thing_id=action.pk, given=note, at=NOW)
    with pytest.raises(errors.ActionNotYours):
        ACTION_KIND.take_step(actor_id=play.evaluator.pk, thing_id=action.pk, given=note, at=NOW)
    for user in (play.player, play.guest, play.refuser, cast.stranger):
        with pytest.raises(errors.ActionNotFound):
            ACTION_KIND.take_step(actor_id=user.pk, thing_id=action.pk, given=note, at=NOW)
    signed(play)
    with pytest.raises(errors.ActionNotYours):
        ACTION_KIND.take_step(actor_id=play.player.pk, thing_id=action.pk, given=note, at=NOW)
    assert not actions_for(play.refuser.pk, NOW).exists()


def test_an_action_is_done_with_evidence_dropped_with_a_reason_and_its_records_are_final(play: Play) -> None:
    action = make_action(play.exercise, play.exercise.sponsor, by=play.director)

    def step(of: ActionStep, words: str = "") -> str:
        given = CorrectiveActionStepIn(step=of, words=words)
        return ACTION_KIND.take_step(actor_id=play.director.pk, thing_id=action.pk, given=given, at=NOW).state

    for lacking in (ActionStep.FINISH, ActionStep.DROP):
        with pytest.raises(errors.ActionStepLacks):
            step(lacking)
    assert step(ActionStep.BEGIN) == "in_progress"
    assert step(ActionStep.FINISH, "Cards hang in every room.") == "done"
    with pytest.raises(errors.ActionStepRefused):
        step(ActionStep.BEGIN)
    assert step(ActionStep.REOPEN, "Two rooms were forgotten.") == "open"
    with pytest.raises(DatabaseError), transaction.atomic():
        action.records.update(words="something else")


def test_an_action_goes_to_an_agency_that_took_part_and_to_somebody_of_it(play: Play, cast: Cast) -> None:
    def add(agency_id: object, owner_id: object = None, due_on: date = date(2026, 12, 1)) -> None:
        given = CorrectiveActionIn(
            area="No cards.",
            words="Print cards.",
            element=CapabilityElement.EQUIPMENT,
            capability=CoreCapability.PLANNING,
            agency_id=agency_id,
            owner_id=owner_id,
            starts_on=date(2026, 11, 1),
            due_on=due_on,
        )
        add_action(actor_id=play.evaluator.pk, exercise_id=play.exercise.pk, given=given, at=NOW)

    add(cast.police.pk, cast.officer.public_id)
    with pytest.raises(errors.OwnerNotThere):
        add(cast.police.pk, cast.stranger.public_id)
    for agency in (play.guest, play.refuser):
        with pytest.raises(errors.BadReport):
            add(agency.memberships.get().agency_id)
    with pytest.raises(errors.BadReport):
        add(cast.police.pk, due_on=date(2026, 10, 1))
    assert play.exercise.corrective_actions.get().owner == cast.officer


def test_what_is_open_is_carried_over_to_the_next_exercise_of_the_site_for_its_staff(play: Play, cast: Cast) -> None:
    action = make_action(play.exercise, play.exercise.sponsor, by=play.director)
    following = make_ended_exercise(cast.site, cast.district, by=play.planner, state="planning", ended_at=None)
    controller = make_member(cast.police, user=make_user(username="controller")).user
    put_in(following, controller, cast.police, ExerciseRole.CONTROLLER)
    put_in(following, cast.officer, cast.police, ExerciseRole.PLAYER)
    assert carried_over(following, user_id=controller.pk, at=NOW) == []

    signed(play)

    assert [one.action_id for one in carried_over(following, user_id=controller.pk, at=NOW)] == [action.pk]
    assert carried_over(following, user_id=cast.officer.pk, at=NOW) == []
    elsewhere = make_ended_exercise(
        make_site(cast.district, name="Elsewhere"), cast.district, by=play.planner, state="planning", ended_at=None
    )
    put_in(elsewhere, controller, cast.police, ExerciseRole.CONTROLLER)
    assert carried_over(elsewhere, user_id=controller.pk, at=NOW) == []


def test_a_district_lists_the_actions_of_its_schools_with_a_constant_number_of_queries(play: Play, cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            found = action_lines(
                user_id=play.planner.pk, asked=ActionsAsked(agency_id=cast.district.pk, overdue=True), at=NOW
            )
        assert found
        return len(captured)

    make_action(play.exercise, cast.school, by=play.director, due_on=date(2026, 11, 1))
    few = queries()
    for _each in range(20):
        make_action(play.exercise, cast.school, by=play.director, due_on=date(2026, 11, 1))

    assert queries() == few
    school_planner = cast.insider
    lines = action_lines(user_id=school_planner.pk, asked=ActionsAsked(), at=NOW)
    assert len(lines) == 21
    assert action_lines(user_id=cast.stranger.pk, asked=ActionsAsked(), at=NOW) == []


# --- reminders --------------------------------------------------------------------------------------------------------
def told(prefix: str) -> set[tuple[str, int]]:
    rows = Recipient.objects.filter(source_key__startswith=prefix).values_list("source_key", "user_id")
    return {(key.rpartition(":")[2], user_id) for key, user_id in rows}


def test_an_owner_is_reminded_a_week_before_on_the_day_and_a_week_after_and_the_director_when_it_is_late(
    play: Play, cast: Cast
) -> None:
    due = date(2026, 12, 10)
    action = make_action(play.exercise, cast.police, by=play.director, owner=cast.officer, due_on=due)
    noon = datetime(2026, 12, 10, 18, 0, tzinfo=UTC)

    for days in (-8, -7, -6, 0, 1, 7, 20):
        tell_due(noon + timedelta(days=days))

    officer, director = cast.officer.pk, play.director.pk
    assert told(f"action:{action.pk.hex}") == {("-7", officer), ("0", officer), ("7", officer), ("7", director)}


def test_who_directs_is_reminded_of_a_report_until_it_is_signed(play: Play) -> None:
    # A full-scale exercise: ninety days after the twelfth of October.
    due = datetime(2027, 1, 10, 18, 0, tzinfo=UTC)
    assert tell_due(due - timedelta(days=8)) == 0

    tell_due(due - timedelta(days=7))
    signed(play)
    tell_due(due)

    assert told(f"report:{play.exercise.pk.hex}") == {("-7", play.director.pk)}


# --- comparisons ------------------------------------------------------------------------------------------------------
def fill(site: Site, seconds: list[int], began_at: datetime = NOW) -> None:
    for place, one in enumerate(seconds):
        make_times(
            site, incident_id=uuid4(), began_at=began_at - timedelta(days=place), seconds={"secured": one, "command": 9}
        )


def test_schools_are_compared_by_median_and_spread_in_the_order_of_their_names(play: Play, cast: Cast) -> None:
    other = make_site(cast.district, name="Alder School")
    fill(cast.site, [100, 200, 300, 400, 900])
    fill(other, [50, 60])

    found = compare_drills(user_id=play.planner.pk, chosen=CompareChosen(), at=NOW)

    secured = next(one for one in found.measures if one.measure == "secured")
    assert [one.site for one in secured.sites] == ["Alder School", "Lincoln High School"]
    small, large = (one.spread for one in secured.sites)
    assert large is not None
    assert small is not None
    assert (large.n, large.median, large.low, large.high) == (5, 300, 200, 400)
    assert (small.n, small.median, small.low, small.is_small) == (2, 55, None, True)
    alone = compare_drills(user_id=play.planner.pk, chosen=CompareChosen(site_id=other.pk), at=NOW)
    assert [one.seconds for one in alone.measures[-1].drills] == [60, 50]


def test_a_school_compares_itself_a_district_its_schools_and_a_stranger_nothing(play: Play, cast: Cast) -> None:
    other = make_site(cast.district, school=make_agency(AgencyKind.SCHOOL, parent=cast.district), name="Alder School")
    fill(cast.site, [100])
    fill(other, [50])

    def sites(user: User) -> set[str]:
        return {one.site.name for one in times_for(user.pk, NOW)}

    assert sites(play.planner) == {"Alder School", "Lincoln High School"}
    assert sites(cast.insider) == {"Lincoln High School"}
    assert sites(police_planner(cast)) == set()
    with pytest.raises(errors.ComparisonNotFound):
        compare_drills(user_id=cast.stranger.pk, chosen=CompareChosen(), at=NOW)


def test_a_comparison_costs_the_same_number_of_queries_for_three_and_for_thirty_schools(play: Play, cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            compare_drills(user_id=play.planner.pk, chosen=CompareChosen(), at=NOW)
        return len(captured)

    for number in range(3):
        fill(make_site(cast.district, name=f"School {number}"), [100, 200, 300, 400])
    few = queries()
    for number in range(3, 30):
        fill(make_site(cast.district, name=f"School {number}"), [100] * 12)

    assert queries() == few


def test_times_of_an_exercise_that_nobody_planned_are_kept_an_hour_after_its_end_and_of_a_real_one_never(
    cast: Cast,
) -> None:
    rooms = [open_room(cast, is_exercise=one) for one in (True, False)]
    Incident.objects.update(status="closed", closed_at=CAST_NOW + timedelta(minutes=9))

    keep_times(CAST_NOW + timedelta(minutes=30))
    assert not DrillTimes.objects.exists()
    keep_times(CAST_NOW + timedelta(hours=2))
    keep_times(CAST_NOW + timedelta(hours=3))

    kept = DrillTimes.objects.get()
    assert (kept.incident_id, kept.kind, kept.people) == (rooms[0].incident_id, "drill", 1)
