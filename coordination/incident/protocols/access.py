"""Who reads a district's protocol (its own people and its schools') and who chooses it (its administrators)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.incident.protocols.errors import ProtocolNotFound, ProtocolNotYours
from coordination.incident.staff_roles.access import agencies_with_cards
from mou.access.fetch import AgencyNeed, agency_for, may_manage
from mou.errors import AgencyNotFound, NotAllowed
from mou.models import Agency


@dataclass(frozen=True, slots=True)
class ProtocolPlace:
    """A school or district whose protocol a person reads, the district that chooses it, and whether they may."""

    agency: Agency
    district: Agency
    may_choose: bool


def protocol_place(*, user_id: int, agency_id: UUID, at: datetime) -> ProtocolPlace:
    """Return where a protocol holds, for people of the school or its district. Raises: ProtocolNotFound."""
    agency = agencies_with_cards(user_id, at).filter(pk=agency_id).first()
    if agency is None:
        raise ProtocolNotFound
    district = agency.parent or agency
    return ProtocolPlace(agency, district, may_manage(user_id, district, at))


def district_to_choose_for(*, user_id: int, agency_id: UUID, at: datetime) -> Agency:
    """Return the district whose protocol a person chooses, its row held. Raises: ProtocolNotFound, ProtocolNotYours."""
    place = protocol_place(user_id=user_id, agency_id=agency_id, at=at)
    try:
        return agency_for(user_id=user_id, agency_id=place.district.pk, need=AgencyNeed.MANAGE, at=at, lock=True)
    except (AgencyNotFound, NotAllowed) as refused:
        raise ProtocolNotYours from refused
