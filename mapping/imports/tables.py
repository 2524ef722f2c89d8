"""The table of a site's imports."""

from django.urls import reverse
from django.utils.translation import gettext

from mapping.imports.queries import ImportJobView
from mapping.vocabulary import ImportJobState
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import Column, Table

IMPORTS: Table[ImportJobView] = Table(
    name="imports",
    caption=_("Earlier imports"),
    empty=_("There was no import yet."),
    searches=True,
    columns=(
        Column(
            "file",
            _("File"),
            lambda job: job.source_name,
            link=lambda job: reverse("plan_import", args=[job.id]),
            sorts=True,
            is_head=True,
        ),
        Column("when", _("When"), lambda job: job.created_at, sorts=True),
        Column(
            "dry",
            _("Dry run"),
            lambda job: gettext("Dry run") if job.is_dry_run else "",
            template="mapping/imports/_dry_cell.html",
        ),
        Column(
            "state",
            _("State"),
            lambda job: ImportJobState(job.state),
            template="mapping/imports/_state_cell.html",
            sorts=True,
            filters=True,
        ),
        Column("defects", _("Defects"), lambda job: job.defect_count, sorts=True, is_number=True),
    ),
)
