"""The table of whom a school or district taught how to give a tip."""

from coordination.prevention.tips.models import TipTraining
from coordination.prevention.tips.vocabulary import TrainingAudience
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import Column, Table

TRAININGS: Table[TipTraining] = Table(
    name="tip-trainings",
    caption=_("Who was taught"),
    empty=_("No one was taught how to give a tip yet."),
    order=("-taught_on", "-id"),
    columns=(
        Column("day", _("Day"), lambda one: one.taught_on, sorts=("taught_on",), is_head=True),
        Column(
            "who",
            _("Who"),
            lambda one: TrainingAudience(one.audience),
            sorts=("audience",),
            filters=TrainingAudience,
            matches="audience",
        ),
        Column("people", _("People"), lambda one: one.people, sorts=("people",), is_number=True),
    ),
)
