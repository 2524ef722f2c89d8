"""The rows that a check of many people at many sites needs, by agency, district and site. Decides nothing."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from mou.access import policy
from mou.access.openings import Emergency, EmergencyAccess, MutualAid, emergency_access_at, is_let_in
from mou.models import AgencyMember
from mou.vocabulary import AgencyKind


class Gathered:
    """Facts of any number of sites; the policy is shown only those of the place in question."""

    def __init__(
        self,
        agreements: Iterable[policy.Agreement],
        emergencies: Iterable[Emergency],
        taken: Iterable[EmergencyAccess],
        at: datetime,
        aid: Iterable[MutualAid] = (),
    ) -> None:
        self._agreements: dict[tuple[UUID, UUID], list[policy.Agreement]] = defaultdict(list)
        self._emergencies: dict[UUID, list[Emergency]] = defaultdict(list)
        self._taken = tuple(taken)
        self._aid = tuple(aid)
        self._at = at
        for one in agreements:
            self._agreements[one.agency_id, one.district_id].append(one)
        for incident in emergencies:
            self._emergencies[incident.site_id].append(incident)

    def decision(self, place: policy.Place, member: AgencyMember) -> policy.Decision | None:
        """Return what a membership makes of a person at a place, by the policy."""
        return policy.decide_access(
            agency_id=member.agency_id,
            kind=AgencyKind(member.agency.kind),
            place=place,
            agreements=self._agreements.get((member.agency_id, place.district_id), ()),
            emergencies=self._emergencies.get(place.site_id, ()),
            taken=emergency_access_at(self._taken, user_id=member.user_id, site_id=place.site_id, at=self._at),
            at=self._at,
            is_let_in=is_let_in(self._aid, member_id=member.pk, incident_id=place.incident_id, at=self._at),
        )
