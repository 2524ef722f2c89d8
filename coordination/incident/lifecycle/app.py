"""Opening and closing incidents."""

from mou.foundation.app_declaration import App

APP = App(routers=("api",))
