"""What everyone at a school does now."""

from mou.foundation.app_declaration import IN_THE_LOG, App

APP = App(
    routers=("api",),
    shown_everywhere=("words.response_now",),
    not_audited={r"rooms/<id>/response-actions.*": IN_THE_LOG},
)
