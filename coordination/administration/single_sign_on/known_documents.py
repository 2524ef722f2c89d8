"""What providers say of themselves and of their keys, kept in this process: for as long as they say, an hour at most.

A provider that does not answer is known for a day by what it said last. Decision 0114 has the reasons.
"""

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic

from cachetools import LRUCache

from coordination.administration.single_sign_on.errors import ProviderAway, ProviderBusy
from coordination.administration.single_sign_on.fetching import Fetched, fetched_from

type Document = Mapping[str, object]
FRESH_AT_MOST_S, FRESH_UNSAID_S, AWAY_AT_MOST_S = 3600.0, 300.0, 24 * 3600.0
# An unknown key may be new: it is looked for this often, however many tokens name such a key.
LOOKED_FOR_EVERY_S = 60.0
# Who does not answer is not waited for at every sign-in, as long as there is something to go by.
TRIED_AGAIN_AFTER_S = 30.0
# Two of each of some hundred agencies.
KEPT_MOST = 256
MAX_AGE = re.compile(r"max-age=\"?(\d{1,9})")


@dataclass(slots=True)
class Kept:
    """One document, and by the monotonic clock when it came, until when it is not asked for, and the last look."""

    document: Document
    came_s: float
    fresh_until_s: float
    looked_s: float = float("-inf")


class KnownDocuments:
    """The documents of all providers, safe for threads; each is an address's newest that passed its check."""

    def __init__(self, fetch: Callable[[str], Fetched], clock_s: Callable[[], float] = monotonic) -> None:
        self._fetch, self._clock_s = fetch, clock_s
        self._kept: LRUCache[str, Kept] = LRUCache(KEPT_MOST)
        self._lock = threading.Lock()

    def at(self, url: str, check: Callable[[Document], None]) -> Document:
        """Return the document of an address; calls the network unless it is fresh.

        Args:
            check: raises what is wrong with a document; such a one is not kept, and takes no older one's place.
        Raises: ProviderAway, ProviderBusy: there is no answer, and none of the last day.
        """
        known, now_s = self._known(url), self._clock_s()
        if known is not None and now_s < known.fresh_until_s:
            return known.document
        try:
            return self.anew(url, check)
        except (ProviderAway, ProviderBusy):
            if known is None or now_s - known.came_s > AWAY_AT_MOST_S:
                raise
            known.fresh_until_s = now_s + TRIED_AGAIN_AFTER_S
            return known.document

    def anew(self, url: str, check: Callable[[Document], None]) -> Document:
        """Ask an address whatever is known of it. Calls the network. Raises: ProviderAway, ProviderBusy."""
        fetched = self._fetch(url)
        check(fetched.document)
        now_s = self._clock_s()
        with self._lock:
            known = self._kept.get(url)
            kept = Kept(fetched.document, now_s, now_s + fresh_s(fetched.cache_control))
            kept.looked_s = known.looked_s if known is not None else kept.looked_s
            self._kept[url] = kept
        return fetched.document

    def looked_for(self, url: str, check: Callable[[Document], None]) -> Document | None:
        """Ask once more for what the known document lacks. None: it was looked for a moment ago, or no answer came."""
        known, now_s = self._known(url), self._clock_s()
        with self._lock:
            if known is None or now_s - known.looked_s < LOOKED_FOR_EVERY_S:
                return None
            known.looked_s = now_s
        try:
            return self.anew(url, check)
        except (ProviderAway, ProviderBusy):
            return None

    def forget(self) -> None:
        """Know nothing any more."""
        with self._lock:
            self._kept.clear()

    def _known(self, url: str) -> Kept | None:
        with self._lock:
            return self._kept.get(url)


def fresh_s(cache_control: str) -> float:
    """Return for how many seconds an answer is fresh. Source: RFC 9111, 5.2.2."""
    said = cache_control.lower()
    if "no-store" in said or "no-cache" in said:
        return 0.0
    found = MAX_AGE.search(said)
    return min(float(found[1]), FRESH_AT_MOST_S) if found else FRESH_UNSAID_S


known_documents = KnownDocuments(fetched_from)
