"""Alerts on devices: their routes."""

from mou.foundation.app_declaration import OF_NO_ONE_ELSE, App

APP = App(
    routers=("api.routes",),
    not_audited={r"devices.*|notifications.*": OF_NO_ONE_ELSE},
)
