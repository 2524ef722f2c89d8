"""The law on maps: how far a site and a district meet it."""

from mou.foundation.app_declaration import NO_PLAN, App

APP = App(
    routers=("api",),
    addresses="urls",
    audited={
        "site_exported": (r"sites/<id>/map-rules/certificate\.pdf",),
        "site_changed": (r"sites/<id>/(map-rules.*|distribution)", r"districts/<id>/map-rules.*"),
    },
    not_audited={r"sites/<id>/(map-rules|distribution)|districts/<id>/map-rules": NO_PLAN},
)
