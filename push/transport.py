"""What a way to reach devices must offer. Pure: no Django; the outbox speaks to every kind alike."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable
from uuid import UUID

from push.texts import ALARM_TEST
from push.vocabulary import Channel, DeviceKind, Outcome, Urgency


@dataclass(frozen=True, slots=True)
class Message:
    """One notification for one device. Title and body are generic: no name and no place passes through a provider."""

    notification_id: UUID
    device_id: UUID
    device_kind: DeviceKind
    address: str
    platform: str
    room_id: UUID
    seq: int
    kind: str
    urgency: Urgency
    is_exercise: bool
    channel: Channel
    title: str
    body: str
    collapse_key: str
    expires_at: datetime
    # For text messages and mail only: where it is, and a link. Never given to a push provider.
    detail: str = ""
    # Of a confirmation: for programs, which do not look for it in the words.
    code: str = ""
    # Whose device it is: lines are shared by person. No transport looks at it.
    user_id: int = 0
    # It goes before everything else of its lane.
    overtakes: bool = False

    @property
    def delivery_urgency(self) -> Urgency:
        """Return how urgently a provider is to deliver it: a test like an alarm, though it waits behind all here."""
        return Urgency.URGENT if self.kind == ALARM_TEST else self.urgency

    @property
    def test_mark(self) -> dict[str, bool]:
        """Return what programs are told of a test alarm besides; nothing of any other message."""
        return {"is_test": True} if self.kind == ALARM_TEST else {}


@dataclass(frozen=True, slots=True)
class SendResult:
    """How the try ended; `retry_after_s` is what the provider asked for, if it did.

    `pauses_provider`: it asked that of all our messages, not only of this one. `said`: its own words, as
    `provider_words.clean_words` leaves them; of providers that the operator chose, and of no stranger's server.
    """

    notification_id: UUID
    outcome: Outcome
    error_code: str = ""
    retry_after_s: float | None = None
    pauses_provider: bool = False
    said: str = ""


@dataclass(frozen=True, slots=True)
class Host:
    """The server that a message goes to. `is_known`: the operator chose it, or a browser's maker runs it."""

    name: str
    is_known: bool


# Where the operator's own provider carries every message of a kind.
OPERATORS_OWN = Host("", is_known=True)


class TransportError(Exception):
    """The provider is away (not permanent) or refuses all that we send (permanent).

    Never a reason to retire a device: a provider that rejects our own key says nothing about theirs.
    """

    def __init__(self, code: str, *, permanent: bool, said: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.said = said
        self.permanent = permanent


class Transport(Protocol):
    """Reaches devices of one kind. Called by many threads at once."""

    def send(self, message: Message) -> SendResult:
        """Try one message once, within seconds. Blocks; calls the network.

        Raises: TransportError: it is not about this message or device.
        """
        ...


@runtime_checkable
class QuickTransport(Transport, Protocol):
    """A transport that also sends without a thread for each message: hundreds at once cost one thread."""

    async def send_soon(self, message: Message) -> SendResult:
        """Do the same as send."""
        ...

    async def hang_up(self) -> None:
        """Close what the running event loop keeps open."""
        ...


@runtime_checkable
class HostedTransport(Transport, Protocol):
    """A transport to servers that people named to us, and not the operator."""

    def host_of(self, message: Message) -> Host:
        """Return which server a message goes to. Contacts nothing."""
        ...
