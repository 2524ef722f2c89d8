"""Who is in command."""

from mou.foundation.app_declaration import App

APP = App(routers=("api",))
