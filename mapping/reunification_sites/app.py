"""Reunification sites of a school."""

from mou.foundation.app_declaration import App

APP = App(
    waiting=("waiting.list_waiting_hosts",),
    routers=("api",),
    addresses="urls",
    audited={
        "plan_read": (r"sites/<id>/reunification.*",),
        "plan_changed": (r"sites/<id>/reunification-sites.*",),
    },
)
