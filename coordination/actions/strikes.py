"""Strike an entry: it stays in the log, readable, marked as struck."""

from coordination import incident_log
from coordination.errors import EntryNotFound, EntryNotStrikable, NotAllowed
from coordination.incident_log import Turn
from coordination.models import Strike
from coordination.queries.entries import readable
from coordination.vocabulary import Audience
from coordination.wire import events
from coordination.wire.commands import StrikeEntry

# What stands on the map is taken off by its own command; what happened to the room cannot be unsaid.
STRIKABLE = frozenset({"message_posted", "file_attached"})


def strike_entry(*, turn: Turn, command: StrikeEntry) -> None:
    """Strike one's own entry, or anybody's for command. Raises: EntryNotFound, EntryNotStrikable, NotAllowed."""
    entry = readable(turn.room, seq=command.seq, audiences=turn.grant.audiences)
    if entry is None:
        raise EntryNotFound(pointer="/seq")
    if entry.event_type not in STRIKABLE or Strike.objects.filter(room=turn.room, seq=command.seq).exists():
        raise EntryNotStrikable(pointer="/seq")
    if entry.participant_id != turn.participant.pk and not turn.grant.may_command():
        raise NotAllowed("Only command may strike what somebody else said.", pointer="/seq")
    # Whoever cannot read the entry does not learn that it was struck either.
    seq = incident_log.append(
        turn, events.EntryStruck(seq=command.seq, reason=command.reason), audience=Audience(entry.audience)
    )
    Strike.objects.create(room=turn.room, seq=command.seq, by_seq=seq)
