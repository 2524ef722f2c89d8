"""The ephemeral door: positions. Never logged; the last value wins; a position that is lost is followed by the next."""

from datetime import datetime

from coordination.errors import AudienceNotAllowed
from coordination.incident.positions.capability import SharePosition, StopSharingPosition
from coordination.room import fanout
from coordination.room.models import Participant
from coordination.room.wire.frames import time_text
from coordination.vocabulary import Audience


def position_json(participant: Participant, command: SharePosition, *, at: datetime) -> bytes:
    """Return a position as every client gets it: who, where, how sure, which floor, how old the fix was at `at`."""
    # Written out, all of it numbers and ids: a JSON encoder takes three times as long, each second for each person.
    level, heading, speed = command.level_id, command.heading_deg, command.speed_mps
    return (
        f'{{"participant_id":"{participant.id}","lon":{command.lon!r},"lat":{command.lat!r},'
        f'"level_id":{f'"{level}"' if level else "null"},"accuracy_m":{command.accuracy_m!r},'
        f'"heading_deg":{"null" if heading is None else repr(heading)},'
        f'"speed_mps":{"null" if speed is None else repr(speed)},'
        f'"fix_age_s":{command.fix_age_s!r},"at":"{time_text(at)}"}}'
    ).encode()


def share_position(
    *, participant: Participant, audiences: frozenset[Audience], command: SharePosition, at: datetime
) -> None:
    """Show where a participant is to an audience they belong to. Raises: AudienceNotAllowed."""
    # Officers on a teacher's map help no one, and give officers away.
    usual = Audience.RESPONDERS if Audience.RESPONDERS in audiences else Audience.EVERYONE
    audience = command.audience or usual
    if audience not in audiences:
        raise AudienceNotAllowed(pointer="/audience")
    fanout.share_update(
        fanout.EphemeralUpdate(
            room_id=participant.room_id,
            participant_id=participant.id,
            position=position_json(participant, command, at=at),
            audience=audience,
        )
    )


def stop_sharing_position(
    *, participant: Participant, audiences: frozenset[Audience], command: StopSharingPosition, at: datetime
) -> None:
    """Take a participant's position off all maps."""
    fanout.share_update(
        fanout.EphemeralUpdate(
            room_id=participant.room_id, participant_id=participant.id, position=None, audience=Audience.EVERYONE
        )
    )
