"""Answer for a floor ahead of Django, if the same request was answered before and nothing has changed since.

It decides nothing and makes nothing: the first answer comes the usual way, through every middleware and access, and is
given again, byte for byte, while everything that it depends on reads the same. That is asked each time, in one
statement, so whoever has lost the right has lost it at once. Every doubt takes the usual way.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError
from django.http import parse_cookie

from coordination.sockets.asgi_types import (
    Application,
    Message,
    Receive,
    Scope,
    Send,
)
from coordination.sockets.database.threads import beside_rooms
from coordination.sockets.server.plan_facts import PlanFacts, plan_facts, user_of_session

ADDRESS = re.compile(r"/api/v1/levels/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/plan")
# What the usual way looks at besides the address. Two requests that agree in these get the same answer.
HEADERS = (b"host", b"cookie", b"x-session-token", b"x-forwarded-proto", b"accept-language", b"if-none-match")
KEPT_STATUS = frozenset((200, 304))
MAX_KEPT = 20_000
# A cookie may be as long as a head; what is asked with a longer one takes the usual way, and is not held here.
MAX_HEADERS_BYTES = 2048
# Beyond that everything is forgotten and comes again by the usual way, one answer each.
MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """A request for a floor that may be answered from what is kept."""

    level_id: UUID
    session_key: str
    scheme: str
    headers: tuple[bytes | None, ...]


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What was answered, and the facts that were read before it was decided."""

    user_id: int
    facts: PlanFacts
    start: Message
    body: bytes


@dataclass(slots=True)
class Shelf:
    """The answers of this process. Equal bodies are held once: most people of a floor get the same bytes."""

    answers: dict[PlanRequest, KeptAnswer] = field(default_factory=dict)
    bodies: dict[bytes, bytes] = field(default_factory=dict)
    size_bytes: int = 0

    def keep(self, request: PlanRequest, answer: KeptAnswer) -> None:
        """Keep an answer."""
        if len(self.answers) >= MAX_KEPT or self.size_bytes + len(answer.body) > MAX_BYTES:
            self.answers, self.bodies, self.size_bytes = {}, {}, 0
        if answer.body not in self.bodies:
            self.bodies[answer.body] = answer.body
            self.size_bytes += len(answer.body)
        body = self.bodies[answer.body]
        self.answers[request] = KeptAnswer(answer.user_id, answer.facts, answer.start, body)


class CachedPlans:
    """The ASGI application in front of Django's."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._shelf = Shelf()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = plan_request(scope)
        if request is None:
            await self._application(scope, receive, send)
            return
        kept = self._shelf.answers.get(request)
        # Before anything is decided: what is kept is never newer than its facts.
        known = await _known(request, kept)
        if kept is not None and known is not None and known.facts == kept.facts:
            await send(kept.start)
            await send({"type": "http.response.body", "body": kept.body})
            return
        await self._answer(scope, receive, send, request=request, known=known)

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, *, request: PlanRequest, known: "Known | None"
    ) -> None:
        heard: list[Message] = []

        async def listen(message: Message) -> None:
            heard.append(message)
            await send(message)

        await self._application(scope, receive, listen)
        if known is not None and may_be_kept(heard):
            body = b"".join(message.get("body", b"") for message in heard[1:])
            self._shelf.keep(request, KeptAnswer(known.user_id, known.facts, heard[0], body))


@dataclass(frozen=True, slots=True)
class Known:
    """Whose request it is, and what the answer depends on."""

    user_id: int
    facts: PlanFacts


async def _known(request: PlanRequest, kept: KeptAnswer | None) -> Known | None:
    def read() -> Known | None:
        user_id = user_of_session(request.session_key) if kept is None else kept.user_id
        if user_id is None:
            return None
        at = datetime.now(UTC)
        facts = plan_facts(session_key=request.session_key, user_id=user_id, level_id=request.level_id, at=at)
        return None if facts is None else Known(user_id, facts)

    try:
        return await beside_rooms(read)
    except DatabaseError:
        # The usual way knows how to say that there is no database.
        return None


def plan_request(scope: Scope) -> PlanRequest | None:
    """Return a plain request for a floor by a session; None for every other one."""
    if scope["type"] != "http" or scope["method"] != "GET" or scope["query_string"]:
        return None
    address = ADDRESS.fullmatch(scope["path"])
    if address is None:
        return None
    headers: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if name in HEADERS and headers.setdefault(name, value) is not value:
            return None  # one that is said twice
    if sum(map(len, headers.values())) > MAX_HEADERS_BYTES:
        return None
    session_key = _session_key(headers)
    if session_key is None:
        return None
    return PlanRequest(UUID(address[1]), session_key, scope.get("scheme", "http"), tuple(map(headers.get, HEADERS)))


def _session_key(headers: Mapping[bytes, bytes]) -> str | None:
    """Return the key by which the request is signed in, if it says exactly one."""
    token, cookie = headers.get(b"x-session-token"), headers.get(b"cookie", b"")
    try:
        # As Django itself reads them: where two readers differ, one person's answer would hang on another's facts.
        found = parse_cookie(cookie.decode("ascii")).get(settings.SESSION_COOKIE_NAME)
        named = [one for one in (token and token.decode("ascii"), found) if one]
    except UnicodeDecodeError:
        return None
    return named[0] if len(named) == 1 and named[0].isalnum() else None


def may_be_kept(heard: list[Message]) -> bool:
    """Tell whether an answer is whole, good, and the same for the next one who asks: it sets no cookie."""
    if not heard or heard[0]["type"] != "http.response.start" or heard[0]["status"] not in KEPT_STATUS:
        return False
    names = {bytes(name).lower() for name, _ in heard[0]["headers"]}
    return b"set-cookie" not in names and len(heard) > 1 and not heard[-1].get("more_body", False)
