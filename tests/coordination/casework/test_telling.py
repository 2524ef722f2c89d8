"""What waits is told by what a desk declares: as an exercise, beside what is real, or of exercises alone."""

from uuid import uuid4

import pytest
from django.db import transaction

from coordination.casework.telling import Waiting
from push.models import Notification
from push.vocabulary import Urgency
from tests.factories.mou import make_user
from tests.factories.push import make_device

pytestmark = pytest.mark.django_db
OF_BOTH = Waiting("desk", "desk_waits", "desk", Urgency.URGENT)
OF_EXERCISES = Waiting("play", "play_waits", "plays", Urgency.ROUTINE, of_exercises=True)


@pytest.mark.parametrize(
    ("waiting", "is_exercise", "expected"),
    [
        (OF_BOTH, False, (False, "desk")),
        (OF_BOTH, True, (True, "desk-exercise")),
        # What is of exercises alone takes the place of nothing real, and is always marked.
        (OF_EXERCISES, False, (True, "plays")),
        (OF_EXERCISES, True, (True, "plays")),
    ],
)
def test_an_exercise_is_marked_and_takes_the_place_of_nothing_real(
    waiting: Waiting, is_exercise: bool, expected: tuple[bool, str]
) -> None:
    user = make_user()
    make_device(user=user)

    with transaction.atomic():
        waiting.tell_by("a:1", [user.pk], is_exercise=is_exercise)

    told = Notification.objects.get()
    assert (told.is_exercise, told.collapse_key) == expected
    assert (told.kind, told.urgency) == (waiting.kind, waiting.urgency.value)


@pytest.mark.parametrize("is_on_team", [True, False])
def test_whose_a_thing_is_is_told_and_the_team_where_they_have_left_it(*, is_on_team: bool) -> None:
    owner, *team = (make_user() for _ in range(3))
    for one in (owner, *team):
        make_device(user=one)
    people = {one.pk for one in team}

    with transaction.atomic():
        here = {owner.pk, *people} if is_on_team else people
        OF_BOTH.tell_owner_of(uuid4(), occasion="due", owner_id=owner.pk, team=here)
        OF_BOTH.tell_owner_of(uuid4(), occasion="due", owner_id=None, team=())

    told = set(Notification.objects.values_list("recipient__user_id", flat=True))
    assert told == ({owner.pk} if is_on_team else people)
