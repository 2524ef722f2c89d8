"""POSTs through the proxy that the machine names, as the SDK itself would: slower for each message, and rare."""

from collections.abc import Mapping

import aiohttp

from push.transports.connection import ANSWER_MAX_BYTES, Answer, NoAnswer


class Proxied:
    """Belongs to one event loop until it is closed."""

    def __init__(self, url: str, *, limit: int, timeout_s: float) -> None:
        self._url = url
        self._limit = limit
        self._timeout_s = timeout_s
        self._session: aiohttp.ClientSession | None = None

    async def post(self, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send one body and return the answer. Calls the network. Raises: NoAnswer, TimeoutError."""
        try:
            async with self._open().post(self._url, data=body, headers=headers) as answer:
                return Answer(answer.status, dict(answer.headers), await _body_of(answer))
        except aiohttp.ClientError as error:
            raise NoAnswer("no_connection") from error

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._limit, ttl_dns_cache=300),
                timeout=aiohttp.ClientTimeout(total=self._timeout_s),
                trust_env=True,
                cookie_jar=aiohttp.DummyCookieJar(),
                # A few bytes that unpack to very many would hold the event loop, and with it the deadline.
                auto_decompress=False,
                skip_auto_headers={"Accept-Encoding"},
            )
        return self._session


async def _body_of(answer: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for piece in answer.content.iter_any():
        body += piece
        if len(body) > ANSWER_MAX_BYTES:
            raise NoAnswer("too_long")
    return bytes(body)
