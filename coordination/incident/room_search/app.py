"""The search of rooms."""

from mou.foundation.app_declaration import IN_THE_LOG, App

APP = App(routers=("api",), not_audited={r"rooms/<id>/rooms-to-search": IN_THE_LOG})
