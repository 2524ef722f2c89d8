"""What the page of an exercise says of its plan: a line for each paper that the reader may open."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from coordination.drills.exercises.access import role_in
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import STAFF_ROLES, ExerciseKind, ExerciseState
from coordination.drills.exercises.work.seeing import open_points_of
from coordination.room.access import Asker


def plan_lines(exercise: Exercise, asker: Asker) -> list[tuple[str, str, str]]:
    """Return title, sentence and address of each part of the plan that is there for a reader."""
    is_staff = role_in(exercise, user_id=asker.user_id, at=asker.at) in STAFF_ROLES
    title = _("Situation manual") if ExerciseKind(exercise.kind).is_discussion else _("Exercise plan")
    players = (title, _("What players read and print."), reverse("players_paper", args=[exercise.pk]))
    return [*(_staff_lines(exercise, asker) if is_staff else ()), players]


def _staff_lines(exercise: Exercise, asker: Asker) -> list[tuple[str, str, str]]:
    points, injects = len(open_points_of(exercise, asker.at)), exercise.injects.count()
    # What was open then stands in no one's way now.
    has_begun = ExerciseState(exercise.state).has_begun
    open_words = ngettext("%(n)d point is open.", "%(n)d points are open.", points) % {"n": points}
    return [
        (
            pgettext("exercise", "Plan"),
            _("As it was when it began.") if has_begun else open_words if points else _("Nothing is open."),
            reverse("exercise_plan", args=[exercise.pk]),
        ),
        (
            _("MSEL"),
            ngettext("%(n)d inject.", "%(n)d injects.", injects) % {"n": injects},
            reverse("msel", args=[exercise.pk]),
        ),
        (
            _("Handbook for controllers and evaluators"),
            _("With the MSEL and the evaluation guides. It must not reach players."),
            reverse("staff_paper", args=[exercise.pk]),
        ),
    ]
