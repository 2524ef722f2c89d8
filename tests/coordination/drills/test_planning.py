"""An exercise as it is planned: who plans, who is asked, who comes as what, what must be true before it is ready."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from pydantic import ValidationError

from coordination.drills.exercises import errors
from coordination.drills.exercises.access import exercise_for, exercise_for_staff
from coordination.drills.exercises.models import Exercise, ExercisePerson
from coordination.drills.exercises.rules.plan import ExerciseGiven
from coordination.drills.exercises.vocabulary import (
    CheckAnswer,
    ExerciseKind,
    ExerciseRole,
    ExerciseState,
    ExerciseStep,
)
from coordination.drills.exercises.work.checking import answer_check
from coordination.drills.exercises.work.inviting import answer_invitation, invite_agency, withdraw_invitation
from coordination.drills.exercises.work.people import remove_person, set_person
from coordination.drills.exercises.work.planning import change_exercise, create_exercise, take_step
from coordination.drills.exercises.work.seeing import open_points_of
from coordination.errors import CoordinationError
from coordination.models import User
from coordination.vocabulary import IncidentType
from mou.models import AgencyMember
from mou.vocabulary import AgencyKind, MemberRole
from push.models import Recipient
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_agency, make_member, make_user
from tests.factories.practice.exercises import Staged, make_staged

pytestmark = pytest.mark.django_db(transaction=True)
NEW_EACH_TIME = re.compile(r'nonce="[^"]*"|[A-Za-z0-9]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}')

FAR = datetime(2200, 12, 31, 22, tzinfo=timezone(timedelta(hours=-6)))


def now() -> datetime:
    return datetime.now(UTC)


def given(**fields: object) -> ExerciseGiven:
    values: dict[str, Any] = {
        "name": "Pretend fire in the kitchen",
        "kind": ExerciseKind.TABLETOP,
        "planned_start": now() + timedelta(days=3),
        "planned_end": now() + timedelta(days=3, hours=1),
        "incident_type": IncidentType.STRUCTURE_FIRE,
        **fields,
    }
    return ExerciseGiven(**values)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def staged(cast: Cast) -> Staged:
    return make_staged(cast)


def as_now(staged: Staged) -> Exercise:
    return Exercise.objects.get(pk=staged.exercise.pk)


def bare(response: Any) -> tuple[int, str]:
    """Return an answer without what is new in each: nonces, tokens, and the id that was asked for."""
    text = response.content.decode()
    return response.status_code, NEW_EACH_TIME.sub("", text)


def refused[E: CoordinationError](code: type[E], act: Callable[..., object], **fields: object) -> E:
    with pytest.raises(code) as caught:
        act(**fields)
    return caught.value


def test_who_plans_is_of_the_site_or_of_an_agency_with_an_agreement_there(cast: Cast) -> None:
    planner = make_member(cast.police, user=make_user(), role=MemberRole.PLANNER).user
    elsewhere = make_member(cast.strangers, user=make_user(), role=MemberRole.PLANNER).user
    other_school = make_agency(AgencyKind.SCHOOL, parent=cast.district)
    neighbor = make_member(other_school, role=MemberRole.ADMINISTRATOR).user

    def plans(user: User, agency_id: UUID) -> Exercise:
        return create_exercise(actor_id=user.pk, site_id=cast.site.pk, agency_id=agency_id, given=given(), at=now())

    mine = plans(planner, cast.police.pk)
    plans(cast.insider, cast.school.pk)

    assert mine.people.get().role == "director"
    assert mine.organizations.get().state == "accepted"
    for user, agency in (
        (cast.teacher, cast.school),  # no planning role
        (cast.officer, cast.police),
        (elsewhere, cast.strangers),  # no agreement
        (planner, cast.school),  # not their agency
        (neighbor, other_school),  # another school's site
        (cast.former, cast.police),
    ):
        refused(errors.ExerciseNotFound, plans, user=user, agency_id=agency.pk)


def test_what_cannot_be_is_refused_at_its_field(cast: Cast) -> None:
    wrong = {
        "name": given(name=" "),
        "planned_end": given(planned_end=now() + timedelta(days=2)),
        "planned_start": given(planned_start=FAR, planned_end=FAR + timedelta(hours=1)),
        "purpose": given(purpose="a\x00b"),
    }
    for field, one in wrong.items():
        error = refused(
            errors.BadExercise,
            create_exercise,
            actor_id=cast.insider.pk,
            site_id=cast.site.pk,
            agency_id=cast.school.pk,
            given=one,
            at=now(),
        )
        assert error.pointer == f"/{field}"
    with pytest.raises(ValidationError):
        given(scope="x" * 4001)


def test_who_writes_on_what_is_old_is_refused_and_what_was_ready_is_planned_again(staged: Staged) -> None:
    ids: dict[str, Any] = {"actor_id": staged.director.pk, "exercise_id": staged.exercise.pk, "at": now()}

    change_exercise(**ids, version=1, given=given())

    assert as_now(staged).state == ExerciseState.PLANNING.value
    refused(errors.ExerciseChanged, change_exercise, **ids, version=1, given=given())
    refused(errors.ExerciseChanged, take_step, **ids, version=1, step=ExerciseStep.CANCEL)


def test_a_ready_exercise_says_so_and_one_with_open_points_names_each(staged: Staged) -> None:
    ids: dict[str, Any] = {"actor_id": staged.director.pk, "exercise_id": staged.exercise.pk}
    assert open_points_of(staged.exercise, now()) == []
    take_step(**ids, version=1, step=ExerciseStep.REPLAN, at=now())
    staged.exercise.injects.filter(delivery="marker").update(payload={"marker": "hazard"})
    staged.exercise.injects.filter(number=1).update(to_agency=staged.invited)
    staged.exercise.checks.filter(check_key="no_live_ammunition").delete()
    ExercisePerson.objects.filter(user=staged.safety_officer).delete()
    staged.exercise.objectives.filter(position=2).update(capabilities=[])

    error = refused(errors.ExerciseNotReady, take_step, **ids, version=2, step=ExerciseStep.MAKE_READY, at=now())

    assert [pointer for pointer, _detail in error.points] == [
        "/objectives/1/capabilities",
        "/people",
        "/injects/0/to_agency_id",
        "/injects/2/payload",
        "/checks/no_live_ammunition",
    ]


def test_an_answer_to_a_check_is_old_when_its_facts_have_changed(staged: Staged) -> None:
    Exercise.objects.filter(pk=staged.exercise.pk).update(simulation="props")

    keys = {one.name for one in open_points_of(as_now(staged), now())}

    # What never rested on it stays answered.
    assert {"no_live_ammunition", "opt_out", "props_explained"} <= keys
    assert "debrief" not in keys


def test_who_signs_off_gives_a_reason_and_nobody_signs_off_what_must_be_met(staged: Staged) -> None:
    ids: dict[str, Any] = {"exercise_id": staged.exercise.pk, "at": now()}
    signed: dict[str, Any] = {**ids, "answer": CheckAnswer.SIGNED_OFF}
    refused(errors.BadExercise, answer_check, **signed, actor_id=staged.director.pk, key="debrief", words=" ")
    refused(errors.BadExercise, answer_check, **signed, actor_id=staged.director.pk, key="no_real_audio", words="x")
    refused(errors.BadExercise, answer_check, **signed, actor_id=staged.director.pk, key="parents_told", words="x")
    refused(errors.ExerciseNotAllowed, answer_check, **signed, actor_id=staged.evaluator.pk, key="debrief", words="x")
    refused(errors.ExerciseNotFound, answer_check, **signed, actor_id=staged.players[0].pk, key="debrief", words="x")

    answer_check(**signed, actor_id=staged.safety_officer.pk, key="debrief", words="Done by each agency at home.")

    row = staged.exercise.checks.get(check_key="debrief")
    assert (row.by, row.words, row.answer) == (staged.safety_officer, "Done by each agency at home.", "signed_off")


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"has_students": True, "age_tiers": ["grades_9_12"], "simulation": "actors"}, "assailant_with_students"),
        ({"has_students": True, "age_tiers": ["grades_9_12"], "is_announced": False}, "unannounced_with_students"),
        ({"has_students": True, "age_tiers": ["k_2"], "simulation": "props"}, "props_with_young_students"),
    ],
)
def test_what_blocks_cannot_be_answered_away(cast: Cast, fields: dict[str, Any], key: str) -> None:
    staged = make_staged(cast, is_ready=False, **fields)
    ids: dict[str, Any] = {"actor_id": staged.director.pk, "exercise_id": staged.exercise.pk}
    for one in CheckAnswer:
        refused(errors.BadExercise, answer_check, **ids, key=key, answer=one, words="I answer for it.", at=now())

    error = refused(errors.ExerciseNotReady, take_step, **ids, version=1, step=ExerciseStep.MAKE_READY, at=now())

    assert [pointer for pointer, _detail in error.points] == [f"/checks/{key}"]


def test_only_who_has_a_part_at_the_site_is_asked_and_each_answers_for_their_own(staged: Staged, cast: Cast) -> None:
    ids: dict[str, Any] = {"exercise_id": staged.exercise.pk, "at": now()}
    refused(errors.BadExercise, invite_agency, **ids, actor_id=staged.director.pk, agency_id=cast.strangers.pk)
    refused(errors.ExerciseNotAllowed, invite_agency, **ids, actor_id=staged.controller.pk, agency_id=cast.district.pk)
    refused(
        errors.ExerciseNotFound, invite_agency, **ids, actor_id=staged.police_planner.pk, agency_id=cast.district.pk
    )
    answers: dict[str, Any] = {
        **ids,
        "agency_id": staged.invited.pk,
        "accepts": True,
        "words": "",
        "players_planned": 3,
    }
    refused(errors.ExerciseNotFound, answer_invitation, **answers, actor_id=staged.police_planner.pk)
    refused(errors.ExerciseNotFound, answer_invitation, **answers, actor_id=staged.director.pk)

    answer_invitation(**answers, actor_id=staged.invited_planner.pk)

    assert staged.exercise.organizations.get(agency=staged.invited).state == "accepted"
    told = Recipient.objects.get(source_key__contains=f"answer-{staged.invited.pk.hex}")
    assert told.user_id == staged.director.pk


def test_who_declines_takes_their_people_along_and_sees_it_no_longer(staged: Staged, cast: Cast) -> None:
    answer_invitation(
        actor_id=staged.police_planner.pk,
        exercise_id=staged.exercise.pk,
        agency_id=cast.police.pk,
        accepts=False,
        words="No officers that day.",
        players_planned=9,
        at=now(),
    )

    assert not staged.exercise.people.filter(agency=cast.police).exists()
    # The evaluator has left with them: someone must evaluate.
    assert as_now(staged).state == ExerciseState.PLANNING.value
    for user in (cast.officer, staged.police_planner, staged.evaluator):
        refused(errors.ExerciseNotFound, exercise_for, user_id=user.pk, exercise_id=staged.exercise.pk, at=now())


def test_an_agency_names_its_own_players_and_nobody_who_reads_the_msel(staged: Staged, cast: Cast) -> None:
    newcomer = make_member(cast.police).user
    ids: dict[str, Any] = {"actor_id": staged.police_planner.pk, "exercise_id": staged.exercise.pk, "at": now()}
    theirs: dict[str, Any] = {**ids, "agency_id": cast.police.pk}
    for role in (ExerciseRole.CONTROLLER, ExerciseRole.DIRECTOR, ExerciseRole.EVALUATOR):
        refused(errors.ExerciseNotAllowed, set_person, **theirs, person_id=newcomer.public_id, role=role)
        refused(errors.ExerciseNotAllowed, set_person, **theirs, person_id=staged.police_planner.public_id, role=role)
    player = ExerciseRole.PLAYER
    evaluator, teacher = staged.evaluator.public_id, cast.teacher.public_id
    refused(errors.ExerciseNotAllowed, set_person, **theirs, person_id=evaluator, role=player)
    refused(errors.ExerciseNotFound, set_person, **theirs, person_id=teacher, role=player)
    refused(errors.ExerciseNotFound, set_person, **ids, agency_id=cast.school.pk, person_id=teacher, role=player)
    refused(errors.ExerciseNotAllowed, remove_person, **ids, person_id=evaluator)
    refused(errors.BadExercise, set_person, **theirs, person_id=cast.stranger.public_id, role=player)
    as_player: dict[str, Any] = {**theirs, "actor_id": cast.officer.pk}
    refused(errors.ExerciseNotAllowed, set_person, **as_player, person_id=newcomer.public_id, role=player)

    set_person(**theirs, person_id=newcomer.public_id, role=player)

    assert staged.exercise.people.get(user=newcomer).agency == cast.police


def test_who_is_made_a_player_or_leaves_their_agency_reads_the_staff_papers_no_more(staged: Staged) -> None:
    def reads(user: User) -> bool:
        try:
            exercise_for_staff(user_id=user.pk, exercise_id=staged.exercise.pk, at=now())
        except errors.ExerciseNotFound:
            return False
        return True

    assert all(map(reads, (staged.controller, staged.evaluator)))

    set_person(
        actor_id=staged.director.pk,
        exercise_id=staged.exercise.pk,
        agency_id=staged.exercise.sponsor_id,
        person_id=staged.controller.public_id,
        role=ExerciseRole.PLAYER,
        at=now(),
    )
    AgencyMember.objects.filter(user=staged.evaluator).update(ended_at=now())

    assert not any(map(reads, (staged.controller, staged.evaluator)))
    assert not any(map(reads, (*staged.players, staged.observer, staged.police_planner, staged.invited_planner)))


def test_somebody_always_directs_and_a_planner_of_the_sponsor_steps_in(staged: Staged, cast: Cast) -> None:
    ids: dict[str, Any] = {"exercise_id": staged.exercise.pk, "agency_id": cast.school.pk, "at": now()}
    me = staged.director.public_id
    refused(errors.BadExercise, set_person, **ids, actor_id=staged.director.pk, person_id=me, role=ExerciseRole.PLAYER)
    other = make_member(cast.school, role=MemberRole.PLANNER).user
    step_in: dict[str, Any] = {**ids, "actor_id": other.pk, "person_id": other.public_id, "role": ExerciseRole.DIRECTOR}
    refused(errors.ExerciseNotAllowed, set_person, **step_in)
    AgencyMember.objects.filter(user=staged.director).update(ended_at=now())

    set_person(**step_in)

    assert exercise_for_staff(user_id=other.pk, exercise_id=staged.exercise.pk, at=now()) == staged.exercise


def test_what_is_not_announced_is_seen_by_players_when_it_begins(cast: Cast) -> None:
    staged = make_staged(cast, is_announced=False)
    everybody = (staged.director, staged.evaluator, staged.players[0], staged.observer)

    def see() -> list[bool]:
        found = []
        for user in everybody:
            try:
                exercise_for(user_id=user.pk, exercise_id=staged.exercise.pk, at=now())
                found.append(True)
            except errors.ExerciseNotFound:
                found.append(False)
        return found

    before = see()
    Exercise.objects.filter(pk=staged.exercise.pk).update(state="running")

    assert (before, see()) == ([True, True, False, False], [True] * 4)


def test_a_plan_stays_as_it_was_once_it_has_begun(staged: Staged, cast: Cast) -> None:
    Exercise.objects.filter(pk=staged.exercise.pk).update(state="running")
    ids: dict[str, Any] = {"actor_id": staged.director.pk, "exercise_id": staged.exercise.pk, "at": now()}

    refused(errors.ExerciseHasBegun, change_exercise, **ids, version=1, given=given())
    refused(errors.ExerciseHasBegun, take_step, **ids, version=1, step=ExerciseStep.CANCEL)
    refused(errors.ExerciseHasBegun, invite_agency, **ids, agency_id=cast.district.pk)
    refused(errors.ExerciseHasBegun, withdraw_invitation, **ids, agency_id=staged.fire.pk)
    refused(errors.ExerciseHasBegun, remove_person, **ids, person_id=staged.observer.public_id)
    refused(errors.ExerciseHasBegun, answer_check, **ids, key="debrief", answer=CheckAnswer.MET, words="")


def test_the_list_and_the_pages_are_there_for_who_has_a_part_and_for_nobody_else(
    staged: Staged, cast: Cast, client: Client
) -> None:
    overview, plan = f"/drills/exercises/{staged.exercise.pk}", f"/drills/exercises/{staged.exercise.pk}/plan"
    staff = (staged.director, staged.controller, staged.evaluator, staged.safety_officer)
    others = (*staged.players, staged.observer, staged.police_planner, staged.invited_planner)
    for user in (*staff, *others):
        client.force_login(user)
        assert client.get("/drills/exercises").status_code == 200
        assert client.get(overview).status_code == 200
        assert client.get(plan).status_code == (200 if user in staff else 404)
    for user in (cast.stranger, cast.former):
        client.force_login(user)
        assert client.get("/drills/exercises").status_code == 404
        assert bare(client.get(overview)) == bare(client.get(f"/drills/exercises/{uuid4()}"))


def test_an_exercise_is_planned_by_forms(cast: Cast, client: Client) -> None:
    client.force_login(cast.insider)
    begins = (now() + timedelta(days=9)).strftime("%Y-%m-%dT10:00")
    fields = {
        "act": "begin",
        "name": "Pretend leak",
        "kind": "drill",
        "incident_type": "GASLEAKI",
        "site_id": str(cast.site.pk),
    }
    times = {"planned_start": begins, "planned_end": begins.replace("T10", "T11")}

    made = client.post("/drills/exercises/new", {**fields, **times})
    plan = made["Location"]
    version = {"version": Exercise.objects.get().version}
    client.post(plan, {"act": "add_objective", "text": "Get out.", "capabilities": ["mass_care"], **version})
    stale = client.post(plan, {"act": "add_objective", "text": "Again.", **version})

    assert made.status_code == 303
    assert Exercise.objects.get().objectives.get().capabilities == ["mass_care"]
    assert stale.status_code == 422
    assert client.get(plan).status_code == 200
