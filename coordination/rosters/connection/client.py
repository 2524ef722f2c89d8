"""Ask a OneRoster 1.2 server for its tables: page after page, within bounds, with a token of OAuth 2.

Calls the network. What a page says of the next one is never followed: it could lead the token elsewhere.
Sources: OneRoster 1.2 REST binding (paging, filters); 1EdTech Security Framework 1.1 and RFC 6749, 4.4 (token).
"""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol
from urllib.parse import quote, quote_plus, urlencode

from coordination.rosters.connection.answers import FIELDS, RestRow, rows_in
from coordination.rosters.connection.failures import RosterNotRead
from coordination.rosters.reading.rows import ROWS_MAX
from coordination.rosters.vocabulary import RosterReadFailure, RosterTable
from push.outgoing.deadlines import within_deadline
from push.transports.outbound import Answer, OutboundFailed, OutboundRefused

F = RosterReadFailure
PAGE_ROWS = 1_000
# A thousand users with their roles take half a megabyte.
PAGE_MAX_BYTES = 16 * 1024 * 1024
TOKEN_MAX_BYTES = 64 * 1024
# Half as much again as a set of files may unpack to; and as many pages as a server needs that gives a hundred rows.
READ_MAX_BYTES = 256 * 1024 * 1024
PAGES_MAX = 8_000
READ_WITHIN_S = 45 * 60.0
# A server that is busy says when to come back; one that does not is asked after these.
TRIES_AFTER_S = (2.0, 10.0, 30.0)
WAITS_MOST_S = 5 * 60.0
TOKEN_MARGIN_S = 30.0
# A table that changes while it is read is read again.
TABLE_TRIES = 3
BUSY = (429, 502, 503, 504)
BEARER = re.compile(r"[A-Za-z0-9._~+/-]+=*")


@dataclass(frozen=True, slots=True)
class Account:
    """Where the school's system is, and as whom we ask it."""

    base_url: str
    token_url: str
    client_id: str
    secret: str
    scopes: str


