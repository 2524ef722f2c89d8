"""Connections that carry hints between processes: a channel layer, or the broker behind it, spoken to directly."""

import asyncio
import logging
import socket
from collections.abc import Callable
from typing import Any, Protocol, cast

import hiredis
from channels_redis.pubsub import RedisPubSubChannelLayer
from django.conf import settings
from hiredis.hiredis import PushNotification
from redis import asyncio as aioredis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from coordination.room.fanout import BROKER_ERRORS

log = logging.getLogger(__name__)

type Message = dict[str, object]
type Hear = Callable[[Message], None]

# The longest that opening a room waits for the connection to the broker.
CONNECT_S = 2.0
# For a broker that takes no more: what waits for it is worth less than the memory, and the beacon makes up for it.
WAITING_BYTES = 4 * 1024 * 1024
# A broker that has said nothing for this long counts as gone.
SILENT_MS = 10_000
_MORE = object()


class Layer(Protocol):
    """The part of a channel layer that is used here."""

    async def new_channel(self, prefix: str = ...) -> str: ...
    async def group_add(self, group: str, channel: str) -> None: ...
    async def group_discard(self, group: str, channel: str) -> None: ...
    async def group_send(self, group: str, message: dict[str, object]) -> None: ...
    async def receive(self, channel: str) -> dict[str, object]: ...


class Connection(Protocol):
    """What a relay needs. What is sent may be lost; the others raise BROKER_ERRORS."""

    def send(self, group: str, message: Message) -> None: ...
    async def join(self, group: str) -> None: ...
    async def leave(self, group: str) -> None: ...
    async def listen(self, hear: Hear) -> None: ...


def connection_to(layer: Layer) -> Connection:
    """Return a connection to the other processes."""
    return BrokerConnection(layer) if isinstance(layer, RedisPubSubChannelLayer) else LayerConnection(layer)


class LayerConnection:
    """Over a channel layer of any kind."""

    def __init__(self, layer: Layer) -> None:
        self._layer = layer
        self._channel = ""
        self._sending: set[asyncio.Task[None]] = set()

    def send(self, group: str, message: Message) -> None:
        """Begin to send a message."""
        task = asyncio.get_running_loop().create_task(self._send_now(group, message))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def join(self, group: str) -> None:
        """Subscribe to a group."""
        async with asyncio.timeout(CONNECT_S):
            await self._layer.group_add(group, await self._own_channel())

    async def leave(self, group: str) -> None:
        """Unsubscribe from a group."""
        async with asyncio.timeout(CONNECT_S):
            await self._layer.group_discard(group, await self._own_channel())

    async def listen(self, hear: Hear) -> None:
        """Receive the groups' messages until the broker is gone."""
        while True:
            hear(await self._layer.receive(await self._own_channel()))

    async def _send_now(self, group: str, message: Message) -> None:
        try:
            async with asyncio.timeout(CONNECT_S):
                await self._layer.group_send(group, message)
        except BROKER_ERRORS as error:
            log.warning("hint lost, the broker does not answer: %s", type(error).__name__)

    async def _own_channel(self) -> str:
        if not self._channel:
            self._channel = await self._layer.new_channel("feeds")
        return self._channel


