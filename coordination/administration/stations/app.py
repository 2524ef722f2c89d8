"""Stations and units."""

from mou.foundation.app_declaration import OWN_PAGES, App

APP = App(
    routers=("api",),
    audited={"stations_changed": (r"stations/<id>.*", r"agencies/<id>/(stations|units).*")},
    not_audited={r"stations.*": OWN_PAGES},
)
