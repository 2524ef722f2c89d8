"""The table of exercises."""

from django.urls import reverse
from django.utils.translation import gettext

from coordination.drills.exercises.vocabulary import ExerciseKind, ExerciseState
from coordination.drills.exercises.work.queries import ExerciseLine
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as pgettext
from mou.foundation.tables.columns import Column, Table

EXERCISES: Table[ExerciseLine] = Table(
    name="exercises",
    caption=pgettext("drills", "Exercises"),
    empty=_("No exercise is planned."),
    searches=True,
    tone=lambda line: "urgent" if line.is_asked else "",
    columns=(
        Column(
            "name",
            _("Exercise"),
            lambda line: line.name,
            link=lambda line: reverse("exercise", args=[line.exercise_id]),
            sorts=True,
            is_head=True,
        ),
        Column("kind", _("Kind"), lambda line: line.kind, sorts=True, filters=ExerciseKind),
        Column("site", _("Site"), lambda line: line.site, sorts=True, filters=True),
        Column("sponsor", _("Organization"), lambda line: line.sponsor, sorts=True),
        Column("when", _("When"), lambda line: line.planned_start, template="exercises/_when_cell.html", sorts=True),
        Column("role", _("Role"), lambda line: line.my_role, template="tables/_badge.html", sorts=True),
        Column(
            "asked",
            _("Waits for your answer"),
            lambda line: gettext("Waits for your answer") if line.is_asked else "",
            is_of_file=True,
        ),
        Column(
            "state",
            _("State"),
            lambda line: line.state,
            template="exercises/_state_cell.html",
            sorts=True,
            filters=ExerciseState,
        ),
    ),
)
