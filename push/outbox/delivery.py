"""Delivery: claim what is due, hand it to the lines, record how it went. One thread does all of the database's part."""

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from types import TracebackType
from typing import Self
from uuid import UUID

from push.outbox.lines.pool import GATHER_S, Lines
from push.outbox.lines.shares import SIZES, Size
from push.outbox.notifications import Claim, claim_due, settle_claim
from push.outbox.wake import Bell
from push.transport import (
    OPERATORS_OWN,
    Host,
    HostedTransport,
    Message,
    QuickTransport,
    SendResult,
    Transport,
    TransportError,
)
from push.vocabulary import DeviceKind, Outcome, Urgency

logger = logging.getLogger(__name__)

GRAVE = (Urgency.LIFE_SAFETY,)
OTHER = tuple(urgency for urgency in Urgency if urgency is not Urgency.LIFE_SAFETY)
# Longer than anything claimed can wait for a line and be tried there; a worker that died is replaced after this.
LEASE_S = 60
# What has waited this long in our hands is left to the next claim: it must not be sent as its lease runs out.
STALE_S = 40
# One claim: enough to be worth it, and few enough that the first phones do not wait for the last ones' rows.
MOST_AT_ONCE = 512
# A claim is two transactions: not worth it for a few free lines while others are still busy.
WORTH_A_CLAIM = 64
# While the hands for one provider are full: how often it is looked whether something is due that goes by another.
LOOK_BESIDE_S = 0.25
# While calls are under way and no bell rings: how often the worker looks for what has become due. To look costs
# more than to wait, and a server that never answers keeps a call under way all the time.
LOOK_S = 0.5
# What was tried before waits while new alerts go out, but however often it rings, no longer than this.
ALL_WITHIN_S = 2.0
# Why a try had no answer, where servers of strangers bring hundreds of them: written down together, at the next look.
UNHURRIED = frozenset({"host_rests", "share_taken", "too_slow"})
# When a provider asks for a pause without saying how long.
PAUSE_S = 30
# How long a pass waits for the next answer before it looks whether something more urgent has come.
ANSWER_WAIT_S = 0.05


class Look(Enum):
    """What a pass looks for in the outbox."""

    ALL = "all"
    # It rang: what was never told. What was tried before has its own time, and takes none from the first words.
    UNTOLD = "untold"
    # All, but only when that may have changed.
    IF_DUE = "if_due"


@dataclass(frozen=True, slots=True)
class Held:
    """A notification in our hands: under which claim, and since when."""

    claim: Claim
    kind: DeviceKind
    since: datetime


