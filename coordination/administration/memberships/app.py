"""A person's own memberships and offers."""

from mou.foundation.app_declaration import App

APP = App(routers=("api",))
