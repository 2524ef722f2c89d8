"""Units, and the stickers of doors by which they say where they are."""

from mou.foundation.app_declaration import IN_THE_LOG, App

APP = App(
    addresses="urls",
    audited={"plan_read": (r"sites/<id>/door-stickers",)},
    not_audited={r"door/<id>/<id>": IN_THE_LOG},
)
