"""Servers to compare with, each a process: `python -m tests.bench.rig.others.sample_servers KIND PORT`.

tutorial  Channels as in its tutorial, on daphne, with the in-memory layer: every consumer in the group encodes
picows    a broadcast in Cython: about what this machine can do at all
feed      our server class and a room's feed, without log, access or database: fan-out itself
"""

import asyncio
import json
import socket
import sys
from typing import Any
from uuid import UUID

type Message = dict[str, Any]
ROOM = UUID(int=1)


def tutorial(port: int) -> None:
    """Serve one group to everybody, as the Channels tutorial does."""
    import django
    from django.conf import settings

    settings.configure(
        ALLOWED_HOSTS=["*"],
        INSTALLED_APPS=["channels"],
        # Its default of 100 messages would lose some when a consumer lags.
        CHANNEL_LAYERS={
            "default": {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 100_000}}
        },
    )
    django.setup()
    from channels.generic.websocket import AsyncWebsocketConsumer
    from channels.routing import ProtocolTypeRouter
    from daphne.server import Server

    class Chat(AsyncWebsocketConsumer):
        async def connect(self) -> None:
            await self.channel_layer.group_add("room", self.channel_name)
            await self.accept()

        async def disconnect(self, code: int) -> None:
            await self.channel_layer.group_discard("room", self.channel_name)

        async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
            await self.channel_layer.group_send("room", {"type": "chat.message", "body": json.loads(text_data or "")})

        async def chat_message(self, event: Message) -> None:
            await self.send(text_data=json.dumps(event["body"]))

    application = ProtocolTypeRouter({"websocket": Chat.as_asgi()})
    Server(application, endpoints=[f"tcp:port={port}:interface=127.0.0.1"], verbosity=0).run()


def picows(port: int) -> None:
    """Serve one room to everybody with picows."""
    from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_create_server

    everybody: set[WSTransport] = set()

    class Chat(WSListener):
        def on_ws_connected(self, transport: WSTransport) -> None:
            everybody.add(transport)

        def on_ws_disconnected(self, transport: WSTransport) -> None:
            everybody.discard(transport)

        def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
            if frame.msg_type == WSMsgType.CLOSE:
                transport.disconnect()
                return
            text = json.dumps(json.loads(frame.get_payload_as_utf8_text())).encode()
            for one in everybody:
                one.send(WSMsgType.TEXT, text)

    async def serve() -> None:
        server = await ws_create_server(lambda _request: Chat(), "127.0.0.1", port)
        await server.serve_forever()

    import uvloop

    uvloop.run(serve())


def feed(port: int, send_buffer_bytes: int = 0, ping_s: int = 20) -> None:
    """Serve one feed: what a client sends becomes the next entry. `send_buffer_bytes` makes sends partial.

    A socket that is silent for `ping_s` is asked whether it is alive, and has as long again to answer.
    """
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordination.settings")
    django.setup()
    from coordination.sockets.server.daphne import MusterServer

    application = FeedApplication(send_buffer_bytes)
    server = MusterServer(
        application,
        endpoints=[f"tcp:port={port}:interface=127.0.0.1"],
        arrival_s=20,
        ready_callable=lambda: print("listening", flush=True),
        ping_interval=ping_s,
        ping_timeout=ping_s,
        verbosity=0,
    )
    server.run()


class FeedApplication:
    """Attach every socket to one RoomFeed; hear acknowledgements through the real protocol's session."""

    def __init__(self, send_buffer_bytes: int) -> None:
        from coordination.sockets.feeds.feed import RoomFeed

        async def no_log(room_id: UUID, after: int, limit: int) -> list[Any]:
            return []

        async def no_state(*_asked: Any) -> Any:
            raise NotImplementedError

        self.feed = RoomFeed(ROOM, read_tail=no_log, read_state=no_state, withdraw=lambda _: None)
        self.feed.start_at(0)
        self.sockets = self.seq = 0
        self.send_buffer_bytes = send_buffer_bytes

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        from coordination.room.people.holders import Holder
        from coordination.room.registry import command_adapter
        from coordination.sockets.connection import session as protocol
        from coordination.sockets.connection.socket_writers import EXTENSION, DirectWriter
        from coordination.sockets.feeds.subscriber import Subscriber
        from coordination.vocabulary import Audience
        from mou.access.epoch import NEVER

        await receive()
        await send({"type": "websocket.accept"})
        writer = scope["extensions"][EXTENSION]
        if self.send_buffer_bytes:
            plug = writer._protocol.transport.socket
            plug.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, self.send_buffer_bytes)
        self.sockets += 1
        holder = Holder(self.sockets, UUID(int=self.sockets), "")
        subscriber = Subscriber(
            writer=DirectWriter(writer),
            holder=holder,
            audiences=frozenset(Audience),
            let_in_at=self.feed.head,
            checked_at=NEVER,
        )
        subscriber.begin(self.feed.head)
        # Everybody is there before the first entry: no one asks a log that there is not.
        self.feed.attach(subscriber)
        session = protocol.Session(parse_command=command_adapter().validate_python, now_s=0.0)
        session.stage = protocol.Stage.LIVE
        now_s = asyncio.get_running_loop().time

        def take(text: str) -> bool:
            if text.startswith("{}"):
                return False
            if text.startswith('{"body"'):
                self.announce(text)
            elif isinstance(effect := session.hear(text, now_s=now_s()), protocol.Acknowledge):
                self.feed.acknowledge(subscriber, effect.seq)
            return True

        writer.listen(take)
        try:
            while (message := await receive())["type"] != "websocket.disconnect":
                if not take(message["text"]):
                    # Through the framework, between what is written past it: order must hold.
                    await send({"type": "websocket.send", "text": message["text"]})
        finally:
            subscriber.is_closed = True
            self.feed.detach(subscriber)

    def announce(self, text: str) -> None:
        """Make the next entry of a posted text, as the log would, and let the feed hear it."""
        from coordination.room.wire.encoded import EncodedEntry
        from coordination.room.wire.frames import entry_frame, withheld_frame
        from coordination.vocabulary import Audience

        self.seq += 1
        seq = self.seq
        content = json.dumps(json.loads(text), separators=(",", ":"), ensure_ascii=False)
        full = entry_frame(seq=seq, content=content, salt="", digest="", chain_hash="")
        withheld = withheld_frame(seq=seq, digest="", chain_hash="")
        self.feed.hear(EncodedEntry(ROOM, seq, Audience.EVERYONE, full, withheld))


if __name__ == "__main__":
    {"tutorial": tutorial, "picows": picows, "feed": feed}[sys.argv[1]](*(int(number) for number in sys.argv[2:]))
