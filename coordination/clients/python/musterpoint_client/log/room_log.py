"""The room as one reader may see it: its state after an entry, and the entries that have been received. Pure."""

from musterpoint_client.log.chain import Chain
from musterpoint_client.log.fold import state_after
from musterpoint_client.problems import Frame


class Gap(Exception):
    """A frame does not continue what is here: come back and ask for what is missing."""


class RoomLog:
    """The state after entry `seq`, and the entries by their `seq`.

    Args:
        after: where to begin. None: with the state as it is; 0: with the first entry.
        checks_chain: whether each entry is checked against the one before it.
    """

    def __init__(self, *, after: int | None = None, checks_chain: bool = True) -> None:
        self.entries: dict[int, Frame] = {}
        self.seq = after or 0
        self.state: Frame = {}
        self.has_state = after == 0  # the state after entry 0 is empty
        self._checks_chain = checks_chain
        self._chain = Chain() if checks_chain and self.has_state else None
        self._parts: Frame = {}
        self._part = 0

    def take_entry(self, frame: Frame) -> bool:
        """Take the next entry; False if it was here before. Raises: Gap, BrokenLog."""
        if frame["seq"] <= self.seq:
            return False
        if not self.has_state or frame["seq"] != self.seq + 1:
            raise Gap
        if self._chain is not None:
            self._chain.take(frame)
        self.state = state_after(self.state, frame.get("content", {}))
        self.entries[frame["seq"]] = frame
        self.seq = frame["seq"]
        return True

    def take_state(self, frame: Frame) -> bool:
        """Take a part of the state; True if it was the last one. Raises: Gap."""
        if frame["since"] > self.seq or frame["part"] not in (1, self._part + 1):
            raise Gap
        if frame["part"] == 1:
            self._parts = self.state if frame["since"] else {}
        # Each object replaces the one that is there.
        for kind, objects in frame["objects"].items():
            kept = {one: value for one, value in self._parts.get(kind, {}).items() if one not in objects}
            new = {one: value for one, value in objects.items() if value is not None}
            self._parts = {**self._parts, kind: {**kept, **new}}
        self._part = frame["part"]
        if frame["part"] < frame["parts"]:
            return False
        self.state, self.seq, self.has_state = self._parts, frame["seq"], True
        self._chain = Chain(seq=frame["seq"], hash=frame["hash"]) if self._checks_chain and "hash" in frame else None
        return True

    def first_missing(self) -> int | None:
        """Return the first entry that is not here, of those that the state has in it."""
        return next((seq for seq in range(1, self.seq + 1) if seq not in self.entries), None)
