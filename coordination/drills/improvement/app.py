"""The report and its corrective actions."""

from mou.foundation.app_declaration import App, Part, PersonCount
from mou.foundation.labelled import gettext_noop as _

APP = App(
    waiting=("work.waiting.list_waiting_actions",),
    overdue=("work.waiting.list_overdue_actions",),
    routers=("api",),
    addresses="urls",
    chores=("work.keeping.keep_times", "work.keeping.tell_due"),
    parts=(
        Part(
            "drills",
            "corrective_actions",
            _("Corrective actions"),
            _("What exercises have shown, who changes it, and until when."),
            seen_by="access.may_see_actions",
            order=20,
        ),
        Part(
            "drills",
            "compare_drills",
            _("Drills compared"),
            _("How long each step took, between schools and over the years."),
            seen_by="access.may_compare",
            order=30,
        ),
    ),
    person_counts=(
        PersonCount("exercise_reports_signed", "models.Report", "signed_by", _("Reports of exercises signed")),
        PersonCount("corrective_actions_owned", "models.CorrectiveAction", "owner", _("Corrective actions owned")),
        PersonCount("steps_on_corrective_actions", "models.ActionRecord", "by", _("Steps on corrective actions")),
    ),
)
