"""A person's own memberships and offers."""

from mou.foundation.app_declaration import OF_NO_ONE_ELSE, App

APP = App(
    routers=("api",),
    audited={
        "roster_read": (r"agencies/<id>/offers",),
        "people_changed": (r"offers/.*", r"me/(offers|memberships|session-lock).*", r"account/memberships"),
    },
    not_audited={r"me/memberships": OF_NO_ONE_ELSE},
)
