"""Until when a report is due, and which reminders have come due. Pure.

Source: HSEEP's usual times, 30 days after a tabletop and 90 after a full-scale exercise. What stands between is ours.
"""

from datetime import date, timedelta

from coordination.drills.exercises.vocabulary import ExerciseKind

REPORT_DAYS = {
    ExerciseKind.SEMINAR: 30,
    ExerciseKind.WORKSHOP: 30,
    ExerciseKind.TABLETOP: 30,
    ExerciseKind.GAME: 30,
    ExerciseKind.DRILL: 30,
    ExerciseKind.FUNCTIONAL: 60,
    ExerciseKind.FULL_SCALE: 90,
}
# Days from the day something is due: a week before, on the day, and a week after.
STAGES = (-7, 0, 7)


def report_due_on(kind: ExerciseKind, ended_on: date) -> date:
    """Return the day on which the report of an exercise is to be signed."""
    return ended_on + timedelta(days=REPORT_DAYS[kind])


def stage_of(due_on: date, today: date) -> int | None:
    """Return the newest reminder that has come due, in days from the day; None: none yet."""
    days = (today - due_on).days
    return max((one for one in STAGES if one <= days), default=None)
