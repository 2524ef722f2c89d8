"""Requests that are no part of an emergency let commands by, within bounds and outside of transactions."""

import time
from typing import Any

import pytest
from django.db import connection, transaction

from coordination.web.middleware.few_compute import QUESTION_S, REQUEST_S, LetCommandsBy
from mou.foundation.lanes import COMMANDS

pytestmark = pytest.mark.django_db(transaction=True)


def asked_s(lets_by: LetCommandsBy, *, times: int = 1) -> float:
    """Ask the database; return how long that took, in seconds."""
    began_s = time.perf_counter()
    with connection.execute_wrapper(lets_by), connection.cursor() as cursor:
        for _ in range(times):
            cursor.execute("SELECT 1")
    return time.perf_counter() - began_s


def test_a_question_waits_while_a_command_is_under_way_and_not_otherwise() -> None:
    waited: list[float] = []
    lets_by = LetCommandsBy()

    def ask(*_: Any) -> None:
        waited.append(time.perf_counter())

    before = time.perf_counter()
    lets_by(ask, "SELECT 1", None, False, {"connection": connection})
    with COMMANDS.under_way():
        lets_by(ask, "SELECT 1", None, False, {"connection": connection})

    assert waited[0] - before < QUESTION_S <= waited[1] - waited[0]


def test_a_room_that_never_rests_keeps_a_request_for_a_bounded_time() -> None:
    lets_by = LetCommandsBy()

    with COMMANDS.under_way():
        first_s, after_s = asked_s(lets_by, times=40), asked_s(lets_by, times=10)

    assert first_s >= REQUEST_S
    assert after_s < REQUEST_S


def test_a_transaction_is_not_held_open_for_a_command() -> None:
    with transaction.atomic(), COMMANDS.under_way():
        assert asked_s(LetCommandsBy(), times=5) < 5 * QUESTION_S
