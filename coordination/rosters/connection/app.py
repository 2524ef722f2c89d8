"""The connection to a school's own system."""

from coordination.web.apps.app import App

APP = App(routers=("api",))
