"""The panic alarm: heard once, from all who may press it, wherever they are; and ended only by two people."""

from datetime import timedelta
from uuid import uuid4

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from coordination.errors import (
    AlarmOpen,
    CommandIdReused,
    PlaceNotAtSite,
    RoomNotFound,
)
from coordination.incident.panic.models import PanicPress
from coordination.incident.panic.pressing.receipts import panic_receipt
from coordination.room.dispatch import Accepted
from coordination.room.models import Incident, LogEntry
from mapping.models import Building, Level, Space
from mou.vocabulary import MemberRole
from push.models import Notification, Recipient
from push.vocabulary import Channel, Urgency
from tests.factories.cast import Cast, join, make_cast
from tests.factories.mapping import CENTRE, STEP, draw_level, draw_space, make_plan
from tests.factories.mou import NOW, make_agency, make_member, make_memorandum, make_user
from tests.factories.push import make_device
from tests.stage.incident.panic import alert_of, incident_of, press, pressed, room_of, run, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


# --- one incident, however often --------------------------------------------------------------------------------------
def test_a_press_opens_an_extreme_incident_and_says_so_in_its_third_entry(cast: Cast) -> None:
    accepted = press(cast.teacher, cast.site)

    incident = incident_of(accepted)
    kinds = list(LogEntry.objects.filter(room_id=accepted.room_id).order_by("seq").values_list("event_type", flat=True))
    assert (incident.incident_type, incident.severity, incident.is_exercise) == ("ALRPANS", "extreme", False)
    assert kinds == ["incident_opened", "participant_joined", "panic_pressed"]
    assert accepted.seq == 3


def test_a_press_that_is_sent_again_has_effect_once(cast: Cast) -> None:
    command_id = uuid4()
    first = press(cast.teacher, cast.site, command_id=command_id)

    again = press(cast.teacher, cast.site, command_id=command_id, at=NOW + timedelta(hours=3))

    assert (again.room_id, again.seq, again.is_repeat) == (first.room_id, first.seq, True)
    assert (Incident.objects.count(), PanicPress.objects.count()) == (1, 1)


def test_an_old_press_that_is_sent_again_tells_a_former_member_nothing(cast: Cast) -> None:
    command_id = uuid4()
    press(cast.officer, cast.site, command_id=command_id)
    cast.officer_member.ended_at = NOW + timedelta(minutes=1)
    cast.officer_member.save()

    with pytest.raises(RoomNotFound):
        press(cast.officer, cast.site, command_id=command_id, at=NOW + timedelta(minutes=2))


def test_an_id_used_for_another_press_is_refused(cast: Cast) -> None:
    command_id = uuid4()
    press(cast.teacher, cast.site, command_id=command_id)

    with pytest.raises(CommandIdReused):
        press(cast.teacher, cast.site, command_id=command_id, kind="fire")


def test_everybody_who_presses_at_the_site_joins_the_one_incident(cast: Cast) -> None:
    first = press(cast.teacher, cast.site)

    others = [press(who, cast.site) for who in (cast.teacher, cast.insider, cast.officer)]

    assert {one.room_id for one in others} == {first.room_id}
    assert PanicPress.objects.count() == 4
    assert Incident.objects.count() == 1


def test_a_press_long_after_the_last_one_opens_an_incident_of_its_own(cast: Cast) -> None:
    first = press(cast.teacher, cast.site)
    soon = press(cast.teacher, cast.site, at=NOW + timedelta(minutes=29))
    later = press(cast.teacher, cast.site, at=NOW + timedelta(minutes=60))

    assert soon.room_id == first.room_id
    assert later.room_id != first.room_id


def test_a_press_after_the_incident_was_closed_opens_another(cast: Cast) -> None:
    first = press(cast.insider, cast.site)
    all_clear(cast, first)
    run(cast.insider, first.room_id, "close_incident", reason="over")

    assert press(cast.teacher, cast.site).room_id != first.room_id


