"""Chosen, handed over, acknowledged: three numbers of people, each of which may be any while another is nought."""

from datetime import datetime

import pytest

from push.ledger.queries import DeviceOnBoard, PersonOnBoard, ToldNumbers, told_numbers
from push.vocabulary import DeviceKind, Standing
from tests.factories.push import NOW


def device(standing: Standing, at: datetime = NOW) -> DeviceOnBoard:
    return DeviceOnBoard(DeviceKind.SMS, "", 0, standing, at, None, "")


def person(user_id: int, standing: Standing, *devices: Standing, is_supervisor: bool = False) -> PersonOnBoard:
    return PersonOnBoard(user_id, is_supervisor, True, standing, NOW, "", tuple(map(device, devices)))


def test_who_has_no_device_was_chosen_and_nothing_else() -> None:
    everybody = [person(number, Standing.UNREACHABLE) for number in range(139)]

    assert told_numbers(everybody) == ToldNumbers(chosen=139, handed=0, acknowledged=0, without_way=139)


@pytest.mark.parametrize(
    ("standing", "handed"),
    [(Standing.PLANNED, 0), (Standing.SENT, 1), (Standing.ACCEPTED, 1), (Standing.DELIVERED, 1), (Standing.OPENED, 1)],
)
def test_what_waits_in_the_outbox_is_handed_to_nobody_yet(standing: Standing, handed: int) -> None:
    assert told_numbers([person(1, standing, standing)]) == ToldNumbers(1, handed, 0, 0)


def test_a_way_that_failed_is_none_and_one_of_two_is_enough() -> None:
    failed = person(1, Standing.FAILED, Standing.FAILED)
    waits = person(2, Standing.PLANNED, Standing.FAILED, Standing.PLANNED)

    assert told_numbers([failed, waits]) == ToldNumbers(chosen=2, handed=0, acknowledged=0, without_way=1)


def test_who_answers_in_the_room_has_answered_though_no_device_was_told() -> None:
    found = told_numbers([person(1, Standing.UNREACHABLE), person(2, Standing.ACKNOWLEDGED)], answered_in_room={1})

    assert found == ToldNumbers(chosen=2, handed=0, acknowledged=2, without_way=0)


def test_leaders_who_hear_of_silence_only_were_not_chosen() -> None:
    assert told_numbers([person(1, Standing.SENT, Standing.SENT, is_supervisor=True)]) == ToldNumbers(0, 0, 0, 0)
