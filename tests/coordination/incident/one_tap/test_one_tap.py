"""Hold, Secure and Shelter in one tap: one incident, the people whom each action tells, and nothing for all others."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.test import Client

from coordination.errors import CommandIdReused, CoordinationError, RoomNotFound
from coordination.incident.one_tap.actions import start_at_site
from coordination.incident.one_tap.errors import LockdownThere, OtherShelterThere
from coordination.incident.one_tap.wire import StartAtSite
from coordination.incident.one_tap.words import STRATEGY_OF
from coordination.incident.response_actions.models import ActionInForce
from coordination.models import User
from coordination.room.dispatch import Accepted, open_room
from coordination.room.models import Incident, LogEntry, Room
from coordination.vocabulary import ShelterHazard
from mapping.models import Site
from push.models import Notification, Recipient
from tests.factories.cast import Cast, asks, join, make_cast
from tests.factories.cast import open_room as open_by_hand
from tests.factories.mou import make_member, make_user
from tests.stage.incident.panic import folded, press, run

SHELTER: dict[str, Any] = {"kind": "shelter", "hazard": "tornado", "strategy": "evacuate_to_shelter_area"}
ADDRESS = "/api/v1/one-tap-actions"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def tap(user: User, site: Site, kind: str = "secure", *, command_id: UUID | None = None, **fields: Any) -> Accepted:
    said = {"id": command_id or uuid4(), "site_id": site.pk, "is_exercise": False, "kind": kind, **fields}
    command, asker = StartAtSite.model_validate(said), asks(user)
    return open_room(asker, command, lambda: start_at_site(asker=asker, command=command))


def kinds_of(room_id: UUID) -> list[str]:
    return list(LogEntry.objects.filter(room_id=room_id).order_by("seq").values_list("event_type", flat=True))


def told_in(room_id: UUID) -> set[str]:
    return set(
        Recipient.objects.filter(source_key__startswith=f"room:{room_id}:").values_list("user__username", flat=True)
    )


# --- what one tap does ------------------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "incident_type", "severity", "tells_agencies"),
    [
        ({"kind": "hold"}, "INFO", "moderate", False),
        ({"kind": "secure"}, "PERSUSP", "severe", True),
        (SHELTER, "TORNADO", "severe", True),
    ],
)
def test_one_tap_opens_the_right_incident_and_tells_whom_the_action_tells(
    cast: Cast, fields: dict[str, Any], incident_type: str, severity: str, *, tells_agencies: bool
) -> None:
    accepted = tap(cast.teacher, cast.site, **fields)

    room = Room.objects.select_related("incident").get(pk=accepted.room_id)
    assert (room.incident.incident_type, room.incident.severity) == (incident_type, severity)
    assert room.incident.site_id == cast.site.pk
    assert kinds_of(room.pk)[-1] == "response_action_started"
    (action,) = ActionInForce.objects.filter(room=room)
    assert (action.kind, action.is_exercise) == (fields["kind"], False)
    told = told_in(room.pk)
    assert "principal" in told
    assert ({"officer", "dispatcher"} <= told) is tells_agencies
    assert {"officer", "dispatcher"}.isdisjoint(told) is not tells_agencies
    assert "stranger" not in told
    state: Any = folded(room)
    assert state["response_actions"][str(action.action_id)]["kind"] == fields["kind"]


@pytest.mark.django_db
def test_a_hold_tells_those_who_are_in_the_room_from_other_agencies_and_the_district(cast: Cast) -> None:
    make_member(cast.district, user=make_user(username="of the district"))
    room = open_by_hand(cast)
    join(cast.officer, room)
    Recipient.objects.all().delete()

    assert tap(cast.teacher, cast.site, "hold").room_id == room.pk

    assert told_in(room.pk) == {"principal", "officer", "of the district"}


@pytest.mark.django_db
def test_what_is_open_at_the_site_is_used_and_neither_an_exercise_nor_what_is_elsewhere(cast: Cast) -> None:
    away = open_by_hand(cast)
    Incident.objects.filter(pk=away.incident_id).update(place="Bus 12")
    exercise = open_by_hand(cast, is_exercise=True)
    first = tap(cast.teacher, cast.site)
    assert first.room_id not in {away.pk, exercise.pk}

    second = tap(cast.teacher, cast.site, "hold")

    assert second.room_id == first.room_id
    played = tap(cast.teacher, cast.site, "hold", is_exercise=True)
    assert played.room_id == exercise.pk
    assert {one.is_exercise for one in ActionInForce.objects.filter(room=exercise)} == {True}
    marked = Notification.objects.filter(room_id=exercise.pk)
    assert {one.is_exercise for one in marked} <= {True}


@pytest.mark.django_db
def test_who_taps_what_is_in_force_comes_in_and_no_one_is_told_twice(cast: Cast) -> None:
    first = tap(cast.teacher, cast.site)
    before = Recipient.objects.count()

    second = tap(cast.insider, cast.site)

    assert second.room_id == first.room_id
    assert kinds_of(first.room_id)[-1] == "participant_joined"
    assert ActionInForce.objects.count() == 1
    assert Recipient.objects.count() == before
    again = tap(cast.insider, cast.site)
    assert (again.seq or 0) > (second.seq or 0)


@pytest.mark.django_db
def test_the_same_tap_counts_once_and_is_never_another(cast: Cast) -> None:
    command_id = uuid4()
    first = tap(cast.teacher, cast.site, command_id=command_id)
    assert (tap(cast.teacher, cast.site, command_id=command_id), Incident.objects.count()) == (
        Accepted(first.room_id, first.seq, is_repeat=True),
        1,
    )
    with pytest.raises(CommandIdReused):
        tap(cast.teacher, cast.site, "hold", command_id=command_id)
    joined_by = uuid4()
    joined = tap(cast.insider, cast.site, command_id=joined_by)
    run(cast.insider, first.room_id, "release_response_action", action_id=ActionInForce.objects.get().action_id)

    assert tap(cast.insider, cast.site, command_id=joined_by).seq == joined.seq
    assert not ActionInForce.objects.filter(ended_at=None).exists()


@pytest.mark.django_db
def test_a_press_of_the_alarm_and_a_tap_are_one_incident(cast: Cast) -> None:
    pressed = press(cast.teacher, cast.site, kind="secure")

    assert tap(cast.insider, cast.site).room_id == pressed.room_id
    assert ActionInForce.objects.count() == 1


# --- what it does not do ----------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_no_tap_calls_people_out_of_hiding_or_into_another_shelter(cast: Cast) -> None:
    tap(cast.teacher, cast.site, **SHELTER)
    with pytest.raises(OtherShelterThere):
        tap(cast.insider, cast.site, "shelter", hazard="hazmat", strategy="seal_the_room")
    press(cast.teacher, cast.site, kind="active_threat")
    for kind in ("hold", "secure"):
        before = LogEntry.objects.count()
        with pytest.raises(LockdownThere):
            tap(cast.insider, cast.site, kind)
        # Nor is anything played where people hide in earnest.
        with pytest.raises(LockdownThere):
            tap(cast.insider, cast.site, kind, is_exercise=True)
        assert LogEntry.objects.count() == before


@pytest.mark.django_db
def test_who_may_open_nothing_there_starts_nothing(cast: Cast) -> None:
    for user in (cast.stranger, cast.former):
        with pytest.raises(RoomNotFound):
            tap(user, cast.site)
    room = open_by_hand(cast)
    join(cast.teacher, room)
    state: Any = folded(room)
    taken_out = next(key for key, one in state["people"].items() if one["name"] == cast.teacher.display_name)
    run(cast.insider, room.pk, "remove_participant", participant_id=taken_out, reason="No longer here.")
    # Who was removed is heard, apart from that room.
    assert tap(cast.teacher, cast.site).room_id != room.pk


@pytest.mark.django_db
def test_the_interface_takes_what_the_page_offers_and_nothing_else(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.teacher)

    def send(**fields: object) -> Any:
        body = {"id": str(uuid4()), "site_id": str(cast.site.pk), "is_exercise": False, **fields}
        return client.post(ADDRESS, body, content_type="application/json")

    for wrong in ({"kind": "lockdown"}, {"kind": "evacuate"}, {"kind": "shelter"}, {**SHELTER, "kind": "hold"}, {}):
        assert send(**wrong).status_code == 422, wrong
    assert not Incident.objects.exists()
    started = send(kind="secure")
    assert (started.status_code, started.json()["has_begun"]) == (201, True)
    assert send(kind="secure").json()["incident_id"] == started.json()["incident_id"]
    assert send(kind="secure").json()["has_begun"] is False
    assert set(STRATEGY_OF) == set(ShelterHazard)


@pytest.mark.django_db
def test_the_row_stands_on_the_first_page_and_the_press_page_of_a_schools_people_alone(cast: Cast) -> None:
    for user, is_there in ((cast.teacher, True), (cast.officer, False), (cast.dispatcher, False)):
        client = Client()
        client.force_login(user)
        for address in ("/", "/panic", "/panic?exercise"):
            page = client.get(address).content.decode()
            assert ('id="tap-row"' in page) is is_there, (user.username, address)
            if is_there:
                assert f'data-exercise="{"true" if "exercise" in address else "false"}"' in page
    spanish = Client(headers={"Accept-Language": "es"})
    spanish.force_login(cast.teacher)
    assert "Mantenga el botón" in spanish.get("/").content.decode()


@pytest.mark.postgis
@pytest.mark.django_db(transaction=True)
def test_eight_who_tap_in_the_same_instant_make_one_incident_and_one_action() -> None:
    cast = make_cast()
    people = [make_member(cast.school, user=make_user(username=f"t{number}")).user for number in range(8)]
    ready = Barrier(8)

    def tap_together(number: int) -> object:
        try:
            ready.wait(timeout=20)
            return tap(people[number], cast.site).room_id
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        rooms = set(pool.map(tap_together, range(8)))

    assert len(rooms) == 1
    assert (Incident.objects.count(), ActionInForce.objects.count()) == (1, 1)


def test_a_refusal_says_why_in_words() -> None:
    errors: list[type[CoordinationError]] = [LockdownThere, OtherShelterThere]
    assert all(one.status == 409 and one.sentence for one in errors)
