"""STARTEX, injects, ENDEX."""

from coordination.web.apps.app import App

APP = App(
    routers=("api",),
    addresses="urls",
)
