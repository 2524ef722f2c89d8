"""Collect how far the people of one room have come until it is written: of each person only the newest mark."""

from uuid import UUID

from coordination.room.reading.read_marks import Mark

NOTHING = Mark(received=0, opened=0)


class ReadMarks:
    """What this process knows of each participant, and what of it the database may not know yet."""

    __slots__ = ("_known", "_unwritten")

    def __init__(self) -> None:
        self._known: dict[UUID, Mark] = {}
        self._unwritten: set[UUID] = set()

    def note(self, participant_id: UUID, *, received: int = 0, opened: int = 0) -> None:
        """Raise a participant's marks. What was seen on a screen has arrived."""
        before = self._known.get(participant_id, NOTHING)
        after = before.raised(Mark(received=max(received, opened), opened=opened))
        if after != before:
            self._known[participant_id] = after
            self._unwritten.add(participant_id)

    def take(self) -> dict[UUID, Mark]:
        """Return what is to be written, once."""
        taken = {who: self._known[who] for who in self._unwritten}
        self._unwritten.clear()
        return taken

    def give_back(self, who: UUID) -> None:
        """Take back marks that could not be written; they go with the next write."""
        self._unwritten.add(who)