def test_an_incident_with_an_alarm_is_closed_only_after_the_all_clear(cast: Cast) -> None:
    """Who closes it alone would leave everybody hiding."""
    first = press(cast.insider, cast.site)
    run(cast.insider, first.room_id, "claim_command")
    for at in (NOW, NOW + timedelta(hours=3)):
        with pytest.raises(AlarmOpen):
            run(cast.insider, first.room_id, "close_incident", reason="over", at=at)
    run(cast.insider, first.room_id, "propose_all_clear", reason="all well")
    with pytest.raises(AlarmOpen):
        run(cast.insider, first.room_id, "close_incident", reason="over")
    assert incident_of(first).status == "Active"

    join(cast.teacher, room_of(first))
    run(cast.teacher, first.room_id, "confirm_all_clear")
    closed = run(cast.insider, first.room_id, "close_incident", reason="over")

    assert incident_of(first).status == "Closed"
    assert told(closed) == {"teacher"}


def test_a_cancelled_press_keeps_the_incident_open_as_well(cast: Cast) -> None:
    first = press(cast.insider, cast.site)
    run(cast.insider, first.room_id, "cancel_panic", panic_id=pressed(first).panic_id, reason="pocket")
    run(cast.insider, first.room_id, "claim_command")

    with pytest.raises(AlarmOpen):
        run(cast.insider, first.room_id, "close_incident", reason="over")


def all_clear(cast: Cast, alarm: Accepted) -> None:
    """End an alarm as two people do: the teacher proposes, the insider confirms."""
    join(cast.teacher, room_of(alarm))
    run(cast.insider, alarm.room_id, "claim_command")
    run(cast.teacher, alarm.room_id, "propose_all_clear", reason="all well")
    run(cast.insider, alarm.room_id, "confirm_all_clear")


def test_a_real_press_never_joins_an_exercise_nor_an_exercise_a_real_one(cast: Cast) -> None:
    """Promise 10: during a drill someone really needs help."""
    drill = press(cast.teacher, cast.site, is_exercise=True)
    real = press(cast.teacher, cast.site)

    assert real.room_id != drill.room_id
    assert press(cast.insider, cast.site).room_id == real.room_id
    assert press(cast.insider, cast.site, is_exercise=True).room_id == drill.room_id


def test_somebody_who_was_removed_from_the_room_is_still_heard(cast: Cast) -> None:
    first = press(cast.teacher, cast.site)
    join(cast.insider, room_of(first))
    teacher = LogEntry.objects.get(room_id=first.room_id, seq=3).participant_id
    run(cast.insider, first.room_id, "remove_participant", participant_id=teacher, reason="mistake")

    apart = press(cast.teacher, cast.site)
    again = press(cast.teacher, cast.site)

    assert apart.room_id != first.room_id
    assert again.room_id == apart.room_id
    assert press(cast.officer, cast.site).room_id == first.room_id


# --- who may ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["insider", "teacher", "officer", "dispatcher"])
def test_staff_and_covered_responders_may_press(cast: Cast, who: str) -> None:
    assert press(getattr(cast, who), cast.site).seq == 3


def test_a_substitute_of_the_district_may_press(cast: Cast) -> None:
    substitute = make_member(cast.district, role=MemberRole.STAFF, title="Substitute", is_on_duty=False).user

    assert press(substitute, cast.site).seq == 3


@pytest.mark.parametrize("who", ["stranger", "former"])
def test_strangers_and_former_members_find_no_site_to_press_at(cast: Cast, who: str) -> None:
    with pytest.raises(RoomNotFound):
        press(getattr(cast, who), cast.site)

    assert Incident.objects.count() == 0


# --- where ------------------------------------------------------------------------------------------------------------
def test_a_named_room_gives_building_floor_room_and_nearest_numbered_door(cast: Cast) -> None:
    make_plan(cast.site)
    room = Space.objects.get(number="101")

    alert = alert_of(press(cast.teacher, cast.site, space_id=room.id, kind="active_threat"))

    place = alert.place
    assert (place.building, place.level, place.room, place.door) == ("Main building", "Level 0", "101 Room 101", "1")
    assert alert.words == (
        "Lincoln High School: Main building, Level 0, room 101 Room 101. Grid J11. Nearest exterior door 1, "
        f"{round((place.door_m or 0) / 0.3048)} ft ({place.door_m} m). Active threat."
    )


