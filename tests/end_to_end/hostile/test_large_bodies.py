"""A real server and large bodies: who says nothing of themselves is refused at once, and no one's fills the memory."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stage.live_room import room_on_copy
from tests.stage.served import Stage
from tests.support.services import AppServer

pytestmark = pytest.mark.e2e

MIB = 1024 * 1024
PATIENCE_S = 120
PIECE = b" " * (256 * 1024)
# What a process may grow by, whatever is sent to it: the file of a room is read as a whole, and has 16 MiB.
MOST_GROWTH_MIB = 24


class Site:
    """A server, who is in its room, and how much memory it takes."""

    def __init__(self, server: AppServer, stage: Stage) -> None:
        self.server, self.stage = server, stage
        self._before_kib = 0

    def memory_kib(self, what: str) -> int:
        text = Path(f"/proc/{self.server.pid}/status").read_text()
        return int(re.findall(rf"{what}:\s+(\d+) kB", text)[0])

    def begin(self) -> None:
        """Note what it takes now, and forget the most that it ever took."""
        Path(f"/proc/{self.server.pid}/clear_refs").write_text("5")
        self._before_kib = self.memory_kib("VmRSS")

    def grown_mib(self) -> float:
        """Return by how much it has grown at most since then."""
        return (self.memory_kib("VmHWM") - self._before_kib) / 1024


@pytest.fixture(scope="module")
def site(spatialite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with room_on_copy(spatialite_template, tmp_path_factory.mktemp("large")) as room:
        yield Site(room.server, room.stage)


async def answer_to(
    site: Site, path: str, *headers: str, size: int, head: bytes = b"", tail: bytes = b"", at_most: int | None = None
) -> bytes:
    """Send a request whose body is spaces between head and tail; return all that comes until the server hangs up.

    With a size below zero it comes in chunks, without saying how much it will be. After `at_most` bytes the sender
    waits for an answer, and sends nothing more.
    """
    is_chunked, size = size < 0, abs(size)
    length = "Transfer-Encoding: chunked" if is_chunked else f"Content-Length: {size}"
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", *headers, length, "", ""]
    reader, writer = await asyncio.open_connection("127.0.0.1", site.server.port)
    answer = asyncio.ensure_future(reader.read())

    async def send(piece: bytes) -> None:
        writer.write(b"%x\r\n%b\r\n" % (len(piece), piece) if is_chunked and piece else piece)
        await writer.drain()

    try:
        async with asyncio.timeout(PATIENCE_S):
            writer.write("\r\n".join(lines).encode())
            await send(head)
            left = size - len(head) - len(tail)
            kept_back = 0 if at_most is None else size - at_most
            while left > kept_back and not answer.done():
                await send(PIECE[:left])
                left -= len(PIECE[:left])
            if not kept_back and not answer.done():
                await send(tail)
                writer.write(b"0\r\n\r\n" if is_chunked else b"")
            return await answer
    except ConnectionError:
        return await answer
    finally:
        writer.close()


def status(answer: bytes) -> int:
    return int(answer[9:12] or 0)


def form(name: str) -> tuple[str, bytes, bytes]:
    """Return a form with one file: its header, and what stands before and after the file's bytes."""
    disposition = f'Content-Disposition: form-data; name="file"; filename="{name}"'
    head = f"--edge\r\n{disposition}\r\nContent-Type: application/octet-stream\r\n\r\n"
    return "Content-Type: multipart/form-data; boundary=edge", head.encode(), b"\r\n--edge--\r\n"


def upload_path(site: Site) -> str:
    return f"/api/v1/rooms/{site.stage.room_id}/uploads"


@pytest.mark.parametrize("size", [70 * MIB, -70 * MIB])
@pytest.mark.parametrize("is_upload", [True, False])
async def test_nobody_s_large_body_is_refused_before_it_comes(site: Site, size: int, is_upload: bool) -> None:
    path = upload_path(site) if is_upload else "/accounts/login/"
    site.begin()

    answers = await asyncio.gather(*(answer_to(site, path, size=size) for _ in range(3)))

    assert [status(answer) for answer in answers] == [413] * 3
    assert all(b"body_too_large" in answer and b"Connection: close" in answer for answer in answers)
    assert site.grown_mib() < MOST_GROWTH_MIB


