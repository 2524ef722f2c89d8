"""A lockdown is said aloud once; then every device of the school is silent until the release."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from coordination.models import User
from coordination.push_gate import who_may_still_be_told
from coordination.room.models import Room
from mapping.models import Space
from push.models import Notification
from push.outbox.notifications import claim_due
from push.vocabulary import DeviceKind, Manner
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.factories.mapping import make_plan
from tests.factories.mou import make_member, make_user
from tests.factories.push import make_device
from tests.stage.incident.panic import press, room_of, run

pytestmark = pytest.mark.django_db
TYPED = (DeviceKind.EMAIL, DeviceKind.SMS)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def with_devices(*people: User) -> None:
    for user in people:
        for kind in (DeviceKind.CONSOLE, *TYPED):
            make_device(user=user, kind=kind)


def told_to(user: User, *, seq: int | None = None) -> list[tuple[str, int, str]]:
    rows = Notification.objects.filter(device__user=user).order_by("step", "device__kind")
    if seq is not None:
        rows = rows.filter(seq=seq)
    return [(row.device.kind, row.step, row.channel) for row in rows.select_related("device")]


def test_a_lockdown_is_said_once_aloud_by_every_device_at_the_school(cast: Cast) -> None:
    with_devices(cast.insider, cast.officer)

    press(cast.teacher, cast.site, kind="active_threat")

    assert told_to(cast.insider) == [("console", 0, "critical"), ("email", 0, "critical"), ("sms", 0, "critical")]
    # An officer elsewhere climbs the ladder as ever.
    assert {step for _, step, _ in told_to(cast.officer)} == {0, 1, 2, 3}
    said = Notification.objects.filter(device__user=cast.insider, device__kind="console").get()
    assert said.title == said.body == "Lockdown! Locks, lights, out of sight."


def test_term_and_directive_are_said_twice_with_the_place_by_text_and_never_by_push(cast: Cast) -> None:
    make_plan(cast.site)
    make_device(user=cast.insider, kind=DeviceKind.SMS)
    make_device(user=cast.insider, kind=DeviceKind.CONSOLE)
    make_device(user=cast.officer, kind=DeviceKind.SMS, locale="es")

    press(cast.teacher, cast.site, kind="active_threat", space_id=Space.objects.get(number="101").id)

    text = Notification.objects.get(device__user=cast.insider, device__kind="sms")
    push = Notification.objects.get(device__user=cast.insider, device__kind="console")
    spanish = Notification.objects.filter(device__user=cast.officer).order_by("step")[0]
    assert (f"{text.title} {text.detail}").count("Lockdown! Locks, lights, out of sight.") == 2
    assert "Lincoln High School: Main building, Level 0, room 101 Room 101. Nearest exterior door 1" in text.detail
    assert push.detail == ""
    assert "salón" in spanish.detail or "sala" in spanish.detail or "aula" in spanish.detail


def test_after_the_first_word_the_school_is_silent_and_the_district_is_not(cast: Cast) -> None:
    keeper = make_member(cast.district, user=make_user(username="keeper")).user
    with_devices(cast.insider, keeper)
    room = room_of(press(cast.teacher, cast.site, kind="active_threat"))
    for user in (cast.insider, keeper, cast.dispatcher):
        join(user, room)
    Notification.objects.all().delete()

    run(cast.dispatcher, room.id, "post_priority_message", message_id=uuid4(), text="Units at door 7.")

    assert told_to(cast.insider) == [("console", 0, "silent")]
    assert {(kind, channel) for kind, _, channel in told_to(keeper)} == {
        ("console", "critical"),
        ("email", "critical"),
        ("sms", "critical"),
    }


def test_what_was_planned_before_the_lockdown_does_not_ring_in_it(cast: Cast) -> None:
    """A priority message a minute earlier has a text message due in the middle of the hiding."""
    with_devices(cast.insider)
    room = open_room(cast, by=cast.teacher)
    join(cast.insider, room)
    join(cast.dispatcher, room)
    run(cast.dispatcher, room.id, "post_priority_message", message_id=uuid4(), text="Look at door 7.")
    planned = Notification.objects.filter(device__user=cast.insider)
    press(cast.teacher, cast.site, kind="active_threat")
    earlier = planned.filter(kind="priority_message_posted")

    claim_due(limit=50, now=datetime.now(UTC) + timedelta(seconds=200), lease_s=60)

    # The first word of it is told without a sound; whatever would tell it again, or ring, never goes.
    assert set(earlier.filter(step=0).values_list("state", flat=True)) == {"claimed"}
    assert set(earlier.filter(step__gt=0).values_list("error_code", flat=True)) == {"hiding"}


def test_a_first_word_that_is_a_minute_late_is_whispered(cast: Cast) -> None:
    with_devices(cast.insider)
    press(cast.teacher, cast.site, kind="active_threat")

    claimed = claim_due(limit=50, now=datetime.now(UTC) + timedelta(seconds=70), lease_s=60).messages

    assert [(one.device_kind, one.channel) for one in claimed if one.address.startswith("device")][:1] == [
        (DeviceKind.CONSOLE, "silent")
    ]
    assert Notification.objects.filter(device__kind__in=TYPED, error_code="hiding").count() == 2


def lockdown_in(room: Room) -> str:
    return room.objects_now.get(state_key="response_actions").object_id


def test_the_release_ends_the_silence(cast: Cast) -> None:
    room = room_of(press(cast.teacher, cast.site, kind="active_threat"))
    join(cast.officer, room)
    asked = [(cast.insider.pk, room.id), (cast.officer.pk, room.id)]
    at = datetime.now(UTC)
    during = who_may_still_be_told(asked, at)
    make_device(user=cast.insider)

    released = run(cast.officer, room.id, "release_response_action", action_id=lockdown_in(room))

    assert during == {asked[0]: Manner.SILENT, asked[1]: Manner.LADDER}
    assert who_may_still_be_told(asked, at)[asked[0]] is Manner.LADDER
    assert [channel for _, _, channel in told_to(cast.insider, seq=released.seq)] == ["standard"]


def test_a_real_alert_sounds_during_the_lockdown_of_an_exercise(cast: Cast) -> None:
    press(cast.teacher, cast.site, kind="active_threat", is_exercise=True)
    real = room_of(press(cast.teacher, cast.site, kind="medical"))
    asked = (cast.insider.pk, real.id)

    assert who_may_still_be_told([asked], datetime.now(UTC))[asked] is Manner.LADDER


def test_a_silent_alarm_is_silent_at_the_school_until_the_all_clear(cast: Cast) -> None:
    room = room_of(press(cast.teacher, cast.site))
    asked, at = (cast.insider.pk, room.id), datetime.now(UTC)
    during = who_may_still_be_told([asked], at)[asked]
    join(cast.insider, room)
    run(cast.insider, room.id, "claim_command")
    run(cast.teacher, room.id, "propose_all_clear", reason="all well")
    run(cast.insider, room.id, "confirm_all_clear")

    assert (during, who_may_still_be_told([asked], at)[asked]) == (Manner.SILENT, Manner.LADDER)


def test_what_a_lockdown_was_turned_into_keeps_the_silence(cast: Cast) -> None:
    room = room_of(press(cast.teacher, cast.site, kind="active_threat"))
    join(cast.officer, room)
    evacuate = uuid4()
    run(
        cast.officer,
        room.id,
        "change_response_action",
        action_id=evacuate,
        replaces=lockdown_in(room),
        kind="evacuate",
        destination="the gym",
    )
    asked, at = (cast.insider.pk, room.id), datetime.now(UTC)
    during = who_may_still_be_told([asked], at)[asked]
    join(cast.insider, room)
    run(cast.insider, room.id, "release_response_action", action_id=evacuate)

    assert (during, who_may_still_be_told([asked], at)[asked]) == (Manner.SILENT, Manner.LADDER)
