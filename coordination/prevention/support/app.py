"""The desk of referrals and crisis teams."""

from mou.foundation.app_declaration import App, Part, PersonCount
from mou.foundation.labelled import gettext_noop as _

APP = App(
    waiting=("work.waiting.list_waiting_support",),
    overdue=("work.waiting.list_overdue_support",),
    routers=("api",),
    addresses="urls",
    chores=("work.keeping.tell_due",),
    deletions=("work.keeping.expunge_old",),
    pages_of_alerts={"support_waits": "/prevention/support"},
    retained=("work.keeping.SUPPORT_RULES",),
    parts=(
        Part(
            "prevention",
            "support",
            _("Mental health support"),
            _("Refer a student; referrals, crisis teams, and who supports people."),
            seen_by="access.may_see_page",
            order=30,
        ),
    ),
    team="access.SUPPORT_PLACES",
    person_counts=(
        PersonCount("steps_in_support", "models.SupportRecord", "by", _("Steps in support")),
        PersonCount("readings_of_support", "models.SupportRead", "user", _("Readings of support")),
    ),
    audited={"team_changed": (r"agencies/<id>/support-team.*", r"prevention/support/teams/<id>(/.*)?")},
    not_audited={
        r"support.*|incidents/<id>/crisis-team|prevention/support(/(?!teams).*)?": "support has records of its own",
    },
)