async def test_a_large_body_is_for_upload_routes_only_whoever_sends_it(site: Site) -> None:
    token = f"X-Session-Token: {site.stage.tokens['insider']}"
    commands = f"/api/v1/rooms/{site.stage.room_id}/commands"

    assert status(await answer_to(site, commands, token, size=MIB + 1)) == 413
    assert status(await answer_to(site, upload_path(site), token, size=73 * MIB)) == 413


@pytest.mark.parametrize("says_who", ["X-Session-Token: no one", "Cookie: sessionid=no one"])
@pytest.mark.parametrize("size", [70 * MIB, -70 * MIB])
async def test_a_session_that_is_none_is_refused_before_its_file_has_come(site: Site, says_who: str, size: int) -> None:
    kind, head, tail = form("a.txt")

    answer = await answer_to(site, upload_path(site), says_who, kind, size=size, head=head, tail=tail, at_most=2 * MIB)

    assert (status(answer), b"not_authenticated" in answer) == (401, True)


@pytest.mark.parametrize("size", [70 * MIB, -70 * MIB])
async def test_a_session_that_is_none_may_send_as_fast_as_it_likes(site: Site, size: int) -> None:
    """How much its own system takes off it depends on the machine; what the server takes in does not."""
    kind, head, tail = form("a.txt")
    site.begin()

    answers = await asyncio.gather(
        *(
            answer_to(site, upload_path(site), "X-Session-Token: no one", kind, size=size, head=head, tail=tail)
            for _ in range(3)
        )
    )

    assert [(status(answer), b"not_authenticated" in answer) for answer in answers] == [(401, True)] * 3
    assert site.grown_mib() < MOST_GROWTH_MIB


async def test_who_waits_to_be_told_to_send_is_told_only_when_known(site: Site) -> None:
    kind, _, _ = form("notes.txt")
    size = 2 * MIB
    said = [kind, "Expect: 100-continue"]

    async def first_line(token: str) -> bytes:
        lines = [f"POST {upload_path(site)} HTTP/1.1", "Host: 127.0.0.1", *said, f"X-Session-Token: {token}"]
        reader, writer = await asyncio.open_connection("127.0.0.1", site.server.port)
        writer.write("\r\n".join([*lines, f"Content-Length: {size}", "", ""]).encode())
        async with asyncio.timeout(PATIENCE_S):
            line = await reader.readline()
        writer.close()
        return line

    assert await first_line("nobody") == b"HTTP/1.1 401 Unauthorized\r\n"
    assert await first_line(site.stage.tokens["officer"]) == b"HTTP/1.1 100 Continue\r\n"


async def test_a_form_without_a_file_is_not_read_into_memory(site: Site) -> None:
    token = f"X-Session-Token: {site.stage.tokens['insider']}"
    site.begin()

    answer = await answer_to(
        site, upload_path(site), token, "Content-Type: application/x-www-form-urlencoded", size=70 * MIB
    )

    assert 400 <= status(answer) < 500
    assert site.grown_mib() < MOST_GROWTH_MIB


@pytest.mark.parametrize("way", [1, -1])
async def test_a_file_of_16_mib_goes_into_a_room_also_in_chunks(site: Site, way: int) -> None:
    kind, head, tail = form("notes.txt")
    size = way * (16 * MIB + len(head) + len(tail))
    token = f"X-Session-Token: {site.stage.tokens['officer']}"

    answer = await answer_to(site, upload_path(site), token, kind, size=size, head=head, tail=tail)

    assert status(answer) == 201
    assert f'"size_bytes": {16 * MIB}'.encode() in answer


async def test_a_small_file_in_chunks_goes_into_a_room(site: Site) -> None:
    kind, head, tail = form("notes.txt")
    token = f"X-Session-Token: {site.stage.tokens['officer']}"

    answer = await answer_to(
        site, upload_path(site), token, kind, size=-(100 + len(head) + len(tail)), head=head, tail=tail
    )

    assert status(answer) == 201
    assert b'"size_bytes": 100' in answer


async def test_a_plan_of_60_mib_is_taken_and_costs_no_memory(site: Site) -> None:
    kind, head, tail = form("plan.geojson")
    token = f"X-Session-Token: {site.stage.tokens['insider']}"
    plan = b'{"type": "FeatureCollection", "features": []}'
    site.begin()

    answer = await answer_to(
        site,
        f"/api/v1/sites/{site.stage.site_id}/plan-imports",
        token,
        kind,
        size=60 * MIB,
        head=head + plan,
        tail=tail,
    )

    assert status(answer) == 202, answer
    assert site.grown_mib() < MOST_GROWTH_MIB
