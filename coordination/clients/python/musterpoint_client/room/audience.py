"""To whom a person speaks: what they chose last, each for messages, marks and their position. Pure."""

from collections.abc import MutableMapping, Sequence


class AudienceChoice:
    """Before the first choice, responders speak to responders, and all others to everyone.

    Args:
        user_id: each person of a device has their own choices.
        audiences: those that the person belongs to (`welcome` says them).
        storage: where choices are kept.
    """

    def __init__(self, *, user_id: str, audiences: Sequence[str], storage: MutableMapping[str, str]) -> None:
        self.user_id, self.audiences, self.storage = user_id, audiences, storage

    def choice_for(self, what: str) -> str:
        """Return the audience that is chosen for "message", "mark" or "position"."""
        kept = self.storage.get(self._key_of(what))
        if kept in self.audiences and kept is not None:
            return kept
        return "responders" if "responders" in self.audiences else "everyone"

    def remember(self, what: str, audience: str) -> None:
        """Begin with this audience the next time."""
        self.storage[self._key_of(what)] = audience

    def _key_of(self, what: str) -> str:
        return f"audience.{self.user_id}.{what}"
