"""Adults check in on their own phone: a number and nothing else, whatever they say; codes, limits, and the greeter."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from coordination.errors import CoordinationError
from coordination.keeping.gate import may_delete
from coordination.models import User
from coordination.records.retention.incidents import _delete_rows
from coordination.reunification.access import desk_for
from coordination.reunification.errors import NotYourVest, NumberNotFound, OperationNotFound, TooManyAtOnce
from coordination.reunification.models import CheckInDoor, PickUp, SelfCheckIn, StudentChange
from coordination.reunification.rules.given import SelfCheckInGiven
from coordination.reunification.vocabulary import PickUpState
from coordination.reunification.work import self_check_in as w
from coordination.room.access import Asker
from coordination.room.models import LogEntry
from coordination.rosters.models import RosterReading
from push.models import Notification
from tests.factories.cast import Cast, make_cast
from tests.factories.rosters import QUINCE
from tests.stage.reunification import Reuniting, lead_law_enforcement, parent_of, set_reunification

SAID = {"adult_name": "Ada Lovelace", "children": "Bob Lovelace, 3", "relationship": "Mother", "phone": "555 0100"}


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def made(cast: Cast) -> Reuniting:
    return set_reunification(cast, students=4, noted=[4])


@pytest.fixture
def door(made: Reuniting) -> CheckInDoor:
    return open_door(made)


def now_of(user: User) -> Asker:
    return Asker(user_id=user.pk, at=timezone.now())


def open_door(made: Reuniting) -> CheckInDoor:
    return w.open_door(now_of(made.director), made.operation_id)


def say(door: CheckInDoor, phone: Client | None = None, language: str = "en", **said: str) -> Any:
    return (phone or Client()).post(
        f"/pick-up/{door.code}?lang={language}", {"act": "say", **SAID, **said}, follow=True
    )


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(made: Reuniting, user: User, path: str = "", **posted: object) -> Any:
    address, client = f"/reunifications/{made.operation_id}{path}", client_of(user)
    return client.post(address, data=posted) if posted else client.get(address)


def without_number(content: str, number: str) -> str:
    return re.sub(r'nonce="[^"]*"|value="[^"]{30,}"', "", content.replace(number, "NUMBER"))


# --- the adult --------------------------------------------------------------------------------------------------------
def test_the_answer_is_the_same_for_an_enrolled_child_an_unknown_one_and_a_held_adult(
    made: Reuniting, door: CheckInDoor
) -> None:
    made.assemble(1, 4)
    made.check_in("Uncle Quick", 4)
    before = (LogEntry.objects.count(), Notification.objects.count(), PickUp.objects.count())
    readings, changes = RosterReading.objects.count(), StudentChange.objects.count()
    shown = set()
    for adult, child in (
        (parent_of(1), f"Student-1 {QUINCE}"),
        ("Mallory Mean", "No Such Child"),
        ("Uncle Quick", f"Student-4 {QUINCE}"),
    ):
        answer = say(door, adult_name=adult, children=child)
        number = SelfCheckIn.objects.latest("made_at").number
        assert answer.status_code == 200
        content = answer.content.decode()
        assert number in content
        assert QUINCE not in content
        shown.add(without_number(content, number))

    assert len(shown) == 1
    # It is in no log, push, queue or trail, and no roster was read for it.
    assert (LogEntry.objects.count(), Notification.objects.count(), PickUp.objects.count()) == before
    assert (RosterReading.objects.count(), StudentChange.objects.count()) == (readings, changes)


def test_codes_that_are_made_up_of_old_or_of_a_closed_operation_get_one_answer(made: Reuniting) -> None:
    old, door = open_door(made), open_door(made)
    assert say(door).status_code == 200
    answers = [Client().get(f"/pick-up/{code}?lang=en") for code in ("AAAAAAAAAA", old.code, "x" * 60)]
    made.run(made.director, "close_reunification", reason="One")
    made.run(made.cast.dispatcher, "close_reunification", reason="Two")
    answers.append(Client().get(f"/pick-up/{door.code}?lang=en"))
    answers.append(say(door))

    assert {one.status_code for one in answers} == {404}
    assert len({without_number(one.content.decode(), "NUMBER") for one in answers}) == 1
    assert "This code is not in use" in answers[0].content.decode()
    assert SelfCheckIn.objects.count() == 1


def test_it_speaks_spanish_and_asks_for_what_is_missing(door: CheckInDoor) -> None:
    shown = Client().get(f"/pick-up/{door.code}", headers={"Accept-Language": "es-MX,es;q=0.9"})
    assert shown["Content-Language"] == "es"
    assert "Para recoger a un niño" in shown.content.decode()
    assert say(door, language="es", children="").status_code == 422
    told = say(door, language="es").content.decode()
    assert "Muestre este número" in told
    assert SelfCheckIn.objects.get().language == "es"


def test_a_phone_has_one_number_and_can_begin_again(door: CheckInDoor) -> None:
    phone = Client()
    say(door, phone)
    say(door, phone, adult_name="Another Name")
    (first,) = SelfCheckIn.objects.all()
    assert first.adult_name == "Ada Lovelace"
    cookie = phone.cookies["musterpoint_pick_up"]
    assert (bool(cookie["httponly"]), cookie["path"]) == (True, f"/pick-up/{door.code}")

    phone.post(f"/pick-up/{door.code}", {"act": "again"})

    assert "Get a number" in phone.get(f"/pick-up/{door.code}?lang=en").content.decode()
    say(door, phone, adult_name="Ada King")
    assert [one.adult_name for one in SelfCheckIn.objects.filter(withdrawn_at=None)] == ["Ada King"]
    # Another phone that opens the same address is asked: it has no number.
    assert "Get a number" in Client().get(f"/pick-up/{door.code}?lang=en").content.decode()


def test_one_phone_one_network_and_all_together_are_bounded_and_told_where_to_go(
    made: Reuniting, door: CheckInDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = Client()
    for _ in range(w.PHONE_MOST):
        assert say(door, phone).status_code == 200
        phone.post(f"/pick-up/{door.code}", {"act": "again"})
    refused = say(door, phone)
    assert (refused.status_code, refused["Retry-After"]) == (429, "600")
    assert "Go to a greeter" in refused.content.decode()

    monkeypatch.setattr(w, "NETWORK_MOST", w.PHONE_MOST + 1)
    assert say(door).status_code == 200
    assert say(door).status_code == 429
    given = SelfCheckInGiven.model_validate(SAID)
    told: dict[str, Any] = {"phone_key": "another", "language": "en", "at": timezone.now()}
    monkeypatch.setattr(w, "OPERATION_MOST", w.PHONE_MOST + 2)
    w.take_self_check_in(door, given, address="192.0.2.7", **told)
    with pytest.raises(TooManyAtOnce):
        w.take_self_check_in(door, given, address="192.0.2.8", **{**told, "phone_key": "third"})
    # The greeter's own way is open, and no queue of theirs has grown.
    assert made.check_in(parent_of(1), 1)[0].state == PickUpState.WAITING.value
    assert PickUp.objects.count() == 1


def test_other_sites_post_nothing_and_hidden_characters_are_left_out(door: CheckInDoor) -> None:
    foreign = Client().post(f"/pick-up/{door.code}", {"act": "say", **SAID}, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    say(door, adult_name="Ada\u202e <b>Lovelace</b>")
    assert SelfCheckIn.objects.get().adult_name == "Ada <b>Lovelace</b>"


# --- the greeter ------------------------------------------------------------------------------------------------------
def test_a_greeter_finds_it_by_the_number_and_confirms_with_the_id(made: Reuniting, door: CheckInDoor) -> None:
    made.assemble(1)
    phone = Client()
    say(door, phone, adult_name=parent_of(1), children=f"{QUINCE} Student-1, 9; Nobody Here")
    number = SelfCheckIn.objects.get().number

    found = page(made, made.greeter, "/work", act="number", number=f" {number.lower()} ")

    assert found["Location"].endswith(f"/arrivals/{number}")
    shown = page(made, made.greeter, f"/arrivals/{number}").content.decode()
    assert parent_of(1) in shown
    link = f"/reunifications/{made.operation_id}/students/S-0001?number={number}"
    assert link in shown
    card = client_of(made.greeter).get(link).content.decode()
    # The name is typed from the ID: what the adult wrote does not stand in the card.
    assert f'value="{parent_of(1)}"' not in card
    assert f'value="{number}"' in card
    given = {"act": "card", "card_id": uuid4(), "adult_name": parent_of(1), "id_kind": "passport", "codes": "S-0001"}
    assert page(made, made.greeter, f"/students/S-0001?number={number}", **given, number=number).status_code == 303
    assert PickUp.objects.get().state == PickUpState.WAITING.value
    row = SelfCheckIn.objects.get()
    assert (row.served_by, row.served_at is not None) == (made.greeter, True)
    assert "Wait until you are called" in phone.get(f"/pick-up/{door.code}?lang=en").content.decode()
    # A copy of the number on another phone is told to the greeter.
    assert "It may be a copy" in page(made, made.greeter, f"/arrivals/{number}").content.decode()


def test_a_number_gives_no_right_a_name_that_is_only_written_clears_no_one(made: Reuniting, door: CheckInDoor) -> None:
    made.assemble(1)
    say(door, adult_name=parent_of(1), children=f"Student-1 {QUINCE}")
    number = SelfCheckIn.objects.get().number
    given = {"act": "card", "card_id": uuid4(), "id_kind": "passport", "codes": "S-0001", "number": number}

    # Without the name of the ID nothing is checked in; with another one than written, the ID counts.
    assert page(made, made.greeter, "/students/S-0001", **given).status_code == 422
    assert page(made, made.greeter, "/students/S-0001", **given, adult_name="Mallory Mean").status_code == 303
    assert PickUp.objects.get().state == PickUpState.SUPERVISOR.value


def test_who_may_not_read_numbers_or_make_codes(made: Reuniting, door: CheckInDoor) -> None:
    say(door)
    number, cast = SelfCheckIn.objects.get().number, made.cast

    def find(user: User) -> SelfCheckIn:
        desk = desk_for(user_id=user.pk, operation_id=made.operation_id, at=timezone.now())
        return w.find_self_check_in(desk, number)

    assert find(made.greeter) == find(made.director)
    for user, error in (
        (made.accountant, NotYourVest),
        (cast.officer, NotYourVest),
        (lead_law_enforcement(made), NotYourVest),
        (cast.stranger, OperationNotFound),
    ):
        with pytest.raises(error):
            find(user)
        with pytest.raises(CoordinationError):
            w.open_door(now_of(user), made.operation_id)
    with pytest.raises(NotYourVest):
        w.end_door(now_of(made.greeter), made.operation_id)
    assert page(made, cast.officer, "/door").status_code == 302
    assert page(made, cast.stranger, "/door").status_code == 404
    for who in (cast.officer, made.accountant):
        assert page(made, who, f"/arrivals/{number}").status_code == 302
    # A student's page, too, is shown to no vest of another agency.
    assert page(made, cast.officer, "/students/S-0001").status_code == 302
    assert page(made, cast.stranger, f"/arrivals/{number}").status_code == 404
    assert Client().get(f"/reunifications/{made.operation_id}/arrivals/{number}").status_code == 302
    assert door.code.encode() in page(made, made.greeter, "/door").content
    assert b'value="anew"' not in page(made, made.greeter, "/door").content
    assert page(made, made.director, "/door", act="anew").status_code == 303
    assert page(made, made.director, "/door", act="end").status_code == 303
    assert CheckInDoor.objects.filter(ended_at=None).count() == 0


def test_a_number_of_another_operation_an_old_one_and_a_made_up_one_are_not_there(
    cast: Cast, made: Reuniting, door: CheckInDoor
) -> None:
    say(door)
    row = SelfCheckIn.objects.get()

    def find(number: str, operation_id: object = made.operation_id) -> SelfCheckIn:
        desk = desk_for(user_id=made.greeter.pk, operation_id=made.operation_id, at=timezone.now())
        return w.find_self_check_in(desk, number)

    for wrong in ("", "QQQQ", "X-QQQQ", "' OR 1=1"):
        with pytest.raises(NumberNotFound):
            find(wrong)
    # One of an exercise is none of the real one, and the other way around.
    SelfCheckIn.objects.filter(pk=row.pk).update(number=f"X-{row.number}")
    with pytest.raises(NumberNotFound):
        find(f"X-{row.number}")
    SelfCheckIn.objects.filter(pk=row.pk).update(number=row.number, made_at=timezone.now() - w.LIVES)
    with pytest.raises(NumberNotFound):
        find(row.number)
    assert page(made, made.greeter, "/work", act="number", number="QQQQ").status_code in (404, 422)


def test_an_exercise_is_marked_on_the_adults_page_and_in_the_number(cast: Cast) -> None:
    made = set_reunification(cast, is_exercise=True)
    door = open_door(made)
    assert "EJERCICIO" in Client().get(f"/pick-up/{door.code}?lang=es").content.decode()
    shown = say(door).content.decode()
    assert "EXERCISE" in shown
    number = SelfCheckIn.objects.get().number
    assert number.startswith("X-")
    assert number in shown
    assert page(made, made.greeter, f"/arrivals/{number[2:]}").status_code == 200


def test_it_goes_with_the_operation_and_keeps_no_address(made: Reuniting, door: CheckInDoor) -> None:
    say(door)
    row = SelfCheckIn.objects.get()
    assert "127.0.0.1" not in {row.network, row.phone_key}
    assert (len(row.network), len(row.phone_key)) == (64, 64)
    assert timedelta(0) <= timezone.now() - row.made_at

    with may_delete():
        _delete_rows(made.room)

    assert (SelfCheckIn.objects.count(), CheckInDoor.objects.count()) == (0, 0)
