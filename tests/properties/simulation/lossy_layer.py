"""A channel layer that loses every n-th message, as its specification allows any layer to do."""

from channels.layers import InMemoryChannelLayer


class LossyLayer(InMemoryChannelLayer):
    """In memory, shared by all who hold it; `lose_every` 0 loses nothing, 1 everything."""

    def __init__(self, *, lose_every: int) -> None:
        super().__init__(capacity=10_000)
        self.lose_every = lose_every
        self.sent = 0
        self.lost = 0

    async def group_send(self, group: str, message: dict[str, object]) -> None:
        """Send to a group, or lose the message."""
        self.sent += 1
        if self.lose_every and self.sent % self.lose_every == 0:
            self.lost += 1
            return
        await super().group_send(group, message)
