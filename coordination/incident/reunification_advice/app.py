"""Which site families should go to."""

from mou.foundation.app_declaration import App

APP = App(routers=("api",), panel="reunification/reunification_now.js")
