"""Break glass: a responder takes what their agreement does not give, to save life, and everybody sees that they did."""

from coordination import incident_log
from coordination.errors import RespondersOnly
from coordination.incident_log import Turn
from coordination.wire.commands import BreakGlass
from coordination.wire.events import GlassBroken
from coordination.wire.frames import time_text
from mou.access.broken_glass import take_by_breaking_glass
from mou.vocabulary import TermKind


def break_glass(*, turn: Turn, command: BreakGlass) -> None:
    """Take rights for half an hour. Raises: RespondersOnly: not a responder who is here by an agreement."""
    standing = turn.grant.by_agreement()
    if standing is None:
        raise RespondersOnly
    site, incident = turn.incident.site, turn.incident
    taken = take_by_breaking_glass(
        member=standing.member,
        district_id=site.district_id,
        site_id=site.pk,
        incident_id=incident.pk,
        is_exercise=incident.is_exercise,
        kinds=[TermKind(kind) for kind in command.grants],
        reason=command.reason,
        at=turn.at,
    )
    event = GlassBroken(
        glass_id=taken.pk, grants=tuple(taken.kinds), reason=command.reason, until=time_text(taken.ends_at)
    )
    incident_log.append(turn, event)