class BrokerConnection(asyncio.Protocol):
    """The messages and groups of channels_redis' pub/sub layer, over one connection, without its tasks and queues.

    A message is handled in the turn of the loop in which its bytes come, and sent with one write: each process hears
    every message of its rooms, so another process does not make hearing cheaper.
    """

    def __init__(self, layer: RedisPubSubChannelLayer) -> None:
        self._layer = layer
        # The relay tries again by itself, and says so.
        self._pool: Any = aioredis.ConnectionPool.from_url(settings.REDIS_URL, protocol=3, retry=Retry(NoBackoff(), 0))
        self._connection: Any = None
        self._transport: asyncio.Transport | None = None
        self._opening = asyncio.Lock()
        self._gone: asyncio.Future[None] | None = None
        self._groups: set[bytes] = set()
        self._joining: dict[bytes, asyncio.Future[None]] = {}
        self._is_full = False
        self._reader = hiredis.Reader(notEnoughData=_MORE)
        self._hear: Hear = lambda _: None

    @property
    def is_open(self) -> bool:
        """Tell whether there is a connection."""
        return self._transport is not None

    # --- the relay's side --------------------------------------------------------------------------------------------
    def send(self, group: str, message: Message) -> None:
        """Write a message, if the broker is there and takes what it is given."""
        transport = self._transport
        if transport is None:
            return  # the listening side reports the loss
        was_full, self._is_full = self._is_full, transport.get_write_buffer_size() >= WAITING_BYTES
        if not self._is_full:
            transport.write(_pack_words(b"PUBLISH", self._name(group), self._layer.serialize(message)))
        elif not was_full:
            log.warning("hints lost, the broker takes nothing")

    async def join(self, group: str) -> None:
        """Subscribe to a group; return when the broker has confirmed it."""
        name = self._name(group)
        async with asyncio.timeout(CONNECT_S):
            transport = await self._open()
            self._groups.add(name)
            joined = self._joining.setdefault(name, asyncio.get_running_loop().create_future())
            transport.write(_pack_words(b"SUBSCRIBE", name))
            await asyncio.shield(joined)

    async def leave(self, group: str) -> None:
        """Unsubscribe from a group."""
        name = self._name(group)
        self._groups.discard(name)
        if self._transport is not None:
            self._transport.write(_pack_words(b"UNSUBSCRIBE", name))

    async def listen(self, hear: Hear) -> None:
        """Receive the groups' messages until the broker is gone."""
        self._hear = hear
        async with asyncio.timeout(CONNECT_S):
            await self._open()
        try:
            assert self._gone is not None
            await asyncio.shield(self._gone)
        finally:
            if self._transport is not None:
                self._transport.close()

    # --- the connection ----------------------------------------------------------------------------------------------
    def _name(self, group: str) -> bytes:
        return f"{self._layer.prefix}__group__{group}".encode()

    async def _open(self) -> asyncio.Transport:
        """Return the connection. Addresses, passwords and certificates are left to redis-py; then it is taken over."""
        async with self._opening:
            if self._transport is None:
                connection = self._pool.make_connection()
                await connection.connect()
                self._connection = connection
                # It has no public way to its transport.
                transport: asyncio.Transport = connection._writer.transport  # noqa: SLF001
                _end_soon_when_silent(transport)
                self._reader = hiredis.Reader(notEnoughData=_MORE)
                self._gone = asyncio.get_running_loop().create_future()
                transport.set_protocol(self)
                self._transport = transport
                # Groups that were joined on an earlier connection are subscribed again.
                for name in self._groups:
                    transport.write(_pack_words(b"SUBSCRIBE", name))
            return self._transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail the listener and every caller that waits to join a group."""
        lost = exc or ConnectionResetError("the broker has gone")
        if self._connection is not None:
            # Else it warns that it was left open.
            self._connection._close()  # noqa: SLF001
        self._transport = self._connection = None
        for waiting in [self._gone, *self._joining.values()]:
            if waiting is not None and not waiting.done():
                waiting.set_exception(lost)
                waiting.exception()  # read it, or asyncio warns when no caller waits
        self._joining.clear()

    def data_received(self, data: bytes) -> None:
        """Take in messages, and the replies to our writes, which have no waiting caller."""
        self._reader.feed(data)
        while (said := self._reader.gets()) is not _MORE:
            if isinstance(said, PushNotification):
                self._take(said)
            elif isinstance(said, hiredis.ReplyError):
                log.warning("the broker refused: %s", said)

    def _take(self, said: list[bytes]) -> None:
        match said:
            case [b"message", _, payload]:
                try:
                    self._hear(self._layer.deserialize(payload))
                except Exception:
                    # Processes of two versions may share a broker; what comes next must still be heard.
                    log.exception("a hint was not understood")
            case [b"subscribe", name, _]:
                joined = self._joining.pop(name, None)
                if joined is not None and not joined.done():
                    joined.set_result(None)
            case _:
                pass


def _pack_words(*words: bytes) -> bytes:
    packed: bytes = hiredis.pack_command(cast("tuple[bytes]", words))
    return packed


def _end_soon_when_silent(transport: asyncio.Transport) -> None:
    raw = transport.get_extra_info("socket")
    if raw is not None and raw.family in (socket.AF_INET, socket.AF_INET6):
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SILENT_MS)
