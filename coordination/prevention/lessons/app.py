"""Lessons: what to look for, how to report, what happens then; and who had them, by count."""

from mou.foundation.app_declaration import OWN_PAGES, App, Part, PersonCount
from mou.foundation.labelled import gettext_noop as _

APP = App(
    waiting=("waiting.list_waiting_lessons",),
    routers=("api",),
    addresses="urls",
    parts=(
        Part(
            "prevention",
            "lessons",
            _("Lessons"),
            _("What to look for, how to report, what happens then: for students, staff and families."),
            seen_by="access.sees_lessons",
            order=15,
        ),
    ),
    person_counts=(
        PersonCount("lessons_noted", "models.HeldLesson", "noted_by", _("Held lessons that you noted")),
        PersonCount("lessons_read", "models.LessonReading", "user", _("Lessons for staff that you have read")),
    ),
    audited={
        "rules_changed": (
            r"agencies/<id>/(lessons/.+|lesson-audiences|held-lessons.*|lesson-readings)",
            r"prevention/lessons/<id>(/.*)?",
        )
    },
    not_audited={r"agencies/<id>/lessons(/[a-z_0-9]+)?|prevention/lessons(/<id>(/[a-z_0-9]+)?)?": OWN_PAGES},
)