def test_a_press_carries_its_square_of_the_grid_the_same_on_every_floor(cast: Cast) -> None:
    make_plan(cast.site, draw_level(ordinal="0"), draw_level(ordinal="1"))
    rooms = Space.objects.filter(number="101")

    alerts = [alert_of(press(cast.teacher, cast.site, space_id=room.id)) for room in rooms]

    assert [alert.place.grid_cell for alert in alerts] == ["J11", "J11"]
    assert all("On the map: grid J11" in alert.dispatch_text.splitlines() for alert in alerts)


def test_a_press_from_outside_the_grid_or_from_nowhere_has_no_square(cast: Cast) -> None:
    far = alert_of(press(cast.teacher, cast.site, lon=CENTRE[0] + 1, lat=CENTRE[1], accuracy_m=8))
    nowhere = alert_of(press(cast.teacher, cast.site))

    assert [alert.place.grid_cell for alert in (far, nowhere)] == [None, None]
    assert "grid" not in (far.words + far.dispatch_text + nowhere.words + nowhere.dispatch_text).lower()


def test_the_longest_names_do_not_make_the_words_too_long_to_be_kept(cast: Cast) -> None:
    make_plan(cast.site, draw_level(draw_space(number="1" * 40, name="x" * 200)))
    cast.site.name = "y" * 200
    cast.site.save()
    Building.objects.update(name="z" * 200)
    Level.objects.update(name="l" * 200)

    alert = alert_of(press(cast.teacher, cast.site, space_id=Space.objects.get().id, is_exercise=True))

    assert len(alert.words) <= 1000
    assert alert.words.endswith(
        "Grid J11. Nearest exterior door 1, 20 ft (6 m). Emergency, nothing more known. EXERCISE."
    )


def test_a_point_inside_a_room_is_named_when_only_one_floor_is_there(cast: Cast) -> None:
    make_plan(cast.site)
    lon, lat = CENTRE[0] + STEP / 2, CENTRE[1] + STEP / 2

    place = alert_of(press(cast.teacher, cast.site, lon=lon, lat=lat, accuracy_m=8)).place

    assert (place.room, place.lon, place.lat, place.accuracy_m) == ("101 Room 101", lon, lat, 8)


def test_a_point_under_two_floors_names_the_house_but_guesses_no_floor(cast: Cast) -> None:
    make_plan(cast.site, draw_level(ordinal="0"), draw_level(ordinal="1"))
    lon, lat = CENTRE[0] + STEP / 2, CENTRE[1] + STEP / 2

    place = alert_of(press(cast.teacher, cast.site, lon=lon, lat=lat, accuracy_m=8)).place

    assert (place.building, place.level, place.room, place.door) == ("Main building", None, None, "1")


def test_a_press_that_knows_nothing_is_heard_all_the_same(cast: Cast) -> None:
    alert = alert_of(press(cast.teacher, cast.site))

    assert alert.words == "Lincoln High School: place in the building not known. Emergency, nothing more known."


def test_a_room_of_another_site_is_refused(cast: Cast) -> None:
    with pytest.raises(PlaceNotAtSite):
        press(cast.teacher, cast.site, space_id=uuid4())


def test_the_block_for_911_says_where_first_and_an_exercise_begins_and_ends_with_the_word(cast: Cast) -> None:
    real = alert_of(press(cast.teacher, cast.site, note="two of them")).dispatch_text.splitlines()
    drill = alert_of(press(cast.teacher, cast.site, is_exercise=True)).dispatch_text.splitlines()

    assert real[:2] == ["PANIC ALARM FROM A SCHOOL", "Where: Lincoln High School, 1 School Road"]
    assert "Said: two of them" in "\n".join(real)
    assert not any("EXERCISE" in line for line in real)
    assert drill[0] == drill[-1] == "EXERCISE EXERCISE EXERCISE. This is a drill. Do not dispatch."


