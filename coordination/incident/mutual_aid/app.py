"""People who come without an agreement."""

from mou.foundation.app_declaration import IN_THE_LOG, App

APP = App(
    routers=("api",),
    not_audited={r"rooms/<id>/mutual-aid.*|mutual-aid/entries|aid": IN_THE_LOG},
    addresses="urls",
)
