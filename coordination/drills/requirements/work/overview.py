"""What the page of an exercise says of the law: whether it is written down as a drill, or why it is not."""

from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import ExerciseState
from coordination.drills.requirements.access import drill_for, reader_of
from coordination.drills.requirements.errors import DrillNotFound
from coordination.drills.requirements.vocabulary import DrillType
from coordination.drills.requirements.work.from_exercises import drill_written_of, why_not_written
from coordination.room.access import Asker


def requirement_lines(exercise: Exercise, asker: Asker) -> list[tuple[str, str, str]]:
    """Return title, sentence and address, for who reads the drills of the school."""
    if exercise.state != ExerciseState.ENDED.value:
        return []
    title, drill = _("What the law asks"), drill_written_of(exercise)
    if drill is not None:
        try:
            drill_for(user_id=asker.user_id, drill_id=drill.pk, at=asker.at)
        except DrillNotFound:
            return []
        said = _("Written down as a drill: %(type)s.") % {"type": DrillType(drill.type).label}
        return [(title, said, reverse("drill", args=[drill.pk]))]
    if not reader_of(asker.user_id, asker.at).keeps_site(exercise.site):
        return []
    reason = why_not_written(exercise)
    said = _("Not written down as a drill.") + (f" {reason.sentence}" if reason is not None else "")
    return [(title, said, f"{reverse('new_drill', args=[exercise.site_id])}?exercise={exercise.pk}")]
