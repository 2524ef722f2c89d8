"""At which of an incident's schools a participant may hold a role, and whose board of roles they read."""

from datetime import datetime

from coordination.incident.accountability.access import own_site_id, site_of_rooms
from coordination.incident.staff_roles.queries import is_officer_at
from coordination.room.access import RoomGrant
from coordination.room.audiences import RESPONDER_KINDS, has_command_role, is_of_site
from mapping.models import Site


def site_of_roles(grant: RoomGrant, at: datetime) -> Site:
    """Return the school whose roles the asker may hold: the one they are there for.

    An officer whose agency has agreements with several schools of the incident is assigned to one of them. No query
    more where no site has joined.
    """
    own = site_of_rooms(grant, None)
    who = grant.joined()
    if not grant.at_joined or who.agency_kind not in RESPONDER_KINDS or is_officer_at(who.user_id, own, at):
        return own
    others = (site_of_rooms(grant, one.site_id) for one in grant.at_joined if one.site_id != own.pk)
    return next((one for one in others if is_officer_at(who.user_id, one, at)), own)


def may_have_role(grant: RoomGrant, site: Site, at: datetime) -> bool:
    """Tell whether there is anything to look up: most who come to help have no card here. At most one query."""
    who = grant.joined()
    return is_of_site(who, site) or reads_board(grant, site) or is_officer_at(who.user_id, site, at)


def reads_board(grant: RoomGrant, site: Site) -> bool:
    """Tell whether a participant reads what is open of all roles of a school that is in the incident.

    Command reads it of every school, by an agreement or of the school itself; leaders of one that joined of their own.
    """
    if grant.by_mutual_aid():
        return False
    return grant.may_command() or (own_site_id(grant) == site.pk and leads_at(grant, site))


def leads_at(grant: RoomGrant, site: Site) -> bool:
    """Tell whether a participant has a command role of that very school or its district."""
    who = grant.joined()
    return is_of_site(who, site) and has_command_role(who, site)
