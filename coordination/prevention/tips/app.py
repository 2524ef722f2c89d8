"""The desk of anonymous reports."""

from mou.foundation.app_declaration import App, Part, PersonCount
from mou.foundation.labelled import gettext_noop as _

APP = App(
    waiting=("work.waiting.list_waiting_tips",),
    overdue=("work.waiting.list_overdue_tips",),
    routers=("api",),
    addresses="urls",
    chores=("work.overdue.tell_overdue",),
    deletions=("work.overdue.delete_old",),
    pages_of_alerts={"tip_waits": "/prevention/tips"},
    retained=("work.overdue.TIP_RULES",),
    parts=(
        Part(
            "prevention",
            "tips",
            _("Tips"),
            _("Anonymous reports: the queue, and where they come in."),
            seen_by="access.may_see_page",
            order=10,
        ),
    ),
    team="access.TIP_PLACES",
    person_counts=(
        PersonCount("steps_on_tips", "models.TipAct", "by", _("Steps on tips")),
        PersonCount("readings_of_tips", "models.TipRead", "user", _("Readings of tips")),
    ),
    audited={"team_changed": (r"agencies/<id>/tip-desk.*", r"prevention/tips/desks/<id>(/.*)?")},
    not_audited={
        r"tips.*|agencies/<id>/tip-desk/routes/preview|prevention/tips(/(?!desks).*)?": (
            "tips have records of their own, a reporter none"
        ),
    },
)
