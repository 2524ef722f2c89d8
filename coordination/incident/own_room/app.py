"""What is possible in the room or other place that one is in."""

from mou.foundation.app_declaration import IN_THE_LOG, App

APP = App(routers=("api",), panel="own_room/own_room_panel.js", not_audited={r"incidents/<id>/own-room": IN_THE_LOG})
