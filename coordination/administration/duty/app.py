"""Shifts, and who is on duty by them."""

from mou.foundation.app_declaration import OWN_PAGES, App

APP = App(
    routers=("api",),
    deletions=("keeping.delete_shifts",),
    uploads=("/account/alerts/duty/*/shifts",),
    audited={
        "people_changed": (r"agencies/<id>/shifts.*", r"memberships/<id>/duty", r"account/alerts/duty/<id>/shifts")
    },
    not_audited={r"agencies/<id>/(duty|shifts)|account/alerts/duty/<id>/shifts": OWN_PAGES},
)
