"""What an app missed while it was away, in one request; and no word of what its person may not know."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coordination.models import User
from coordination.room.models import Participant, Room
from coordination.room.reading import missed
from mou.models import AgencyMember
from push.ledger import missed_alerts
from push.ledger.receipts import record_receipt
from push.models import Device, Notification
from push.vocabulary import NotificationState, ReceiptStage
from tests.factories.cast import Cast, join, make_cast, open_room, post
from tests.factories.mou import make_member
from tests.factories.push import make_device
from tests.stage.incident.panic import press, run
from tests.stage.served import session_of
from tests.support.processes import ROOT

pytestmark = pytest.mark.django_db
# Before everything that a test does; what comes later is asked for from the middle on.
LONG_AGO = timedelta(hours=2)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


def answer_for(user: User, since: datetime, **query: str | int) -> Any:
    asked = {"since": since.isoformat(), **query}
    return Client().get("/api/v1/me/missed", asked, headers={"X-Session-Token": session_of(user)})


def missed_of(user: User, since: datetime, **query: str | int) -> Any:
    answer = answer_for(user, since, **query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def rooms_in(told: Any) -> list[str]:
    return [one["incident"]["room_id"] for one in told["incidents"]]


def close(user: User, room: Room, at: datetime) -> None:
    run(user, room.id, "claim_command", at=at)
    run(user, room.id, "close_incident", at=at, reason="All went home.")


# --- which incidents --------------------------------------------------------------------------------------------------
def test_what_was_opened_changed_and_closed_since_then_is_told_and_what_rests_is_not(cast: Cast, now: datetime) -> None:
    before, since, after = now - timedelta(hours=1), now - timedelta(minutes=30), now - timedelta(minutes=10)
    resting, changed, closed = (open_room(cast, at=before) for _ in range(3))
    post(cast.insider, changed.id, "The gym is clear.", at=after)
    close(cast.insider, closed, after)
    opened = open_room(cast, at=after)

    told = missed_of(cast.insider, since)

    of_room = {one["incident"]["room_id"]: (one["was_opened"], one["was_closed"]) for one in told["incidents"]}
    assert of_room == {
        str(opened.id): (True, False),
        str(changed.id): (False, False),
        str(closed.id): (False, True),
    }
    assert str(resting.id) in rooms_in(missed_of(cast.insider, now - LONG_AGO))
    assert missed_of(cast.insider, now + timedelta(minutes=1))["incidents"] == []


def test_who_has_not_joined_hears_of_the_incident_and_nothing_that_was_said_in_it(cast: Cast, now: datetime) -> None:
    room = open_room(cast, at=now - timedelta(minutes=5))
    post(cast.insider, room.id, "zebra-seven", at=now - timedelta(minutes=4))

    outside, told = answer_for(cast.officer, now - LONG_AGO), missed_of(cast.officer, now - LONG_AGO)["incidents"]
    join(cast.officer, room, at=now)
    inside = missed_of(cast.officer, now - LONG_AGO)["incidents"]

    assert [(one["is_joined"], one["entries"], one["newest"]) for one in told] == [(False, 0, None)]
    assert "zebra-seven" not in outside.content.decode()
    assert [(one["is_joined"], one["newest"]["content"]["event"]["text"]) for one in inside] == [(True, "zebra-seven")]
    assert inside[0]["entries"] == inside[0]["incident"]["head"]


def test_an_entry_of_an_audience_that_is_not_theirs_is_neither_told_nor_counted(cast: Cast, now: datetime) -> None:
    room = open_room(cast, at=now - timedelta(minutes=9))
    join(cast.officer, room, at=now - timedelta(minutes=8))
    join(cast.teacher, room, at=now - timedelta(minutes=8))
    since = now - timedelta(minutes=5)
    post(cast.insider, room.id, "For all.", at=now - timedelta(minutes=4))
    post(cast.insider, room.id, "zebra-seven", at=now - timedelta(minutes=3), audience="school")

    officer, teacher = (missed_of(one, since)["incidents"][0] for one in (cast.officer, cast.teacher))

    assert (officer["entries"], officer["newest"]["content"]["event"]["text"]) == (1, "For all.")
    assert (teacher["entries"], teacher["newest"]["content"]["event"]["text"]) == (2, "zebra-seven")


def test_what_one_wrote_oneself_is_counted_and_is_no_news(cast: Cast, now: datetime) -> None:
    room = open_room(cast, at=now - timedelta(minutes=9))
    post(cast.insider, room.id, "My own words.", at=now - timedelta(minutes=1))

    own = missed_of(cast.insider, now - timedelta(minutes=5))["incidents"][0]

    assert (own["entries"], own["newest"]) == (1, None)


@pytest.mark.parametrize("who", ["stranger", "former"])
def test_people_without_an_agreement_hear_of_nothing(cast: Cast, now: datetime, who: str) -> None:
    open_room(cast, at=now - timedelta(minutes=5))

    told = missed_of(getattr(cast, who), now - LONG_AGO)

    assert (told["incidents"], told["alerts"]) == ([], [])


def test_who_was_removed_hears_of_it_no_more(cast: Cast, now: datetime) -> None:
    room = open_room(cast, at=now - timedelta(minutes=5))
    join(cast.officer, room, at=now - timedelta(minutes=4))
    heard = rooms_in(missed_of(cast.officer, now - LONG_AGO))
    Participant.objects.filter(room=room, user=cast.officer).update(removed_at=now)

    assert heard == [str(room.id)]
    assert rooms_in(missed_of(cast.officer, now - LONG_AGO)) == []


def test_without_a_session_and_with_a_time_that_is_none_nothing_is_answered(cast: Cast, now: datetime) -> None:
    token = {"X-Session-Token": session_of(cast.officer)}

    asked = [
        Client().get(f"/api/v1/me/missed{query}", headers=token) for query in ("", "?since=x", "?since=2026-11-24")
    ]

    assert Client().get("/api/v1/me/missed", {"since": now.isoformat()}).status_code == 401
    assert [one.status_code for one in asked] == [422, 422, 422]
    assert answer_for(cast.officer, now + timedelta(days=2)).json()["errors"][0]["pointer"] == "/since"
    assert answer_for(cast.officer, now, limit=51).status_code == 422
    assert answer_for(cast.officer, now, before=str(uuid4())).status_code == 404


@pytest.mark.parametrize("since", ["0001-01-01T00:00:00%2B14:00", "0001-01-01T00:00:00Z", "1969-12-31T23:59:59-12:00"])
def test_a_time_before_all_time_asks_for_everything(cast: Cast, now: datetime, since: str) -> None:
    room = open_room(cast, at=now)
    token = {"X-Session-Token": session_of(cast.officer)}

    answer = Client().get(f"/api/v1/me/missed?since={since}", headers=token)

    assert (answer.status_code, rooms_in(answer.json())) == (200, [str(room.id)])


def test_who_has_left_hears_of_the_incident_and_of_nothing_that_is_said_in_it(cast: Cast, now: datetime) -> None:
    room = open_room(cast, at=now - timedelta(minutes=5))
    join(cast.officer, room, at=now - timedelta(minutes=4))
    run(cast.officer, room.id, "leave_room", at=now - timedelta(minutes=3))
    post(cast.insider, room.id, "zebra-seven", at=now - timedelta(minutes=2))

    answer = answer_for(cast.officer, now - LONG_AGO)

    assert [one["is_joined"] for one in answer.json()["incidents"]] == [False]
    assert "zebra-seven" not in answer.content.decode()


TIMES, IDS = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z"), re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def without_ids_and_times(text: str) -> Any:
    return json.loads(IDS.sub("id", TIMES.sub("time", text)))


def test_the_example_of_the_page_is_such_an_answer_to_its_last_field(cast: Cast, now: datetime) -> None:
    page = (ROOT / "docs" / "mobile.md").read_text().partition("## What was missed")[2]
    shown = page.partition("```json\n")[2].partition("```")[0]
    make_device(user=cast.officer)
    press(cast.teacher, cast.site, at=now, kind="active_threat")

    answered = answer_for(cast.officer, now - LONG_AGO).content.decode()

    assert without_ids_and_times(shown) == without_ids_and_times(answered)


# --- exercises, pages, costs ------------------------------------------------------------------------------------------
def test_real_incidents_come_first_on_all_pages_and_each_comes_once(cast: Cast, now: datetime) -> None:
    exercises = [open_room(cast, is_exercise=True, at=now - timedelta(minutes=20 - n)) for n in range(3)]
    real = [open_room(cast, at=now - timedelta(minutes=40 - n)) for n in range(3)]

    pages: list[Any] = []
    before: dict[str, str] = {}
    while not pages or pages[-1]["more"]:
        pages.append(missed_of(cast.officer, now - LONG_AGO, limit=2, **before))
        before = {"before": pages[-1]["incidents"][-1]["incident"]["incident_id"]}

    listed = [one["incident"] for page in pages for one in page["incidents"]]
    assert [one["room_id"] for one in listed] == [str(one.id) for one in [*reversed(real), *reversed(exercises)]]
    assert [one["is_exercise"] for one in listed] == [False] * 3 + [True] * 3
    assert [len(page["incidents"]) for page in pages] == [2, 2, 2]


def test_the_next_question_begins_before_this_answer(cast: Cast, now: datetime) -> None:
    """An entry whose request was early and that had to wait for its room is told by the next answer."""
    room = open_room(cast, at=now - timedelta(minutes=5))
    first = missed_of(cast.officer, now - timedelta(minutes=1))
    post(cast.insider, room.id, "I had to wait.", at=now - timedelta(seconds=30))

    second = missed_of(cast.officer, datetime.fromisoformat(first["next_since"]))

    assert rooms_in(first) == []
    assert rooms_in(second) == [str(room.id)]


def test_it_costs_as_many_queries_for_thirty_rooms_as_for_two(cast: Cast, now: datetime) -> None:
    make_device(user=cast.officer)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            told = missed_of(cast.officer, now - LONG_AGO)
        assert told["incidents"][0]["newest"] is not None
        assert told["alerts"] != []
        return len(captured)

    def add_rooms(count: int) -> None:
        for _ in range(count):
            join(cast.officer, open_room(cast, by=make_member(cast.school).user, at=now), at=now)

    add_rooms(2)
    few = cost()
    add_rooms(28)

    assert (cost(), few <= 25) == (few, True)


def test_of_a_long_log_no_more_than_the_newest_entries_are_looked_at(
    cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(missed, "COUNTED_MAX", 3)
    room = open_room(cast, at=now - timedelta(minutes=5))
    for number in range(5):
        post(cast.insider, room.id, f"Number {number}.", at=now)

    assert missed_of(cast.insider, now - LONG_AGO)["incidents"][0]["entries"] == 3


# --- alerts -----------------------------------------------------------------------------------------------------------
def test_an_alert_is_told_once_however_many_devices_there_are_and_to_no_one_else(cast: Cast, now: datetime) -> None:
    phones = [make_device(user=cast.officer) for _ in range(2)]
    make_device(user=cast.stranger)
    pressed = press(cast.teacher, cast.site, at=now)

    [alert] = [one for one in missed_of(cast.officer, now - LONG_AGO)["alerts"] if one["kind"] == "panic_pressed"]

    assert (alert["room_id"], alert["is_exercise"], alert["is_silent"]) == (str(pressed.room_id), False, False)
    assert alert["device_id"] in {str(one.id) for one in phones}
    assert Notification.objects.filter(pk=alert["notification_id"], device__user=cast.officer).exists()
    assert missed_of(cast.stranger, now - LONG_AGO)["alerts"] == []


def test_the_id_of_a_missed_alert_ends_its_ladder(cast: Cast, now: datetime) -> None:
    make_device(user=cast.officer)
    press(cast.teacher, cast.site, at=now)
    rows = Notification.objects.filter(device__user=cast.officer, step=0)
    rows.update(state=NotificationState.ACCEPTED.value, next_try_at=None, attempts=1)
    [alert] = missed_of(cast.officer, now - LONG_AGO)["alerts"]

    answered = Client().post(
        f"/api/v1/notifications/{alert['notification_id']}/receipts",
        {"stage": "acknowledged"},
        content_type="application/json",
        headers={"X-Session-Token": session_of(cast.officer)},
    )

    assert (alert["needs_answer"], alert["acknowledged_at"], answered.status_code) == (True, None, 204)
    assert missed_of(cast.officer, now - LONG_AGO)["alerts"][0]["acknowledged_at"] is not None


def test_an_alert_that_is_answered_before_anything_was_sent_is_still_told(cast: Cast, now: datetime) -> None:
    make_device(user=cast.officer)
    press(cast.teacher, cast.site, at=now)
    [alert] = missed_of(cast.officer, now - LONG_AGO)["alerts"]
    rows = Notification.objects.filter(device__user=cast.officer)
    record_receipt(
        notification_id=rows.get(pk=alert["notification_id"]).pk,
        user_id=cast.officer.pk,
        stage=ReceiptStage.ACKNOWLEDGED,
        at=now,
    )

    assert set(rows.values_list("state", "attempts")) == {(NotificationState.CANCELLED.value, 0)}
    assert [one["acknowledged_at"] is not None for one in missed_of(cast.officer, now - LONG_AGO)["alerts"]] == [True]


def test_an_exercise_says_so_in_its_alert(cast: Cast, now: datetime) -> None:
    make_device(user=cast.officer)
    press(cast.teacher, cast.site, at=now, is_exercise=True)

    alerts = missed_of(cast.officer, now - LONG_AGO)["alerts"]

    assert alerts != []
    assert all(one["is_exercise"] and one["title"].startswith("EXERCISE") for one in alerts)


def test_a_leader_does_not_hear_before_its_time_that_no_one_answers(cast: Cast, now: datetime) -> None:
    make_device(user=cast.officer)
    Notification.objects.all().delete()
    press(cast.teacher, cast.site, at=now)
    later = Notification.objects.filter(device__user=cast.officer, step__gt=0)
    later.update(kind="unanswered", source_key="later", next_try_at=now + timedelta(minutes=2))

    soon = [one["kind"] for one in missed_of(cast.officer, now - LONG_AGO)["alerts"]]
    later.update(next_try_at=now - timedelta(seconds=1))
    then = [one["kind"] for one in missed_of(cast.officer, now - LONG_AGO)["alerts"]]

    assert ("unanswered" in soon, "unanswered" in then) == (False, True)


def test_what_expired_while_the_phone_was_off_is_told_and_what_was_called_off_is_not(cast: Cast, now: datetime) -> None:
    make_device(user=cast.officer)
    press(cast.teacher, cast.site, at=now)
    rows = Notification.objects.filter(device__user=cast.officer)

    told = []
    for state in (NotificationState.EXPIRED, NotificationState.CANCELLED):
        rows.update(state=state.value, next_try_at=None, attempts=0)
        told.append(len(missed_of(cast.officer, now - LONG_AGO)["alerts"]))

    assert told == [1, 0]


def test_an_alert_of_a_room_that_is_closed_to_them_by_now_is_not_told(cast: Cast, now: datetime) -> None:
    make_device(user=cast.officer)
    press(cast.teacher, cast.site, at=now)
    heard = missed_of(cast.officer, now - LONG_AGO)["alerts"]
    AgencyMember.objects.filter(user=cast.officer).update(ended_at=now - timedelta(minutes=1))

    assert heard != []
    assert missed_of(cast.officer, now - LONG_AGO)["alerts"] == []


def test_a_device_that_was_retired_tells_nothing(cast: Cast, now: datetime) -> None:
    phone = make_device(user=cast.officer)
    press(cast.teacher, cast.site, at=now)
    Device.objects.filter(pk=phone.pk).update(is_active=False, retired_at=now, retired_reason="by_owner")

    assert missed_of(cast.officer, now - LONG_AGO)["alerts"] == []


def test_more_alerts_than_fit_are_said_to_be_there_and_stand_on_the_first_page_alone(
    cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(missed_alerts, "ALERTS_MAX", 1)
    make_device(user=cast.officer)
    exercise = press(cast.teacher, cast.site, at=now, is_exercise=True)
    real = press(cast.teacher, cast.site, at=now - timedelta(minutes=1))

    first = missed_of(cast.officer, now - LONG_AGO, limit=1)
    second = missed_of(cast.officer, now - LONG_AGO, before=first["incidents"][0]["incident"]["incident_id"])

    assert [one["room_id"] for one in first["alerts"]] == [str(real.room_id)]
    assert (first["more_alerts"], second["alerts"], second["more_alerts"]) == (True, [], False)
    assert rooms_in(second) == [str(exercise.room_id)]
