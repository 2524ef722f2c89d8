"""What a district tells people to do when danger is near, by age."""

from mou.foundation.app_declaration import OWN_PAGES, App, Part
from mou.foundation.labelled import gettext_noop as _

APP = App(
    routers=("api",),
    addresses="urls",
    parts=(
        Part(
            "drills",
            "response_protocols",
            _("Response protocol"),
            _("What people are told to do when danger is near, in words for each age."),
            seen_by="access.sees_protocol",
            order=61,
        ),
    ),
    audited={"rules_changed": (r"agencies/<id>/response-protocol", r"response-protocol/<id>")},
    not_audited={r"agencies/<id>/response-protocol|response-protocol(/<id>)?": OWN_PAGES},
)
