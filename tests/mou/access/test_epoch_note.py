"""What a process notes of the access epoch: for how long it may be used, counted from before it was read."""

from mou.access.epoch import EpochNote


class SlowDatabase:
    """An epoch whose reading takes time, by a clock of its own."""

    def __init__(self, *, takes_s: float) -> None:
        self.now_s = 100.0
        self._takes_s = takes_s

    def clock(self) -> float:
        return self.now_s

    def read(self) -> int:
        self.now_s += self._takes_s
        return 7


def note_of(database: SlowDatabase) -> EpochNote:
    return EpochNote(read=database.read, clock=database.clock)


def test_what_was_read_is_good_from_the_moment_before_it_was_asked_for() -> None:
    """Access may have changed the instant after the database looked; how long the answer took says nothing of it."""
    database = SlowDatabase(takes_s=0.5)
    note = note_of(database)

    note.look(good_for_s=0.8)
    at_once = note.stands_at(7)
    database.now_s += 0.31

    assert (at_once, note.stands_at(7)) == (True, False)


def test_a_look_that_took_longer_than_it_is_good_for_is_not_noted_at_all() -> None:
    database = SlowDatabase(takes_s=5)
    note = note_of(database)

    assert (note.look(good_for_s=0.8), note.stands_at(7)) == (7, False)


def test_a_change_in_this_process_ends_what_was_noted() -> None:
    note = note_of(SlowDatabase(takes_s=0))
    note.look(good_for_s=0.8)

    note.invalidate()

    assert not note.stands_at(7)
