"""Break glass: a responder takes what their agreement does not give, to save life, and everybody sees that they did."""

from coordination import incident_log
from coordination.access import RESPONDER_KINDS
from coordination.errors import RespondersOnly
from coordination.incident_log import Turn
from coordination.wire.commands import BreakGlass
from coordination.wire.events import GlassBroken
from coordination.wire.frames import time_text
from mou.access import Standing
from mou.actions.broken_glass import take_by_breaking_glass
from mou.vocabulary import AgencyKind, TermKind


def break_glass(*, turn: Turn, command: BreakGlass) -> None:
    """Take rights for half an hour. Raises: RespondersOnly: not a responder who is here by an agreement."""
    standing = _by_agreement(turn)
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


def _by_agreement(turn: Turn) -> Standing:
    """Return the standing by which the participant is here, if it is a responder's and an agreement's."""
    for standing in turn.grant.standings:
        is_theirs = standing.member.pk == turn.participant.member_id
        if is_theirs and not standing.is_insider and AgencyKind(standing.member.agency.kind) in RESPONDER_KINDS:
            return standing
    raise RespondersOnly
