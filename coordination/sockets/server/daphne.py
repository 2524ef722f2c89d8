"""Our daphne: bounds requests, offers sockets a way to write prepared frames, says goodbye before it stops.

The application never needs it: on any other ASGI server the extension is absent and frames go through websocket.send.
"""

import asyncio
from collections.abc import Callable
from time import time
from typing import TYPE_CHECKING, Any, cast

from channels.routing import get_default_application
from daphne.server import Server
from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol
from django.conf import settings
from twisted.internet import reactor as installed_reactor
from twisted.internet.defer import Deferred
from twisted.internet.tcp import Connection

from coordination.errors import FrameTooLarge, MalformedFrame
from coordination.room.wire.frames import MAX_FRAME_BYTES, CloseCode, error_frame
from coordination.room.wire.websocket import texts_in
from coordination.sockets.asgi_types import Application
from coordination.sockets.caller import user_id_of_session
from coordination.sockets.database.threads import beside_rooms
from coordination.sockets.server.body_on_disk import BODY, BodiesFromDisk
from coordination.sockets.server.drain import drain_server
from coordination.sockets.server.http_channel import MusterHttpFactory, MusterRequest, unread_bytes

if TYPE_CHECKING:
    from twisted.internet.base import ReactorBase

EXTENSION = "musterpoint.frames"
# RFC 6455, 5.5.2: a ping without payload, and how the pong to it begins, which also has its four bytes of a mask.
PING, PONG_HEAD, PONG_BYTES = b"\x89\x00", b"\x8a\x80", 6
LOOK_EVERY_S = 2.0
# A peer that does not read cannot take a close frame either; after that long the connection is cut.
CLOSE_GRACE_S = 2.0


class FrameWriter:
    """Writes prepared frames of one socket, past the framework, in order with everything else on that socket."""

    __slots__ = ("_protocol",)

    def __init__(self, protocol: "MusterProtocol") -> None:
        self._protocol = protocol

    def write(self, frame: bytes) -> int:
        """Send a whole websocket frame; return how many bytes wait in the transport's buffer.

        With nothing pending it goes straight to the socket: one system call, no turn of the event loop. What the kernel
        does not take goes to the transport's buffer; as long as that holds anything, so does everything after it.
        """
        protocol = self._protocol
        if protocol.state != protocol.STATE_OPEN:
            return 0
        transport = protocol.transport
        if _may_write_through(transport):
            try:
                sent = transport.socket.send(frame)
            except (BlockingIOError, InterruptedError):
                sent = 0
            except OSError:
                # The peer is gone; the transport finds out in its own way and reports the disconnect.
                sent = 0
            if sent == len(frame):
                return 0
            frame = frame[sent:]
        transport.write(frame)
        return self.pending_bytes()

    def pending_bytes(self) -> int:
        """Return how many bytes wait in the transport's buffer."""
        # TLS in this process keeps its buffer to itself; the entries' window still bounds it.
        return unread_bytes(self._protocol.transport)

    def close(self, error: bytes, code: int) -> None:
        """Send a last frame and the close frame; cut the connection if the peer does not take them."""
        self.write(error)
        # It may have been held, and its own close frame must still be read.
        self.release()
        self._protocol.fail_with(code)

    def hold(self) -> None:
        """Stop reading from the peer: what it sends waits in the network, and then the peer itself waits."""
        self._protocol.is_held = True
        self._protocol.transport.pauseProducing()

    def release(self) -> None:
        """Read on. It was not asked whether it is alive meanwhile: its answer could not have been read."""
        if self._protocol.is_held:
            self._protocol.is_held = False
            self._protocol.asked_at_s = None
            self._protocol.transport.resumeProducing()

    def listen(self, take: Callable[[str], bool]) -> None:
        """Offer each text to `take` as it arrives, in the same turn of the loop; what it does not take is queued.

        It is asked only while nothing is queued before it. The queue and the task behind it cost two more turns.
        """
        self._protocol.take = take


def _may_write_through(transport: Any) -> bool:
    """Tell whether the kernel is the next to get bytes: plain TCP, connected, nothing of ours waiting."""
    return (
        isinstance(transport, Connection)
        and not getattr(transport, "TLS", False)
        and bool(transport.connected)
        and not transport.disconnecting
        and not transport._tempDataBuffer  # noqa: SLF001 - no public way to ask whether anything waits
        and len(transport.dataBuffer) == transport.offset
    )


