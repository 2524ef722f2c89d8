"""What everyone at a school does now."""

from mou.foundation.app_declaration import App

APP = App(routers=("api",))
