"""What a district tells people to do when danger is near, by age."""

from mou.foundation.app_declaration import OWN_PAGES, App

APP = App(
    routers=("api",),
    addresses="urls",
    audited={"rules_changed": (r"agencies/<id>/response-protocol", r"response-protocol/<id>")},
    not_audited={r"agencies/<id>/response-protocol|response-protocol(/<id>)?": OWN_PAGES},
)
