"""The one rule of an outbox (docs/examples/vectors/refusals.json), run by the Python library."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from musterpoint_client.problems import ApiProblem, Frame
from musterpoint_client.room.outbox import Outbox
from musterpoint_client.room.sending import Sending

from tests.support.processes import ROOT

VECTORS: dict[str, Any] = json.loads((ROOT / "docs" / "examples" / "vectors" / "refusals.json").read_text())
NACKS: dict[str, Frame] = {one["verdict"]: one["problem"] for one in VECTORS["nacks"]}
COMMANDS = [{"id": name, "type": "post_message", "text": name} for name in ("a", "b")]


class Connected:
    """An outbox with two commands on a connection that takes one at a time: the first has gone out."""

    def __init__(self) -> None:
        self.outbox, self.sent = Outbox(), list[str]()
        self.sending = Sending(self.outbox, window=1, start=self._never)
        for command in COMMANDS:
            self.outbox.add(command)

    async def connect(self) -> None:
        self.sending.begin(self._send, allowed=64)
        await self.sending.send_waiting()

    async def _send(self, frame: Frame) -> None:
        self.sent.append(frame["command"]["id"])

    def _never(self, begun: Callable[[], Awaitable[None]]) -> None:
        raise AssertionError("nothing is sent while no time goes by")


def meet(sending: Sending, verdict: str) -> None:
    """Let the first command meet what the verdict is about."""
    if verdict == "taken":
        sending.take_answer("a", 4)
    elif verdict in NACKS:
        sending.take_refusal("a", ApiProblem(NACKS[verdict]))
    else:  # no answer, or a session that is over: the connection ends
        sending.end()


@pytest.mark.parametrize("verdict", VECTORS["outbox"])
async def test_a_command_is_kept_and_others_wait_as_the_rule_says(verdict: str) -> None:
    here = Connected()
    await here.connect()
    assert here.sent == ["a"]

    meet(here.sending, verdict)
    await here.sending.send_waiting()

    rule = VECTORS["outbox"][verdict]
    assert ("a" in here.outbox.commands) is rule["is_kept"]
    assert ("b" not in here.sent) is rule["do_others_wait"]
    here.sending.cancel_resume()


async def test_without_an_answer_the_same_command_goes_first_over_the_next_connection() -> None:
    here = Connected()
    await here.connect()

    here.sending.end()
    await here.connect()

    assert here.sent == ["a", "a"]


def test_the_rule_names_every_verdict() -> None:
    assert set(VECTORS["outbox"]) >= {one["verdict"] for one in (*VECTORS["nacks"], *VECTORS["answers"])}
    assert set(VECTORS["outbox"]) == {"taken", "later", "all_later", "session", "unknown", "refused"}
