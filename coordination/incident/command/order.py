"""Who may be in command, and who stands above whom: the agreements' order of command and the site's own leadership.

Command is handed on by kinds of agencies. Which kind leads follows from what the incident is: fire and medical service
lead at a fire, a release or an injury; elsewhere the order holds as it was agreed.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from coordination.room.audiences import RESPONDER_KINDS, is_of_site
from coordination.room.models import Participant
from coordination.vocabulary import ClaimBasis, IncidentType
from mapping.models import Site
from mou.access.policy import Place
from mou.agreements.reading.command_orders import AgreedOrder, command_orders_at
from mou.vocabulary import AgencyKind, MemberRole

# NIMS: an officer commands until relieved by a person of higher rank. Dispatchers and planners never do, on scene.
RANK = {
    MemberRole.OFFICER: 0,
    MemberRole.SUPERVISOR: 1,
    MemberRole.ADMINISTRATOR: 1,
    MemberRole.COMMANDER: 2,
}
LEADERS = frozenset({MemberRole.SUPERVISOR, MemberRole.ADMINISTRATOR, MemberRole.COMMANDER})
RESCUE_LEADS = frozenset(
    {
        IncidentType.FIRE_ALARM,
        IncidentType.STRUCTURE_FIRE,
        IncidentType.SMOKE,
        IncidentType.GAS_LEAK_INSIDE,
        IncidentType.GAS_LEAK_OUTSIDE,
        IncidentType.HAZMAT,
        IncidentType.CARDIAC,
        IncidentType.OVERDOSE,
        IncidentType.SEIZURE,
        IncidentType.MEDICAL,
        IncidentType.TRAUMA,
    }
)
RESCUE = (AgencyKind.FIRE, AgencyKind.EMS)
# Without an agreement on command, those who lead a responding agency's people may, so that there is a commander.
NO_ORDER = (
    AgencyKind.POLICE,
    AgencyKind.SHERIFF,
    AgencyKind.FIRE,
    AgencyKind.EMS,
    AgencyKind.EMERGENCY_MANAGEMENT,
)
# Below every responder whom an order names.
SCHOOL_POSITION = 99


@dataclass(frozen=True, slots=True)
class Claimant:
    """A participant who may be in command. `position`: of their kind of agency in the order, the first leads."""

    basis: ClaimBasis
    position: int
    rank: int
    agreed: AgreedOrder | None = None

    def stands_above(self, other: "Claimant | None") -> bool:
        """Tell whether command may be taken from another without being offered.

        Any responder relieves the school; of the same kind, the higher rank; of another kind, whose kind leads
        here, unless the other's rank is higher. A holder whom the order no longer names is below all others.
        """
        if other is None:
            return True
        if self.position == other.position:
            return self.position != SCHOOL_POSITION and self.rank > other.rank
        if other.position == SCHOOL_POSITION:
            return True
        return self.position < other.position and self.rank >= other.rank


@dataclass(frozen=True, slots=True)
class OrderOfCommand:
    """The orders that hold at a site, for one type of incident."""

    site: Site
    agreed: Sequence[AgreedOrder]
    incident_type: IncidentType

    def claimant(self, one: Participant) -> Claimant | None:
        """Return what a participant is to command here; None for whom neither order nor leadership names."""
        kind, role = AgencyKind(one.agency_kind), MemberRole(one.role)
        if role not in RANK:
            return None
        if is_of_site(one, self.site):
            leads = role in LEADERS
            return Claimant(ClaimBasis.SCHOOL_LEADERSHIP, SCHOOL_POSITION, RANK[role]) if leads else None
        if kind not in RESPONDER_KINDS:
            return None
        if not self.agreed:
            if role not in LEADERS or kind not in NO_ORDER:
                return None
            return Claimant(ClaimBasis.NO_ORDER_AGREED, self._position(kind, NO_ORDER), RANK[role])
        found = self._order_for(one, kind)
        if found is None:
            return None
        return Claimant(ClaimBasis.ORDER_OF_COMMAND, self._position(kind, found.order.order), RANK[role], found)

    def _order_for(self, one: Participant, kind: AgencyKind) -> AgreedOrder | None:
        """Return the order of their own agency's agreement; where it has none, another that names their kind."""
        own = [agreed for agreed in self.agreed if agreed.agency_id == one.agency_id]
        return next((agreed for agreed in own or self.agreed if kind in agreed.order.order), None)

    def _position(self, kind: AgencyKind, order: Collection[AgencyKind]) -> int:
        leading = [one for one in order if one in RESCUE] if self.incident_type in RESCUE_LEADS else []
        return [*leading, *(one for one in order if one not in leading)].index(kind)


def order_at(site: Site, *, incident_type: IncidentType, at: datetime) -> OrderOfCommand:
    """Return the order of command at a site. Three queries."""
    place = Place(district_id=site.district_id, school_id=site.school_id, site_id=site.pk)
    return OrderOfCommand(site, command_orders_at(place, at), incident_type)
