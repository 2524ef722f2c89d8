"""Rules that actions of several capabilities share."""

from uuid import UUID

from coordination.errors import AudienceNotAllowed, LevelNotAtSite, SiteNotInIncident
from coordination.room.log import CommandContext
from coordination.vocabulary import Audience
from mapping.models import Site
from mapping.plans.levels import is_level_of_sites


def checked_audience(context: CommandContext, audience: Audience) -> Audience:
    """Return the audience if the asker belongs to it: a speaker must be able to hear the answer.

    Raises: AudienceNotAllowed.
    """
    if audience not in context.grant.audiences:
        raise AudienceNotAllowed(pointer="/audience")
    return audience


def checked_level(context: CommandContext, level_id: UUID | None) -> UUID | None:
    """Return the level id if it is of a site of the incident; None is outdoors or unknown. Raises: LevelNotAtSite."""
    if level_id is not None and not is_level_of_sites(context.incident.site_ids_now(), level_id):
        raise LevelNotAtSite(pointer="/level_id")
    return level_id


def checked_site(context: CommandContext, site_id: UUID | None, *, pointer: str = "/site_id") -> Site:
    """Return the site that a command is about: the one it names, else the incident's own. A query where it names one.

    Raises: SiteNotInIncident: it has not joined, or has left; or none is named and the incident is away from its own.
    """
    incident = context.incident
    wanted = incident.site_id if site_id is None else site_id
    if wanted not in incident.site_ids_now():
        raise SiteNotInIncident(pointer=pointer)
    return incident.site if wanted == incident.site_id else Site.objects.get(pk=wanted)
