"""What the page of an exercise says of its evaluation: a line for each page that the reader may open."""

from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.drills.evaluation.access import EVALUATING_ROLES
from coordination.drills.evaluation.models import TaskRating
from coordination.drills.evaluation.vocabulary import HotWashState
from coordination.drills.evaluation.work.hot_wash import has_answered
from coordination.drills.evaluation.work.hot_wash_results import state_of
from coordination.drills.exercises.access import role_in
from coordination.drills.exercises.models import CriticalTask, Exercise
from coordination.drills.exercises.vocabulary import STAFF_ROLES
from coordination.room.access import Asker


def evaluation_lines(exercise: Exercise, asker: Asker) -> list[tuple[str, str, str]]:
    """Return title, sentence and address of each part of the evaluation that is there for a reader."""
    role = role_in(exercise, user_id=asker.user_id, at=asker.at)
    lines = []
    if role in STAFF_ROLES:
        tasks = CriticalTask.objects.filter(objective__exercise=exercise)
        numbers = {"done": tasks.filter(ratings__isnull=False).distinct().count(), "all": tasks.count()}
        address = reverse("evaluation", args=[exercise.pk])
        lines.append((_("Evaluation"), _("%(done)d of %(all)d tasks are rated.") % numbers, address))
    if role in EVALUATING_ROLES:
        numbers["done"] = TaskRating.objects.filter(task__objective__exercise=exercise, by_id=asker.user_id).count()
        mine = _("You have rated %(done)d of %(all)d tasks.") % numbers
        lines.append((_("My ratings"), mine, reverse("evaluation_sheet", args=[exercise.pk])))
    if role is not None:
        lines.append((_("Hot wash"), _hot_wash(exercise, asker), reverse("hot_wash", args=[exercise.pk])))
    return lines


def _hot_wash(exercise: Exercise, asker: Asker) -> str:
    state = state_of(exercise)
    if state is HotWashState.OPEN:
        if has_answered(exercise, user_id=asker.user_id):
            return _("You have answered. Thank you.")
        return _("Open: it takes two minutes.")
    return HotWashState(state).label
