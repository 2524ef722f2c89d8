"""A mail server that stalls, drips, never ends or resets at any verb holds no one longer than the deadline of mail."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from push.outgoing.calls import MAIL
from push.outgoing.mail_server import MailServer
from push.transport import TransportError
from push.transports.email import EmailTransport
from tests.factories.push import make_message
from tests.fakes.hostile import HTTP_STAGES, MARGIN_S, HostileServer, Manner, hostile_http, outcome_within
from tests.fakes.hostile_smtp import HANDSHAKE, VERBS, hostile_smtp

SHORT = replace(MAIL, deadline_s=0.5)


def door(port: int, *, is_sealed: bool = False, is_tls_at_once: bool = False) -> Callable[[], str]:
    name = "push" if is_sealed else ""

    def connect() -> MailServer:
        return MailServer(
            call=SHORT,
            alias="push",
            host="127.0.0.1",
            port=port,
            username=name,
            password=name,
            use_tls=is_sealed,
            use_ssl=is_tls_at_once,
        )

    def send() -> str:
        try:
            return (
                EmailTransport(connect, sender="alerts@example.org").send(make_message(address="a@example.org")).outcome
            )
        except TransportError as error:
            return error.code

    return send


def said_by(server: HostileServer, *, is_sealed: bool = False, is_tls_at_once: bool = False) -> str:
    with server:
        return outcome_within(
            door(server.port, is_sealed=is_sealed, is_tls_at_once=is_tls_at_once),
            most_s=SHORT.deadline_s + MARGIN_S,
        )


@pytest.mark.parametrize("manner", Manner)
@pytest.mark.parametrize("verb", VERBS)
def test_a_mail_server_that_never_comes_to_an_end_holds_nobody(verb: str, manner: Manner) -> None:
    said = said_by(hostile_smtp(verb, manner), is_sealed=verb in ("STARTTLS", HANDSHAKE))

    # After the last verb but QUIT the mail is taken: sending it again would send it twice.
    assert said == ("sent" if verb == "QUIT" else "smtp_away")


@pytest.mark.parametrize("manner", Manner)
def test_nor_does_one_that_speaks_tls_at_once(manner: Manner) -> None:
    assert said_by(hostile_http(HTTP_STAGES[0], manner), is_tls_at_once=True) == "smtp_away"
