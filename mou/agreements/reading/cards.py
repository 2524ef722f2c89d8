"""Read what agreements in force say of a place, in the form in which it is needed in the middle of an incident."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch

from mou.access import policy
from mou.access.facts import agreement_facts, held_versions
from mou.agencies.masking import masked_contact
from mou.agreements.reading.plain_words import Passage, text_of
from mou.errors import BadTerms
from mou.models import Clause, Term, Version, VersionSite
from mou.terms import CommandOrder, Contact, Contacts, Minutes, Radio, Sharing, TermValue, checked_value
from mou.vocabulary import SharingTime, TermKind


@dataclass(frozen=True, slots=True)
class SharingLine:
    """A filled cell of the data matrix: what, in which direction, when."""

    category: str
    direction: str
    when: SharingTime


@dataclass(frozen=True, slots=True)
class AgreementCard:
    """One agreement in force at a place."""

    memorandum_id: UUID
    title: str
    number: int
    agency_id: UUID
    agency: str
    expires_on: date
    command: CommandOrder | None
    radio: Radio | None
    response: Minutes | None
    contacts: tuple[Contact, ...]
    sharing: tuple[SharingLine, ...]
    passages: tuple[Passage, ...]


def cards_at(
    place: policy.Place, at: datetime, *, agency_ids: Collection[UUID] | None, with_contacts: bool
) -> list[AgreementCard]:
    """Return the agreements in force at a place of these agencies, or of all. Five queries.

    Without `with_contacts` people are named without a way to reach them.
    """
    versions = (
        held_versions(at, agency_ids, [place.district_id])
        .select_related("memorandum__district", "memorandum__agency")
        .prefetch_related(
            Prefetch("sites", VersionSite.objects.filter(site_id=place.site_id)),
            Prefetch("terms", Term.objects.select_related("clause").order_by("kind", "scope")),
            Prefetch("clauses", Clause.objects.order_by("position", "key")),
        )
        .order_by("memorandum__agency__name", "memorandum__title", "number")
    )
    return [_card_of(row, with_contacts=with_contacts) for row in versions if holds_at_place(row, place, at)]


def holds_at_place(row: Version, place: policy.Place, at: datetime) -> bool:
    """Tell whether a version is in force at a place; its sites and terms should be fetched already."""
    facts = agreement_facts(row)
    return row.memorandum.agency.is_active and policy.is_in_force(facts, at) and policy.covers_place(facts, place)


def _card_of(row: Version, *, with_contacts: bool) -> AgreementCard:
    values = {
        (term.kind, term.scope): value for term in row.terms.all() if (value := _readable_value(term)) is not None
    }
    command = values.get((TermKind.COMMAND_TRANSFER_TO.value, ""))
    radio = values.get((TermKind.RADIO_INTEROP.value, ""))
    response = values.get((TermKind.RESPONSE_TIME_TARGET_MINUTES.value, ""))
    contacts = values.get((TermKind.CONTACTS.value, ""))
    people = contacts.people if isinstance(contacts, Contacts) else ()
    return AgreementCard(
        memorandum_id=row.memorandum_id,
        title=row.memorandum.title,
        number=row.number,
        agency_id=row.memorandum.agency_id,
        agency=row.memorandum.agency.name,
        expires_on=row.expires_on,
        command=command if isinstance(command, CommandOrder) else None,
        radio=radio if isinstance(radio, Radio) else None,
        response=response if isinstance(response, Minutes) else None,
        contacts=tuple(masked_contact(one, is_party=with_contacts) for one in people),
        sharing=tuple(
            SharingLine(category, direction, value.when)
            for (_, scope), value in values.items()
            if isinstance(value, Sharing)
            for category, _, direction in [scope.partition(":")]
        ),
        passages=tuple(
            Passage(key=one.key, topic=one.topic, heading=one.heading, text=text_of(one.body_html))
            for one in row.clauses.all()
        ),
    )


def _readable_value(term: Term) -> TermValue | None:
    try:
        return checked_value(TermKind(term.kind), term.value)
    except (ValueError, BadTerms):
        return None
