"""Rooms of the plans in force, for a crisis team to use."""

from uuid import UUID

from coordination.prevention.support.errors import BadSupport
from coordination.prevention.support.models import CrisisCall
from coordination.room.models import Incident
from mapping.assessments.work.spots import Spot, spots_of
from mapping.models import Site

MOST_SITES = 20


def sites_of(call: CrisisCall) -> list[Site]:
    """Return where a team may use rooms: at the incident's site, and at those of the school or district."""
    rows = Site.objects.filter(school_id=call.team.agency_id) | Site.objects.filter(district_id=call.team.agency_id)
    incident = Incident.objects.filter(pk=call.incident_id).select_related("site").first() if call.incident_id else None
    found = {} if incident is None else {incident.site_id: incident.site}
    return list((found | {one.pk: one for one in rows.order_by("name")[:MOST_SITES]}).values())


def spaces_of(call: CrisisCall) -> list[tuple[Site, list[Spot]]]:
    """Return the rooms to choose from, by site; of a district's team at the incident's site only, if there is one."""
    sites = sites_of(call)[:1] if call.incident_id else sites_of(call)
    return [(site, [one for one in spots_of(site) if not one.is_door]) for site in sites]


def space_to_take(call: CrisisCall, space_id: UUID) -> tuple[Site, Spot]:
    """Return a room with its site. Raises: BadSupport."""
    for site, spaces in spaces_of(call):
        found = next((one for one in spaces if one.id == space_id), None)
        if found is not None:
            return site, found
    raise BadSupport("The plans in force have no such room.", pointer="/space_id")
