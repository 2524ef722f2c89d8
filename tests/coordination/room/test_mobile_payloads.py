"""What docs/mobile.md shows of pushes is what the SDK of Firebase really sends, from the alarm to the wire."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from push.ledger.own_tests import send_test_alert
from push.models import Notification
from push.outbox.delivery import deliver_due
from push.transports.fcm.transport import FcmTransport, start_app, waiting_key_of
from push.vocabulary import Channel, DeviceKind, Urgency
from tests.factories.mapping import make_plan
from tests.factories.mou import NOW
from tests.factories.push import make_device, make_message
from tests.fakes.fcm import FakeFcm
from tests.stage.incident.command import People, make_people, room_with
from tests.stage.incident.panic import press, run
from tests.support.processes import ROOT

pytestmark = pytest.mark.django_db
PAGE = (ROOT / "docs" / "mobile.md").read_text()
HEADS = ("what", "kind", "urgency", "Android channel", "priority", "ttl", "waits as", "iOS sound", "interruption-level")
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# An id of 16 bytes, as the key of a line on the screen has it.
SHORT_ID = re.compile(r":[\w-]{22}\b")
SHOWN_ID, SHOWN_SHORT_ID = "0191f000-0000-7000-8000-0000000000aa", ":AZHwAAAAcACAAAAAAAAAqg"


@pytest.fixture
def people() -> People:
    found = make_people()
    make_plan(found.site)
    return found


@pytest.fixture
def fcm() -> Iterator[FakeFcm]:
    with FakeFcm() as fake:
        yield fake


def press_the_alarm(people: People) -> None:
    make_device(user=people.captain, kind=DeviceKind.FID, value="installation-1")
    press(people.teacher, people.site, kind="active_threat")


def press_in_an_exercise(people: People) -> None:
    make_device(user=people.captain, kind=DeviceKind.FID)
    press(people.teacher, people.site, kind="active_threat", is_exercise=True)


def tell_the_school_to_lock(people: People) -> None:
    make_device(user=people.assistant, kind=DeviceKind.FID)
    press(people.teacher, people.site, kind="active_threat")


def write_to_those_who_hide(people: People) -> None:
    pressed = press(people.teacher, people.site, kind="active_threat")
    for one in (people.assistant, people.principal):
        run(one, pressed.room_id, "join_room")
    make_device(user=people.assistant, kind=DeviceKind.FID)
    run(people.principal, pressed.room_id, "post_priority_message", message_id=uuid4(), text="zebra-seven")


def write_to_everyone(people: People) -> None:
    room = room_with(people)
    make_device(user=people.other_officer, kind=DeviceKind.FID)
    run(people.principal, room.id, "post_priority_message", message_id=uuid4(), text="zebra-seven")


def send_ones_own_test(people: People) -> None:
    phone = make_device(user=people.captain, kind=DeviceKind.FID)
    send_test_alert(user_id=phone.user_id, at=NOW)


CASES: dict[str, Callable[[People], None]] = {
    "the alarm is pressed": press_the_alarm,
    "the same in an exercise": press_in_an_exercise,
    "what a school does now": tell_the_school_to_lock,
    "to people who hide": write_to_those_who_hide,
    "a priority message": write_to_everyone,
    "a test of one's own": send_ones_own_test,
}


def sent_in(case: str, people: People, fcm: FakeFcm, folder: Path) -> tuple[dict[str, Any], Notification]:
    """Return the first message that is sent in a case, as the SDK writes it, and its row."""
    CASES[case](people)
    # The outbox stamps its rows itself.
    now = Notification.objects.order_by("id")[0].created_at
    app = start_app(fcm.credentials(folder), base_url=fcm.url)
    transport = FcmTransport(app, kind=DeviceKind.FID, clock=lambda: now)
    deliver_due(transports={DeviceKind.FID: transport}, clock=lambda: now)
    message: dict[str, Any] = fcm.messages[0]
    return message, Notification.objects.get(pk=message["data"]["notification_id"])


def row_of(case: str, message: dict[str, Any], row: Notification) -> tuple[str, ...]:
    android, aps = message["android"], message["apns"]["payload"]["aps"]
    sound = aps.get("sound", "none")
    return (
        case,
        f"`{message['data']['kind']}`",
        Urgency(row.urgency).name.lower().replace("_", " "),
        f"`{android['notification']['channel_id']}`",
        f"{android['priority']} · {message['apns']['headers']['apns-priority']}",
        android["ttl"],
        f"`{android['collapse_key']}`",
        f"critical, volume {sound['volume']}" if isinstance(sound, dict) else sound,
        f"`{aps['interruption-level']}`",
    )


def rows_on_the_page() -> dict[str, tuple[str, ...]]:
    table = PAGE.partition(f"| {' | '.join(HEADS)} |\n")[2].partition("\n\n")[0]
    rows = [tuple(cell.strip() for cell in line.strip("|").split(" | ")) for line in table.splitlines()[1:]]
    return {row[0]: row for row in rows}


@pytest.mark.parametrize("case", CASES)
def test_the_table_of_what_arrives_says_what_is_sent(case: str, people: People, fcm: FakeFcm, tmp_path: Path) -> None:
    message, row = sent_in(case, people, fcm, tmp_path)

    assert rows_on_the_page().get(case) == row_of(case, message, row)
    assert "zebra-seven" not in json.dumps(fcm.messages)


def test_the_table_has_no_row_that_is_not_tried() -> None:
    assert list(rows_on_the_page()) == list(CASES)


def test_the_example_is_the_message_of_a_press_to_its_last_field(people: People, fcm: FakeFcm, tmp_path: Path) -> None:
    message, _ = sent_in("the alarm is pressed", people, fcm, tmp_path)

    (shown,) = [one for one in map(json.loads, re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)) if "message" in one]

    sent = SHORT_ID.sub(SHOWN_SHORT_ID, IDS.sub(SHOWN_ID, json.dumps({"message": message})))
    sent_message = json.loads(sent)
    sent_message["message"]["apns"]["headers"]["apns-expiration"] = shown["message"]["apns"]["headers"][
        "apns-expiration"
    ]
    assert sent_message == shown


def test_google_keeps_four_messages_of_a_phone_and_there_are_no_more_keys_than_that() -> None:
    """Of more keys it would drop any: a real alarm for the news of an exercise."""
    keys = {
        (is_exercise, urgency): waiting_key_of(make_message(urgency=urgency, channel=channel, is_exercise=is_exercise))
        for is_exercise in (False, True)
        for urgency in Urgency
        for channel in Channel
    }

    assert len(set(keys.values())) == 4
    assert [one for one, key in keys.items() if key == "life_safety"] == [(False, Urgency.LIFE_SAFETY)]
    assert {key for (is_exercise, _), key in keys.items() if is_exercise} == {"exercise"}
