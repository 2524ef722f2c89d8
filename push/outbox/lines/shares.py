"""Which message is sent next, so that servers that do not answer hold up no other. Pure: no thread, no clock.

A line is held by a message until its server has answered. What a share is of: the lines of one kind of device.
"""

from collections import Counter, OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cachetools import LRUCache

from push.outbox.lines.hosts import Hosts, HostStanding
from push.outbox.lines.lines_in_use import LinesInUse, Task, count_in
from push.transport import OPERATORS_OWN, Host, Message
from push.vocabulary import DeviceKind


@dataclass(frozen=True, slots=True)
class Size:
    """How many lines a kind has, how many of them are for life safety alone, how many more wait for slow answers."""

    lines: int
    reserved: int
    slow: int


# Every kind has lines of its own: text messages wait for no mail server. Threads begin when they are needed.
SIZES: Mapping[DeviceKind, Size] = MappingProxyType(
    {
        # A push service of a browser maker is the one host of hundreds of devices: two thirds of these may be its own.
        DeviceKind.WEBPUSH: Size(lines=96, reserved=24, slow=32),
        DeviceKind.WEBHOOK: Size(lines=32, reserved=8, slow=32),
        DeviceKind.SMS: Size(lines=64, reserved=16, slow=16),
        DeviceKind.EMAIL: Size(lines=32, reserved=8, slow=16),
    }
)
# What has no servers of its own: the console, and kinds that nothing is configured for.
OTHER_KIND = Size(lines=32, reserved=8, slow=8)

# Of one person at a time: at hosts that are known or have proven themselves, and at all others.
LINES_OF_PERSON = 4
UNPROVEN_LINES_OF_PERSON = 1
# Of one host that is not vouched for: while nothing is known of it, and after it kept us waiting.
LINES_OF_NEW_HOST = 2
LINES_OF_SLOW_HOST = 1
# In our hands, waiting: of a person at hosts that have not proven themselves, and for one host that kept us waiting.
# What is more goes back into the outbox, where it is in no other's way.
WAITING_OF_PERSON = 3
WAITING_FOR_SLOW_HOST = 2
# What goes back for that comes again after this: no sooner than those before it of the same person can have had their
# turns, or each would be taken up and given back again and again.
AGAIN_S = 5.0
AGAIN_AT_MOST_S = 60.0
PEOPLE_REMEMBERED = 4096
# Whose turn it is first, of what is as urgent.
GOES = MappingProxyType({HostStanding.PROVEN: 0, HostStanding.NEW: 1, HostStanding.SLOW: 2})
# What has waited for its turn for so long goes back, too, well before another worker may take it.
WAITS_AT_MOST_S = 30.0


@dataclass(frozen=True, slots=True)
class GivenBack:
    """A message that is not sent now: why, as a stable code, and after how long it may come again."""

    message: Message
    code: str
    again_s: float


type Rank = tuple[int, bool]
# Those who wait for one host, by person; who stands first has waited longest for a turn there.
type Ring = OrderedDict[int, deque[Task]]


