"""Write the MSEL: its lines, their order and their numbers."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max

from coordination.drills.exercises.errors import BadExercise, BadMselLine
from coordination.drills.exercises.models import Exercise, Inject
from coordination.drills.exercises.rules.msel import (
    MOST_INJECTS,
    InjectGiven,
    Payload,
    checked_payload,
    checked_texts,
)
from coordination.drills.exercises.vocabulary import CONDUCTING_ROLES, STAFF_ROLES, InvitationState, MselDefectCode
from coordination.drills.exercises.work.objectives import objective_of
from coordination.drills.exercises.work.planning import plan_to_change
from mapping.models import Level
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _

# Above every number that there is: while lines change places, no two may have the same.
ASIDE = 10_000


def set_inject(
    *, actor_id: int, exercise_id: UUID, version: int, inject_id: UUID | None, given: InjectGiven, at: datetime
) -> Inject:
    """Write a line of the MSEL; a new one is the last, whatever its time. Durable; locks the exercise.

    Raises: as `plan_to_change`. BadExercise: the pointer names the field.
    """
    with transaction.atomic(durable=True):
        exercise = msel_to_change(actor_id, exercise_id, version, at)
        if inject_id is None:
            if exercise.injects.count() >= MOST_INJECTS:
                raise BadExercise(Reason(_("At most %(most)s injects."), most=MOST_INJECTS), pointer="/text")
            inject = Inject(exercise=exercise, number=_next_number(exercise))
        else:
            inject = inject_of(exercise, inject_id)
        write_inject(inject, given)
    return inject


def remove_inject(*, actor_id: int, exercise_id: UUID, version: int, inject_id: UUID, at: datetime) -> None:
    """Take a line away; the numbers of the others stay: radios speak of them. Durable. Raises: as above."""
    with transaction.atomic(durable=True):
        inject_of(msel_to_change(actor_id, exercise_id, version, at), inject_id).delete()


def order_injects(*, actor_id: int, exercise_id: UUID, version: int, inject_ids: Sequence[UUID], at: datetime) -> None:
    """Number all lines anew, in the order given. Durable.

    Raises: as `plan_to_change`. BadExercise: the ids are not those of all lines, each once.
    """
    with transaction.atomic(durable=True):
        exercise = msel_to_change(actor_id, exercise_id, version, at)
        known = {one.pk: one for one in exercise.injects.all()}
        if sorted(inject_ids) != sorted(known):
            raise BadExercise(Reason(_("Name every inject once.")), pointer="/inject_ids")
        number_anew(exercise, [known[one] for one in inject_ids])


def order_by_time(*, actor_id: int, exercise_id: UUID, version: int, at: datetime) -> None:
    """Number all lines by their time; those that wait for a controller come last. Durable. Raises: as above."""
    with transaction.atomic(durable=True):
        exercise = msel_to_change(actor_id, exercise_id, version, at)
        number_anew(exercise, list(exercise.injects.order_by(F("offset_s").asc(nulls_last=True), "number")))


def number_anew(exercise: Exercise, injects: Sequence[Inject]) -> None:
    """Give all lines of an exercise the numbers from one, in the order given. In the caller's transaction."""
    exercise.injects.update(number=F("number") + ASIDE)
    for number, one in enumerate(injects, 1):
        one.number = number
    Inject.objects.bulk_update(injects, ["number"])


def write_inject(inject: Inject, given: InjectGiven) -> None:
    """Check a line and store it. In the caller's transaction. Raises: BadExercise."""
    exercise = inject.exercise
    for name, value in checked_texts(given).items():
        setattr(inject, name, value)
    inject.offset_s, inject.kind, inject.delivery = given.offset_s, given.kind.value, given.delivery.value
    inject.payload = dict(_at_the_site(exercise, checked_payload(given.delivery, given.payload)))
    inject.to_agency_id = _find_recipient(exercise, given.to_agency_id)
    inject.controller_id = _find_controller(exercise, given.controller_id)
    inject.objective = None if given.objective_id is None else objective_of(exercise, given.objective_id)
    inject.save()


def inject_of(exercise: Exercise, inject_id: UUID) -> Inject:
    """Return a line of an exercise's MSEL. Raises: BadExercise."""
    found = exercise.injects.filter(pk=inject_id).first()
    if found is None:
        raise BadExercise(Reason(_("The MSEL has no such inject.")), pointer="/inject_id")
    found.exercise = exercise
    return found


def msel_to_change(actor_id: int, exercise_id: UUID, version: int, at: datetime) -> Exercise:
    """Return an exercise whose MSEL the person writes, its row held. Raises: as `plan_to_change`."""
    exercise = plan_to_change(
        actor_id=actor_id, exercise_id=exercise_id, version=version, at=at, roles=CONDUCTING_ROLES
    )
    exercise.save(update_fields=["state", "version"])
    return exercise


def _next_number(exercise: Exercise) -> int:
    return (exercise.injects.aggregate(last=Max("number"))["last"] or 0) + 1


def _at_the_site(exercise: Exercise, payload: Payload) -> Payload:
    level_id = payload.get("level_id")
    if level_id and not Level.objects.filter(pk=str(level_id), site_id=exercise.site_id).exists():
        raise BadMselLine(MselDefectCode.NO_SUCH_LEVEL, "A level of the site.", pointer="/payload/level_id")
    return payload


def _find_recipient(exercise: Exercise, agency_id: UUID | None) -> UUID | None:
    if agency_id is None:
        return None
    accepted = exercise.organizations.filter(state=InvitationState.ACCEPTED.value, agency_id=agency_id)
    if not accepted.exists():
        raise BadExercise(Reason(_("Choose an organization that takes part.")), pointer="/to_agency_id")
    return agency_id


def _find_controller(exercise: Exercise, person_id: UUID | None) -> UUID | None:
    if person_id is None:
        return None
    staff = exercise.people.filter(role__in=[one.value for one in STAFF_ROLES], user__public_id=person_id)
    found = staff.values_list("pk", flat=True).first()
    if found is None:
        raise BadExercise(Reason(_("Choose a controller of the exercise.")), pointer="/controller_id")
    return found
