"""Reunification sites of a school."""

from mou.foundation.app_declaration import App

APP = App(
    routers=("api",),
    addresses="urls",
    audited={
        "plan_read": (r"sites/<id>/reunification.*",),
        "plan_changed": (r"sites/<id>/reunification-sites.*",),
    },
)