class FairQueue:
    """The messages of one kind: who waits, who is being sent, who is next. Belongs to the holder of its lock.

    Order: urgency, what overtakes, hosts that have proven themselves, new ones, those that kept us waiting; then
    persons take turns, each one message.
    """

    def __init__(self, size: Size, hosts: Hosts) -> None:
        self._size = size
        self._hosts = hosts
        self._waiting: dict[Rank, dict[Host, Ring]] = {}
        self._waiting_of_person: Counter[int] = Counter()
        self._waiting_for_host: Counter[str] = Counter()
        # When a person last had a turn: who never had one goes first.
        self._turns: dict[int, int] = {}
        self._turn = 0
        self._lines = LinesInUse()
        # Until when what went back of a person comes again.
        self._comes_again_s: LRUCache[int, float] = LRUCache(PEOPLE_REMEMBERED)

    def __bool__(self) -> bool:
        """Tell whether something waits."""
        return bool(self._waiting)

    def put(self, task: Task, *, now_s: float) -> GivenBack | None:
        """Let a message wait, or give it back."""
        left_s = self._hosts.rests_for_s(task.host, now_s=now_s)
        if left_s > 0:
            return GivenBack(task.message, "host_rests", left_s)
        if self._has_its_share_waiting(task):
            return GivenBack(task.message, "share_taken", self._again_s(task.message.user_id, now_s))
        ring = self._waiting.setdefault(task.rank, {}).setdefault(task.host, OrderedDict())
        ring.setdefault(task.message.user_id, deque()).append(task)
        self._waiting_of_person[task.message.user_id] += 1
        self._waiting_for_host[task.host.name] += 1
        return None

    def begin(self, *, now_s: float) -> Task | None:
        """Return the next message that may be sent now, if there is one: its line is in use until `end`."""
        self._lines.look(now_s)
        for rank in sorted(self._waiting):
            if (task := self._next_of(rank)) is not None:
                self._take(rank, task)
                self._lines.begin(task, is_proven=self._is_proven(task.host), now_s=now_s)
                return task
        return None

    def end(self, task: Task, *, took_s: float, has_failed: bool, now_s: float) -> list[GivenBack]:
        """Take note of how a message ended; return what is given back because its host rests from now on."""
        self._lines.end(task)
        self._hosts.note(task.host, took_s=took_s, has_failed=has_failed, now_s=now_s)
        left_s = self._hosts.rests_for_s(task.host, now_s=now_s)
        if left_s <= 0:
            return []
        return [GivenBack(one.message, "host_rests", left_s) for one in self._take_all_for(task.host)]

    def take_stale(self, *, now_s: float) -> list[GivenBack]:
        """Give back what has waited for too long."""
        stale = [
            (rank, task)
            for rank, rings in self._waiting.items()
            for ring in rings.values()
            for tasks in ring.values()
            for task in tasks
            if now_s - task.since_s > WAITS_AT_MOST_S
        ]
        for rank, task in stale:
            self._forget(rank, task)
        return [GivenBack(task.message, "waited_too_long", 0.0) for _, task in stale]

    def clear(self) -> None:
        """Forget what waits."""
        self._waiting.clear()
        self._waiting_of_person.clear()
        self._waiting_for_host.clear()

    # --- shares -------------------------------------------------------------------------------------------------------
    def _has_its_share_waiting(self, task: Task) -> bool:
        if self._is_proven(task.host):
            return False
        if self._waiting_of_person[task.message.user_id] >= WAITING_OF_PERSON:
            return True
        return self._is_slow(task.host) and self._waiting_for_host[task.host.name] >= WAITING_FOR_SLOW_HOST

    def _again_s(self, user_id: int, now_s: float) -> float:
        """Return after how long what is beyond a person's share comes again: as many at a time as may wait."""
        since_s = min(max(self._comes_again_s.get(user_id, 0.0), now_s), now_s + AGAIN_AT_MOST_S - AGAIN_S)
        self._comes_again_s[user_id] = since_s + AGAIN_S / WAITING_OF_PERSON
        return AGAIN_S + since_s - now_s

    def _has_line_for(self, task: Task) -> bool:
        lines, size = self._lines, self._size
        if lines.prompt >= size.lines or lines.all >= size.lines + size.slow:
            return False
        # However slow the answers are: some lines are left to life safety.
        not_reserved = size.lines - size.reserved
        return task.is_grave or (lines.prompt_other < not_reserved and lines.other < not_reserved + size.slow // 2)

    def _host_has_line(self, host: Host) -> bool:
        return self._lines.of_host[host.name] < self._lines_of_host(host)

    def _unproven_has_line(self) -> bool:
        """Of all hosts that are not vouched for, few are called at a time."""
        lines = self._lines
        return lines.prompt_unproven < self._size.lines // 4 and lines.unproven < self._size.slow

    def _person_has_line(self, user_id: int, host: Host) -> bool:
        of_unproven = self._lines.unproven_of_person[user_id]
        if self._is_proven(host):
            return self._lines.of_person[user_id] - of_unproven < LINES_OF_PERSON
        return of_unproven < UNPROVEN_LINES_OF_PERSON

    def _lines_of_host(self, host: Host) -> int:
        if host == OPERATORS_OWN:
            return self._size.lines + self._size.slow
        if host.is_known:
            return self._size.lines * 2 // 3
        by_standing = {
            HostStanding.PROVEN: self._size.lines // 4,
            HostStanding.NEW: LINES_OF_NEW_HOST,
            HostStanding.SLOW: LINES_OF_SLOW_HOST,
        }
        return by_standing[self._hosts.standing_of(host)]

    def _is_proven(self, host: Host) -> bool:
        return self._hosts.standing_of(host) is HostStanding.PROVEN

    def _is_slow(self, host: Host) -> bool:
        return self._hosts.standing_of(host) is HostStanding.SLOW

    # --- who waits ----------------------------------------------------------------------------------------------------
    def _next_of(self, rank: Rank) -> Task | None:
        """Return whose turn it is among those that may be sent; what goes to a slow host waits behind the rest.

        Hosts that have no line are passed by with one look: hundreds that keep us waiting may stand here, and every
        line looks at each of them whenever it is free.
        """
        rings = self._waiting[rank]
        if not self._has_line_for(_any_of(rings)):
            return None
        unproven_has_line = self._unproven_has_line()
        best: tuple[tuple[int, int], Task] | None = None
        for host, ring in rings.items():
            standing = self._hosts.standing_of(host)
            if standing is not HostStanding.PROVEN and not unproven_has_line:
                continue
            if (task := self._first_of(host, ring)) is None:
                continue
            order = GOES[standing], self._turns.get(task.message.user_id, 0)
            if best is None or order < best[0]:
                best = order, task
        return best[1] if best is not None else None

    def _first_of(self, host: Host, ring: Ring) -> Task | None:
        """Return the message of the first person there who may have another line."""
        if not self._host_has_line(host):
            return None
        return next((tasks[0] for user_id, tasks in ring.items() if self._person_has_line(user_id, host)), None)

    def _take(self, rank: Rank, task: Task) -> None:
        """Take a message out of those that wait; its person's turn comes again after all others'."""
        user_id = task.message.user_id
        self._turn += 1
        self._turns[user_id] = self._turn
        self._waiting[rank][task.host].move_to_end(user_id)
        self._forget(rank, task)

    def _take_all_for(self, host: Host) -> list[Task]:
        found = [
            (rank, task)
            for rank, rings in self._waiting.items()
            if host in rings
            for tasks in rings[host].values()
            for task in tasks
        ]
        for rank, task in found:
            self._forget(rank, task)
        return [task for _, task in found]

    def _forget(self, rank: Rank, task: Task) -> None:
        rings, user_id = self._waiting[rank], task.message.user_id
        rings[task.host][user_id].remove(task)
        if not rings[task.host][user_id]:
            del rings[task.host][user_id]
        if not rings[task.host]:
            del rings[task.host]
        if not rings:
            del self._waiting[rank]
        if not self._waiting:
            self._turns.clear()
        count_in(self._waiting_of_person, user_id, -1)
        count_in(self._waiting_for_host, task.host.name, -1)


def _any_of(rings: Mapping[Host, Ring]) -> Task:
    """Return one of those that wait in a rank: all of them are as urgent."""
    return next(iter(next(iter(rings.values())).values()))[0]
