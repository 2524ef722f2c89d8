"""What is known of the servers that devices live at: which answer at once, and which rest. Pure: no clock.

One worker's memory: after a restart every server that is not vouched for begins anew, with few lines.
"""

from collections import OrderedDict
from dataclasses import dataclass, replace
from enum import Enum

from push.transport import Host

# An answer that took longer was slow.
SLOW_S = 2.0
# A server that did not answer in time rests: so long after the first time, twice that after the second, and so on.
FIRST_REST_S = 5.0
LONGEST_REST_S = 300.0
HOSTS_REMEMBERED = 4096


class HostStanding(Enum):
    """What a server's last answers say of it."""

    NEW = "new"
    PROVEN = "proven"
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class HostRecord:
    """How a server stands, how often in a row it did not answer in time, and until when it rests."""

    standing: HostStanding = HostStanding.NEW
    times: int = 0
    rests_until_s: float = 0.0


NEVER_CALLED = HostRecord()


class Hosts:
    """The servers that were called lately. Of known ones nothing is kept: they are never slow and never rest."""

    def __init__(self) -> None:
        self._records: OrderedDict[str, HostRecord] = OrderedDict()

    def standing_of(self, host: Host) -> HostStanding:
        return HostStanding.PROVEN if host.is_known else self._record_of(host).standing

    def rests_for_s(self, host: Host, *, now_s: float) -> float:
        """Return how much longer a server is left alone."""
        return 0.0 if host.is_known else max(0.0, self._record_of(host).rests_until_s - now_s)

    def note(self, host: Host, *, took_s: float, has_failed: bool, now_s: float) -> None:
        """Take note of one answer, or that none came."""
        if host.is_known:
            return
        self._records[host.name] = note_answer(self._record_of(host), took_s=took_s, has_failed=has_failed, now_s=now_s)
        self._records.move_to_end(host.name)
        if len(self._records) > HOSTS_REMEMBERED:
            self._records.popitem(last=False)

    def _record_of(self, host: Host) -> HostRecord:
        return self._records.get(host.name, NEVER_CALLED)


def note_answer(record: HostRecord, *, took_s: float, has_failed: bool, now_s: float) -> HostRecord:
    """Return what is known of a server after one more answer.

    One that refuses at once makes no message wait, and proves nothing; one that answers late is called by few at a
    time.
    """
    if took_s < SLOW_S:
        return record if has_failed else HostRecord(HostStanding.PROVEN)
    if not has_failed:
        return replace(record, standing=HostStanding.SLOW)
    # The exponent is bounded before the power, or a thousand failures overflow a float.
    rest_s = min(FIRST_REST_S * 2.0 ** min(record.times, 30), LONGEST_REST_S)
    return HostRecord(HostStanding.SLOW, record.times + 1, now_s + rest_s)