class Delivery:
    """Delivers through these transports until closed.

    A crash loses nothing: leases end, and what was not settled is sent again under the same collapse keys.
    """

    def __init__(
        self,
        *,
        transports: Mapping[DeviceKind, Transport],
        clock: Callable[[], datetime],
        sizes: Mapping[DeviceKind, Size] = SIZES,
    ) -> None:
        self._transports = transports
        # Looked up once: to ask an object what it can do costs as much as to encode a message.
        self._quick = {kind: one for kind, one in transports.items() if isinstance(one, QuickTransport)}
        self._hosted = {kind: one for kind, one in transports.items() if isinstance(one, HostedTransport)}
        self._clock = clock
        # Written by our caller's thread, read by the lines.
        self._held: dict[UUID, Held] = {}
        self._answered: list[SendResult] = []
        # Something is due that we have room for: nothing is waited for until it is out.
        self._has_more = False
        # Something due may have been left out for want of room: there is more of it with each answer.
        self._was_full = False
        self._paused_until: dict[DeviceKind, datetime] = {}
        self._lines = Lines(self, sizes=sizes)
        self._looks_beside_at_s: dict[Sequence[Urgency], float] = {}
        self._looks_at_s = 0.0
        # However often it rings: when all that is due is looked for.
        self._looks_at_latest_s = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Finish what is being sent and hand back what waits. Writes to the database."""
        self._lines.close()
        self._answered += self._lines.answers(wait_s=0)
        self._settle_answered()
        self._settle([SendResult(notification_id, Outcome.RETRY, "stopped") for notification_id in self._held])

    @property
    def is_idle(self) -> bool:
        return not self._held

    def step(self, *, wait_s: float, look: Look = Look.ALL) -> int:
        """Record what was answered, claim what fits, and return how many notifications were taken up or closed.

        All is due to be looked for where something was left over, where there was no room for it before something was
        answered, and every LOOK_S.
        Waits for an answer at most wait_s. Opens transactions of its own, and calls the network in none of them.
        """
        answered = self._lines.answers(wait_s=0 if self._has_more else wait_s)
        self._answered += answered
        # Before the answers are written down: a phone that has not been told is more urgent than the record.
        handled, has_looked = self._look(look, has_room_again=self._was_full and bool(answered))
        self._settle_answered(all_of_them=has_looked or self._lines.is_idle)
        return handled

    def wait(self, heard: Bell, *, idle_s: float) -> Look:
        """Wait until there is something to do, and tell what is to be looked for: rings and answers at one place.

        A ring is heard while calls are under way to servers that never answer, and while answers are gathered.
        """
        if self.is_idle:
            return Look.UNTOLD if heard.wait(idle_s) else Look.ALL
        left_s = 0.0 if self._has_more else max(0.0, self._looks_at_s - time.monotonic())
        has_rung = heard.wait(left_s, beside=self._lines.knock.end)
        if not has_rung and self._lines.is_worth_gathering and not self._has_more:
            has_rung = heard.wait(GATHER_S)
        return Look.UNTOLD if has_rung else Look.IF_DUE

    def _look(self, look: Look, *, has_room_again: bool) -> tuple[int, bool]:
        """Claim what is looked for; return how many, and whether all was looked for."""
        now_s = time.monotonic()
        is_due = has_room_again or self._has_more or now_s >= self._looks_at_s
        if look is Look.UNTOLD and now_s < self._looks_at_latest_s:
            handled = self._claim_all(only_untold=True)
            if handled:
                self._looks_at_s = min(now_s + LOOK_S, self._looks_at_latest_s)
            return handled, False
        if look is Look.IF_DUE and not is_due:
            return 0, False
        self._looks_at_s, self._looks_at_latest_s = now_s + LOOK_S, now_s + ALL_WITHIN_S
        return self._claim_all(only_untold=False), True

    def _claim_all(self, *, only_untold: bool) -> int:
        self._has_more = self._was_full = False
        return sum(self._claim(lanes, only_untold=only_untold) for lanes in (GRAVE, OTHER))

    def _claim(self, lanes: Sequence[Urgency], *, only_untold: bool) -> int:
        rooms = {kind: self._lines.hands.room_for(kind, max(lanes)) for kind in DeviceKind}
        full = [kind for kind, room in rooms.items() if room < WORTH_A_CLAIM]
        self._was_full |= bool(full)
        if full and (len(full) == len(rooms) or time.monotonic() < self._looks_beside_at_s.get(lanes, 0.0)):
            return 0
        room = min(MOST_AT_ONCE, *(room for kind, room in rooms.items() if kind not in full))
        now = self._clock()
        claimed = claim_due(
            limit=room, now=now, lease_s=LEASE_S, lanes=lanes, leaving_out=full, only_untold=only_untold
        )
        if not claimed.handled:
            self._looks_beside_at_s[lanes] = time.monotonic() + LOOK_BESIDE_S
        # A clock that jumps ends our own leases: what we still hold is ours again, and not to be sent twice.
        new = [message for message in claimed.messages if message.notification_id not in self._held]
        for message in claimed.messages:
            self._held[message.notification_id] = Held(claimed, message.device_kind, now)
        self._lines.put(new)
        self._has_more |= claimed.handled == room
        return claimed.handled

    def _settle_answered(self, *, all_of_them: bool = True) -> None:
        later = [] if all_of_them else [one for one in self._answered if one.error_code in UNHURRIED]
        self._settle([one for one in self._answered if not later or one.error_code not in UNHURRIED])
        # Only now: a database that is away leaves them to the next pass, or to their leases.
        self._answered = later

    def _settle(self, results: list[SendResult]) -> None:
        now = self._clock()
        by_claim: dict[UUID, list[SendResult]] = defaultdict(list)
        claims: dict[UUID, Claim] = {}
        for result in results:
            held = self._held[result.notification_id]
            claims[held.claim.token] = held.claim
            by_claim[held.claim.token].append(result)
            if result.pauses_provider:
                self._paused_until[held.kind] = now + timedelta(seconds=result.retry_after_s or PAUSE_S)
        for token, its_results in by_claim.items():
            settle_claim(claimed=claims[token], results=its_results, now=now)
        # Only now: a database that is away leaves them to their leases, and to the operator who reads the exception.
        for result in results:
            del self._held[result.notification_id]

    # --- the lines' side: called by many threads, and by an event loop --------------------------------------------
    def is_quick(self, message: Message) -> bool:
        return message.device_kind in self._quick

    def host_of(self, message: Message) -> Host:
        hosted = self._hosted.get(message.device_kind)
        return hosted.host_of(message) if hosted is not None else OPERATORS_OWN

    def send(self, message: Message) -> SendResult:
        """Try one message once."""
        transport = self._transports.get(message.device_kind)
        if transport is None and message.code:
            # A demo without mail or a carrier: the person who runs it reads the code there.
            transport = self._transports.get(DeviceKind.CONSOLE)
        if transport is None:
            return SendResult(message.notification_id, Outcome.RETRY, "no_transport")
        if (reason := self._reason_to_wait(message)) is not None:
            return reason
        try:
            return transport.send(message)
        except Exception as error:  # noqa: BLE001 - a line that dies of one message would be missing for all that follow
            return result_of_fault(message, error)

    async def send_soon(self, message: Message) -> SendResult:
        """Try one message once, of a kind that is quick."""
        if (reason := self._reason_to_wait(message)) is not None:
            return reason
        try:
            return await self._quick[message.device_kind].send_soon(message)
        except Exception as error:  # noqa: BLE001 - as above
            return result_of_fault(message, error)

    async def hang_up(self) -> None:
        for transport in self._quick.values():
            await transport.hang_up()

    def _reason_to_wait(self, message: Message) -> SendResult | None:
        now, held = self._clock(), self._held[message.notification_id]
        if abs((now - held.since).total_seconds()) > STALE_S:
            return SendResult(message.notification_id, Outcome.RETRY, "waited_too_long")
        paused_until = self._paused_until.get(message.device_kind, now)
        # Life safety is tried all the same: it is for the provider to refuse, not for us.
        if paused_until > now and message.urgency is not Urgency.LIFE_SAFETY:
            left_s = (paused_until - now).total_seconds()
            return SendResult(message.notification_id, Outcome.RETRY, "provider_paused", retry_after_s=left_s)
        return None


def result_of_fault(message: Message, error: Exception) -> SendResult:
    """Return what a raised error means for one message: the provider's trouble, or a fault of our own."""
    if isinstance(error, TransportError):
        logger.warning("transport %s failed: %s", message.device_kind, error.code)
        outcome = Outcome.REFUSED if error.permanent else Outcome.RETRY
        return SendResult(message.notification_id, outcome, error.code, said=error.said)
    logger.error("transport %s: fault in our own code", message.device_kind, exc_info=error)
    return SendResult(message.notification_id, Outcome.RETRY, "transport_fault")


def deliver_due(*, transports: Mapping[DeviceKind, Transport], clock: Callable[[], datetime]) -> int:
    """Deliver all that is due now and return how many notifications were handled."""
    total = 0
    with Delivery(transports=transports, clock=clock) as delivery:
        while (count := delivery.step(wait_s=ANSWER_WAIT_S)) or not delivery.is_idle:
            total += count
    return total
