"""The tables of sites: when each is due, and whose doors are swept."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from mapping.assessments.vocabulary import AssessmentStanding
from mapping.models import Site
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import Column, Table

LATE = (AssessmentStanding.MISSING, AssessmentStanding.OVERDUE)


@dataclass(frozen=True, slots=True)
class SiteStanding:
    """How a site stands: when it was assessed last, and when it is due again."""

    site: str
    standing: AssessmentStanding
    last_on: date | None
    due_on: date | None


STANDINGS: Table[SiteStanding] = Table(
    name="standings",
    caption=_("When each site is due"),
    prefix="sites",
    searches=True,
    columns=(
        Column("site", _("Site"), lambda one: one.site, sorts=True, is_head=True),
        Column("standing", _("State"), lambda one: one.standing, sorts=True, filters=AssessmentStanding),
        Column("last", _("Adopted"), lambda one: one.last_on, sorts=True),
        Column("due", _("Due"), lambda one: one.due_on, sorts=True),
    ),
    tone=lambda one: "overdue" if one.standing in LATE else "",
)
SWEPT: Table[Site] = Table(
    name="swept",
    caption=_("Door sweep"),
    prefix="doors",
    searches=("name",),
    order=("name", "id"),
    columns=(
        Column(
            "site",
            _("Site"),
            lambda site: site.name,
            link=lambda site: reverse("door_sweep", args=[site.pk]),
            is_head=True,
        ),
    ),
    has_file=False,
)
