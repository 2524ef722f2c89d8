"""The alarm, whose own folder is full."""

from mou.foundation.app_declaration import App

APP = App(routers=("panic.api",), addresses="urls")
