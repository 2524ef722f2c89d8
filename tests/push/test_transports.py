"""What every transport promises; a new one is added to the list and nothing else."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from push.transport import Transport, TransportError
from push.transports.console import ConsoleTransport
from push.vocabulary import Outcome
from tests.factories.push import make_message
from tests.support.fake_transport import FakeTransport

MAKERS: dict[str, Callable[[Path], Transport]] = {
    "console": lambda folder: ConsoleTransport(folder / "deep" / "console.jsonl"),
    "fake": lambda _folder: FakeTransport(),
}


@pytest.fixture(params=MAKERS)
def transport(request: pytest.FixtureRequest, tmp_path: Path) -> Transport:
    return MAKERS[request.param](tmp_path)


def test_each_message_gets_one_answer_that_names_it(transport: Transport) -> None:
    batch = [make_message(number) for number in range(1, 4)]

    results = [transport.send(message) for message in batch]

    assert [result.notification_id for result in results] == [message.notification_id for message in batch]
    assert {result.outcome for result in results} <= {Outcome.SENT, Outcome.ACCEPTED}


def test_the_same_message_may_be_sent_again(transport: Transport) -> None:
    first, second = transport.send(make_message()), transport.send(make_message())

    assert first == second


def test_the_console_shows_what_would_be_read_on_the_screen_and_no_address(tmp_path: Path) -> None:
    path = tmp_path / "console.jsonl"
    for message in (make_message(1), make_message(2, is_exercise=True)):
        ConsoleTransport(path).send(message)

    text = path.read_text(encoding="utf-8")

    assert [json.loads(line)["title"] for line in text.splitlines()] == [
        "Nuevo incidente",
        "EJERCICIO: Nuevo incidente",
    ]
    assert "secret-address" not in text


def test_a_console_that_cannot_be_written_is_a_passing_fault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(TransportError) as caught:
        ConsoleTransport(tmp_path / "file" / "console.jsonl").send(make_message())

    assert (caught.value.code, caught.value.permanent) == ("console_not_writable", False)
