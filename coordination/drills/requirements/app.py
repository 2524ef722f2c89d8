"""What the law asks of drills."""

from coordination.web.apps.app import App

APP = App(
    routers=("api",),
    addresses="urls",
    uploads=("/api/v1/drills/imports", "/drills/import"),
)
