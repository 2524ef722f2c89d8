"""The plans of a room."""

from mou.foundation.app_declaration import App

APP = App(
    routers=("api",),
    audited={"plan_read": (r"rooms/<id>/(levels|gazetteer)",)},
)
