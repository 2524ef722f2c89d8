"""Opening and closing incidents."""

from mou.foundation.app_declaration import IN_THE_LOG, App

APP = App(
    routers=("api",),
    cleaned=("/api/v1/incidents",),
    not_audited={r"incidents": IN_THE_LOG},
)
