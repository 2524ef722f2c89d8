"""STARTEX, injects, ENDEX."""

from mou.foundation.app_declaration import IN_THE_LOG, App, PersonCount
from mou.foundation.labelled import gettext_noop as _

APP = App(
    routers=("api",),
    addresses="urls",
    person_counts=(
        PersonCount("injects_acted_on", "models.InjectRun", "by", _("Injects fired, held or skipped")),
        PersonCount("notes_in_discussions", "models.DiscussionNote", "by", _("Notes in discussions")),
    ),
    not_audited={r"incidents/<id>/exercise-times": IN_THE_LOG},
)
