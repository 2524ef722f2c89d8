"""Panic buttons of makers."""

from mou.foundation.app_declaration import App

APP = App(routers=("api",), addresses="urls")
