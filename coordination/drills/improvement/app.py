"""The report and its corrective actions."""

from coordination.web.apps.app import App

APP = App(
    routers=("api",),
    addresses="urls",
    chores=("work.keeping.keep_times", "work.keeping.tell_due"),
)
