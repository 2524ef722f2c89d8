"""Read which agreements in force at a place say who commands, and in which clause."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch

from mou.access import policy
from mou.access.facts import held_versions
from mou.agreements.reading.cards import holds_at_place
from mou.agreements.reading.plain_words import text_of
from mou.errors import BadTerms
from mou.models import Term, Version, VersionSite
from mou.terms import CommandOrder, checked_value
from mou.vocabulary import TermKind


@dataclass(frozen=True, slots=True)
class AgreedOrder:
    """The order of command of one agreement, and the clause that says it."""

    memorandum_id: UUID
    agency_id: UUID
    title: str
    order: CommandOrder
    heading: str
    text: str


def command_orders_at(place: policy.Place, at: datetime) -> list[AgreedOrder]:
    """Return the orders of command that hold at a place, in the order of their agencies' names. Three queries."""
    terms = Term.objects.select_related("clause").filter(kind=TermKind.COMMAND_TRANSFER_TO.value)
    rows = (
        held_versions(at, None, [place.district_id])
        .select_related("memorandum__district", "memorandum__agency")
        .prefetch_related(
            Prefetch("sites", VersionSite.objects.filter(site_id=place.site_id)), Prefetch("terms", terms)
        )
        .order_by("memorandum__agency__name", "memorandum__title", "number")
    )
    return [
        found
        for row in rows
        if holds_at_place(row, place, at)
        for term in row.terms.all()
        if (found := _order_of(row, term))
    ]


def _order_of(row: Version, term: Term) -> AgreedOrder | None:
    try:
        value = checked_value(TermKind.COMMAND_TRANSFER_TO, term.value)
    except BadTerms:
        # A stored mistake yields no name; the other agreements and the school's leadership still do.
        return None
    if not isinstance(value, CommandOrder):
        return None
    return AgreedOrder(
        memorandum_id=row.memorandum_id,
        agency_id=row.memorandum.agency_id,
        title=row.memorandum.title,
        order=value,
        heading="" if term.clause is None else term.clause.heading,
        text="" if term.clause is None else text_of(term.clause.body_html),
    )
