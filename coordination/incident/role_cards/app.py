"""Role cards in an incident."""

from mou.foundation.app_declaration import IN_THE_LOG, App

APP = App(routers=("api",), not_audited={r"rooms/<id>/roles": IN_THE_LOG})