class MusterProtocol(WebSocketProtocol):
    """daphne's socket, with a shortcut for texts and an error for clients that send too much."""

    take: Callable[[str], bool] | None = None
    # Since when it is asked whether it is alive; None while it need not answer.
    asked_at_s: float | None = None
    is_held = False

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """Take bytes in. Texts that came whole, as nearly all do, are taken out here; the framework takes the rest.

        It takes a frame apart in a hundred steps, because it may come in pieces: most of what a position costs.
        """
        self.asked_at_s = None
        if self._is_between_frames():
            texts, end = texts_in(data, at_most_bytes=MAX_FRAME_BYTES)
            for text in texts:
                self.onMessage(text, isBinary=False)
            data = data[end:]
            if len(data) == PONG_BYTES and data.startswith(PONG_HEAD):
                return  # a pong says only that the peer is alive
        if data:
            self._dataReceived(data)

    def onMessage(self, payload: bytes, isBinary: bool) -> None:  # noqa: N802, N803, FBT001 - autobahn's names
        """Hand a text over at once where that is wanted and nothing waits before it."""
        if self.take is not None and not isBinary and not self.muted and self.application_queue.empty():
            self.last_ping = time()
            if self.take(payload.decode()):
                return
        super().onMessage(payload, isBinary)

    def _is_between_frames(self) -> bool:
        return (
            self.state == self.STATE_OPEN
            and not self.data
            and self.current_frame is None
            and not self.inside_message
            and self._perMessageCompress is None
            and not self.failedByMe
        )

    def _sendAutoPing(self) -> None:  # noqa: N802 - autobahn's name
        """Ask whether the peer is alive, straight through and without a timer for each of thousands of idle sockets."""
        if self.asked_at_s is None:
            self.asked_at_s = time()
        self.prepared().write(PING)

    def needs_a_look(self, now_s: float) -> bool:
        """Tell whether something may be due on this socket."""
        if self.state != self.STATE_OPEN:
            return True
        server = self.server
        return (
            self.last_ping < now_s - server.ping_interval
            or self.is_silent(now_s)
            or self.socket_opened < now_s - server.websocket_timeout
        )

    def is_silent(self, now_s: float) -> bool:
        """Tell whether the peer has not said a word for too long since it was asked."""
        return not self.is_held and self.asked_at_s is not None and self.asked_at_s < now_s - self.server.ping_timeout

    def check_timeouts(self) -> None:
        """Cut a connection whose peer has fallen silent; the rest is the framework's."""
        if self.is_silent(time()):
            self._cut()
        else:
            super().check_timeouts()

    def fail_with(self, code: int) -> None:
        """Close with a code; abort if that has not worked after the grace time."""
        if self.state == self.STATE_OPEN:
            # Not sendClose: that refuses 1001, which is the right code of a server that goes away (RFC 6455, 7.4.1).
            self.sendCloseFrame(code=code)
            cast("ReactorBase", installed_reactor).callLater(CLOSE_GRACE_S, self._cut)

    def prepared(self) -> FrameWriter:
        """Return the way to send prepared frames on this socket."""
        return FrameWriter(self)

    def closed(self) -> "asyncio.Future[None]":
        """Return a future that is done when the connection is gone."""
        return cast("asyncio.Future[None]", self.is_closed.asFuture(asyncio.get_running_loop()))

    def _cut(self) -> None:
        if self.state != self.STATE_CLOSED and self.transport is not None:
            self.transport.abortConnection()

    def _invalid_payload(self, reason: str) -> bool:
        """Answer a text that is not UTF-8 with the documented error instead of dropping the connection."""
        if self.state == self.STATE_OPEN:
            self.sendMessage(error_frame(MalformedFrame("The frame is not UTF-8.")), isBinary=False)
            self.fail_with(CloseCode.MALFORMED)
        self.failedByMe = True
        return True

    def _max_message_size_exceeded(self, msg_size: int, max_msg_size: int, reason: str) -> None:
        """Answer with the documented error instead of dropping the connection; what is still coming is thrown away."""
        if self.state == self.STATE_OPEN:
            self.sendMessage(error_frame(FrameTooLarge(f"At most {MAX_FRAME_BYTES} bytes.")), isBinary=False)
            self.fail_with(CloseCode.TOO_LARGE)
        self.failedByMe = True


