"""The ephemeral door: positions. Never logged; the last value wins; a position that is lost is followed by the next."""

from datetime import datetime

from coordination import fanout
from coordination.errors import AudienceNotAllowed
from coordination.models import Participant
from coordination.vocabulary import Audience
from coordination.wire.commands import SharePosition
from coordination.wire.frames import encoded, time_text


def position_json(participant: Participant, command: SharePosition, *, at: datetime) -> bytes:
    """Return a position as every client gets it: who, where, how sure, which floor, how old the fix was at `at`."""
    return encoded(
        {
            "participant_id": str(participant.id),
            "lon": command.lon,
            "lat": command.lat,
            "level_id": str(command.level_id) if command.level_id else None,
            "accuracy_m": command.accuracy_m,
            "heading_deg": command.heading_deg,
            "speed_mps": command.speed_mps,
            "fix_age_s": command.fix_age_s,
            "at": time_text(at),
        }
    )


def share_position(
    *, participant: Participant, audiences: frozenset[Audience], command: SharePosition, at: datetime
) -> None:
    """Show where a participant is to an audience they belong to. Raises: AudienceNotAllowed."""
    if command.audience not in audiences:
        raise AudienceNotAllowed(pointer="/audience")
    fanout.whisper(
        fanout.Whisper(
            room_id=participant.room_id,
            participant_id=participant.id,
            position=position_json(participant, command, at=at),
            audience=command.audience,
        )
    )


def stop_sharing_position(*, participant: Participant) -> None:
    """Take a participant's position off everybody's map."""
    fanout.whisper(
        fanout.Whisper(
            room_id=participant.room_id, participant_id=participant.id, position=None, audience=Audience.EVERYONE
        )
    )
