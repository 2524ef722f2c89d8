"""An exercise that is ready at the cast's school, its people in every role, and what a test does with it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from coordination.drills.conduct.vocabulary import ConductStep
from coordination.drills.conduct.work.conduct import move_exercise
from coordination.drills.exercises.models import Exercise, ExerciseOrganization, ExercisePerson, Inject
from coordination.drills.exercises.vocabulary import ExerciseRole
from coordination.models import User
from coordination.room.models import LogEntry, Room
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast
from tests.factories.mou import NOW, make_agency, make_member, make_memorandum, make_user


@dataclass(frozen=True)
class Played:
    """An exercise that is ready. `unrelated` is of the school, and has no part in it."""

    exercise: Exercise
    director: User  # school, commands
    controller: User  # police
    evaluator: User  # police
    safety_officer: User  # fire
    players: tuple[User, ...]  # school (a teacher), police, fire
    observer: User  # fire
    outsider: User  # a player of the sheriff's, who has no agreement
    unrelated: User
    fire: Agency

    def now(self) -> Exercise:
        """Return the exercise as it is now."""
        return Exercise.objects.select_related("site").get(pk=self.exercise.pk)

    def room(self) -> Room:
        """Return its room."""
        incident_id = self.now().incident_id
        assert incident_id is not None
        return Room.objects.select_related("incident__site").get(incident_id=incident_id)

    def step(self, step: ConductStep | str, *, who: User | None = None, at: datetime = NOW, **fields: Any) -> Exercise:
        """Let someone take a step, the director where no one is named."""
        actor = who or self.director
        return move_exercise(actor_id=actor.pk, exercise_id=self.exercise.pk, step=ConductStep(step), at=at, **fields)

    def said(self) -> list[str]:
        """Return the kinds of the entries in its room, in their order."""
        return list(LogEntry.objects.filter(room=self.room()).order_by("seq").values_list("event_type", flat=True))


def make_played(cast: Cast, *, kind: str = "functional", at: datetime | None = None, **fields: object) -> Played:
    """Write an exercise that is ready: school, police and fire take part, and a sheriff without an agreement."""
    at = at or datetime.now(UTC)
    fire = make_agency(AgencyKind.FIRE, name="Fairview Fire")
    make_memorandum(cast.district, fire, expires_on=date(2999, 1, 1))
    values: dict[str, object] = {
        "kind": kind,
        "name": "Smoke in the gym",
        "incident_type": "STDBY",
        "severity": "severe",
        "planned_start": at,
        "planned_end": at + timedelta(hours=2),
        "state": "ready",
        "created_by": cast.insider,
        "created_at": at,
        **fields,
    }
    exercise = Exercise.objects.create(site=cast.site, sponsor=cast.school, **values)
    for agency in (cast.school, cast.police, fire, cast.strangers):
        ExerciseOrganization.objects.create(exercise=exercise, agency=agency, state="accepted", answered_at=at)

    def person(agency: Agency, name: str, role: ExerciseRole, member: MemberRole = MemberRole.OFFICER) -> User:
        user = make_member(agency, user=make_user(username=name), role=member).user
        cast_in(exercise, agency, user, role)
        return user

    played = Played(
        exercise=exercise,
        director=cast.insider,
        controller=person(cast.police, "controller", ExerciseRole.CONTROLLER),
        evaluator=person(cast.police, "evaluator", ExerciseRole.EVALUATOR),
        safety_officer=person(fire, "safety", ExerciseRole.SAFETY_OFFICER),
        players=(cast.teacher, cast.officer, person(fire, "firefighter", ExerciseRole.PLAYER)),
        observer=person(fire, "observer", ExerciseRole.OBSERVER),
        outsider=cast.stranger,
        unrelated=make_member(cast.school, user=make_user(username="unrelated"), role=MemberRole.STAFF).user,
        fire=fire,
    )
    cast_in(exercise, cast.school, cast.insider, ExerciseRole.DIRECTOR)
    cast_in(exercise, cast.school, cast.teacher, ExerciseRole.PLAYER)
    cast_in(exercise, cast.police, cast.officer, ExerciseRole.PLAYER)
    cast_in(exercise, cast.strangers, cast.stranger, ExerciseRole.PLAYER)
    return played


def cast_in(exercise: Exercise, agency: Agency, user: User, role: ExerciseRole) -> ExercisePerson:
    """Give someone a role in an exercise."""
    return ExercisePerson.objects.create(
        exercise=exercise,
        agency=agency,
        user=user,
        role=role.value,
        added_by=exercise.created_by,
        added_at=exercise.created_at,
    )


def add_inject(exercise: Exercise, offset_s: int | None = 0, delivery: str = "message", **fields: object) -> Inject:
    """Add a line to the MSEL, after those that are there."""
    values: dict[str, object] = {
        "number": exercise.injects.count() + 1,
        "offset_s": offset_s,
        "kind": "contextual",
        "delivery": delivery,
        "sender": "Caller from Elm Street",
        "text": "Smoke comes out of the gym",
        **fields,
    }
    return Inject.objects.create(exercise=exercise, **values)
