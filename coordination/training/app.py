"""Training of officers and staff."""

from coordination.web.apps.app import App

APP = App(
    routers=("api",),
    addresses="urls",
    chores=("telling.tell_expiring",),
    deletions=("work.keeping.delete_old",),
    uploads=(
        "/api/v1/agencies/*/training-files/looks",
        "/api/v1/training-records/*/certificate",
        "/training/files/*",
        "/training/completed/*",
    ),
)
