"""What the law asks of drills."""

from mou.foundation.app_declaration import App, Part, PersonCount
from mou.foundation.labelled import gettext_noop as _

APP = App(
    waiting=("work.waiting.list_waiting_drills",),
    overdue=("work.waiting.list_overdue_drills",),
    chores=("work.from_exercises.write_ended_exercises",),
    routers=("api",),
    addresses="urls",
    uploads=("/api/v1/drills/imports", "/drills/import"),
    parts=(
        Part(
            "drills",
            "drill_law",
            _("What the law asks"),
            _("Which drills each school has to hold, which it has held, and what is due."),
            seen_by="access.may_see_page",
            order=40,
        ),
    ),
    person_counts=(
        PersonCount("drills_written_down", "models.Drill", "created_by", _("Drills written down")),
        PersonCount("corrections_of_drills", "models.DrillChange", "by", _("Corrections of drills")),
        PersonCount("drills_signed", "models.Drill", "signed_by", _("Drills signed")),
        PersonCount("notices_to_parents_noted", "models.DrillNotice", "by", _("Notices to parents noted")),
        PersonCount("changes_of_drill_rules", "models.DrillRulesChange", "by", _("Changes of drill rules")),
    ),
    audited={
        "drill_calendar_read": (r"drills/calendar\.ics",),
        "account_changed": (r"drills/calendar",),
    },
)
