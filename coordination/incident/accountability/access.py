"""Who may give and read the names of missing, extra and injured people, and whose place a substitute takes."""

from uuid import UUID

from coordination.errors import SiteNotInIncident
from coordination.room.access import RoomGrant
from mapping.models import Site
from mou.vocabulary import TermKind


def may_see_names(grant: RoomGrant) -> bool:
    """Tell whether the reader may see the site's roster: as its own people, or by a term or emergency access."""
    return any(TermKind.ROSTER_ACCESS in one.grants for one in grant.standings)


def may_see_names_of(grant: RoomGrant, site_id: UUID) -> bool:
    """Tell it of one of the incident's sites: those of a school that joined by a standing at that school alone."""
    if site_id == grant.incident.site_id:
        return may_see_names(grant)
    return any(one.site_id == site_id and TermKind.ROSTER_ACCESS in one.standing.grants for one in grant.at_joined)


def own_site_id(grant: RoomGrant) -> UUID:
    """Return the site for which the reader is there: one that joined, if that alone lets them in; else the own one.

    Of several, the one whose own people they are.
    """
    if grant.standings or not grant.at_joined:
        return grant.incident.site_id
    own = [one for one in grant.at_joined if one.standing.is_insider]
    return (own or list(grant.at_joined))[0].site_id


def site_of_rooms(grant: RoomGrant, site_id: UUID | None) -> Site:
    """Return the site whose rooms the reader asks about: the one named, if it is in the incident, else their own.

    Raises: SiteNotInIncident. A query where it is one that has joined.
    """
    wanted = site_id or own_site_id(grant)
    if wanted == grant.incident.site_id:
        return grant.incident.site
    if not grant.incident.is_at(wanted):
        raise SiteNotInIncident(pointer="/site_id")
    return Site.objects.select_related("school", "district").get(pk=wanted)
