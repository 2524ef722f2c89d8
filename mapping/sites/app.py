"""Sites: the street map below them."""

from mou.foundation.app_declaration import OF_NO_ONE_ELSE, App

APP = App(
    routers=("street_map.basemap_api",),
    not_audited={"basemap": OF_NO_ONE_ELSE},
)
