"""Which agreements hold for SROs, and what they ask. Asks the policy whether an agreement holds."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch

from mou.access.facts import agreement_facts, held_versions
from mou.access.policy import is_in_force
from mou.models import Clause, Term, Version
from mou.officers.rules import Requirement, TermFact, requirements_of
from mou.vocabulary import TermKind

ASKED = (TermKind.TRAINING_HOURS.value, TermKind.DRILLS_PER_YEAR.value)


@dataclass(frozen=True, slots=True)
class AskingAgreement:
    """An agreement in force between an agency and a district, and what it asks of the agency's SROs."""

    memorandum_id: UUID
    title: str
    number: int
    agency_id: UUID
    district_id: UUID
    expires_on: date
    covers_all_sites: bool
    site_ids: frozenset[UUID]
    requirements: tuple[Requirement, ...]

    def covers(self, site_ids: Iterable[UUID]) -> bool:
        """Say whether it speaks of one of these sites at least."""
        return self.covers_all_sites or not self.site_ids.isdisjoint(site_ids)


def asking_agreements(
    at: datetime, *, agency_ids: Collection[UUID], district_ids: Collection[UUID] | None
) -> dict[tuple[UUID, UUID], list[AskingAgreement]]:
    """Return the agreements in force by agency and district, with these districts or any. Four queries."""
    found: dict[tuple[UUID, UUID], list[AskingAgreement]] = defaultdict(list)
    terms = Term.objects.filter(kind__in=ASKED).select_related("clause")
    clauses = Clause.objects.only("id", "version_id", "topic")
    rows = held_versions(at, agency_ids, district_ids).prefetch_related(
        "sites", Prefetch("terms", terms), Prefetch("clauses", clauses)
    )
    for row in rows.order_by("memorandum_id"):
        if is_in_force(agreement_facts(row), at):
            found[row.memorandum.agency_id, row.memorandum.district_id].append(_asking_agreement(row))
    return found


def _asking_agreement(row: Version) -> AskingAgreement:
    terms = [TermFact(one.kind, one.scope, one.value) for one in row.terms.all()]
    return AskingAgreement(
        memorandum_id=row.memorandum_id,
        title=row.memorandum.title,
        number=row.number,
        agency_id=row.memorandum.agency_id,
        district_id=row.memorandum.district_id,
        expires_on=row.expires_on,
        covers_all_sites=row.covers_all_sites,
        site_ids=frozenset(one.site_id for one in row.sites.all()),
        requirements=requirements_of(terms, [one.topic for one in row.clauses.all()]),
    )
