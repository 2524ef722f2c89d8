"""A stuck button cannot drown an alarm, and nothing ever keeps a first press out."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.forms.models import model_to_dict
from django.test import Client

from coordination.errors import TooManyPresses
from coordination.incident.panic.models import PanicPress
from coordination.incident.panic.pressing.floods import FINGER_MAX, KEY_MAX, ROOM_MAX, TELLING_MAX
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import NOW
from tests.stage.incident.panic import press, pressed, room_of
from tests.stage.served import session_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def more_presses(cast: Cast, count: int, *, button_id: int | None = None) -> None:
    """Write presses of the last minute as rows: what counts is how many there are, not how they came."""
    first = model_to_dict(PanicPress.objects.get(pressed_by__user=cast.teacher))
    people = {name: first.pop(name) for name in ("room", "pressed_by")}
    fields = first | {f"{name}_id": value for name, value in people.items()} | {"button_id": button_id}
    rows = [PanicPress(**fields | {"id": uuid4(), "seq": 10_000 + number}) for number in range(count)]
    PanicPress.objects.bulk_create(rows)


def test_the_same_finger_tells_everybody_again_a_few_times_and_then_only_leaves_a_record(cast: Cast) -> None:
    kinds = ["emergency", "fire"] * TELLING_MAX
    news = [pressed(press(cast.teacher, cast.site, kind=kind)).is_news for kind in kinds]

    assert news == [True] * TELLING_MAX + [False] * TELLING_MAX
    assert PanicPress.objects.count() == 2 * TELLING_MAX


def test_somebody_else_is_news_however_often_the_first_finger_pressed(cast: Cast) -> None:
    for kind in ["emergency", "fire"] * TELLING_MAX:
        press(cast.teacher, cast.site, kind=kind)

    assert pressed(press(cast.insider, cast.site, kind="emergency")).is_news


def test_a_flood_is_refused_joins_nothing_and_is_welcome_again_a_minute_later(cast: Cast) -> None:
    first = press(cast.teacher, cast.site)
    more_presses(cast, FINGER_MAX - 1)

    with pytest.raises(TooManyPresses):
        press(cast.teacher, cast.site, at=NOW + timedelta(seconds=59))
    later = press(cast.teacher, cast.site, at=NOW + timedelta(seconds=60))

    assert later.room_id == first.room_id
    assert PanicPress.objects.count() == FINGER_MAX + 1


@pytest.mark.parametrize("count", [FINGER_MAX, KEY_MAX, ROOM_MAX])
def test_a_first_press_is_never_refused_whatever_the_others_do(cast: Cast, count: int) -> None:
    room = room_of(press(cast.teacher, cast.site))
    more_presses(cast, count, button_id=1)

    accepted = [press(person, cast.site).room_id for person in (cast.insider, cast.officer, cast.dispatcher)]

    assert accepted == [room.id] * 3


def test_a_second_press_of_one_button_in_a_key_that_floods_is_refused(cast: Cast) -> None:
    press(cast.teacher, cast.site)
    more_presses(cast, KEY_MAX, button_id=1)

    with pytest.raises(TooManyPresses):
        press(cast.teacher, cast.site)


def test_a_press_for_real_is_not_counted_with_those_of_an_exercise(cast: Cast) -> None:
    press(cast.teacher, cast.site, is_exercise=True)
    more_presses(cast, FINGER_MAX)

    assert pressed(press(cast.teacher, cast.site)).is_news


def test_over_http_a_flood_is_a_problem_that_says_when_and_the_same_id_gets_its_old_answer(cast: Cast) -> None:
    headers = {"X-Session-Token": session_of(cast.teacher)}
    body = {"id": str(uuid4()), "type": "raise_panic", "site_id": str(cast.site.id), "is_exercise": False}
    answers = []
    for number in range(3):
        sent = body if number != 1 else body | {"id": str(uuid4())}
        answers.append(Client().post("/api/v1/panics", json.dumps(sent), "application/json", headers=headers))
        if number == 0:
            more_presses(cast, FINGER_MAX)

    assert [answer.status_code for answer in answers] == [201, 429, 201]
    assert (answers[1].json()["code"], answers[1]["Retry-After"]) == ("too_many_presses", "10")
    assert answers[2].json()["is_repeat"]
