"""What the page of an exercise says of its plan: a line for each paper that the reader may open."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.drills.exercises.access import role_in
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import STAFF_ROLES
from coordination.drills.exercises.work.seeing import open_points_of
from coordination.room.access import Asker


def plan_lines(exercise: Exercise, asker: Asker) -> list[tuple[str, str, str]]:
    """Return title, sentence and address of each part of the plan that is there for a reader."""
    return _staff_lines(exercise, asker) if role_in(exercise, user_id=asker.user_id, at=asker.at) in STAFF_ROLES else []


def _staff_lines(exercise: Exercise, asker: Asker) -> list[tuple[str, str, str]]:
    points = len(open_points_of(exercise, asker.at))
    open_words = ngettext("%(n)d point is open.", "%(n)d points are open.", points) % {"n": points}
    return [
        (_("Plan"), open_words if points else _("Nothing is open."), reverse("exercise_plan", args=[exercise.pk])),
    ]
