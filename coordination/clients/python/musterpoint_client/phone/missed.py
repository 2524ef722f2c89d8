"""What happened while the app was away: at each start, each alert, and in the background (docs/mobile.md)."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from musterpoint_client.problems import Frame
from musterpoint_client.session import Session


class MissedSince:
    """Asks from an instant on, and knows from when on the next time.

    Args:
        since: an instant (ISO 8601), or what `keep` was told last.
        keep: stores it for the next start.
    """

    def __init__(self, session: Session, since: str, keep: Callable[[str], object] = lambda _since: None) -> None:
        self.session, self.since, self.keep = session, since, keep

    def fetch(self) -> Frame:
        """Return `as_of`, `alerts` and all `incidents`, of all pages. Raises: ApiProblem, OSError.

        The next call asks from the first page's `next_since` on, and only once all pages have come.
        """
        first = self._page("")
        incidents: list[Any] = list(first["incidents"])
        page = first
        while page["more"] and page["incidents"]:
            page = self._page(page["incidents"][-1]["incident"]["incident_id"])
            incidents += page["incidents"]
        self.since = str(first["next_since"])
        self.keep(self.since)
        return {"as_of": first["as_of"], "alerts": first["alerts"], "incidents": incidents}

    def _page(self, before: str) -> Frame:
        asked = {"since": self.since} | ({"before": before} if before else {})
        return dict(self.session.get(f"/me/missed?{urlencode(asked)}"))
