"""How alerts reach the reader: devices, tests, duty."""

from mou.foundation.app_declaration import App

APP = App(
    addresses="urls",
    panel="alerts/alert_board.js",
)
