"""The desk of public posts near a school."""

from coordination.web.apps.app import App

APP = App(
    routers=("api", "intake.api"),
    addresses="urls",
    chores=("work.keeping.tell_reviews_due",),
    deletions=("work.keeping.delete_old_alerts",),
    pages_of_alerts={"alert_waits": "/prevention/alerts"},
)
