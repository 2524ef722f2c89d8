"""The tables of support: its referrals, who supports people at a school, and how many beside the recommendations."""

from coordination.casework.kinds.faces import list_column, thing_columns
from coordination.prevention.support.models import SupportPerson
from coordination.prevention.support.rules.ratios import Ratio
from coordination.prevention.support.vocabulary import ReferralState, ReferralUrgency, SupportProfession
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import Column, Table

REFERRAL_COLUMNS = thing_columns(
    list_column("urgency", _("How soon"), ReferralUrgency), list_column("state", _("State"), ReferralState)
)
RATIOS: Table[Ratio] = Table(
    name="ratios",
    prefix="ratios",
    caption=_("Students for each professional"),
    columns=(
        Column("profession", _("Profession"), lambda one: one.profession, is_head=True),
        Column("full_time", _("Full-time places"), lambda one: one.full_time, is_number=True),
        Column("each", _("Students for each"), lambda one: one.students_each, is_number=True),
        Column("recommended", _("Recommended at most"), lambda one: one.recommended, is_number=True),
        Column(
            "missing",
            _("Places missing"),
            lambda one: one.missing,
            template="support/_missing_cell.html",
            is_number=True,
        ),
    ),
)
DIRECTORY: Table[SupportPerson] = Table(
    name="directory",
    caption=_("People"),
    empty=_("No one is in the directory yet."),
    order=("name",),
    searches=("name", "organization", "languages", "hours", "agreement"),
    columns=(
        Column(
            "name",
            _("Name"),
            lambda one: one.name,
            template="support/_person_cell.html",
            sorts=("name",),
            is_head=True,
        ),
        Column(
            "profession",
            _("Profession"),
            lambda one: SupportProfession(one.profession),
            sorts=("profession",),
            filters=SupportProfession,
        ),
        Column("organization", _("Organization"), lambda one: one.organization, is_of_file=True),
        Column(
            "phone",
            _("Phone"),
            lambda one: one.phone,
            link=lambda one: f"tel:{one.phone}" if one.phone else "",
        ),
        Column("hours", _("Hours"), lambda one: one.hours),
        Column("languages", _("Languages"), lambda one: one.languages),
        Column("agreement", _("Agreement"), lambda one: one.agreement, template="support/_agreement_cell.html"),
        Column("until", _("Agreement until"), lambda one: one.agreement_until, is_of_file=True),
        Column("remove", _("Remove"), template="support/_remove_cell.html"),
    ),
)
