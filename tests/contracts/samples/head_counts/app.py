"""What the sample brings: a page, a team, what it retains, what it counts of a person."""

from mou.foundation.app_declaration import App, PersonCount
from mou.foundation.labelled import gettext_noop as _

APP = App(
    addresses="urls",
    deletions=("work.keeping.delete_old",),
    retained=("work.keeping.COUNT_RULES",),
    team="access.COUNT_PLACES",
    person_counts=(PersonCount("discrepancies_noted", "models.Discrepancy", "noted_by", _("Discrepancies noted")),),
    not_audited={r"head-counts/<id>": "what was noted says who noted it"},
)
