"""The replay of an incident, and the tracks of its people."""

from mou.foundation.app_declaration import App

APP = App(
    routers=("api",),
    addresses="urls",
    audited={
        "tracks_exported": (r"rooms/<id>/tracks\.(gpx|geojson)",),
        "incident_read": (r"incidents/<id>/replay",),
    },
)
