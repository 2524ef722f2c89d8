"""Students, classes and schedules."""

from coordination.web.apps.app import App

APP = App(
    routers=("api",),
    addresses="urls",
    deletions=(
        "work.uploads.delete_old_uploads",
        "work.staging.clear_given_up",
        "work.retention.delete_people_who_left",
    ),
    uploads=("/api/v1/agencies/*/roster/looks", "/administration/rosters/*/import"),
)
