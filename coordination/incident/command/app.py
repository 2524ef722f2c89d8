"""Who is in command."""

from mou.foundation.app_declaration import IN_THE_LOG, App

APP = App(
    routers=("api",),
    not_audited={r"rooms/<id>/command": IN_THE_LOG},
)
