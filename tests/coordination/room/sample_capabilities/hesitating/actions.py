"""Hesitate."""

from coordination.errors import NotAllowed
from coordination.room.log import CommandContext
from coordination.room.models import Participant
from coordination.room.objects import patch_to_create
from mou.access.epoch_change import bump_access_epoch
from tests.coordination.room.sample_capabilities.hesitating.capability import Hesitated, HesitateNow, Hesitation


def hesitate_now(*, context: CommandContext, command: HesitateNow) -> None:
    """Write everywhere, then say no."""
    bump_access_epoch()
    Participant.objects.filter(room=context.room).update(removed_at=context.at)
    context.append(Hesitated(), patch=patch_to_create(Hesitation, command.id, words="half done"))
    raise NotAllowed
