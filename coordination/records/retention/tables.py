"""The tables of retention: what was deleted, and incidents that go soon."""

from django.urls import reverse
from django.utils.translation import gettext

from coordination.keeping.vocabulary import DataClass
from coordination.records.retention.queries import DeletionView, GoingIncident
from mou.foundation.labelled import gettext_noop as _
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
