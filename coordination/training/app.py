"""Training of officers and staff."""

from mou.foundation.app_declaration import OWN_PAGES, App, Part
from mou.foundation.labelled import gettext_noop as _

APP = App(
    routers=("api",),
    addresses="urls",
    chores=("telling.tell_expiring",),
    deletions=("work.keeping.delete_old",),
    uploads=(
        "/api/v1/agencies/*/training-files/looks",
        "/api/v1/training-records/*/certificate",
        "/training/files/*",
        "/training/completed/*",
    ),
    parts=(
        Part(
            "drills",
            "training",
            _("Training"),
            _("What officers and staff have learned, and what the agreements ask."),
            seen_by="work.officers.may_see_training",
            order=50,
        ),
    ),
    audited={
        "training_read": (
            r"agencies/<id>/training-records",
            r"training-records/.*",
            r"sro-assignments.*",
            r"training/(agencies|completed|officers).*",
            r"incidents/<id>/never-drilled",
        ),
        "training_changed": (
            r"agencies/<id>/training-.*",
            r"training-records/.*",
            r"sro-assignments.*",
            r"training/.*",
        ),
    },
    not_audited={
        r"training|me/training-records|agencies/<id>/training-courses|training/files/<id>": OWN_PAGES,
        r"training/coverage/<id>|districts/<id>/training-coverage": "counts of schools, no names",
    },
)