# --- who is told ------------------------------------------------------------------------------------------------------
def test_all_staff_and_all_on_duty_responders_are_told_and_nobody_else(cast: Cast) -> None:
    make_member(cast.police, user=make_user(username="off_duty"), is_on_duty=False)
    roster_only = make_agency(name="Roster only")
    make_memorandum(cast.district, roster_only, grants=[])
    make_member(roster_only, user=make_user(username="no_room"))

    assert told(press(cast.teacher, cast.site)) == {"principal", "officer", "dispatcher"}


def test_a_finger_that_keeps_pressing_tells_nobody_twice_but_another_place_does(cast: Cast) -> None:
    make_plan(cast.site)
    press(cast.teacher, cast.site)

    same = press(cast.teacher, cast.site)
    elsewhere = press(cast.insider, cast.site, space_id=Space.objects.get(number="101").id)

    assert told(same) == set()
    assert told(elsewhere) == {"teacher", "officer", "dispatcher"}


def test_a_real_press_is_life_safety_breaks_through_for_responders_and_stays_silent_for_staff(cast: Cast) -> None:
    make_device(user=cast.officer)
    make_device(user=cast.insider)

    press(cast.teacher, cast.site)

    first = Notification.objects.filter(step=0)
    assert {one.urgency for one in first} == {Urgency.LIFE_SAFETY.value}
    assert first.get(device__user=cast.officer).channel == Channel.CRITICAL.value
    assert first.get(device__user=cast.insider).channel == Channel.SILENT.value


def test_a_receipt_costs_the_same_however_often_people_have_pressed(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    room_id, first = press(cast.teacher, cast.site).room_id, PanicPress.objects.get().seq
    for _ in range(30):
        press(cast.insider, cast.site)
    _, early, *_, newest = PanicPress.objects.order_by("seq").values_list("seq", flat=True)

    for seq in (early, newest):
        with django_assert_num_queries(7):
            receipt = panic_receipt(room_id, seq=seq, is_repeat=False, at=NOW)
        # The later ones told no one anew: they show whom the first one told.
        assert receipt.told == panic_receipt(room_id, seq=first, is_repeat=False, at=NOW).told
        assert receipt.told.chosen > 0


def test_an_exercise_is_told_but_never_as_life_safety_nor_critical(cast: Cast) -> None:
    make_device(user=cast.officer)

    press(cast.teacher, cast.site, is_exercise=True)

    first = Notification.objects.get(step=0)
    assert (first.urgency, first.channel) == (Urgency.URGENT.value, Channel.STANDARD.value)
    assert first.title.startswith("EXERCISE")


def test_a_medical_press_sounds_for_staff_too(cast: Cast) -> None:
    make_device(user=cast.insider)

    press(cast.teacher, cast.site, kind="medical")

    assert Notification.objects.get(step=0).channel == Channel.CRITICAL.value


def test_no_name_and_no_place_goes_out_with_a_press(cast: Cast) -> None:
    make_plan(cast.site)
    make_device(user=cast.officer)

    press(cast.teacher, cast.site, space_id=Space.objects.get(number="101").id, note="near the gym")

    sent = " ".join(f"{one.title} {one.body}" for one in Notification.objects.all())
    assert not [word for word in ("Lincoln", "101", "Main", "gym", "teacher", "Teacher") if word in sent]


def test_whoever_comes_into_the_room_has_answered_the_alarm(cast: Cast) -> None:
    accepted = press(cast.teacher, cast.site)
    join(cast.officer, room_of(accepted))

    asked = Recipient.objects.filter(source_key=f"room:{accepted.room_id}:{accepted.seq}")
    assert set(asked.filter(acknowledged_at__isnull=False).values_list("user__username", flat=True)) == {"officer"}
