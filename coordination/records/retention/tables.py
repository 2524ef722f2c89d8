"""The tables of retention: what was deleted, incidents that go soon, what is under legal hold."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from coordination.keeping.vocabulary import DataClass, HoldScope
from coordination.records.retention.queries import DeletionView, GoingIncident, HoldView
from mou.foundation.forms.act_form import AnyForm
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as pgettext
from mou.foundation.tables.columns import Column, Table

DELETIONS: Table[DeletionView] = Table(
    name="deletions",
    caption=_("Deletions"),
    empty=_("Nothing was deleted yet."),
    order=("-seq",),
    columns=(
        Column("number", _("Number"), lambda one: f"#{one.number}", sorts=("seq",), is_number=True, is_head=True),
        Column("at", _("When"), lambda one: one.at, sorts=("at",), is_number=True),
        Column("what", _("What"), lambda one: one.data_class, filters=DataClass, matches="data_class"),
        Column(
            "count",
            _("Count"),
            lambda one: one.count,
            template="records/cells/count.html",
            sorts=("count",),
            is_number=True,
        ),
        Column("days", _("Days"), lambda one: one.days, is_of_file=True),
        Column("rule", _("Rule"), lambda one: one.set_by, template="records/cells/rule.html"),
        Column("proof", _("Proof"), template="records/cells/proof.html"),
        Column("content", _("Content"), lambda one: one.content, is_of_file=True),
        Column("hash", _("Hash"), lambda one: one.chain_hash, is_of_file=True),
    ),
)
GOING: Table[GoingIncident] = Table(
    name="going",
    prefix="going",
    caption=_("Incidents that go within 30 days"),
    empty=_("No incident goes within 30 days."),
    searches=True,
    columns=(
        Column(
            "incident",
            _("Incident"),
            lambda one: f"{gettext('EXERCISE')} · {one.title}" if one.is_exercise else one.title,
            link=lambda one: reverse("incident", args=[one.incident_id]),
            sorts=True,
            is_head=True,
        ),
        Column("site", _("Site"), lambda one: one.site, sorts=True, filters=True),
        Column(
            "closed",
            _("Closed"),
            lambda one: one.closed_at,
            template="records/cells/day.html",
            sorts=True,
            is_number=True,
        ),
        Column(
            "goes", _("Goes"), lambda one: one.goes_at, template="records/cells/day.html", sorts=True, is_number=True
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class HoldForms:
    """A hold, and what its row asks for: to release it, or to keep it although someone asked."""

    hold: HoldView
    release: AnyForm
    keep: AnyForm


# Who is under hold, and why, is read here by the district's administrators: no list of it leaves as a file.
HOLDS: Table[HoldForms] = Table(
    name="holds",
    caption=pgettext("legal", "Holds"),
    empty=_("Nothing is under hold."),
    order=("is_released", "-set_at"),
    searches=("name", "reason", "set_by_name"),
    has_file=False,
    columns=(
        Column(
            "what",
            _("What"),
            lambda one: one.hold.scope,
            template="records/cells/held.html",
            sorts=("scope", "name"),
            filters=HoldScope,
            matches="scope",
            is_head=True,
        ),
        Column("why", _("Why"), lambda one: one.hold.reason),
        Column(
            "set", _("Set by"), lambda one: one.hold.set_by, template="records/cells/hold_set.html", sorts=("set_at",)
        ),
        Column(
            "release",
            _("Release"),
            lambda one: one.hold.released_at,
            template="records/cells/release.html",
            sorts=("released_at",),
            says_none=True,
        ),
    ),
)
