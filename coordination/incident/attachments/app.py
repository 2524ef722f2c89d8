"""Files that are attached to a room."""

from mou.foundation.app_declaration import IN_THE_LOG, App

APP = App(
    routers=("api",),
    deletions=("sweep.sweep_orphans",),
    uploads=("/api/v1/rooms/*/uploads",),
    audited={"incident_read": (r"rooms/<id>/attachments/<id>",)},
    not_audited={r"rooms/<id>/uploads": IN_THE_LOG},
)
