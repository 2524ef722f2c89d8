"""Rooms that report who is in them."""

from mou.foundation.app_declaration import App

APP = App(routers=("api", "text_messages.text_api"), addresses="urls")
