"""Files that are attached to a room."""

from mou.foundation.app_declaration import App

APP = App(
    routers=("api",),
    deletions=("sweep.sweep_orphans",),
    uploads=("/api/v1/rooms/*/uploads",),
)
