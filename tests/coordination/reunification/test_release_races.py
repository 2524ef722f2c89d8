"""Fifty people release one child at once, and fifty adults are cleared at once: one of each, and the sum is whole."""

from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest

from coordination.errors import CoordinationError, TryLater
from coordination.reunification.models import PickUp, Release
from coordination.reunification.vocabulary import PickUpState, StudentState
from tests.factories.cast import make_cast
from tests.stage.races import all_at_once, check_gapless
from tests.stage.reunification import Reuniting, parent_of, set_reunification

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 50


def told(work: Callable[[], object]) -> str:
    """Return what a work came to; a database that is busy is asked again, as clients do."""
    while True:
        try:
            work()
        except TryLater:
            continue
        except CoordinationError as refused:
            return refused.code
        return "done"


def check_sum(made: Reuniting) -> None:
    assert made.counts().equation().is_whole
    check_gapless(made.room)


def test_of_fifty_releases_at_once_one_happens() -> None:
    made = set_reunification(make_cast(), students=2)
    made.assemble(1)
    (pick_up,) = made.check_in(parent_of(1), 1)
    made.bring_to_family(1)

    answers = all_at_once([partial(told, partial(made.release, pick_up)) for _ in range(MANY)])

    assert Counter(answers) == {"done": 1, "student_released": MANY - 1}
    assert Release.objects.count() == 1
    assert (made.student(1).state, made.counts().reunited) == (StudentState.RELEASED.value, 1)
    check_sum(made)


def test_of_fifty_check_ins_at_once_one_is_cleared() -> None:
    made = set_reunification(make_cast(), students=2)
    made.assemble(1)

    all_at_once([partial(told, partial(made.check_in, parent_of(1), 1)) for _ in range(MANY)])

    states = Counter(PickUp.objects.values_list("state", flat=True))
    assert states == {PickUpState.WAITING.value: 1, PickUpState.SUPERVISOR.value: MANY - 1}
    check_sum(made)
