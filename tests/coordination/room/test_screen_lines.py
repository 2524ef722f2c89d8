"""Which line on a locked screen an alert takes: a mayday, a press and what is real are replaced by nothing else."""

from uuid import uuid4

import pytest

from coordination.incident.mayday.capability import MAYDAY_WORDS
from coordination.incident.panic.capability import PRESS_WORDS
from coordination.incident.response_actions.capability import DIRECTIVES
from coordination.models import User
from coordination.room.capability import Alert
from coordination.room.models import Room
from coordination.room.registry import event_rules
from coordination.vocabulary import MaydayKind, PanicKind, ResponseActionKind
from push.models import Notification
from push.texts import PushWords, text_for
from tests.factories.mapping import make_plan
from tests.factories.push import make_device
from tests.stage.incident.command import People, make_people, room_with
from tests.stage.incident.command import claim as claim_command
from tests.stage.incident.panic import press, run

pytestmark = pytest.mark.django_db
# The first push of each; later rungs send the same line again, but for the word that no one answers.
FIRST = 0


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def room(people: People) -> Room:
    return room_with(people)


def titled(words: PushWords) -> str:
    return text_for(words, locale="en-US", is_exercise=False).title


def said_by(event: str) -> str:
    alert = event_rules()[event].alert
    assert isinstance(alert, Alert)
    return titled(alert.push)


def lines_of(user: User) -> dict[str, str]:
    """Return what stands on a person's screen, by line: of each the newest."""
    rows = Notification.objects.filter(device__user=user, step=FIRST).order_by("created_at", "id")
    return {row.collapse_key: row.title for row in rows}


def test_a_mayday_stands_beside_what_the_room_says_later_and_goes_only_when_it_is_cleared(
    people: People, room: Room
) -> None:
    make_device(user=people.other_officer)
    one, two = uuid4(), uuid4()
    for mayday_id in (one, two):
        run(people.officer, room.id, "call_mayday", mayday_id=mayday_id, kind="officer_down")

    run(people.principal, room.id, "post_priority_message", message_id=uuid4(), text="All units to door 1")

    down, message = titled(MAYDAY_WORDS[MaydayKind.OFFICER_DOWN]), said_by("priority_message_posted")
    assert sorted(lines_of(people.other_officer).values()) == sorted([down, down, message])

    claim_command(people, room, "sergeant")
    run(people.sergeant, room.id, "acknowledge_mayday", mayday_id=one)
    run(people.sergeant, room.id, "clear_mayday", mayday_id=one, is_accounted_for=True, reason="out")
    assert sorted(lines_of(people.other_officer).values()) == sorted([said_by("mayday_cleared"), down, message])


def test_three_presses_of_three_kinds_stand_on_three_lines(people: People) -> None:
    make_plan(people.site)
    make_device(user=people.captain)

    for who, kind in (("teacher", "active_threat"), ("principal", "medical"), ("assistant", "fire")):
        press(people.user(who), people.site, kind=kind)

    kinds = (PanicKind.ACTIVE_THREAT, PanicKind.MEDICAL, PanicKind.FIRE)
    assert sorted(lines_of(people.captain).values()) == sorted(titled(PRESS_WORDS[kind]) for kind in kinds)


def test_what_a_school_does_is_the_rooms_line_and_its_release_takes_its_place(people: People) -> None:
    make_device(user=people.assistant)
    pressed = press(people.teacher, people.site, kind="active_threat")
    assert list(lines_of(people.assistant)) == [f"room:{pressed.room_id}"]

    press(people.principal, people.site, kind="medical")

    lines = lines_of(people.assistant)
    assert lines.pop(f"room:{pressed.room_id}") == titled(DIRECTIVES[ResponseActionKind.LOCKDOWN])
    assert list(lines.values()) == [titled(PRESS_WORDS[PanicKind.MEDICAL])]


def test_that_nobody_answers_does_not_replace_what_waits_for_an_answer(people: People, room: Room) -> None:
    for one in (people.sergeant, people.other_officer):
        make_device(user=one)

    run(people.officer, room.id, "call_mayday", mayday_id=uuid4(), kind="mayday")

    keys = {
        kind: set(Notification.objects.filter(kind=kind).values_list("collapse_key", flat=True))
        for kind in ("mayday_called", "unanswered")
    }
    assert [len(one) for one in keys.values()] == [1, 1]
    assert keys["mayday_called"] != keys["unanswered"]


def test_a_line_fits_where_apple_takes_64_bytes(people: People, room: Room) -> None:
    make_device(user=people.sergeant)

    run(people.officer, room.id, "call_mayday", mayday_id=uuid4(), kind="mayday")

    key = Notification.objects.filter(kind="mayday_called").values_list("collapse_key", flat=True)[0]
    assert key.startswith(f"room:{room.id}:")
    assert len(key.encode()) <= 64
