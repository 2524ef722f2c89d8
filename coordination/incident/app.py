"""The alarm, whose own folder is full."""

from mou.foundation.app_declaration import IN_THE_LOG, NO_PLAN, App

APP = App(
    routers=("panic.api",),
    presses=("/panic", "/api/v1/panics", "/api/v1/sites/*/panic-places", "/api/v1/rooms/*/panics/*/told"),
    cleaned=("/api/v1/panics",),
    audited={"rules_changed": (r"panic-tiers.*", r"districts/<id>/panic-.*")},
    not_audited={
        r"panic|panics|rooms/<id>|rooms/<id>/panics/<id>/told": IN_THE_LOG,
        r"sites/<id>/panic-places|districts/<id>/(alarm-reach|panic-tiers.*)|panic-tiers.*": NO_PLAN,
    },
    addresses="urls",
)
