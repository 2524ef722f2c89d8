"""What the page of an exercise says of its report, its improvement plan, and what earlier exercises left to do."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.drills.exercises.errors import ExerciseNotFound
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import ExerciseState
from coordination.drills.improvement.access import ReportGrant, report_grant
from coordination.drills.improvement.errors import ReportNotFound
from coordination.drills.improvement.vocabulary import ReportState
from coordination.drills.improvement.work.documents import report_of
from coordination.drills.improvement.work.queries import carried_over, exercise_actions
from coordination.room.access import Asker

type Line = tuple[str, str, str]


def improvement_lines(exercise: Exercise, asker: Asker) -> list[Line]:
    """Return title, sentence and address of each part that is there for a reader."""
    return [*_left_to_do(exercise, asker), *_of_report(exercise, asker)]


def _left_to_do(exercise: Exercise, asker: Asker) -> list[Line]:
    left = carried_over(exercise, user_id=asker.user_id, at=asker.at)
    if not left:
        return []
    late = sum(one.is_overdue for one in left)
    said = ngettext("%(n)d corrective action is open.", "%(n)d corrective actions are open.", len(left))
    text = said % {"n": len(left)}
    if late:
        text += " " + ngettext("%(n)d is overdue.", "%(n)d are overdue.", late) % {"n": late}
    address = f"{reverse('corrective_actions')}?site={exercise.site_id}"
    return [(_("Left to do from earlier exercises here"), text, address)]


def _of_report(exercise: Exercise, asker: Asker) -> list[Line]:
    if exercise.state != ExerciseState.ENDED.value:
        return []
    try:
        grant = report_grant(user_id=asker.user_id, exercise_id=exercise.pk, at=asker.at)
    except (ReportNotFound, ExerciseNotFound):
        return []
    actions = exercise_actions(exercise, user_id=asker.user_id, at=asker.at)
    running = sum(not one.state.has_ended for one in actions)
    plan = ngettext("%(n)d corrective action is open.", "%(n)d corrective actions are open.", running) % {"n": running}
    return [
        (_("After-action report"), _state_words(grant), reverse("drill_report", args=[exercise.pk])),
        (
            _("Improvement plan"),
            plan if actions else _("No corrective action was written yet."),
            reverse("improvement_plan", args=[exercise.pk]),
        ),
    ]


def _state_words(grant: ReportGrant) -> str:
    try:
        return ReportState(report_of(grant).state).label
    except ReportNotFound:
        return _("No one has drafted it yet.")
