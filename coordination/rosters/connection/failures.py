"""Why the school's system was not read to the end. Pure."""

from coordination.rosters.vocabulary import RosterReadFailure, RosterTable


class RosterNotRead(Exception):
    """Nothing is stored of it; the table is the one that was asked for, if it came to one."""

    def __init__(self, failure: RosterReadFailure, table: RosterTable | None = None) -> None:
        super().__init__(failure.value)
        self.failure, self.table = failure, table


class RosterReadStopped(Exception):
    """The connection was changed or taken away meanwhile, or another reader has it: what was read is let go."""
