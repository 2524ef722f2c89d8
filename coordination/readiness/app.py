"""A district at a glance."""

from mou.foundation.app_declaration import App

APP = App(addresses="urls")
