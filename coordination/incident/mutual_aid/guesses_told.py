"""Tell those in command of wrong codes for an invitation of theirs: the person invited may stand before the door."""

from coordination.incident.command.capability import IncidentCommand
from coordination.incident.mutual_aid.models import AidInvitation
from coordination.room.models import Participant, RoomObject
from coordination.room.reading.state import object_now
from mou.foundation.labelled import gettext_noop as _
from push.outbox.notifications import enqueue_notifications
from push.texts import PushWords
from push.vocabulary import Urgency

KIND = "aid_code_guessed"
WORDS = PushWords(_("Wrong codes of mutual aid are typed"))


def tell_of_guesses(invitation: AidInvitation) -> None:
    """Tell those in command, and who has invited, in the caller's transaction. Neither code nor name is said."""
    room = invitation.room
    enqueue_notifications(
        source_key=f"aid:{invitation.pk.hex}:{invitation.wrong_codes}:{int(_until_s(invitation))}",
        user_ids=sorted({invitation.invited_by_id, *_commanders_of(invitation)}),
        is_exercise=room.incident.is_exercise,
        urgency=Urgency.URGENT,
        kind=KIND,
        words=WORDS,
        room_id=room.pk,
        seq=room.head_seq,
        collapse_key=f"aid:{invitation.pk.hex}",
    )


def _until_s(invitation: AidInvitation) -> float:
    """Return what tells one code of an invitation from the next."""
    return invitation.code_until.timestamp() if invitation.code_until else 0.0


def _commanders_of(invitation: AidInvitation) -> set[int]:
    try:
        held = object_now(invitation.room, IncidentCommand, invitation.room.incident_id)
    except RoomObject.DoesNotExist:
        return set()
    return set(Participant.objects.filter(pk__in=held.commanders).values_list("user_id", flat=True))
