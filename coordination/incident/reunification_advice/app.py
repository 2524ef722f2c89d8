"""Which site families should go to."""

from mou.foundation.app_declaration import IN_THE_LOG, App

APP = App(
    routers=("api",),
    not_audited={r"rooms/<id>/reunification": IN_THE_LOG},
    panel="reunification/reunification_now.js",
)
