"""Nothing goes out but by the one way with a deadline, and every kind of call stands in the operators' table."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from django.utils.module_loading import import_string

from coordination.environment import mailer_from_url
from coordination.rosters.connection.due import CLAIM_LASTS
from push.outbox.delivery import LEASE_S, STALE_S
from push.outbox.lines import shares
from push.outgoing import calls
from push.outgoing.calls import CALLS, OutgoingCall
from push.outgoing.mail_server import MailServer
from push.vocabulary import DeviceKind
from tests.support.processes import ROOT
from tests.support.sources import product_modules

# What opens connections, or brings something that does.
LEADS_OUT = (
    *(
        "aiohttp",
        "django.core.mail",
        "dns.query",
        "dns.resolver",
        "firebase_admin",
        "ftplib",
        "google",
        "grpc",
        "http.client",
        "httpcore",
        "httpx",
    ),
    *("imaplib", "logging.handlers", "poplib", "psycopg", "pywebpush", "redis", "requests", "smtplib", "socket", "ssl"),
    *("twisted", "urllib.request", "urllib3", "websockets", "xmlrpc"),
)
# These open one by a name of theirs, whoever imports what they belong to.
OPENS = frozenset(
    {
        *("ClientSession", "HTTPConnection", "HTTPSConnection", "PoolManager", "SMTP", "SMTP_SSL", "SysLogHandler"),
        *(
            "create_connection",
            "create_datagram_endpoint",
            "getaddrinfo",
            "gethostbyname",
            "open_connection",
            "urlopen",
        ),
    }
)
MAIL_ERRORS = "sends by Django's mailers, whose server is push.outgoing.mail_server; of smtplib the errors alone"
DATABASE = "the database, by the operator's settings"
BROKER = "the broker, by the operator's settings"
UNIX = "sockets between processes of this machine"
LISTENS = "listens, and calls no one"
OURSELVES = "calls the server that it has just started on this machine"
WAY_OUT = "the one way out"
APPS = "apps ask a server with it, and no server imports it"
LIBRARY = "coordination/clients/python/musterpoint_client"
MAY_IMPORT: Mapping[str, tuple[str, frozenset[str]]] = {
    f"{LIBRARY}/api.py": (APPS, frozenset({"urllib.request"})),
    f"{LIBRARY}/phone/safety_words.py": (APPS, frozenset({"urllib.request"})),
    f"{LIBRARY}/room/connection.py": (APPS, frozenset({"websockets"})),
    "coordination/administration/accounts/letters.py": (MAIL_ERRORS, frozenset({"django.core.mail", "smtplib"})),
    "coordination/administration/single_sign_on/fetching.py": (
        "allauth asks in the shape of requests; Outbound carries it",
        frozenset({"requests"}),
    ),
    "coordination/management/commands/demo.py": (LISTENS, frozenset({"socket"})),
    "coordination/management/commands/serve.py": (LISTENS, frozenset({"socket"})),
    "coordination/management/demo_district.py": (OURSELVES, frozenset({"urllib.request"})),
    "coordination/management/listening.py": (LISTENS, frozenset({"socket"})),
    "coordination/agreements/reminding.py": (MAIL_ERRORS, frozenset({"django.core.mail", "smtplib"})),
    "coordination/family_messages/work/outbox.py": (MAIL_ERRORS, frozenset({"django.core.mail", "smtplib"})),
    "coordination/mailing/outbox.py": (MAIL_ERRORS, frozenset({"django.core.mail", "smtplib"})),
    "coordination/management/self_check.py": (OURSELVES, frozenset({"urllib.request", "websockets"})),
    "coordination/postgis/base.py": (DATABASE, frozenset({"psycopg"})),
    "coordination/records/audit/syslog.py": ("our own name, and the errors of TLS", frozenset({"socket", "ssl"})),
    "coordination/records/backup/carrying.py": (DATABASE, frozenset({"psycopg"})),
    "coordination/records/evidence/heads.py": (MAIL_ERRORS, frozenset({"django.core.mail", "smtplib"})),
    "coordination/room/database/rows.py": (DATABASE, frozenset({"psycopg"})),
    "coordination/room/fanout.py": (BROKER, frozenset({"redis"})),
    "coordination/sign_in/attempts/hashing.py": (UNIX, frozenset({"socket"})),
    "coordination/sign_in/attempts/hashing_program.py": (UNIX, frozenset({"socket"})),
    "coordination/sign_in/mail.py": (MAIL_ERRORS, frozenset({"django.core.mail", "smtplib"})),
    "coordination/sockets/broker/connections.py": (BROKER, frozenset({"redis", "socket"})),
    "coordination/sockets/server/daphne.py": (LISTENS, frozenset({"twisted"})),
    "coordination/sockets/server/http_channel.py": (LISTENS, frozenset({"twisted"})),
    "coordination/web/health.py": (BROKER, frozenset({"redis"})),
    "mou/foundation/bounded_process/fork_server.py": (UNIX, frozenset({"socket"})),
    "mou/foundation/bounded_process/forks.py": (UNIX, frozenset({"socket"})),
    "mou/foundation/bounded_process/probe.py": ("tries that its process can reach no one", frozenset({"socket"})),
    "mou/foundation/bounded_process/walls.py": (LISTENS, frozenset({"socket"})),
    "mou/foundation/bounded_process/worker_sockets.py": (UNIX, frozenset({"socket"})),
    "push/outbox/wake.py": (DATABASE, frozenset({"psycopg"})),
    "push/outgoing/dns_records.py": (WAY_OUT, frozenset({"dns.resolver"})),
    "push/outgoing/http_pools.py": (WAY_OUT, frozenset({"ssl", "urllib3"})),
    "push/outgoing/mail_server.py": (WAY_OUT, frozenset({"django.core.mail", "smtplib", "ssl"})),
    "push/outgoing/names.py": (WAY_OUT, frozenset({"socket"})),
    "push/outgoing/requests_adapter.py": (WAY_OUT, frozenset({"requests"})),
    "push/outgoing/sockets.py": (WAY_OUT, frozenset({"socket", "ssl"})),
    "push/provider_words.py": ("reads what errors of mail say", frozenset({"smtplib"})),
    "push/transports/connection.py": ("Firebase's event loop: all of a message has a deadline", frozenset({"aiohttp"})),
    "push/transports/email.py": (MAIL_ERRORS, frozenset({"django.core.mail", "smtplib"})),
    "push/transports/fcm/proxied.py": ("as above, through a proxy", frozenset({"aiohttp"})),
    "push/transports/fcm/transport.py": (
        "the SDK, whose sessions go out by push.outgoing.requests_adapter",
        frozenset({"firebase_admin", "google"}),
    ),
    "push/transports/fcm/wire.py": (
        "the SDK, its sessions as above, and which proxy the machine names",
        frozenset({"firebase_admin", "google", "requests", "urllib.request"}),
    ),
    "push/transports/kept_alive.py": ("Firebase's event loop, as above", frozenset({"socket", "ssl"})),
    "push/transports/outbound.py": ("pools of push.outgoing.http_pools", frozenset({"ssl", "urllib3"})),
    "push/transports/webpush/transport.py": ("encrypts; Outbound carries it", frozenset({"pywebpush"})),
}
MAY_OPEN: Mapping[str, frozenset[str]] = {
    f"{LIBRARY}/api.py": frozenset({"urlopen"}),
    f"{LIBRARY}/phone/safety_words.py": frozenset({"urlopen"}),
    "coordination/management/demo_district.py": frozenset({"urlopen"}),
    "coordination/management/self_check.py": frozenset({"urlopen"}),
    "mou/foundation/bounded_process/probe.py": frozenset({"create_connection"}),
    "push/outgoing/http_pools.py": frozenset({"HTTPConnection", "HTTPSConnection"}),
    "push/outgoing/mail_server.py": frozenset({"SMTP", "SMTP_SSL"}),
    "push/outgoing/names.py": frozenset({"getaddrinfo"}),
    "push/transports/fcm/proxied.py": frozenset({"ClientSession"}),
    "push/transports/kept_alive.py": frozenset({"create_connection", "getaddrinfo"}),
    # The pool's own method, not urllib.request's function.
    "push/transports/outbound.py": frozenset({"urlopen"}),
}


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text())))


def imported(path: Path) -> Iterator[str]:
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def ways_out(path: Path) -> frozenset[str]:
    names = list(imported(path))
    return frozenset(way for way in LEADS_OUT if any(f"{name}.".startswith(f"{way}.") for name in names))


def opened(path: Path) -> frozenset[str]:
    used = {node.attr for node in nodes_of(path) if isinstance(node, ast.Attribute)}
    return frozenset((used | {node.id for node in nodes_of(path) if isinstance(node, ast.Name)}) & OPENS)


def by_module() -> dict[str, Path]:
    return {path.relative_to(ROOT).as_posix(): path for path in product_modules()}


def test_nothing_imports_what_opens_connections_but_with_a_reason() -> None:
    found = {name: ways for name, path in by_module().items() if (ways := ways_out(path))}

    assert found == {name: ways for name, (_reason, ways) in MAY_IMPORT.items()}


def test_no_server_imports_the_library_of_apps() -> None:
    importing = [name for name, path in by_module().items() if "musterpoint_client" in path.read_text()]

    assert importing
    assert [name for name in importing if not name.startswith(LIBRARY)] == []


def test_nothing_opens_a_connection_by_another_way() -> None:
    assert {name: ways for name, path in by_module().items() if (ways := opened(path))} == MAY_OPEN


def test_what_leads_out_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text("def ask():\n    from urllib.request import urlopen\n    return urlopen('https://example.org')\n")

    assert (ways_out(path), opened(path)) == (frozenset({"urllib.request"}), frozenset({"urlopen"}))


def test_all_mail_goes_out_by_our_mail_server() -> None:
    mailer = mailer_from_url("smtp://mail.example.org")

    assert import_string(str(mailer["BACKEND"])) is MailServer


# --- the table --------------------------------------------------------------------------------------------------------
def row_of(call: OutgoingCall) -> str:
    return f"| {call.name} | {call.deadline_s:g} s | {call.share} | {call.when_slow} |"


def test_every_call_stands_in_the_table_of_the_operators_as_it_is() -> None:
    text = (ROOT / "docs" / "operations.md").read_text()
    table = text.partition("| call | deadline | share | when it is slow |\n")[2].partition("\n\n")[0]

    assert [row_of(call) for call in CALLS] == table.splitlines()[1:]


def test_every_call_is_listed_and_every_one_that_is_listed_is_made() -> None:
    declared = {name: value for name, value in vars(calls).items() if isinstance(value, OutgoingCall)}
    used = {name for path in by_module().values() for name in imported(path)}

    assert tuple(declared.values()) == CALLS
    assert [name for name in declared if f"push.outgoing.calls.{name}" not in used] == []


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        (calls.WEB_PUSH, DeviceKind.WEBPUSH),
        (calls.WEBHOOK, DeviceKind.WEBHOOK),
        (calls.SMS, DeviceKind.SMS),
        (calls.MAIL, DeviceKind.EMAIL),
    ],
)
def test_the_shares_in_the_table_are_the_real_ones(call: OutgoingCall, kind: DeviceKind) -> None:
    size = shares.SIZES[kind]

    assert call.share.startswith(f"{size.lines} lines and {size.slow} more")
    assert f"; {size.reserved} for life safety alone" in call.share


def test_whoever_holds_something_meanwhile_holds_it_longer_than_the_call() -> None:
    assert STALE_S + calls.MAIL.deadline_s < LEASE_S
    assert (
        max(call.deadline_s for call in (calls.WEB_PUSH, calls.WEBHOOK, calls.SMS, calls.FCM)) < calls.MAIL.deadline_s
    )
    # A token, and then a page.
    assert 2 * calls.ROSTER_READ.deadline_s < CLAIM_LASTS.total_seconds()
