"""What is in our hands: claimed, and not answered yet. Each provider has hands of its own.

With one pair for all, a provider that does not answer would fill them, and what goes by others would not be claimed.
Pure: no thread, no clock; belongs to the thread that puts and takes.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from push.transport import Message
from push.vocabulary import DeviceKind, Urgency

# Of one provider: few enough that the lines, at a second each, and the connections, at five, get through it before
# anything is stale. Life safety has hands of its own.
MOST_GRAVE = 1024
MOST_OTHER = 256
# Both go to Google: a wait for one there is a wait for the other.
PROVIDER_OF: Mapping[DeviceKind, str] = MappingProxyType(
    {kind: "firebase" if kind in (DeviceKind.FID, DeviceKind.TOKEN) else kind.value for kind in DeviceKind}
)


class Hands:
    """Counts what is in our hands, by provider and by whether it is life safety."""

    def __init__(self) -> None:
        self._held: dict[UUID, tuple[str, bool]] = {}
        self._count: Counter[tuple[str, bool]] = Counter()

    def __len__(self) -> int:
        """Return how many messages that are."""
        return len(self._held)

    def take(self, messages: Sequence[Message]) -> None:
        """Count these in."""
        for message in messages:
            share = PROVIDER_OF[message.device_kind], message.urgency is Urgency.LIFE_SAFETY
            self._held[message.notification_id] = share
            self._count[share] += 1

    def give_away(self, notification_ids: Iterable[UUID]) -> None:
        """Count these out."""
        for notification_id in notification_ids:
            self._count[self._held.pop(notification_id)] -= 1

    def room_for(self, kind: DeviceKind, urgency: Urgency) -> int:
        """Return how many more of a kind and urgency there is room for."""
        is_grave = urgency is Urgency.LIFE_SAFETY
        return max(0, (MOST_GRAVE if is_grave else MOST_OTHER) - self._count[PROVIDER_OF[kind], is_grave])
