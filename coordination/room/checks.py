"""Rules that actions of several capabilities share."""

from uuid import UUID

from coordination.errors import AudienceNotAllowed, LevelNotAtSite
from coordination.room.log import CommandContext
from coordination.vocabulary import Audience
from mapping.plans.levels import is_level_of_site


def checked_audience(context: CommandContext, audience: Audience) -> Audience:
    """Return the audience if the asker belongs to it: a speaker must be able to hear the answer.

    Raises: AudienceNotAllowed.
    """
    if audience not in context.grant.audiences:
        raise AudienceNotAllowed(pointer="/audience")
    return audience


def checked_level(context: CommandContext, level_id: UUID | None) -> UUID | None:
    """Return the level id if it is of the incident's site; None is outdoors or unknown. Raises: LevelNotAtSite."""
    if level_id is not None and not is_level_of_site(context.incident.site, level_id):
        raise LevelNotAtSite(pointer="/level_id")
    return level_id
