"""The acts of a plan as their doors ask for them: from what the body of a route or a form gave to the action."""

from uuid import UUID

from coordination.drills.exercises import wire
from coordination.drills.exercises.access import exercise_for_staff, planning_agencies
from coordination.drills.exercises.errors import BadExercise
from coordination.drills.exercises.models import CriticalTask, Exercise, Objective
from coordination.drills.exercises.places import planners_at, sites_to_plan_at
from coordination.drills.exercises.rules.msel import offset_from
from coordination.drills.exercises.rules.plan import ExerciseGiven
from coordination.drills.exercises.vocabulary import ExerciseRole
from coordination.drills.exercises.work import checking, injects, inviting, library, objectives, people, planning
from coordination.drills.exercises.work.msel_files import MselRead, import_msel
from coordination.room.access import Asker
from mapping.access import site_for
from mapping.errors import MappingError
from mapping.places.queries import gazetteer_of
from mapping.places.resolve import resolve_text
from mapping.vocabulary import SiteNeed
from mou.foundation.forms.act_form import NothingGiven


# --- an exercise ------------------------------------------------------------------------------------------------------
def begin_exercise(asker: Asker, given: wire.BegunExerciseIn) -> Exercise:
    """Make an exercise by its shortest form."""
    site = sites_to_plan_at(asker.user_id, asker.at).filter(pk=given.site_id).first()
    if site is None:
        raise BadExercise(pointer="/site_id")
    here = planners_at(site, asker.at).filter(pk__in=planning_agencies(asker.user_id, asker.at))
    agency = here.first() if given.agency_id is None else here.filter(pk=given.agency_id).first()
    if agency is None:
        raise BadExercise(pointer="/agency_id")
    whole = ExerciseGiven(**given.model_dump(exclude={"site_id", "agency_id"}))
    return planning.create_exercise(
        actor_id=asker.user_id, site_id=site.pk, agency_id=agency.pk, given=whole, at=asker.at
    )


def change_basics(asker: Asker, exercise_id: UUID, given: wire.ExerciseChangeIn) -> Exercise:
    """Change what an exercise is."""
    return planning.change_exercise(
        actor_id=asker.user_id, exercise_id=exercise_id, version=given.version, given=given, at=asker.at
    )


def take_step(asker: Asker, exercise_id: UUID, given: wire.ExerciseStepIn) -> Exercise:
    """Say that a plan is ready, plan it again, or cancel."""
    return planning.take_step(
        actor_id=asker.user_id, exercise_id=exercise_id, version=given.version, step=given.step, at=asker.at
    )


def copy_scenario(asker: Asker, exercise_id: UUID, given: wire.ScenarioCopyIn) -> Exercise:
    """Copy a scenario of the library into an exercise."""
    return library.take_scenario(actor_id=asker.user_id, exercise_id=exercise_id, at=asker.at, **given.model_dump())


# --- what is to be shown ----------------------------------------------------------------------------------------------
def write_objective(asker: Asker, exercise_id: UUID, objective_id: UUID | None, given: wire.ObjectiveIn) -> Objective:
    """Write an objective, a new one without an id."""
    return objectives.set_objective(
        actor_id=asker.user_id,
        exercise_id=exercise_id,
        version=given.version,
        objective_id=objective_id,
        given=given,
        at=asker.at,
    )


def remove_objective(asker: Asker, exercise_id: UUID, objective_id: UUID, given: wire.PlanVersionIn) -> None:
    """Take an objective away, with its tasks."""
    objectives.remove_objective(
        actor_id=asker.user_id, exercise_id=exercise_id, version=given.version, objective_id=objective_id, at=asker.at
    )


def write_task(
    asker: Asker, exercise_id: UUID, objective_id: UUID, task_id: UUID | None, given: wire.CriticalTaskIn
) -> CriticalTask:
    """Write a critical task of an objective, a new one without an id."""
    return objectives.set_task(
        actor_id=asker.user_id,
        exercise_id=exercise_id,
        version=given.version,
        objective_id=objective_id,
        task_id=task_id,
        given=given,
        at=asker.at,
    )


def remove_task(asker: Asker, exercise_id: UUID, objective_id: UUID, given: wire.TaskRemovedIn) -> None:
    """Take a critical task away."""
    objectives.remove_task(
        actor_id=asker.user_id,
        exercise_id=exercise_id,
        version=given.version,
        objective_id=objective_id,
        task_id=given.task_id,
        at=asker.at,
    )


# --- who takes part ---------------------------------------------------------------------------------------------------
def invite_agency(asker: Asker, exercise_id: UUID, given: wire.ExerciseInvitationIn) -> None:
    """Ask an organization to take part."""
    inviting.invite_agency(actor_id=asker.user_id, exercise_id=exercise_id, agency_id=given.agency_id, at=asker.at)


def withdraw_invitation(asker: Asker, exercise_id: UUID, given: wire.OrganizationRemovedIn) -> None:
    """Ask an organization no longer."""
    inviting.withdraw_invitation(
        actor_id=asker.user_id, exercise_id=exercise_id, agency_id=given.agency_id, at=asker.at
    )


def answer_invitation(asker: Asker, exercise_id: UUID, agency_id: UUID, given: wire.ExerciseInvitationAnswerIn) -> bool:
    """Answer for one's own agency; return whether it takes part."""
    inviting.answer_invitation(
        actor_id=asker.user_id, exercise_id=exercise_id, agency_id=agency_id, at=asker.at, **given.model_dump()
    )
    return given.accepts


def name_person(asker: Asker, exercise_id: UUID, person_id: UUID, given: wire.ExercisePersonIn) -> None:
    """Give a person a role."""
    _name_person(asker, exercise_id, given.agency_id, person_id, given.role)


