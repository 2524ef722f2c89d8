"""Read the parties of a version: their part, where their terms stand, whether they signed, whether they leave."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mou.access.annexes import agencies_of, is_first_agency_party
from mou.models import Agency, Version
from mou.party_roles import PartyRole
from mou.vocabulary import AgencyKind


@dataclass(frozen=True, slots=True)
class PartyView:
    """One party of a version.

    `role`: its part; none for the district that keeps the agreement, nor where two parties have said none. `terms_id`:
    the memorandum under which stands what is opened to it. `returns_id`: the one under which stands what it opens in
    return. `has_signed`: all who are named for it have signed. `last_day`: it has given notice, and is a party until
    then.
    """

    id: UUID
    name: str
    kind: AgencyKind
    is_keeper: bool
    role: PartyRole | None
    terms_id: UUID | None
    returns_id: UUID | None
    has_signed: bool
    last_day: date | None
    reason: str


def party_views(version: Version, annexes: list[Version], *, unsigned: Collection[UUID]) -> tuple[PartyView, ...]:
    """Return the parties of an agreement's version, its district first. One query.

    `unsigned`: for which of them a signature is missing.
    """
    leavings = {one.agency_id: one for one in version.leavings.all()}
    first = [version] if is_first_agency_party(version) else []
    terms = {one.memorandum.agency_id: one for one in (*annexes, *first)}
    returns = {
        one.memorandum.district_id: one.memorandum_id
        for one in annexes
        if one.memorandum.district_id != version.memorandum.district_id
    }
    keeper_id = version.memorandum.district_id

    def view_of(agency: Agency) -> PartyView:
        row, leaving = None if agency.pk == keeper_id else terms.get(agency.pk), leavings.get(agency.pk)
        return PartyView(
            id=agency.pk,
            name=agency.name,
            kind=AgencyKind(agency.kind),
            is_keeper=agency.pk == keeper_id,
            role=PartyRole(row.party_role) if row is not None and row.party_role else None,
            terms_id=None if row is None else row.memorandum_id,
            returns_id=returns.get(agency.pk),
            has_signed=agency.pk not in unsigned,
            last_day=None if leaving is None else leaving.last_day,
            reason="" if leaving is None else leaving.reason,
        )

    return tuple(map(view_of, agencies_of(version, annexes)))
