"""Say something that everybody must acknowledge, and acknowledge it."""

from coordination import incident_log
from coordination.actions.audiences import check_audience
from coordination.errors import FlashAcknowledgedAlready, FlashNotFound, IdTaken
from coordination.incident_log import Turn
from coordination.models import Flash, FlashAcknowledgement
from coordination.vocabulary import Audience
from coordination.wire import events
from coordination.wire.commands import AcknowledgeFlash, PostFlash


def post_flash(*, turn: Turn, command: PostFlash) -> None:
    """Post a flash message to an audience. Raises: IdTaken, AudienceNotAllowed."""
    audience = check_audience(turn, command.audience)
    if Flash.objects.filter(room=turn.room, flash_id=command.flash_id).exists():
        raise IdTaken(pointer="/flash_id")
    seq = incident_log.append(turn, events.FlashPosted(flash_id=command.flash_id, text=command.text), audience=audience)
    Flash.objects.create(
        room=turn.room,
        flash_id=command.flash_id,
        seq=seq,
        text=command.text,
        audience=audience.value,
        posted_by=turn.participant,
        posted_at=turn.at,
    )


def acknowledge_flash(*, turn: Turn, command: AcknowledgeFlash) -> None:
    """Read a flash message back: its whole audience hears it, as on a radio net.

    Raises: FlashNotFound, FlashAcknowledgedAlready.
    """
    assert turn.grant is not None
    flash = Flash.objects.filter(
        room=turn.room,
        flash_id=command.flash_id,
        audience__in=[audience.value for audience in turn.grant.audiences],
    ).first()
    if flash is None:
        raise FlashNotFound(pointer="/flash_id")
    if FlashAcknowledgement.objects.filter(flash=flash, participant=turn.participant).exists():
        raise FlashAcknowledgedAlready(pointer="/flash_id")
    FlashAcknowledgement.objects.create(flash=flash, participant=turn.participant, at=turn.at)
    incident_log.append(turn, events.FlashAcknowledged(flash_id=command.flash_id), audience=Audience(flash.audience))
