"""Whom an alarm reaches, and tests of it."""

from mou.foundation.app_declaration import OF_NO_ONE_ELSE, OWN_PAGES, App, PersonCount
from mou.foundation.labelled import gettext_noop as _

APP = App(
    waiting=("queries.list_waiting_tests",),
    routers=("api",),
    addresses="urls",
    deletions=("clock.delete_old_tests",),
    pages_of_alerts={"alarm_test": "/alarm-tests"},
    person_counts=(PersonCount("alarm_tests", "models.AlarmTestPerson", "user", _("Test alarms that told you")),),
    audited={
        "rules_changed": (
            r"agencies/<id>/alarm-test(s|-plan)",
            r"alarm-tests/agencies/<id>",
            r"alarm-tests/<id>(/stop)?",
        )
    },
    not_audited={
        r"alarm-tests|me/alarm-tests|alarm-tests/<id>/answer|alarm-tests/key/.*": OF_NO_ONE_ELSE,
        r"agencies/<id>/alarm-tests|alarm-tests/(agencies/)?<id>": OWN_PAGES,
    },
)
