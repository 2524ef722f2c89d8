"""The kind of thing that an improvement plan has: a corrective action, who does it until when, and its evidence."""

from datetime import datetime

from coordination.casework.clocks import day_in
from coordination.casework.kinds.kind import Kind
from coordination.casework.kinds.tasks import TaskAct, give_task
from coordination.drills.exercises.places import people_of
from coordination.drills.improvement.access import actions_with_right
from coordination.drills.improvement.errors import ActionNotFound, ActionNotYours, ActionStepLacks, OwnerNotThere
from coordination.drills.improvement.models import CorrectiveAction
from coordination.drills.improvement.rules.given import CorrectiveActionStepIn
from coordination.drills.improvement.rules.machine import ACTIONS
from coordination.drills.improvement.vocabulary import ActionAct, ActionStep
from coordination.drills.improvement.wire import ActionLine, ActionView
from coordination.errors import CoordinationError


def _line_facts(action: CorrectiveAction, at: datetime) -> dict[str, object]:
    site = action.exercise.site
    return {
        "exercise": action.exercise.name,
        "site_id": site.pk,
        "site": site.name,
        "time_zone": site.time_zone,
        "is_overdue": action.ended_at is None and action.due_on < day_in(site.time_zone, at),
    }


def _refuse_stranger(action: CorrectiveAction, _step: ActionStep) -> CoordinationError | None:
    # Known of an action that was opened for someone.
    return None if getattr(action, "may_change", False) else ActionNotYours()


def _apply_step(action: CorrectiveAction, given: CorrectiveActionStepIn, _actor_id: int, at: datetime) -> None:
    if given.step is ActionStep.ASSIGN:
        give_task(
            action,
            given,
            lambda person_id: people_of(action.agency_id, at).filter(public_id=person_id).first(),
            lacks=ActionStepLacks,
            absent=OwnerNotThere,
            starts_on=action.starts_on,
        )


# No team has it, and who reads one is not written down: with the report, all who took part read it.
ACTION_KIND = Kind(
    model=CorrectiveAction,
    machine=ACTIONS,
    id_name="action_id",
    came="created_at",
    ended="ended_at",
    not_found=ActionNotFound,
    lacks=ActionStepLacks,
    ask="Say what was done, or why.",
    line=ActionLine,
    view=ActionView,
    line_facts=_line_facts,
    orders=("due_on", "due_on"),
    then_by=("created_at", "pk"),
    opens=actions_with_right,
    agency=lambda action: action.agency,
    people=lambda action, at: people_of(action.agency_id, at),
    people_name="people",
    stops=_refuse_stranger,
    effect=_apply_step,
    # Someone does it before it can be done.
    leads_on=False,
    acts=(ActionAct, TaskAct),
)
