"""Places on teams that wait for a second person."""

from mou.foundation.app_declaration import App

APP = App(
    waiting=("waiting.list_waiting_places",),
    routers=("api",),
    pages_of_alerts={"place_waits": "/prevention/places"},
    audited={"team_changed": (r"prevention/places.*",)},
)
