"""Places on teams that wait for a second person."""

from coordination.web.apps.app import App

APP = App(
    routers=("api",),
    pages_of_alerts={"place_waits": "/prevention/places"},
)
