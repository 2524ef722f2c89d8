"""The routes of OGC API Features."""

from mou.foundation.app_declaration import OF_NO_ONE_ELSE, App

APP = App(
    routers=("api",),
    audited={"plan_read": (r"ogc/collections/[a-z_]+/items.*",)},
    not_audited={r"ogc.*": OF_NO_ONE_ELSE},
)
