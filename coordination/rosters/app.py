"""Students, classes and schedules."""

from mou.foundation.app_declaration import App, MainPage, PersonCount
from mou.foundation.labelled import gettext_noop as _

APP = App(
    routers=("api",),
    addresses="urls",
    deletions=(
        "work.uploads.delete_old_uploads",
        "work.staging.clear_given_up",
        "work.retention.delete_people_who_left",
    ),
    uploads=("/api/v1/agencies/*/roster/looks", "/administration/rosters/*/import"),
    retained=("work.retention.list_own_rules",),
    main_pages=(MainPage(_("Students"), "students", ("/students",), "access.sees_students", order=80),),
    person_counts=(
        PersonCount("custody_notes", "models.CustodyNote", "by", _("Custody notes")),
        PersonCount("readings_of_students", "models.RosterReading", "user", _("Readings of students")),
    ),
    audited={
        "roster_read": (
            r"agencies/<id>/roster(?!/connection).*",
            r"administration/rosters/.*",
            r"my-classes|roster-classes/<id>",
            r"rosters?/.*",
            r"(districts|sites)/<id>/(rosters?|students|guardians).*",
            r"students.*",
            r"guardians.*",
        ),
        "roster_searched": (r"agencies/<id>/roster/student-searches",),
        "roster_changed": (
            r"agencies/<id>/roster(?!/students/<id>/disclosures).*",
            r"administration/rosters/.*",
            r"rosters?/.*",
            r"(districts|sites)/<id>/(rosters?|students|guardians).*",
            r"students.*",
            r"guardians.*",
        ),
        "student_disclosures": (r"agencies/<id>/roster/students/<id>/disclosures",),
    },
    not_audited={
        r"agencies/<id>/roster/connection": "how far a read is, asked for every other second; it names no one",
    },
)
