"""Read how an exercise goes: for all in it how far it is, for its staff what has come and what is to come."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.drills.conduct.access import incident_of, is_staff, role_in
from coordination.drills.conduct.models import InjectRun
from coordination.drills.conduct.rules.clock import Segment, exercise_seconds, reached_at
from coordination.drills.conduct.rules.offers import BY_HAND, acts_offered
from coordination.drills.conduct.vocabulary import (
    ConductStep,
    InjectAct,
    InjectState,
    NoEntrance,
)
from coordination.drills.conduct.work.discussion import shown_step
from coordination.drills.conduct.work.entering import list_entrances
from coordination.drills.conduct.work.hindrances import hindered_steps, steps_of
from coordination.drills.conduct.work.playing import hand_needed, seen_inject
from coordination.drills.conduct.work.room_writing import last_pace, segments_of
from coordination.drills.exercises.models import Exercise, Inject
from coordination.drills.exercises.vocabulary import (
    CONDUCTING_ROLES,
    ExerciseKind,
    ExerciseRole,
    ExerciseState,
    InjectDelivery,
)
from coordination.incident.real_world.capability import RealWorld
from coordination.room.models import Room, RoomObject
from mou.access.fetch import members_who_count
from mou.access.reached import people_granted
from mou.vocabulary import TermKind


@dataclass(frozen=True, slots=True)
class EntranceLine:
    """A person of an exercise, and why they may not enter its room, if so."""

    name: str
    agency: str
    role: ExerciseRole
    why_not: NoEntrance | None


@dataclass(frozen=True, slots=True)
class OutsideLine:
    """How many of an agency the rules of the site name who have no part in the exercise."""

    agency: str
    people: int


@dataclass(frozen=True, slots=True)
class StepLine:
    """What all screens of a discussion show. `number` counts from 1."""

    number: int
    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class ConductView:
    """How far an exercise is, for a person with a role in it. `exercise_s`: exercise time now, in seconds.

    `pace`: seconds of it in a second, while it runs. `steps`: what the reader may do now. `entrances` is for its staff;
    `real_room_id` names the real room after a real-world word.
    """

    exercise_id: UUID
    name: str
    state: ExerciseState
    is_discussion: bool
    role: ExerciseRole | None
    exercise_s: float
    pace: float
    at: datetime
    incident_id: UUID | None
    real_incident_id: UUID | None
    steps: list[ConductStep]
    conducts: bool
    is_staff: bool
    shown: StepLine | None
    discussion_steps: int | None
    entrances: list[EntranceLine]
    tells_outside: bool
    outside: list[OutsideLine]


def conduct_view(exercise: Exercise, *, user_id: int, at: datetime) -> ConductView:
    """Return how far an exercise is, for a reader who may see it. A constant number of queries."""
    role = role_in(exercise, user_id=user_id, at=at)
    staff = is_staff(role)
    state = ExerciseState(exercise.state)
    step = shown_step(exercise)
    is_discussion = ExerciseKind(exercise.kind).is_discussion
    hindered = hindered_steps(exercise, role, user_id=user_id, at=at)
    return ConductView(
        exercise_id=exercise.pk,
        name=exercise.name,
        state=state,
        is_discussion=is_discussion,
        role=role,
        exercise_s=round(exercise_seconds(segments_of(exercise), at), 3),
        pace=last_pace(exercise),
        at=at,
        incident_id=exercise.incident_id,
        real_incident_id=_real_incident(incident_of(exercise)) if state is ExerciseState.INTERRUPTED else None,
        steps=[one for one in steps_of(state, role) if one not in hindered],
        conducts=role in CONDUCTING_ROLES,
        is_staff=staff,
        shown=None if step is None else StepLine(step.number, step.sender, step.text),
        discussion_steps=exercise.injects.count() if staff and is_discussion else None,
        entrances=_entrance_lines(exercise, at) if staff else [],
        tells_outside=exercise.tells_outside,
        outside=_outside_lines(exercise, at) if staff and state is ExerciseState.READY else [],
    )


def _real_incident(incident_id: UUID) -> UUID | None:
    """Return the real incident of the newest real-world word."""
    rooms = Room.objects.filter(incident_id=incident_id)
    row = RoomObject.objects.filter(room__in=rooms, state_key=RealWorld.state_key).order_by("-created_seq").first()
    return None if row is None or row.value is None else RealWorld.model_validate_json(row.value).real_incident_id


def _entrance_lines(exercise: Exercise, at: datetime) -> list[EntranceLine]:
    return [EntranceLine(one.name, one.agency, one.role, one.why_not) for one in list_entrances(exercise, at)]


def _outside_lines(exercise: Exercise, at: datetime) -> list[OutsideLine]:
    """Return, for each agency, how many an alarm at the site may tell who have no part: numbers, no names."""
    site = exercise.site
    told = people_granted(
        TermKind.ROOM_ACCESS, district_id=site.district_id, school_id=site.school_id, site_id=site.pk, at=at
    )
    others = set(told) - set(exercise.people.values_list("user_id", flat=True))
    rows = members_who_count(at).filter(user_id__in=others, user__is_device=False)
    agencies = dict(rows.values_list("user_id", "agency__name").order_by("user_id", "-agency__name"))
    return [OutsideLine(name, n) for name, n in sorted(Counter(agencies.values()).items())]


@dataclass(frozen=True, slots=True)
class InjectLine:
    """An inject as the controllers see it. `due_at`: when its time comes by the clock as it goes; None if by hand.

    `by_system`: it comes by itself, or when it is fired. `told_by_hand`: why it does not, though it was planned so.
    `late_s`, `exercise_s`, `by`, `at` and `words` are of what became of it.
    """

    inject_id: UUID
    number: int
    offset_s: int | None
    due_at: datetime | None
    state: InjectState
    delivery: str
    by_system: bool
    sender: str
    text: str
    to: str
    expected_action: str
    notes: str
    controller: str
    told_by_hand: str
    by: str
    at: datetime | None
    exercise_s: float | None
    late_s: int
    words: str


def inject_lines(exercise: Exercise, *, at: datetime) -> list[InjectLine]:
    """Return the injects of an exercise, what waits first and in the order of its time.

    Three queries; while it runs, one more for each that waits for people of one agency.
    """
    return [one.line for one in inject_desk(exercise, at=at)]


@dataclass(frozen=True, slots=True)
class OfferedInject:
    """An inject, and what is done with it if a controller asks now. `why_by_hand`: why it is not fired, though planned.

    `acts` comes from the rule that the act itself asks.
    """

    line: InjectLine
    acts: frozenset[InjectAct]
    why_by_hand: str


def inject_desk(exercise: Exercise, *, at: datetime) -> list[OfferedInject]:
    """Return the injects as `inject_lines` does, with what is offered."""
    rows = exercise.injects.select_related("to_agency", "controller__user", "run__by").order_by("number")
    segments = segments_of(exercise)
    found = [_offered_inject(exercise, one, segments, at) for one in rows]
    return sorted(found, key=lambda one: _order_of_line(one.line))


def _offered_inject(exercise: Exercise, inject: Inject, segments: Sequence[Segment], at: datetime) -> OfferedInject:
    run: InjectRun | None = getattr(inject, "run", None)
    by_hand = hand_needed(exercise, inject, run, at=at)
    goes_on = exercise.state == ExerciseState.RUNNING.value
    return OfferedInject(
        line=_inject_line(inject, segments, by_hand or "", goes_on=goes_on),
        acts=acts_offered(seen_inject(exercise, inject, run, by_hand)),
        why_by_hand=BY_HAND[by_hand].sentence if by_hand else "",
    )


ORDER = {
    InjectState.TO_SAY: 0,
    InjectState.WAITING: 1,
    InjectState.HELD: 2,
    InjectState.DELIVERED: 3,
    InjectState.SKIPPED: 3,
}
AT_NO_TIME = 10**9


def _order_of_line(line: InjectLine) -> tuple[float, ...]:
    if line.state in (InjectState.DELIVERED, InjectState.SKIPPED):
        return ORDER[line.state], -(line.at.timestamp() if line.at else 0)
    return ORDER[line.state], AT_NO_TIME if line.offset_s is None else line.offset_s, line.number


def _inject_line(inject: Inject, segments: Sequence[Segment], by_hand: str, *, goes_on: bool) -> InjectLine:
    run: InjectRun | None = getattr(inject, "run", None)
    due = reached_at(segments, inject.offset_s) if inject.offset_s is not None and goes_on else None
    return InjectLine(
        inject_id=inject.pk,
        number=inject.number,
        offset_s=inject.offset_s,
        due_at=due,
        state=InjectState.WAITING if run is None else InjectState(run.state),
        delivery=inject.delivery,
        by_system=InjectDelivery(inject.delivery).is_by_system and not by_hand,
        sender=inject.sender,
        text=inject.text,
        to=" · ".join(one for one in (inject.to_agency.name if inject.to_agency else "", inject.to_role) if one),
        expected_action=inject.expected_action,
        notes=inject.notes,
        controller=inject.controller.user.shown_name() if inject.controller else "",
        told_by_hand=by_hand if run is None else run.told_by_hand or by_hand,
        by=run.by.shown_name() if run is not None and run.by is not None else "",
        at=None if run is None else run.at,
        exercise_s=None if run is None else run.exercise_s,
        late_s=0 if run is None else run.late_s,
        words="" if run is None else run.words,
    )
