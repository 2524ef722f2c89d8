"""How alerts reach the reader, and how far an alert of a room has come."""

from mou.foundation.app_declaration import App

APP = App(addresses="urls", panel="alerts/alert_board.js")
