"""A real server and requests that are none: each is answered or ended in bounded time, and hides no other request."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.support.processes import wait_until
from tests.support.services import AppServer

pytestmark = pytest.mark.e2e

ARRIVAL_S = 2
# What a test waits at most for an answer or an end that must come: far more than the bounds of the server.
PATIENCE_S = 30
SECRET = b"GET /hidden HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def request(*headers: str, body: bytes = b"", start: str = "GET /healthz HTTP/1.1", host: str = "127.0.0.1") -> bytes:
    lines = [start, *([f"Host: {host}"] if host else []), *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


CHUNKED = "Transfer-Encoding: chunked"
SOCKET = ("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: MTIzNDU2Nzg5MDEyMzQ1Ng==")
# What is sent, and the status of each answer; after one that refuses, the connection is closed.
REFUSED: dict[str, tuple[bytes, int]] = {
    "identity hides a request": (request("Transfer-Encoding: identity", body=SECRET), 501),
    "identity beside a length": (request("Transfer-Encoding: identity", "Content-Length: 2", body=b"{}"), 501),
    "gzip, then chunked": (request("Transfer-Encoding: gzip, chunked", body=b"0\r\n\r\n" + SECRET), 501),
    "an unknown coding before other headers": (request("Transfer-Encoding: \x01", "Accept: */*", body=SECRET), 501),
    "an empty coding": (request("Transfer-Encoding:", body=SECRET), 501),
    "chunked twice": (request(CHUNKED, CHUNKED, body=b"0\r\n\r\n" + SECRET), 400),
    "chunked and a length": (request(CHUNKED, "Content-Length: 5", body=b"0\r\n\r\n" + SECRET), 400),
    "a length and chunked": (request("Content-Length: 5", CHUNKED, body=b"0\r\n\r\n" + SECRET), 400),
    "chunked over two lines": (request("Transfer-Encoding:", " chunked", body=b"0\r\n\r\n" + SECRET), 400),
    "chunked before its colon": (request("Transfer-Encoding : chunked", body=b"0\r\n\r\n" + SECRET), 400),
    "chunked in HTTP/1.0": (request(CHUNKED, start="GET /healthz HTTP/1.0", body=b"0\r\n\r\n" + SECRET), 400),
    "a chunk of less than nothing": (request(CHUNKED, body=b"-2\r\n{}\r\n0\r\n\r\n" + SECRET), 400),
    "a chunk without size": (request(CHUNKED, body=b"\r\n\r\n" + SECRET), 400),
    "a chunk longer than it says": (request(CHUNKED, body=b"2\r\n{}}\r\n0\r\n\r\n" + SECRET), 400),
    "an extension with a zero byte": (request(CHUNKED, body=b"2;a=\0\r\n{}\r\n0\r\n\r\n" + SECRET), 400),
    "an endless size of a chunk": (request(CHUNKED, body=b"0" * 2000 + b"\r\n\r\n"), 400),
    "a length of less than nothing": (request("Content-Length: -2", body=SECRET), 400),
    "two lengths": (request("Content-Length: 2", "Content-Length: 3", body=b"{}" + SECRET), 400),
    "a length of thousands of digits": (request("Content-Length: " + "9" * 5000, body=SECRET), 413),
    "a length of many gigabytes": (request("Content-Length: 99999999999", body=SECRET), 413),
    "an expectation that no one knows": (request("Expect: tea", "Content-Length: 2", body=b"{}" + SECRET), 417),
    "an expectation that waits for its answer": (request("Expect: tea", "Content-Length: 2"), 417),
    "a socket with a body": (request(*SOCKET, "Content-Length: 5", body=b"hello"), 400),
    "a socket with chunks": (request(*SOCKET, CHUNKED, body=b"5\r\nhello\r\n0\r\n\r\n"), 400),
    "no host": (request(host=""), 400),
    "two hosts": (request("Host: localhost"), 400),
    "a header that is none": (request("nothing", "Accept: */*", body=SECRET), 400),
    "a line that does not end": (b"GET /" + b"a" * 20_000, 431),
    "a head that is too large": (request(*[f"X-{number}: {'a' * 900}" for number in range(30)]), 431),
}
TAKEN: dict[str, tuple[bytes, list[int]]] = {
    "chunked without a chunk": (request(CHUNKED, body=b"0\r\n\r\n"), [200]),
    "chunks, an extension and a trailer": (request(CHUNKED, body=b"2;a=b\r\n{}\r\n0\r\nX-A: b\r\n\r\n"), [200]),
    "a body where none is needed": (request("Content-Length: 2", body=b"{}"), [200]),
    "three in one go": (request() + request(CHUNKED, body=b"2\r\n{}\r\n0\r\n\r\n") + request(), [200, 200, 200]),
    "a wish about our addresses, and no words": (request("Daphne-Root-Path: \xff"), [200]),
    "a new protocol that no one speaks": (request("Upgrade: h2c", "Connection: Upgrade"), [200]),
    "HTTP/1.0 expects, in vain": (
        request("Expect: 100-continue", "Content-Length: 2", start="GET /healthz HTTP/1.0", body=b"{}"),
        [200],
    ),
}
# What waits for more of a request that never comes.
UNFINISHED: dict[str, bytes] = {
    "half a line": b"GET /heal",
    "half a head": b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n",
    "lines that end in another way": b"GET /healthz HTTP/1.1\nHost: 127.0.0.1\n\n",
    "chunked without chunks": request(CHUNKED),
    "a chunk of more than there is": request(CHUNKED, body=b"ffffffffffffffff\r\n{}"),
    "chunks without the last": request(CHUNKED, body=b"2\r\n{}\r\n"),
    "a trailer without end": request(CHUNKED, body=b"0\r\nX-A: b\r\n"),
    "half a body": request("Content-Length: 5", body=b"he"),
    "HTTP/1.0 that expects": request("Expect: 100-continue", "Content-Length: 2", start="GET / HTTP/1.0"),
}


@pytest.fixture(scope="module")
def server(spatialite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    database = shutil.copy(spatialite_template, tmp_path_factory.mktemp("hostile") / "copy.sqlite3")
    with AppServer(f"spatialite://{database}", env={"MUSTERPOINT_REQUEST_ARRIVAL_S": str(ARRIVAL_S)}) as running:
        yield running


@asynccontextmanager
async def connected(server: AppServer) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    try:
        async with asyncio.timeout(PATIENCE_S):
            yield reader, writer
    finally:
        writer.close()


def statuses(answers: bytes) -> list[int]:
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3}) ", answers)]


async def everything(server: AppServer, sent: bytes) -> bytes:
    """Send it, and return what comes until the server hangs up."""
    async with connected(server) as (reader, writer):
        writer.write(sent)
        return await reader.read()


def sockets_of(server: AppServer) -> int:
    links = Path(f"/proc/{server.pid}/fd").iterdir()
    return sum(link.is_symlink() and str(link.readlink()).startswith("socket:") for link in links)


@pytest.mark.parametrize("case", REFUSED)
async def test_what_is_no_request_is_refused_with_a_problem_and_hides_no_other(server: AppServer, case: str) -> None:
    sent, status = REFUSED[case]

    answer = await everything(server, sent)

    assert statuses(answer) == [status]
    assert b"\r\nContent-Type: application/problem+json\r\n" in answer
    assert b"\r\nConnection: close\r\n" in answer


@pytest.mark.parametrize("case", TAKEN)
async def test_what_is_unusual_and_right_is_carried_out(server: AppServer, case: str) -> None:
    sent, expected = TAKEN[case]

    answer = await everything(server, sent + request("Connection: close"))

    assert statuses(answer) == [*expected, *([] if b"HTTP/1.0" in sent else [200])]


async def test_a_body_that_waits_for_100_continue_is_asked_for_and_taken(server: AppServer) -> None:
    async with connected(server) as (reader, writer):
        writer.write(request("Expect: 100-continue", "Content-Length: 2", "Connection: close"))
        asked = await reader.readuntil(b"\r\n\r\n")
        writer.write(b"{}")
        answer = await reader.read()

    assert (statuses(asked), statuses(answer)) == ([100], [200])


async def test_a_request_that_never_ends_is_ended_and_leaves_no_connection_behind(server: AppServer) -> None:
    await everything(server, request("Connection: close"))
    before = sockets_of(server)

    answers = await asyncio.gather(*(everything(server, sent) for sent in UNFINISHED.values()))

    assert dict(zip(UNFINISHED, map(statuses, answers), strict=True)) == {case: [408] for case in UNFINISHED}
    wait_until(lambda: sockets_of(server) <= before, timeout_s=PATIENCE_S, what="a connection is left")


async def test_a_byte_now_and_then_does_not_keep_a_connection(server: AppServer) -> None:
    async with connected(server) as (reader, writer):
        answer = asyncio.ensure_future(reader.read())
        writer.write(b"GET /")
        while not answer.done():
            writer.write(b"a")
            await asyncio.wait([answer], timeout=ARRIVAL_S / 4)

    assert statuses(await answer) == [408]


async def test_an_answer_reaches_who_still_sends(server: AppServer) -> None:
    """Hanging up on bytes that are on their way would reset the connection, and the answer with it."""
    async with connected(server) as (reader, writer):
        writer.write(request("Content-Length: 99999999999") + b"a" * 2_000_000)
        await writer.drain()
        answer = await reader.read()

    assert statuses(answer) == [413]


async def test_more_chunks_than_anything_that_is_taken_are_refused(server: AppServer) -> None:
    chunk = b"100000\r\n" + b"a" * 0x100000 + b"\r\n"

    async with connected(server) as (reader, writer):
        writer.write(request(CHUNKED))
        answer = asyncio.ensure_future(reader.read())
        for _ in range(74):
            writer.write(chunk)
            await writer.drain()
            if answer.done():
                break
        refusal = await answer

    assert statuses(refusal) == [413]


async def test_a_socket_to_nowhere_is_refused_and_is_no_fault_of_ours(server: AppServer) -> None:
    answer = await everything(server, request(*SOCKET, "Sec-WebSocket-Version: 13", start="GET /ws/v1/x HTTP/1.1"))

    assert statuses(answer) == [403]
    assert "Traceback" not in server.process.log_end()