class MusterServer(Server):
    """daphne's server with our connections, our protocol and the frame extension."""

    def __init__(self, application: Application, *, arrival_s: float, **options: object) -> None:
        super().__init__(BodiesFromDisk(application), **options)
        self._arrival_s = arrival_s

    @property
    def http_factory(self) -> MusterHttpFactory:
        return self._http_factory

    @http_factory.setter
    def http_factory(self, _factory: object) -> None:
        # Made inside run() as the one below, of a class that cannot be chosen: ours takes its place.
        self._http_factory = MusterHttpFactory(self, arrival_s=self._arrival_s, knows_session=knows_session)

    @property
    def ws_factory(self) -> WebSocketFactory:
        return self._ws_factory

    @ws_factory.setter
    def ws_factory(self, factory: WebSocketFactory) -> None:
        # daphne makes the factory inside run(); this is the one place where its protocol class can be chosen.
        factory.protocol = MusterProtocol
        self._ws_factory = factory

    def create_application(self, protocol: MusterProtocol | MusterRequest, scope: dict[str, object]) -> object:
        if isinstance(protocol, MusterProtocol):
            scope["extensions"] = {EXTENSION: protocol.prepared()}
        elif protocol.body_on_disk is not None:
            scope["extensions"] = {BODY: protocol.body_on_disk}
        return super().create_application(protocol, scope)

    def timeout_checker(self) -> None:
        """Look where something may be due. The framework looks at every socket: a third of what idle ones cost."""
        now_s = time()
        for protocol, details in list(self.connections.items()):
            # A request that has become a socket stays listed for a moment. A clock that is put forward then would make
            # it late, and its answer would be written between the socket's frames.
            if "disconnected" in details:
                continue
            if not isinstance(protocol, MusterProtocol) or protocol.needs_a_look(now_s):
                protocol.check_timeouts()
        cast("ReactorBase", installed_reactor).callLater(LOOK_EVERY_S, self.timeout_checker)

    def application_checker(self) -> None:
        """Leave it to the framework where a connection or its application has ended; else come back in a second."""
        if any(
            (application := one.get("application_instance")) is None or "disconnected" in one or application.done()
            for one in self.connections.values()
        ):
            super().application_checker()
        else:
            cast("ReactorBase", installed_reactor).callLater(1, self.application_checker)

    def kill_all_applications(self) -> Deferred[object]:
        """End in order: accept no more, say goodbye, finish what was begun, close sockets. The reactor waits for it."""
        drained: Deferred[object] = Deferred.fromFuture(asyncio.ensure_future(drain_server(self)))
        return drained.addBoth(lambda _: self._kill_the_rest())

    def _kill_the_rest(self) -> object:
        # daphne looks for an application behind every connection; one that has already ended has none.
        for protocol in [one for one, details in self.connections.items() if "application_instance" not in details]:
            del self.connections[protocol]
        return super().kill_all_applications()

    def stop_accepting(self) -> None:
        """Close our side of the listening sockets; other processes that accept from them go on."""
        for listener in self.listeners:
            # If no other does, closing would reset the connections that wait in the kernel: take those first.
            listener.addCallback(lambda port: (port.doRead(), port.stopListening()))

    def open_sockets(self) -> "list[MusterProtocol]":
        """Return the websockets that can be written to."""
        return [one for one in self.connections if isinstance(one, MusterProtocol) and one.state == one.STATE_OPEN]

    def requests_under_way(self) -> "list[asyncio.Future[None]]":
        """Return the HTTP requests that are being answered."""
        running = [
            details.get("application_instance")
            for protocol, details in self.connections.items()
            if not isinstance(protocol, MusterProtocol)
        ]
        return [one for one in running if one is not None and not one.done()]


async def knows_session(session_key: str) -> bool:
    """Tell whether a session belongs to a user. Raises: DatabaseError."""
    return await beside_rooms(user_id_of_session, session_key) is not None


def run_server(*, host: str = "127.0.0.1", port: int | None = None, fd: int | None = None) -> None:
    """Serve until SIGTERM or SIGINT, on a port or on an inherited listening socket."""
    endpoint = f"tcp:port={port}:interface={host}" if fd is None else f"fd:fileno={fd}"
    MusterServer(
        get_default_application(),
        endpoints=[endpoint],
        arrival_s=settings.REQUEST_ARRIVAL_S,
        # The protocol's limit, so that a larger frame is refused at its header and never buffered.
        websocket_max_message_size=MAX_FRAME_BYTES,
        websocket_max_frame_size=MAX_FRAME_BYTES,
        # Beacons show that we are alive; a client that vanished is noticed within fifty seconds.
        ping_interval=30,
        ping_timeout=20,
        http_timeout=120,
        server_name="musterpoint",
        verbosity=0,
    ).run()
