"""The desk of school climate."""

from coordination.web.apps.app import App

APP = App(
    routers=("api",),
    addresses="urls",
    chores=("work.keeping.tell_due",),
    counts=("work.keeping.count_tips",),
    deletions=("work.keeping.delete_old",),
    uploads=(
        "/api/v1/agencies/*/climate-surveys",
        "/api/v1/agencies/*/climate-surveys/looks",
        "/prevention/climate/surveys/*",
    ),
    pages_of_alerts={"climate_waits": "/prevention/climate"},
)
