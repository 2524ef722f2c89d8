"""The desk of public posts near a school."""

from mou.foundation.app_declaration import App, Part, PersonCount
from mou.foundation.labelled import gettext_noop as _

APP = App(
    waiting=("work.waiting.list_waiting_alerts",),
    routers=("api", "intake.api"),
    addresses="urls",
    chores=("work.keeping.tell_reviews_due",),
    deletions=("work.keeping.delete_old_alerts",),
    cleaned=("/api/v1/social-alert-intake/*",),
    pages_of_alerts={"alert_waits": "/prevention/alerts"},
    retained=("work.keeping.ALERT_RULES",),
    parts=(
        Part(
            "prevention",
            "social_alerts",
            _("Social media alerts"),
            _("Public posts near a school that a rule found: a person looks first."),
            seen_by="access.may_see_page",
            order=50,
        ),
    ),
    team="access.ALERT_PLACES",
    person_counts=(
        PersonCount("steps_on_alerts", "models.AlertAct", "by", _("Steps on alerts")),
        PersonCount("readings_of_alerts", "models.AlertRead", "user", _("Readings of alerts")),
    ),
    audited={"team_changed": (r"districts/<id>/social-alert-desk.*", r"prevention/alerts/desks/<id>(/.*)?")},
    not_audited={
        r"social-alert.*|districts/<id>/social-alert-desk/report.*|prevention/alerts(/(?!desks).*)?": (
            "alerts have records of their own"
        ),
    },
)
