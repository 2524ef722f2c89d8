"""Places: their routes."""

from mou.foundation.app_declaration import App

APP = App(
    routers=("api",),
    audited={"plan_read": (r"sites/<id>/(gazetteer|resolve)",)},
)
