"""Role cards of a school's people, and who is named for which role."""

from mou.foundation.app_declaration import OWN_PAGES, App, Part
from mou.foundation.labelled import gettext_noop as _

APP = App(
    routers=("api",),
    addresses="urls",
    parts=(
        Part(
            "drills",
            "role_cards",
            _("Role cards"),
            _("What each person at a school does in an emergency, and who steps in."),
            seen_by="access.sees_cards",
            order=60,
        ),
    ),
    audited={
        "rules_changed": (
            r"agencies/<id>/role-cards/.*",
            r"role-cards/<id>/.*",
        )
    },
    not_audited={r"agencies/<id>/role-cards|role-cards(/<id>.*)?": OWN_PAGES},
)
