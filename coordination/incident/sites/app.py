"""Where an incident is."""

from mou.foundation.app_declaration import App

APP = App()
