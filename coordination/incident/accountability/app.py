"""Rooms that report who is in them."""

from mou.foundation.app_declaration import IN_THE_LOG, App

APP = App(
    routers=("api", "text_messages.text_api"),
    audited={"roster_read": (r"rooms/<id>/my-students",)},
    not_audited={r"rooms/<id>/rooms-to-account-for|incidents/<id>/my-room|text-answers": IN_THE_LOG},
    addresses="urls",
)
