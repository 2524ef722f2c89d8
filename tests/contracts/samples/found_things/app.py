"""The desk of what was found."""

from mou.foundation.app_declaration import App, Part, PersonCount
from mou.foundation.labelled import gettext_noop as _

APP = App(
    routers=("api",),
    addresses="urls",
    deletions=("work.keeping.delete_old",),
    pages_of_alerts={"found_waits": "/found-things"},
    retained=("work.keeping.FOUND_RULES",),
    parts=(
        Part(
            "prevention",
            "found_things",
            _("Found things"),
            _("What was found, and who claims it."),
            seen_by="access.may_see_page",
            order=90,
        ),
    ),
    team="access.FOUND_PLACES",
    person_counts=(PersonCount("steps_with_found_things", "models.FoundRecord", "by", _("Steps with found things")),),
    audited={"team_changed": (r"agencies/<id>/found-team.*", r"found-things/teams/<id>")},
    not_audited={r"found-things(/(?!teams).*)?": "found things have records of their own"},
)
