"""Which level of intervention someone's exposure suggests. Pure. A person of the team decides.

PREPaRE (NASP) sorts first by how near someone was, to what happened and to those it happened to, then by reactions.
The sums are a convention of ours.
"""

from collections.abc import Mapping
from types import MappingProxyType

from coordination.prevention.support.vocabulary import (
    CrisisReaction,
    EmotionalExposure,
    InterventionLevel,
    PhysicalExposure,
)

POINTS: Mapping[PhysicalExposure | EmotionalExposure | CrisisReaction, int] = MappingProxyType(
    {
        PhysicalExposure.THERE: 2,
        PhysicalExposure.NEARBY: 1,
        EmotionalExposure.CLOSE: 2,
        EmotionalExposure.KNEW_THEM: 1,
        CrisisReaction.SOME: 1,
    }
)
FROM_INDICATED, FROM_SELECTED = 3, 1


def suggested_level(
    physical: PhysicalExposure, emotional: EmotionalExposure, reaction: CrisisReaction
) -> InterventionLevel:
    """Return the level that an exposure suggests; a severe reaction needs someone alone with them."""
    points = sum(POINTS.get(one, 0) for one in (physical, emotional, reaction))
    if reaction is CrisisReaction.SEVERE or points >= FROM_INDICATED:
        return InterventionLevel.INDICATED
    return InterventionLevel.SELECTED if points >= FROM_SELECTED else InterventionLevel.UNIVERSAL
