"""Panic buttons of makers."""

from mou.foundation.app_declaration import IN_THE_LOG, NO_PLAN, App

APP = App(
    routers=("api",),
    presses=("/api/v1/panic-intake/*",),
    cleaned=("/api/v1/panic-intake/*",),
    audited={"rules_changed": (r"panic-(intakes|buttons).*", r"districts/<id>/panic-rule")},
    not_audited={
        r"panic-intake/<id>": IN_THE_LOG,
        r"panic-buttons.*": NO_PLAN,
    },
    addresses="urls",
)
