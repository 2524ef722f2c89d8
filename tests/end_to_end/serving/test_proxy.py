"""Behind the sample proxy with TLS: every byte arrives as it was sent, and a restart behind it loses no one.

What goes to which servers is compared with our lanes by tests/contracts/set_up/test_deploy.py.
"""

import asyncio
import contextlib
import http.cookiejar
import json
import re
import socket
import ssl
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from musterpoint_client.api import request_json
from musterpoint_client.problems import ApiProblem

from tests.stage.devices.clients import Frame, RawSocket, RoamingClient, knock, post, running, until, whole_log
from tests.stage.served import Stage, set_stage
from tests.support.proxy import NginxProxy
from tests.support.services import AppServer, PostgisServer, ValkeyServer

pytestmark = pytest.mark.e2e
CROWD = 12


@dataclass(frozen=True)
class Site:
    """Two servers behind a proxy, and who is in the room."""

    proxy: NginxProxy
    servers: tuple[AppServer, AppServer]
    stage: Stage

    def say(self, name: str, text: str) -> int:
        command = {"type": "post_message", "id": str(uuid.uuid4()), "text": text, "audience": "everyone"}
        return int(post(self.proxy.url, self.stage.tokens[name], self.stage.room_id, command)["seq"])


@pytest.fixture(scope="module")
def site(
    postgis: PostgisServer, postgis_template: str, valkey: ValkeyServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    database = postgis.url(postgis.create_database(template=postgis_template))
    var = tmp_path_factory.mktemp("var")
    stage = set_stage(database, var=var, crowd=CROWD)
    env = {"MUSTERPOINT_TLS": "true"}
    with contextlib.ExitStack() as stack:
        one, two = (stack.enter_context(AppServer(database, valkey.url, env=env, var=var)) for _ in range(2))
        proxy = stack.enter_context(NginxProxy((one.port, two.port), pages=two.port))
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        # What Python's own clients trust in addition, for the time of these tests.
        patch.setenv("SSL_CERT_FILE", str(proxy.certificate))
        patch.setattr(urllib.request, "_opener", None)
        yield Site(proxy, (one, two), stage)


def entries_until(socket: RawSocket, head: int) -> list[bytes]:
    """Return the entries up to head as the bytes they came in, acknowledged as documented."""
    got: list[bytes] = []
    while len(got) < head:
        first, payload = socket.frame()
        if first == 0x81 and json.loads(payload)["type"] in ("entry", "withheld"):
            got.append(payload)
            if len(got) % 16 == 0:
                socket.send(json.dumps({"type": "ack", "seq": len(got)}))
    return got


def test_entries_that_come_through_tls_and_full_buffers_are_the_bytes_that_come_directly(site: Site) -> None:
    token, room_id = site.stage.tokens["officer"], site.stage.room_id
    through = knock(site.proxy.url, token, room_id, receive_bytes=2048)
    through.piece_bytes = 700  # bytes at a time: the proxy's and the server's buffers are full most of the time
    through.send('{"type":"hello","after":0}')
    for number in range(120):
        head = site.say("insider", f"{number} " + 'né😀\\ud83d"<b>' * (1 + number * 7 % 130))
    direct = knock(site.servers[1].url, token, room_id)
    direct.send('{"type":"hello","after":0}')

    arrived = entries_until(through, head)

    assert arrived == entries_until(direct, head)
    assert [json.loads(entry)["seq"] for entry in arrived] == list(range(1, head + 1))


def test_a_large_command_and_a_refused_one_pass_the_proxy_as_they_are(site: Site) -> None:
    socket = knock(site.proxy.url, site.stage.tokens["officer"], site.stage.room_id)
    socket.send('{"type":"hello"}')
    socket.next("presence")
    socket.send(json.dumps({"type": "command", "command": {"type": "no_such", "id": "x"}}))
    assert socket.next("nack")["problem"]["code"] == "bad_command"

    socket.push("x" * (2 * 1024 * 1024))

    assert socket.ending() == ("frame_too_large", 4413)


def status_through(site: Site, path: str, kind: str, body: bytes) -> int:
    headers = {"X-Session-Token": site.stage.tokens["insider"], "Content-Type": kind}
    try:
        with urllib.request.urlopen(urllib.request.Request(f"{site.proxy.url}{path}", body, headers)) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code


def test_a_plan_of_sixty_mib_passes_the_proxy_and_a_large_body_elsewhere_does_not(site: Site) -> None:
    part = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="plan.geojson"\r\n\r\n'
    plan = b'{"type": "FeatureCollection", "features": []}'.ljust(60 * 1024 * 1024)
    form = part + plan + b"\r\n--edge--\r\n"
    kind = "multipart/form-data; boundary=edge"

    assert status_through(site, f"/api/v1/sites/{site.stage.site_id}/plan-imports", kind, form) == 202
    elsewhere = f"/api/v1/rooms/{site.stage.room_id}/commands"
    assert status_through(site, elsewhere, "application/json", b" " * (1024 * 1024 + 1)) == 413


def test_a_long_poll_waits_through_the_proxy_and_is_answered_by_the_next_entry(site: Site) -> None:
    head = site.say("officer", "before")
    path = f"/api/v1/rooms/{site.stage.room_id}/poll?after={head}&wait=20"

    async def story() -> Frame:
        token = site.stage.tokens["teacher"]
        polling = asyncio.create_task(asyncio.to_thread(request_json, site.proxy.url, path, token=token))
        await asyncio.to_thread(site.say, "officer", "the answer")
        return dict(await polling)

    answer = asyncio.run(story())

    assert [entry["seq"] for entry in answer["entries"]] == [head + 1]


# --- the proxy's word on the connection ----------------------------------------------------------------------------
def test_the_proxy_s_word_on_tls_counts_and_a_client_s_own_does_not_pass_it(site: Site) -> None:
    with urllib.request.urlopen(f"{site.proxy.url}/accounts/login/") as page:
        assert "max-age" in page.headers["Strict-Transport-Security"]
        assert all("Secure" in cookie for cookie in page.headers.get_all("Set-Cookie"))
    with urllib.request.urlopen(f"{site.servers[0].url}/accounts/login/") as page:
        assert "Strict-Transport-Security" not in page.headers
    lying = urllib.request.Request(f"{site.proxy.url}/accounts/login/", headers={"X-Forwarded-Proto": "http"})
    with urllib.request.urlopen(lying) as page:
        assert "max-age" in page.headers["Strict-Transport-Security"]


def test_plain_http_is_sent_on_to_https(site: Site) -> None:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    with pytest.raises(urllib.error.HTTPError) as sent_on:
        urllib.request.build_opener(Stay()).open(f"http://127.0.0.1:{site.proxy.plain_port}/x?y=1")

    assert (sent_on.value.code, sent_on.value.headers["Location"]) == (308, "https://127.0.0.1/x?y=1")
    sent_on.value.close()


@pytest.mark.parametrize(("origin", "status"), [("", 200), ("https://evil.example", 403)])
def test_a_page_s_form_is_taken_from_its_own_origin_only(site: Site, origin: str, status: int) -> None:
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    url = f"{site.proxy.url}/accounts/login/"
    browser.open(url).close()
    token = next(cookie.value for cookie in jar if cookie.name == "csrftoken")
    form = urllib.parse.urlencode({"login": "nobody", "password": "wrong", "csrfmiddlewaretoken": token}).encode()
    headers = {"Origin": origin or site.proxy.url, "Referer": url}

    try:
        with browser.open(urllib.request.Request(url, data=form, headers=headers)) as answer:
            got = answer.status
    except urllib.error.HTTPError as refused:
        refused.close()
        got = refused.code

    assert got == status


@pytest.mark.parametrize(("origin", "code"), [("", ""), ("https://evil.example", "foreign_origin")])
def test_a_page_s_socket_is_taken_from_its_own_origin_only(site: Site, origin: str, code: str) -> None:
    header = f"Origin: {origin or site.proxy.url}"
    socket = knock(site.proxy.url, site.stage.tokens["officer"], site.stage.room_id, headers=[header])

    socket.send('{"type":"hello"}')

    if code:
        assert socket.ending() == (code, 4403)
    else:
        assert socket.next("welcome")["head"] >= 1


# --- servers of rooms, servers of pages -----------------------------------------------------------------------------
def test_where_the_servers_of_pages_are_away_those_of_rooms_answer(site: Site) -> None:
    pages = site.servers[1]
    pages.stop()
    try:
        with urllib.request.urlopen(f"{site.proxy.url}/accounts/login/") as page:
            assert page.status == 200
        assert site.say("officer", "the room goes on") > 0
    finally:
        pages.start()


# --- rolling restart --------------------------------------------------------------------------------------------------
async def test_promises_1_3_6_a_rolling_restart_behind_the_proxy_loses_nothing_and_fails_no_request(site: Site) -> None:
    clients = [RoamingClient([site.proxy.url], token, site.stage.room_id) for token in site.stage.crowd]
    failed: list[str] = []
    posted: list[int] = []
    is_over = asyncio.Event()

    async def post_on(name: str) -> None:
        while not is_over.is_set():
            try:
                posted.append(await asyncio.to_thread(site.say, name, "over HTTP"))
            except (OSError, ValueError, ApiProblem) as error:
                failed.append(repr(error))

    async with running(clients):
        await until(lambda: all(client.reconnects == 0 for client in clients), timeout_s=20, what="all were connected")
        posting = [asyncio.create_task(post_on(name)) for name in ("officer", "teacher")]
        for server in site.servers:
            await asyncio.to_thread(server.stop)
            await clients[0].command("post_message", text="one of two is away", audience="everyone")
            await asyncio.to_thread(server.start)
        is_over.set()
        await asyncio.gather(*posting)
        await until(lambda: all(client.seq >= max(posted) for client in clients), timeout_s=20, what="all were current")

    assert failed == [], site.proxy.process.log_end()
    log = whole_log(site.proxy.url, site.stage.tokens["officer"], site.stage.room_id)
    assert [entry["seq"] for entry in log] == list(range(1, len(log) + 1))
    assert len(set(posted)) == len(posted) > 10
    for client in clients:
        assert (client.faults.duplicated, client.faults.out_of_order, client.problems) == ([], [], [])
    assert sum(client.reconnects for client in clients) >= CROWD


def test_browsers_are_offered_http_2_and_files_come_compressed_and_for_ever(site: Site) -> None:
    context = ssl.create_default_context(cafile=str(site.proxy.certificate))
    context.set_alpn_protocols(["h2", "http/1.1"])
    with (
        socket.create_connection(("127.0.0.1", site.proxy.port)) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1") as secure,
    ):
        assert secure.selected_alpn_protocol() == "h2"

    page = urllib.request.urlopen(f"{site.proxy.url}/accounts/login/").read().decode()
    script = re.search(r'src="(/static/coordination/shell\.bundle\.[0-9a-f]{12}\.js)"', page)
    assert script is not None
    request = urllib.request.Request(site.proxy.url + script[1], headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(request) as answer:
        assert answer.headers["Content-Encoding"] == "br"
        assert "immutable" in answer.headers["Cache-Control"]
        assert "max-age=315360000" in answer.headers["Cache-Control"]
