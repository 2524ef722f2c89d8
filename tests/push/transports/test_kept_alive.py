"""Our own few lines of HTTP: whatever the other end says, an answer is whole or there is none, and soon."""

import asyncio
import ssl
from pathlib import Path

import pytest

from push.transports.connection import ANSWER_MAX_BYTES, NoAnswer
from push.transports.kept_alive import KeptAlive
from tests.support.proxy import make_certificate
from tests.support.raw_http import Line, RawHttp

HEADERS = {"Authorization": "Bearer token"}
WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
ANSWERS = {
    "in one piece": [WHOLE],
    "byte by byte": [bytes([byte]) for byte in WHOLE],
    "chunked and torn": [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chun",
        b"ked\r\n\r\n1\r\no\r",
        b"\n1\r\nk\r\n0\r\n",
        b"\r\n",
    ],
    "after an interim one": [b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", WHOLE],
    "with small letters": [b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"],
}
NONSENSE = {
    "another language": b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
    "a length that is none": b"HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\nok",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok",
    "a chunk without a size": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nok\r\n0\r\n\r\n",
    "a header without end": b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000,
    "another protocol": b"HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
    "a length and less, then the end": b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok",
    "half a chunk, then the end": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nok",
    "half a head, then the end": b"HTTP/1.1 200",
    "nothing, then the end": b"",
    "more than we read": b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * (ANSWER_MAX_BYTES + 1),
}


def to(end: RawHttp, *, limit: int = 4, timeout_s: float = 20, tls: ssl.SSLContext | None = None) -> KeptAlive:
    return KeptAlive(end.url, limit=limit, timeout_s=timeout_s, tls=tls)


async def says_ok(line: Line) -> None:
    while True:
        await line.hear()
        await line.say(WHOLE)


@pytest.mark.parametrize("how", ANSWERS)
async def test_an_answer_is_whole_however_it_is_cut(how: str) -> None:
    async def script(line: Line) -> None:
        while True:
            await line.hear()
            await line.say(*ANSWERS[how])

    async with RawHttp().playing(script) as end:
        poster = to(end)
        answers = [await poster.post(HEADERS, b'{"a": 1}') for _ in range(3)]
        await poster.close()

    assert [(one.status, one.body) for one in answers] == [(200, b"ok")] * 3
    assert end.connections == 1
    assert end.requests[0] == (
        b"POST /send HTTP/1.1\r\nHost: " + end.url[7:-5].encode() + b"\r\n"
        b'Authorization: Bearer token\r\nContent-Length: 8\r\n\r\n{"a": 1}'
    )


@pytest.mark.parametrize("what", NONSENSE)
async def test_what_is_no_whole_answer_is_none_and_its_connection_is_given_up(what: str) -> None:
    async def script(line: Line) -> None:
        await line.hear()
        await line.say(WHOLE if line.number > 1 else NONSENSE[what])
        if line.number > 1:
            await line.until_closed()

    async with RawHttp().playing(script) as end:
        poster = to(end)
        with pytest.raises(NoAnswer):
            await poster.post(HEADERS, b"first")
        second = await poster.post(HEADERS, b"second")
        await poster.close()

    assert second.body == b"ok"
    assert end.connections == 2


async def test_an_answer_without_a_length_ends_with_its_connection() -> None:
    async def script(line: Line) -> None:
        await line.hear()
        await line.say(b"HTTP/1.1 503 Away\r\nRetry-After: 7\r\n\r\n", b"not ", b"now")

    async with RawHttp().playing(script) as end:
        answer = await to(end).post(HEADERS, b"")

    assert (answer.status, answer.headers["retry-after"], answer.body) == (503, "7", b"not now")


async def test_an_end_that_says_so_after_its_answer_gets_no_second_question() -> None:
    async def script(line: Line) -> None:
        await line.hear()
        await line.say(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
        await line.until_closed()

    async with RawHttp().playing(script) as end:
        poster = to(end)
        for _ in range(2):
            await poster.post(HEADERS, b"")

    assert end.connections == 2


async def test_a_connection_that_was_closed_while_idle_costs_another_one_and_no_message() -> None:
    closed = asyncio.Event()

    async def script(line: Line) -> None:
        await line.hear()
        await line.say(WHOLE)
        if line.number == 1:
            # Takes the next question and hangs up without a word, as a server does whose patience ends just then.
            await line.hear()
            closed.set()
        else:
            await line.until_closed()

    async with RawHttp().playing(script) as end:
        poster = to(end)
        await poster.post(HEADERS, b"first")
        answer = await poster.post(HEADERS, b"second")
        await poster.close()

    assert closed.is_set()
    assert answer.body == b"ok"
    assert [request[-6:] for request in end.requests] == [b"\nfirst", b"second", b"second"]


async def test_an_end_that_never_answers_is_given_up_in_time_and_not_asked_twice_at_once() -> None:
    async def script(line: Line) -> None:
        await line.hear()
        await line.until_closed()

    async with RawHttp().playing(script) as end:
        poster = to(end, timeout_s=0.05)
        with pytest.raises(TimeoutError):
            await poster.post(HEADERS, b"")

    assert (len(end.requests), end.connections) == (1, 1)


async def test_no_more_than_the_limit_are_open_and_everybody_has_a_turn() -> None:
    async with RawHttp().playing(says_ok) as end:
        poster = to(end, limit=3)
        answers = await asyncio.gather(*(poster.post(HEADERS, b"%d" % number) for number in range(60)))
        await poster.close()

    assert [one.body for one in answers] == [b"ok"] * 60
    assert end.connections == 3
    assert len({request.rpartition(b"\n")[2] for request in end.requests}) == 60


async def test_whoever_gives_up_waiting_keeps_nobody_from_their_turn() -> None:
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def script(line: Line) -> None:
        while True:
            await line.hear()
            asked.set()
            await go_on.wait()
            await line.say(WHOLE)

    async with RawHttp().playing(script) as end:
        poster = to(end, limit=1)
        tasks = [asyncio.create_task(poster.post(HEADERS, b"%d" % number)) for number in range(5)]
        await asked.wait()
        for given_up in (tasks[0], tasks[2]):
            given_up.cancel()
        go_on.set()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        await poster.close()

    assert [isinstance(one, asyncio.CancelledError) for one in results] == [True, False, True, False, False]


async def test_nobody_there_and_a_name_that_is_none_are_no_answer() -> None:
    async with RawHttp().playing(says_ok) as end:
        poster = to(end)
    with pytest.raises(NoAnswer):
        await poster.post(HEADERS, b"")

    with pytest.raises(NoAnswer):
        await KeptAlive("http://name.invalid/", limit=1, timeout_s=20).post(HEADERS, b"")


async def test_a_header_cannot_begin_another_line() -> None:
    async with RawHttp().playing(says_ok) as end:
        with pytest.raises(NoAnswer, match="bad_header"):
            await to(end).post({"Authorization": "Bearer a\r\nX: b"}, b"")

    assert end.requests == []


async def test_over_tls_only_an_end_with_a_good_certificate_is_spoken_to(tmp_path: Path) -> None:
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    make_certificate(certificate, key)
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(certificate, key)

    async with RawHttp().playing(says_ok, tls=server) as end:
        with pytest.raises(NoAnswer):
            await to(end).post(HEADERS, b"secret")
        trusting = to(end, tls=ssl.create_default_context(cafile=certificate))
        answers = [await trusting.post(HEADERS, b"a") for _ in range(2)]
        await trusting.close()

    assert [one.body for one in answers] == [b"ok", b"ok"]
    assert [request[-1:] for request in end.requests] == [b"a", b"a"]
