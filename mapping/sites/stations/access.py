"""Decide which stations and units a person sees and changes. A refusal to a stranger reads "not there"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mou.access import policy
from mou.access.facts import agreements_anywhere, agreements_of_district
from mou.access.fetch import active_memberships, members_who_count
from mou.agencies.duty import RESPONDING
from mou.agencies.teams import LEADERS
from mou.errors import AgencyNotFound, NotAllowed
from mou.models import Agency, AgencyMember
from mou.vocabulary import AgencyKind, MemberRole

# Roles that send or lead people of several agencies, and must know what the others have.
DIRECTING = frozenset({*LEADERS, MemberRole.DISPATCHER})
KEEPING = frozenset({*LEADERS, MemberRole.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class SeenAgency:
    """An agency whose stations a person sees. Only its own people read who is on which unit."""

    agency: Agency
    is_own: bool
    may_change: bool


def agencies_seen(user_id: int, at: datetime) -> list[SeenAgency]:
    """Return the agencies whose stations and units a person sees, their own first.

    Their own, where it responds. To a district's own people, those that have an agreement in force with it; to those
    who dispatch or lead, those that have one with a district that their own agency serves.
    """
    mine = active_memberships(user_id, at)
    own = {one.agency_id: one for one in mine if one.agency.kind in RESPONDING}
    partners = _parties_of(_districts_of(mine, at), at) - own.keys()
    rows = Agency.objects.filter(pk__in=partners, kind__in=[one.value for one in RESPONDING], is_active=True)
    found = [SeenAgency(one.agency, is_own=True, may_change=may_keep(one)) for one in own.values()]
    seen = [SeenAgency(one, is_own=False, may_change=False) for one in rows.order_by("name", "id")]
    return [*sorted(found, key=lambda one: one.agency.name), *seen]


def may_keep(member: AgencyMember) -> bool:
    """Tell whether a membership lets its person change stations and units: an administrator, or a leader of people."""
    return member.role in KEEPING and member.agency.kind in RESPONDING


def agency_to_keep_for(*, user_id: int, agency_id: UUID, at: datetime) -> Agency:
    """Return an agency for changing its stations and units, and lock its row until commit: one change at a time.

    Raises: AgencyNotFound: the person sees none of its stations. NotAllowed: they see them, and do not keep them.
    """
    member = members_who_count(at).filter(user_id=user_id, agency_id=agency_id).select_related("agency").first()
    if member is None or not may_keep(member):
        if any(one.agency.pk == agency_id for one in agencies_seen(user_id, at)):
            raise NotAllowed("Stations and units are changed by who leads or administers their agency.")
        raise AgencyNotFound("There is no such agency.")
    return Agency.objects.select_for_update(no_key=True).get(pk=agency_id)


def _districts_of(mine: Iterable[AgencyMember], at: datetime) -> set[UUID]:
    """Return the districts whose partners a person is told of."""
    kept = {one.agency_id for one in mine if one.agency.kind == AgencyKind.DISTRICT}
    directing = {one.agency_id for one in mine if one.agency.kind in RESPONDING and one.role in DIRECTING}
    held = agreements_anywhere(at, directing) if directing else []
    return kept | {one.district_id for one in held if policy.is_in_force(one, at)}


def _parties_of(district_ids: Iterable[UUID], at: datetime) -> set[UUID]:
    held = [one for district_id in sorted(district_ids) for one in agreements_of_district(district_id, at)]
    return {one.agency_id for one in held if policy.is_in_force(one, at)}
