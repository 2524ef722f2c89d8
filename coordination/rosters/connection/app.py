"""The connection to a school's own system."""

from mou.foundation.app_declaration import App

APP = App(routers=("api",))
