"""The one rule about audiences that every action shares."""

from coordination.errors import AudienceNotAllowed
from coordination.incident_log import Turn
from coordination.vocabulary import Audience


def check_audience(turn: Turn, audience: Audience) -> Audience:
    """Return the audience if the asker belongs to it: nobody speaks where they cannot hear the answer.

    Raises: AudienceNotAllowed.
    """
    if audience not in turn.grant.audiences:
        raise AudienceNotAllowed(pointer="/audience")
    return audience
