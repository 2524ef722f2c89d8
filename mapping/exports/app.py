"""Exports: files, prints and packs of a site."""

from mou.foundation.app_declaration import NO_PLAN, App

APP = App(
    routers=("api", "packs.api"),
    addresses="urls",
    audited={"site_exported": (r"sites/<id>/(export|pack|print)",)},
    not_audited={r"sites/<id>/exports": NO_PLAN},
)
