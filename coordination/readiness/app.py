"""A district at a glance."""

from mou.foundation.app_declaration import NO_PLAN, App

APP = App(
    addresses="urls",
    not_audited={r"districts/<id>/readiness": NO_PLAN},
)
