"""Hints between processes over a real broker: by way of the channel layer, and straight to the broker behind it."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from channels_redis.pubsub import RedisPubSubChannelLayer
from pytest_django.fixtures import Settings
from redis.asyncio import Redis

from coordination.room.fanout import BROKER_ERRORS
from coordination.sockets.broker import connections
from coordination.sockets.broker.connections import (
    BrokerConnection,
    LayerConnection,
    Message,
    connection_to,
)
from coordination.sockets.broker.relay import Relay
from tests.stage.devices.clients import until
from tests.support.processes import free_port
from tests.support.proxy import make_certificate
from tests.support.services import ValkeyServer

GROUP = "room.of-this-test"
SOON_S = 15


class Ear:
    """A line that is listened to, and what came."""

    def __init__(self, connection: BrokerConnection | LayerConnection) -> None:
        self.connection = connection
        self.heard: list[Message] = []
        self.listening = asyncio.create_task(connection.listen(self.heard.append))

    async def has(self, count: int) -> list[object]:
        await until(lambda: len(self.heard) >= count, timeout_s=SOON_S, what=f"{count} were heard")
        return [one["n"] for one in self.heard]

    async def stop(self) -> None:
        self.listening.cancel()
        await asyncio.gather(self.listening, return_exceptions=True)


@pytest.fixture
async def layer(valkey: ValkeyServer, settings: Settings) -> AsyncIterator[RedisPubSubChannelLayer]:
    settings.REDIS_URL = valkey.url
    layer = RedisPubSubChannelLayer(hosts=[valkey.url])
    yield layer
    await layer.flush()


async def until_in(broker: ValkeyServer, *, count: int) -> None:
    """Ask the broker until so many listen to the group: the layer does not say when it is in."""
    async with Redis.from_url(broker.url) as asked, asyncio.timeout(SOON_S):
        while await listeners(asked) < count:  # noqa: ASYNC110 - what is waited for is in the broker
            await asyncio.sleep(0.01)


async def listeners(asked: Redis) -> int:
    channels = [one for one in await asked.pubsub_channels() if GROUP in str(one)]
    return sum(number for _, number in await asked.pubsub_numsub(*channels))


async def test_what_either_sends_is_heard_by_both_in_order(
    layer: RedisPubSubChannelLayer, valkey: ValkeyServer
) -> None:
    """During an update a process of each kind may be there, and a command tells the layer itself."""
    direct, plain = Ear(BrokerConnection(layer)), Ear(LayerConnection(layer))
    assert isinstance(connection_to(layer), BrokerConnection)
    await direct.connection.join(GROUP)
    await plain.connection.join(GROUP)
    await until_in(valkey, count=2)

    for number in range(200):
        direct.connection.send(GROUP, {"n": number, "bytes": os.urandom(900)})
    assert await plain.has(200) == list(range(200))
    plain.connection.send(GROUP, {"n": 200})
    assert await direct.has(201) == list(range(201))

    await direct.stop()
    await plain.stop()


async def test_a_group_that_was_left_or_never_joined_is_not_heard(layer: RedisPubSubChannelLayer) -> None:
    ear = Ear(BrokerConnection(layer))
    await ear.connection.join(GROUP)
    ear.connection.send("room.another", {"n": "not joined"})
    await ear.connection.leave(GROUP)
    ear.connection.send(GROUP, {"n": "left"})
    await ear.connection.join(GROUP)
    ear.connection.send(GROUP, {"n": "joined"})

    assert await ear.has(1) == ["joined"]
    await ear.stop()


async def test_a_hint_that_is_not_understood_costs_none_after_it(
    layer: RedisPubSubChannelLayer, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[object] = []
    connection = BrokerConnection(layer)
    listening = asyncio.create_task(connection.listen(lambda message: heard.append(message["n"])))
    await connection.join(GROUP)

    connection.send(GROUP, {"of": "another version"})
    connection.send(GROUP, {"n": 1})

    await until(lambda: heard == [1], timeout_s=SOON_S, what="the next was heard")
    assert "a hint was not understood" in caplog.text
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)


async def test_a_broker_that_comes_back_is_joined_again_without_anybody_asking(settings: Settings) -> None:
    with ValkeyServer() as broker:
        settings.REDIS_URL = broker.url
        layer, room_id = RedisPubSubChannelLayer(hosts=[broker.url]), uuid4()
        relay = Relay(connection=BrokerConnection(layer), name="one", feeds={})
        listening = asyncio.create_task(relay.listen())
        await relay.subscribe(room_id)
        assert relay.is_subscribed(room_id)

        broker.kill9()
        await until(lambda: not relay.is_subscribed(room_id), timeout_s=SOON_S, what="the loss was noticed")
        broker.start()

        await until(lambda: relay.is_subscribed(room_id), timeout_s=SOON_S, what="it was joined again")
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def test_a_connection_that_was_lost_between_two_listeners_is_not_missed(settings: Settings) -> None:
    """The relay waits a moment before it listens again; what was joined meanwhile may be lost meanwhile, too."""
    with ValkeyServer() as broker:
        settings.REDIS_URL = broker.url
        connection = BrokerConnection(RedisPubSubChannelLayer(hosts=[broker.url]))
        await connection.join(GROUP)
        broker.kill9()
        await until(lambda: not connection.is_open, timeout_s=SOON_S, what="the loss was noticed")
        broker.start()

        ear = Ear(connection)
        await until(lambda: connection.is_open, timeout_s=SOON_S, what="it was connected again")
        connection.send(GROUP, {"n": 1})

        assert await ear.has(1) == [1]
        await ear.stop()


async def test_without_a_broker_joining_fails_soon_and_sending_is_silent(settings: Settings) -> None:
    with ValkeyServer() as broker:
        settings.REDIS_URL = broker.url
    connection = BrokerConnection(RedisPubSubChannelLayer(hosts=[broker.url]))

    async with asyncio.timeout(SOON_S):
        with pytest.raises(BROKER_ERRORS):
            await connection.join(GROUP)
        with pytest.raises(BROKER_ERRORS):
            await connection.listen(lambda _: None)
    connection.send(GROUP, {"n": 1})


async def test_a_broker_that_stands_still_is_given_no_more_than_a_bound(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(connections, "WAITING_BYTES", 100_000)
    with ValkeyServer() as broker:
        settings.REDIS_URL = broker.url
        ear = Ear(BrokerConnection(RedisPubSubChannelLayer(hosts=[broker.url])))
        await ear.connection.join(GROUP)

        os.kill(broker.pid, signal.SIGSTOP)
        try:
            for number in range(20_000):
                ear.connection.send(GROUP, {"n": number, "bytes": bytes(2000)})
            with pytest.raises(BROKER_ERRORS):
                await ear.connection.join("room.another")
        finally:
            os.kill(broker.pid, signal.SIGCONT)

        await until(lambda: bool(ear.heard), timeout_s=SOON_S, what="it was heard again")
        await until_still(ear.heard)
        before = len(ear.heard)
        assert before < 20_000  # the rest was left out, and the log has it
        assert caplog.text.count("hints lost, the broker takes nothing") == 1
        ear.connection.send(GROUP, {"n": "after"})
        assert (await ear.has(before + 1))[-1] == "after"
        await ear.stop()


async def until_still(heard: list[Message]) -> None:
    """Wait until nothing has come for a while."""
    count = -1
    while count != len(heard):
        count = len(heard)
        await asyncio.sleep(0.5)


async def test_whoever_may_not_use_the_broker_is_told(settings: Settings) -> None:
    with ValkeyServer() as broker:
        await configure(broker, "requirepass right")
        settings.REDIS_URL = broker.url.replace("//", "//:wrong@")
        with pytest.raises(BROKER_ERRORS):
            await BrokerConnection(RedisPubSubChannelLayer(hosts=[settings.REDIS_URL])).join(GROUP)
        settings.REDIS_URL = broker.url.replace("//", "//:right@")
        ear = Ear(BrokerConnection(RedisPubSubChannelLayer(hosts=[settings.REDIS_URL])))
        await ear.connection.join(GROUP)
        ear.connection.send(GROUP, {"n": 1})
        assert await ear.has(1) == [1]
        await ear.stop()


async def test_a_broker_behind_tls_is_heard_if_its_certificate_is_trusted(settings: Settings, tmp_path: Path) -> None:
    certificate, key, port = tmp_path / "certificate.pem", tmp_path / "key.pem", free_port()
    make_certificate(certificate, key)
    files = f"tls-cert-file {certificate} tls-key-file {key} tls-ca-cert-file {certificate}"
    with ValkeyServer() as broker:
        await configure(broker, f"{files} tls-auth-clients no tls-port {port}")

        settings.REDIS_URL = f"rediss://127.0.0.1:{port}/0"
        with pytest.raises(BROKER_ERRORS):
            await BrokerConnection(RedisPubSubChannelLayer(hosts=[settings.REDIS_URL])).join(GROUP)
        settings.REDIS_URL += f"?ssl_ca_certs={certificate}"
        ear = Ear(BrokerConnection(RedisPubSubChannelLayer(hosts=[settings.REDIS_URL])))
        await ear.connection.join(GROUP)
        for number in range(50):
            ear.connection.send(GROUP, {"n": number, "bytes": os.urandom(20_000)})  # more than one TLS record each
        assert await ear.has(50) == list(range(50))
        await ear.stop()


async def configure(broker: ValkeyServer, words: str) -> None:
    """Change a running broker's settings."""
    reader, writer = await asyncio.open_connection("127.0.0.1", broker.port)
    writer.write(f"CONFIG SET {words}\r\n".encode())
    assert await reader.readline() == b"+OK\r\n"
    writer.close()
