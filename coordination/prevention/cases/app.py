"""The desk of threat assessment."""

from coordination.web.apps.app import App

APP = App(
    routers=("api",),
    addresses="urls",
    chores=("work.keeping.tell_due",),
    deletions=("work.keeping.seal_and_expunge",),
    pages_of_alerts={"case_waits": "/prevention/cases"},
)