class Asks(Protocol):
    """What carries a request: push.transports.outbound."""

    def ask(self, method: str, url: str, *, body: bytes, headers: Mapping[str, str], max_bytes: int) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Timing:
    """The clock in seconds, and what waits; one that may not go on raises in `pause`."""

    now_s: Callable[[], float]
    pause: Callable[[float], None]
    tries_after_s: tuple[float, ...] = TRIES_AFTER_S
    within_s: float = READ_WITHIN_S


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, how many there are of them in all, and whether more follow, as far as the server says so."""

    rows: tuple[RestRow, ...]
    total: int | None
    has_next: bool | None


# Hears after each page: of which table, how many rows there are by now and in all.
type HeardRows = Callable[[RosterTable, int, int | None], None]


class SisClient:
    """One read of one server."""

    def __init__(self, account: Account, outbound: Asks, timing: Timing) -> None:
        self._account, self._outbound, self._timing = account, outbound, timing
        self._ends_s = timing.now_s() + timing.within_s
        self._token, self._token_until_s = "", 0.0
        self._bytes = self._pages = 0
        # By the server's own clock when it first answered: ours may be ahead of it.
        self.began_at: datetime | None = None

    def read_table(self, table: RosterTable, *, since: datetime | None, heard: HeardRows) -> list[RestRow]:
        """Return all rows of a table, or those changed since then.

        Raises: RosterNotRead: of another failure than a table that changed while it was read, at once.
        """
        for _number in range(TABLE_TRIES):
            rows = self._all_pages(table, since, heard)
            if rows is not None:
                return rows
        raise RosterNotRead(F.INCOMPLETE, table)

    def first_page(self) -> Page:
        """Return one school, to see whether the server answers. Raises: RosterNotRead."""
        return self._read_page(RosterTable.ORGS, None, 0, limit=1)

    def _all_pages(self, table: RosterTable, since: datetime | None, heard: HeardRows) -> list[RestRow] | None:
        """Return all rows; None if the pages do not fit each other."""
        found: dict[str, RestRow] = {}
        offset, total = 0, None
        while True:
            page = self._read_page(table, since, offset, limit=PAGE_ROWS)
            if offset and page.total != total:
                return None
            total = page.total
            # A row without an id is one of its own: the reader lists it as a defect.
            found |= {one.id or f"\0{offset + nth}": one for nth, one in enumerate(page.rows)}
            offset += len(page.rows)
            heard(table, offset, total)
            if offset > ROWS_MAX:
                raise RosterNotRead(F.TOO_LARGE, table)
            if _is_last(page, offset):
                # Rows that moved from one page to the other stand twice, and others were never seen.
                return list(found.values()) if len(found) == offset and total in (None, offset) else None

    def _read_page(self, table: RosterTable, since: datetime | None, offset: int, *, limit: int) -> Page:
        query = {"limit": str(limit), "offset": str(offset), "sort": "sourcedId", "orderBy": "asc"}
        query["fields"] = ",".join(FIELDS[table])
        if since is not None:
            stamp = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
            query["filter"] = f"dateLastModified>='{stamp}'"
        address = f"{self._account.base_url}/{table.value}?{urlencode(query, quote_via=quote)}"
        answer = self._answer_to(address, table)
        self._pages += 1
        self._bytes += len(answer.body)
        if len(answer.body) > PAGE_MAX_BYTES or self._bytes > READ_MAX_BYTES or self._pages > PAGES_MAX:
            raise RosterNotRead(F.TOO_LARGE, table)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise RosterNotRead(F.BROKEN, table)
        link = headers.get("link")
        has_next = None if link is None else re.search(r'rel\s*=\s*"?next\b', link) is not None
        return Page(rows_in(answer.body, table), _parse_count(headers.get("x-total-count", "")), has_next)

    def _answer_to(self, address: str, table: RosterTable) -> Answer:
        """Return the answer to one question: with a new token where the old one has ended. Raises: RosterNotRead."""
        answer = self._try_asking("GET", address, table, self._with_token)
        if answer.status == 401 and self._token:
            self._token = ""
            answer = self._try_asking("GET", address, table, self._with_token)
        if answer.status == 200:
            return answer
        if answer.status in (401, 403):
            raise RosterNotRead(F.REFUSED, table)
        raise RosterNotRead(F.BUSY if answer.status in BUSY else F.NOT_ONEROSTER, table)

    def _with_token(self) -> tuple[bytes, dict[str, str]]:
        if not self._token or self._timing.now_s() >= self._token_until_s:
            self._sign_in()
        return b"", {"Authorization": f"Bearer {self._token}", "Accept": "application/json"}

    def _sign_in(self) -> None:
        """Ask for a token. Raises: RosterNotRead."""
        answer = self._try_asking("POST", self._account.token_url, None, self._token_request)
        if answer.status in (400, 401, 403):
            raise RosterNotRead(F.REFUSED)
        if answer.status != 200:
            raise RosterNotRead(F.BUSY if answer.status in BUSY else F.NOT_ONEROSTER)
        try:
            found = json.loads(answer.body)
        except (ValueError, RecursionError) as error:
            raise RosterNotRead(F.BROKEN) from error
        token = found.get("access_token") if isinstance(found, dict) else None
        if not isinstance(token, str) or not BEARER.fullmatch(token):
            raise RosterNotRead(F.BROKEN)
        lasts_s = found.get("expires_in")
        self._token = token
        lasts_s = lasts_s if isinstance(lasts_s, int) else 3_600
        # One that lasts shorter than the margin serves one question at least.
        self._token_until_s = self._timing.now_s() + max(lasts_s - TOKEN_MARGIN_S, 1.0)

    def _token_request(self) -> tuple[bytes, dict[str, str]]:
        # RFC 6749, 2.3.1: both are encoded like a form before they are put together.
        pair = f"{quote_plus(self._account.client_id)}:{quote_plus(self._account.secret)}"
        form = {"grant_type": "client_credentials", "scope": self._account.scopes}
        return urlencode(form).encode(), {
            "Authorization": f"Basic {b64encode(pair.encode()).decode()}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
        }

    @property
    def _is_over(self) -> bool:
        return self._timing.now_s() > self._ends_s

    def _ask_once(
        self, method: str, address: str, table: RosterTable | None, made: Callable[[], tuple[bytes, dict[str, str]]]
    ) -> Answer:
        """Ask once, at most until the whole read ends. Raises: RosterNotRead, OutboundFailed."""
        if self._is_over:
            raise RosterNotRead(F.TOO_SLOW, table)
        body, headers = made()
        most = PAGE_MAX_BYTES if method == "GET" else TOKEN_MAX_BYTES
        try:
            with within_deadline(self._ends_s - self._timing.now_s()):
                return self._outbound.ask(method, address, body=body, headers=headers, max_bytes=most + 1)
        except OutboundRefused as error:
            raise RosterNotRead(F.BAD_ADDRESS, table) from error

    def _try_asking(
        self, method: str, address: str, table: RosterTable | None, made: Callable[[], tuple[bytes, dict[str, str]]]
    ) -> Answer:
        """Ask, and again where the server is busy or away. Raises: RosterNotRead."""
        for wait_s in (*self._timing.tries_after_s, None):
            try:
                answer = self._ask_once(method, address, table, made)
            except OutboundFailed as error:
                if wait_s is None or self._is_over:
                    raise RosterNotRead(F.TOO_SLOW if self._is_over else F.AWAY, table) from error
                self._timing.pause(wait_s)
                continue
            self.began_at = self.began_at or _day_of(answer.headers)
            if answer.status not in BUSY or wait_s is None:
                break
            asked_s = _seconds_of(answer.headers, self.began_at)
            if asked_s is not None and asked_s > WAITS_MOST_S:
                break
            self._timing.pause(wait_s if asked_s is None else asked_s)
        return answer


def _is_last(page: Page, offset: int) -> bool:
    """Say whether no page follows. A server may give fewer rows than it is asked for: only an empty page ends then."""
    if not page.rows:
        return True
    if page.total is not None:
        return offset >= page.total
    return page.has_next is False


def _parse_count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _find_header(headers: Mapping[str, str], name: str) -> str:
    return next((value for key, value in headers.items() if key.lower() == name), "")


def _day_of(headers: Mapping[str, str]) -> datetime | None:
    """Return the instant at which an answer was sent."""
    try:
        found = parsedate_to_datetime(_find_header(headers, "date"))
    except (ValueError, TypeError):
        return None
    return found if found.tzinfo is not None else None


def _seconds_of(headers: Mapping[str, str], now: datetime | None) -> float | None:
    """Return after how many seconds a server wants to be asked again: a number, or an instant (RFC 9110, 10.2.3)."""
    text = _find_header(headers, "retry-after")
    seconds = _parse_count(text)
    if seconds is not None:
        return float(seconds)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    now = _day_of(headers) or now
    return max((until - now).total_seconds(), 0.0) if now is not None and until.tzinfo is not None else None
