"""Casualties, and the names of those who are known."""

from mou.foundation.app_declaration import App

APP = App(routers=("api",), audited={"roster_read": (r"rooms/<id>/casualty-names",)})
