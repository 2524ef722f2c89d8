"""The table of papers that the reader's law enforcement unit was given."""

from django.urls import reverse

from coordination.prevention.cases.models import PoliceCopy
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import Column, Table

# That a school gave a paper at all is between the two: a list of it stays on the page.
COPIES: Table[PoliceCopy] = Table(
    name="papers",
    prefix="papers",
    caption=_("Papers your unit was given"),
    order=("-given_at", "-id"),
    searches=("school_name",),
    has_file=False,
    columns=(
        Column(
            "school",
            _("School"),
            lambda one: one.school_name,
            link=lambda one: reverse("police_copy", args=[one.pk]),
            sorts=("school_name", "given_at"),
            is_head=True,
        ),
        Column("given", _("When"), lambda one: one.given_at, sorts=("given_at",)),
    ),
)
