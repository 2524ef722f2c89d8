"""Children and their families in a reunification."""

from mou.foundation.app_declaration import App, PersonCount
from mou.foundation.labelled import gettext_noop as _

APP = App(
    routers=("api",),
    addresses="urls",
    person_counts=(
        PersonCount("pick_ups_checked_in", "models.PickUp", "checked_in_by", _("Adults checked in for a pick-up")),
        PersonCount("pick_ups_decided", "models.PickUp", "decided_by", _("Pick-ups decided")),
        PersonCount("students_released", "models.Release", "by", _("Students handed over")),
        PersonCount("check_in_doors", "models.CheckInDoor", "opened_by", _("Codes for check-in by phone made")),
        PersonCount("self_check_ins_seen", "models.SelfCheckIn", "served_by", _("Numbers of adults seen by a greeter")),
        PersonCount("student_steps", "models.StudentChange", "by", _("Steps of students in a reunification")),
    ),
    audited={
        "roster_read": (r"reunifications/<id>/(students/[^/]+|unresolved|pick-ups.*|holds|work|arrivals/[^/]+)",),
        "roster_searched": (r"reunifications/<id>/student-searches",),
    },
    not_audited={
        r"incidents/<id>/reunification|reunifications/<id>(/(wall|door))?": "counts without names",
        r"pick-up/[^/]+": "a public page: its readers have no account, and read no one's name",
        r"reunifications/<id>/(students|steps|class-steps|check-ins|releases)": "a student's trail says who did what",
    },
)
