"""The desk of anonymous reports."""

from coordination.web.apps.app import App

APP = App(
    routers=("api",),
    addresses="urls",
    chores=("work.overdue.tell_overdue",),
    deletions=("work.overdue.delete_old",),
    pages_of_alerts={"tip_waits": "/prevention/tips"},
)
