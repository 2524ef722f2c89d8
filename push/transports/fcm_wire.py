"""The SDK's own messages and errors over an event loop: hundreds under way at once, on connections that stay open.

The SDK has two ways to send many: a thread for each message, or a client that is bound to the first event loop it saw
and signs in blocking. This is the third; only the HTTP call itself is ours.
"""

import asyncio
import math
import threading
import time
import urllib.request

import aiohttp
import firebase_admin
import requests
from firebase_admin import exceptions, messaging
from google.auth.exceptions import GoogleAuthError
from google.auth.transport.requests import Request

from push.transport import TransportError

TIMEOUT_S = 5
CONNECTIONS = 512
SIGN_IN_PAUSE_S = 2
UNAUTHORIZED = 401


class Access:
    """The access token that all lines share. Left to the SDK, every line would fetch its own at the same instant."""

    def __init__(self, app: firebase_admin.App) -> None:
        self._credential = app.credential.get_credential()
        self._lock = threading.Lock()
        self._failed_at_s = -math.inf

    @property
    def token(self) -> str:
        return str(self._credential.token)

    @property
    def is_valid(self) -> bool:
        return bool(self._credential.valid)

    def ensure(self, *, refused: str = "") -> None:
        """Fetch a token when there is none that is valid, or only the one just refused. May call the network.

        Raises: GoogleAuthError, TransportError.
        """
        if self.is_valid and self.token != refused:
            return
        with self._lock:
            if time.monotonic() - self._failed_at_s < SIGN_IN_PAUSE_S:
                # Google's library tries for seconds: those who waited for us must not do it all again, one by one.
                raise TransportError("fcm_no_access_token", permanent=False)
            if not self.is_valid or self.token == refused:
                try:
                    self._credential.refresh(Request())
                except GoogleAuthError:
                    self._failed_at_s = time.monotonic()
                    raise


class FcmWire:
    """POSTs the SDK's messages. Belongs to one event loop at a time."""

    def __init__(self, app: firebase_admin.App, access: Access) -> None:
        self._service = messaging._get_messaging_service(app)  # noqa: SLF001 - encodes and judges; no public way
        self._access = access
        self._session: aiohttp.ClientSession | None = None

    def document_of(self, message: messaging.Message) -> object:
        """Return a message as the SDK would send it. Raises: ValueError: the SDK refuses it."""
        return self._service._message_data(message, False)  # noqa: SLF001, FBT003

    async def post(self, body: bytes) -> None:
        """Send one document. Calls the network. Raises: what the SDK's own send raises, GoogleAuthError."""
        refused = ""
        # A token can be withdrawn before its time: once more with a new one, then it is the account.
        for _ in range(2):
            if not self._access.is_valid or refused:
                await asyncio.to_thread(self._access.ensure, refused=refused)
            token = self._access.token
            status, headers, content = await self._call(body, token)
            if status != UNAUTHORIZED:
                break
            refused = token
        if status >= 400:
            raise self._service._handle_fcm_error(_as_requests_error(status, headers, content))  # noqa: SLF001

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _call(self, body: bytes, token: str) -> tuple[int, dict[str, str], bytes]:
        headers = {
            **self._service._fcm_headers,  # noqa: SLF001
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
        }
        try:
            async with self._open().post(self._service._fcm_url, data=body, headers=headers) as answer:  # noqa: SLF001
                return answer.status, dict(answer.headers), await answer.read()
        except TimeoutError as error:
            raise exceptions.DeadlineExceededError("no answer in time", cause=error) from error
        except aiohttp.ClientError as error:
            raise exceptions.UnavailableError("no connection", cause=error) from error

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS, ttl_dns_cache=300),
                timeout=aiohttp.ClientTimeout(total=TIMEOUT_S),
                # A proxy that the machine names counts here as it does for the SDK; to look for it at every message
                # costs as much as the message.
                trust_env=bool(urllib.request.getproxies()),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session


def _as_requests_error(status: int, headers: dict[str, str], content: bytes) -> requests.HTTPError:
    """Return an answer in the shape that the SDK judges."""
    response = requests.Response()
    response.status_code = status
    response.headers.update(headers)
    response._content = content  # noqa: SLF001 - requests has no other way to fill one
    return requests.HTTPError(f"status {status}", response=response)
