"""The kind of thing that a review has: an action, who does it until when, and its evidence."""

from datetime import datetime

from coordination.casework.clocks import day_in
from coordination.casework.kinds.kind import Kind
from coordination.casework.kinds.tasks import TaskAct, give_task
from coordination.drills.exercises.places import people_of
from coordination.drills.improvement.rules.machine import ACTIONS
from coordination.drills.improvement.vocabulary import ActionAct, ActionStep
from coordination.reviews.access import actions_for
from coordination.reviews.errors import ReviewActionNotFound, ReviewOwnerNotThere, ReviewStepLacks
from coordination.reviews.models import ReviewAction
from coordination.reviews.rules.given import ReviewActionStepIn
from coordination.reviews.wire import ReviewActionLine, ReviewActionView


def _line_facts(action: ReviewAction, at: datetime) -> dict[str, object]:
    site = action.review.site
    return {
        "incident_id": action.review_id,
        "site_id": site.pk,
        "site": site.name,
        "time_zone": site.time_zone,
        "is_overdue": action.ended_at is None and action.due_on < day_in(site.time_zone, at),
    }


def _apply_step(action: ReviewAction, given: ReviewActionStepIn, _actor_id: int, at: datetime) -> None:
    if given.step is ActionStep.ASSIGN:
        give_task(
            action,
            given,
            lambda person_id: people_of(action.agency_id, at).filter(public_id=person_id).first(),
            lacks=ReviewStepLacks,
            absent=ReviewOwnerNotThere,
            starts_on=action.starts_on,
        )


REVIEW_ACTION_KIND = Kind(
    model=ReviewAction,
    machine=ACTIONS,
    id_name="action_id",
    came="created_at",
    ended="ended_at",
    not_found=ReviewActionNotFound,
    lacks=ReviewStepLacks,
    ask="Say what was done, or why.",
    line=ReviewActionLine,
    view=ReviewActionView,
    line_facts=_line_facts,
    orders=("due_on", "due_on"),
    then_by=("created_at", "pk"),
    opens=actions_for,
    agency=lambda action: action.agency,
    people=lambda action, at: people_of(action.agency_id, at),
    people_name="people",
    effect=_apply_step,
    # Someone does it before it can be done.
    leads_on=False,
    acts=(ActionAct, TaskAct),
)
