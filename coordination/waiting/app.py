"""What waits for the reader, of every part."""

from mou.foundation.app_declaration import OF_NO_ONE_ELSE, App

APP = App(
    routers=("api",),
    addresses="urls",
    not_audited={r"me/waiting|waiting(/week)?": OF_NO_ONE_ELSE},
)
