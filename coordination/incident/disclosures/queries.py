"""The district's disclosure ledger, as its keepers read and export it."""

from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from coordination.incident.disclosures.models import Disclosure
from coordination.room.access import Asker
from mou.access.fetch import keeps_agreements
from mou.errors import AgencyNotFound
from mou.models import Agency
from mou.vocabulary import AgencyKind

MAX_LISTED = 5_000


@dataclass(frozen=True, slots=True)
class DisclosureView:
    """One disclosure: what, to whom, by what right, under which clause, for which threat, by whom, when, in what."""

    id: UUID
    at: datetime
    is_exercise: bool
    site: str
    incident: str
    incident_id: UUID
    entry: int
    authority: str
    categories: tuple[str, ...]
    agency: str
    recipient: str
    students: str
    threat: str
    clause: str
    by: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """A district and what it has disclosed, newest first. `is_whole`: nothing older was left out."""

    district_id: UUID
    district: str
    time_zone: str
    disclosures: tuple[DisclosureView, ...]
    is_whole: bool


COLUMNS = tuple(field.name for field in fields(DisclosureView))


def district_kept(asker: Asker, district_id: UUID) -> Agency:
    """Return a district whose agreements the asker keeps. Raises: AgencyNotFound: none, or not theirs."""
    district = Agency.objects.filter(pk=district_id, kind=AgencyKind.DISTRICT.value).first()
    if district is None or not keeps_agreements(asker.user_id, district_id, asker.at):
        raise AgencyNotFound("There is no such agency.")
    return district


def ledger_for(asker: Asker, district_id: UUID) -> Ledger:
    """Return a district's ledger. Two queries more than access. Raises: AgencyNotFound."""
    district = district_kept(asker, district_id)
    rows = list(
        Disclosure.objects.filter(district=district)
        .select_related("incident")
        .order_by("-disclosed_at", "-id")[: MAX_LISTED + 1]
    )
    return Ledger(
        district_id=district.pk,
        district=district.name,
        time_zone=district.time_zone,
        disclosures=tuple(_view(row) for row in rows[:MAX_LISTED]),
        is_whole=len(rows) <= MAX_LISTED,
    )


def _view(row: Disclosure) -> DisclosureView:
    return DisclosureView(
        id=row.pk,
        at=row.disclosed_at,
        is_exercise=row.is_exercise,
        site=row.site_name,
        incident=row.incident.title,
        incident_id=row.incident_id,
        entry=row.seq,
        authority=row.authority,
        categories=tuple(row.categories),
        agency=row.agency_name,
        recipient=row.recipient,
        students=row.students,
        threat=row.threat,
        clause=row.clause,
        by=row.disclosed_by_name,
    )