def name_person_of(asker: Asker, exercise_id: UUID, agency_id: UUID, given: wire.NamedPersonIn) -> None:
    """The same for a person whom the form of an agency names."""
    _name_person(asker, exercise_id, agency_id, given.person_id, given.role)


def name_chosen_person(asker: Asker, exercise_id: UUID, given: wire.PersonChosenIn) -> None:
    """The same for a person from the list of all: the page made it, and the form takes nothing else."""
    agency_id, _space, person_id = given.who.partition(" ")
    _name_person(asker, exercise_id, UUID(agency_id), UUID(person_id), given.role)


def _name_person(asker: Asker, exercise_id: UUID, agency_id: UUID, person_id: UUID, role: ExerciseRole) -> None:
    people.set_person(
        actor_id=asker.user_id,
        exercise_id=exercise_id,
        agency_id=agency_id,
        person_id=person_id,
        role=role,
        at=asker.at,
    )


def remove_person(asker: Asker, exercise_id: UUID, given: wire.PersonRemovedIn) -> None:
    """Take a person out, before it begins."""
    people.remove_person(actor_id=asker.user_id, exercise_id=exercise_id, person_id=given.person_id, at=asker.at)


def answer_safety_check(asker: Asker, exercise_id: UUID, key: str, given: wire.SafetyAnswerIn) -> None:
    """Answer a check by one's name."""
    checking.answer_check(
        actor_id=asker.user_id,
        exercise_id=exercise_id,
        key=key,
        answer=given.answer,
        words=given.words,
        at=asker.at,
    )


def confirm_safety_check(asker: Asker, exercise_id: UUID, key: str, _given: NothingGiven) -> None:
    """Confirm the answer of another person, where a law leaves it to two."""
    checking.confirm_check(actor_id=asker.user_id, exercise_id=exercise_id, key=key, at=asker.at)


# --- the MSEL ---------------------------------------------------------------------------------------------------------
def write_typed_inject(asker: Asker, exercise_id: UUID, given: wire.TypedInjectIn) -> None:
    """Write a line of the MSEL as it was typed."""
    exercise = exercise_for_staff(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    payload = {**given.model_dump(mode="json", include={"marker", "tier"}, exclude_none=True)}
    payload |= _typed_place(asker, exercise, given)
    injects.set_inject(
        actor_id=asker.user_id,
        exercise_id=exercise_id,
        version=given.version,
        inject_id=given.inject_id,
        given=given.make_inject(offset_s=offset_from(given.offset_s), payload=payload),
        at=asker.at,
    )


def _typed_place(asker: Asker, exercise: Exercise, given: wire.TypedInjectIn) -> dict[str, object]:
    """Return a marker's place by its name, or as it was where no name is given."""
    if not given.place:
        return given.model_dump(mode="json", include={"lon", "lat", "level_id"}, exclude_none=True)
    try:
        site = site_for(user_id=asker.user_id, site_id=exercise.site_id, need=SiteNeed.FLOORPLAN, at=asker.at)
    except MappingError as refused:
        # A writer of the MSEL without a right to the plans may not name a place on them.
        raise BadExercise(pointer="/place") from refused
    place = next(iter(resolve_text(given.place, gazetteer_of(site))), None)
    if place is None:
        raise BadExercise(pointer="/place")
    lon, lat = place.lonlat
    return {"lon": lon, "lat": lat, "level_id": str(place.level_id or "")}


def remove_inject(asker: Asker, exercise_id: UUID, given: wire.InjectChosenIn) -> None:
    """Take a line of the MSEL away."""
    injects.remove_inject(
        actor_id=asker.user_id,
        exercise_id=exercise_id,
        version=given.version,
        inject_id=given.inject_id,
        at=asker.at,
    )


def order_injects(asker: Asker, exercise_id: UUID, given: wire.InjectOrderIn) -> None:
    """Number all lines anew, in the order given."""
    injects.order_injects(
        actor_id=asker.user_id,
        exercise_id=exercise_id,
        version=given.version,
        inject_ids=given.inject_ids,
        at=asker.at,
    )


def move_inject_up(asker: Asker, exercise_id: UUID, given: wire.InjectChosenIn) -> None:
    """Let a line change places with the one above it."""
    exercise = exercise_for_staff(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    ids = list(exercise.injects.order_by("number").values_list("pk", flat=True))
    index = ids.index(given.inject_id) if given.inject_id in ids else 0
    if index:
        ids[index - 1], ids[index] = ids[index], ids[index - 1]
    order_injects(asker, exercise_id, wire.InjectOrderIn(inject_ids=ids, version=given.version))


def number_by_time(asker: Asker, exercise_id: UUID, given: wire.PlanVersionIn) -> None:
    """Number all lines by their time."""
    injects.order_by_time(actor_id=asker.user_id, exercise_id=exercise_id, version=given.version, at=asker.at)


def bring_msel(asker: Asker, exercise_id: UUID, given: wire.MselFileIn) -> MselRead:
    """Replace the MSEL by a table, or only look at it."""
    return import_msel(
        actor_id=asker.user_id,
        exercise_id=exercise_id,
        version=given.version,
        text=given.text,
        is_dry_run=given.dry_run,
        at=asker.at,
    )


def bring_typed_msel(asker: Asker, exercise_id: UUID, given: wire.TypedMselIn) -> MselRead:
    """The same from a form, where the table as a whole stands at its own field."""
    try:
        return import_msel(
            actor_id=asker.user_id,
            exercise_id=exercise_id,
            version=given.version,
            text=given.read_text(),
            is_dry_run=given.dry_run,
            at=asker.at,
        )
    except BadExercise as wrong:
        raise BadExercise(wrong.detail, pointer="/table") from wrong
