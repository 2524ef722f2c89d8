"""The SDK's own messages and errors over an event loop: hundreds under way at once, on connections that stay open.

The SDK has two ways to send many: a thread for each message, or a client that is bound to the first event loop it saw
and signs in blocking. This is the third; only the HTTP call itself is ours.
"""

import asyncio
import math
import threading
import time
import urllib.request
from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urlsplit

import firebase_admin
import requests
from firebase_admin import exceptions, messaging
from google.auth.exceptions import GoogleAuthError

from push.outgoing.calls import OutgoingCall
from push.outgoing.deadlines import left_s, within_deadline
from push.transport import TransportError
from push.transports.connection import ANSWER_MAX_BYTES, Answer, NoAnswer
from push.transports.fcm.proxied import Proxied
from push.transports.kept_alive import KeptAlive

TIMEOUT_S = 5
CONNECTIONS = 512
SIGN_IN_PAUSE_S = 2
UNAUTHORIZED = 401


class Access:
    """The access token that all lines share. Left to the SDK, every line would fetch its own at the same instant."""

    def __init__(self, app: firebase_admin.App, *, call: OutgoingCall) -> None:
        self._call = call
        self._credential = app.credential.get_credential()
        self._request = messaging._get_messaging_service(app)._client.session._auth_request  # noqa: SLF001 - by deadline
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
        with within_deadline(self._call.deadline_s, most_bytes=ANSWER_MAX_BYTES):
            if not self._lock.acquire(timeout=left_s()):
                raise TransportError("fcm_no_access_token", permanent=False)
            try:
                self._fetch(refused)
            finally:
                self._lock.release()

    def _fetch(self, refused: str) -> None:
        """Fetch a token unless another line has just done so, or failed. Under the lock."""
        if time.monotonic() - self._failed_at_s < SIGN_IN_PAUSE_S:
            # Google's library tries for seconds: those who waited for us must not do it all again, one by one.
            raise TransportError("fcm_no_access_token", permanent=False)
        if not self.is_valid or self.token == refused:
            try:
                self._credential.refresh(self._request)
            except GoogleAuthError:
                self._failed_at_s = time.monotonic()
                raise
            except (TypeError, AttributeError, ValueError) as error:
                # Google's library reads whatever is answered with 200 as a document with a token.
                self._failed_at_s = time.monotonic()
                raise TransportError("fcm_no_access_token", permanent=False) from error


class Poster(Protocol):
    """Sends bodies to the provider's one address."""

    async def post(self, headers: Mapping[str, str], body: bytes) -> Answer: ...

    async def close(self) -> None: ...


class FcmWire:
    """POSTs the SDK's messages. Belongs to one event loop at a time."""

    def __init__(self, app: firebase_admin.App, access: Access, *, call: OutgoingCall) -> None:
        self._call = call
        self._service = messaging._get_messaging_service(app)  # noqa: SLF001 - encodes and judges; no public way
        self._access = access
        self._poster: Poster | None = None
        self._headers: dict[str, str] = {}
        self._headers_token = ""

    def document_of(self, message: messaging.Message) -> object:
        """Return a message as the SDK would send it. Raises: ValueError: the SDK refuses it."""
        return self._service._message_data(message, False)  # noqa: SLF001, FBT003

    async def post(self, body: bytes) -> None:
        """Send one document. Calls the network. Raises: what the SDK's own send raises, GoogleAuthError."""
        try:
            async with asyncio.timeout(self._call.deadline_s):
                answer = await self._answer_to(body)
        except TimeoutError as error:
            raise exceptions.DeadlineExceededError("no answer in time", cause=error) from error
        if not 200 <= answer.status < 300:
            raise self._service._handle_fcm_error(_as_requests_error(answer))  # noqa: SLF001

    async def _answer_to(self, body: bytes) -> Answer:
        refused = ""
        # A token can be withdrawn before its time: once more with a new one, then it is the account.
        for _ in range(2):
            if not self._access.is_valid or refused:
                await asyncio.to_thread(self._access.ensure, refused=refused)
            token = self._access.token
            answer = await self._asked(body, token)
            if answer.status != UNAUTHORIZED:
                break
            refused = token
        return answer

    async def close(self) -> None:
        if self._poster is not None:
            await self._poster.close()

    async def _asked(self, body: bytes, token: str) -> Answer:
        if self._poster is None:
            self._poster = poster_to(self._service._fcm_url)  # noqa: SLF001
        try:
            return await self._poster.post(self._headers_with(token), body)
        except NoAnswer as error:
            raise exceptions.UnavailableError("no answer", cause=error) from error

    def _headers_with(self, token: str) -> dict[str, str]:
        if token != self._headers_token:
            self._headers = {
                **self._service._fcm_headers,  # noqa: SLF001
                "Authorization": f"Bearer {token}",
                "Content-Type": "application/json",
            }
            self._headers_token = token
        return self._headers


def poster_to(url: str) -> Poster:
    """Return what sends to the provider; a proxy that the machine names counts here as it does for the SDK."""
    parts = urlsplit(url)
    has_proxy = parts.scheme in urllib.request.getproxies() and not urllib.request.proxy_bypass(parts.hostname or "")
    return (Proxied if has_proxy else KeptAlive)(url, limit=CONNECTIONS, timeout_s=TIMEOUT_S)


def _as_requests_error(answer: Answer) -> requests.HTTPError:
    """Return an answer in the shape that the SDK judges."""
    response = requests.Response()
    response.status_code = answer.status
    response.headers.update(answer.headers)
    response._content = answer.body  # noqa: SLF001 - requests has no other way to fill one
    return requests.HTTPError(f"status {answer.status}", response=response)
