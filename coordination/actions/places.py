"""Check that what is put on the map lies on this site's floors."""

from uuid import UUID

from coordination.errors import LevelNotAtSite
from coordination.incident_log import Turn
from mapping.plans.levels import is_level_of_site


def check_level(turn: Turn, level_id: UUID | None) -> UUID | None:
    """Return the level id if it is of the incident's site; None is outdoors or unknown. Raises: LevelNotAtSite."""
    if level_id is not None and not is_level_of_site(turn.incident.site, level_id):
        raise LevelNotAtSite(pointer="/level_id")
    return level_id
