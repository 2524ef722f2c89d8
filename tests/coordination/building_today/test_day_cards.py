"""Cards for the day at their doors: what who has one may do, and all that they may not."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from coordination.building_today.cards.acts import end_card, end_cards_over, renew_code
from coordination.building_today.cards.codes import code_of
from coordination.building_today.cards.devices import ACTS_A_MINUTE
from coordination.building_today.cards.pages import COOKIE
from coordination.building_today.models import CardDevice, DayCard, Visitor
from coordination.building_today.vocabulary import DayCardKind
from coordination.incident.accountability.capability import RoomReport
from coordination.incident.panic.capability import PanicAlert
from coordination.models import User
from coordination.room.models import Incident, LogEntry, Participant, Room
from coordination.room.reading.state import state_now
from coordination.vocabulary import Audience
from mou.models import AgencyMember
from mou.vocabulary import AgencyKind, MemberRole
from tests.coordination.building_today.cards import PAGE, make_card, press, report, scan
from tests.factories.cast import Cast, make_cast, open_room
from tests.factories.mapping import make_plan
from tests.factories.mou import make_agency, make_member
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db(transaction=True)
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_a_press_is_a_real_press_of_who_the_card_names_and_so_is_a_report(cast: Cast) -> None:
    phone = scan(make_card(cast))
    press_id = str(uuid4())

    assert press(phone, press_id=press_id, kind="active_threat").status_code == 303
    # Sent twice it pressed once.
    assert press(phone, press_id=press_id, kind="active_threat").status_code == 303
    room = Room.objects.get()
    (alert,) = state_now(room, audiences=[Audience.EVERYONE]).of(PanicAlert).values()
    assert not Incident.objects.get().is_exercise
    assert Participant.objects.get(pk=alert.pressed_by).name == "Substitute teacher, Room 112"
    assert alert.note == "Substitute teacher, Room 112"
    assert "Substitute teacher, Room 112" in alert.dispatch_text
    assert "Pat Reyes" not in "".join(LogEntry.objects.values_list("content", flat=True))
    shown = phone.get(PAGE).content.decode()
    assert "Lockdown" in shown
    assert report(phone).status_code == 303
    (said,) = state_now(room, audiences=[Audience.EVERYONE]).of(RoomReport).values()
    assert (said.students, said.door, said.led_by) == (19, "locked", "substitute")
    assert said.reported_by == alert.pressed_by


def test_a_card_of_a_room_of_the_plan_presses_from_that_room(cast: Cast) -> None:
    make_plan(cast.site)
    card = make_card(cast, place="101")
    phone = scan(card)

    assert card.space_id is not None
    press(phone)
    (alert,) = state_now(Room.objects.get(), audiences=[Audience.EVERYONE]).of(PanicAlert).values()
    assert alert.place.room is not None
    assert "101" in alert.place.room


def test_an_exercise_is_marked_and_a_real_press_beside_it_is_real(cast: Cast) -> None:
    played = open_room(cast, is_exercise=True, at=datetime.now(UTC))
    run(cast.insider, played.pk, "start_response_action", action_id=uuid4(), kind="lockdown", space_ids=[])
    phone = scan(make_card(cast))

    shown = phone.get(PAGE).content.decode()
    assert "EXERCISE · Lockdown!" in shown
    assert "Press in the exercise" in shown
    assert report(phone, is_exercise="true").status_code == 303
    assert Participant.objects.filter(room=played, name="Substitute teacher, Room 112").exists()
    assert press(phone, is_exercise=True).status_code == 303
    played_out = Incident.objects.count()
    assert not Incident.objects.filter(is_exercise=False).exists()
    press(phone)
    assert Incident.objects.filter(is_exercise=False).count() == 1
    # A page that was opened in the exercise reports into the exercise, also when something real has begun since.
    real = Room.objects.get(incident__is_exercise=False)
    assert report(phone, is_exercise="true", injured="3", state="need_help").status_code == 303
    assert not state_now(real, audiences=[Audience.EVERYONE]).of(RoomReport)
    Incident.objects.filter(is_exercise=True).update(status="closed")
    # A card begins no exercise.
    assert press(phone, is_exercise=True).status_code == 422
    assert Incident.objects.count() == played_out + 1
    assert report(phone).status_code == 303
    (said,) = state_now(real, audiences=[Audience.EVERYONE]).of(RoomReport).values()
    assert not said.injured


def test_the_page_says_what_to_do_and_nothing_of_others(cast: Cast) -> None:
    room = open_room(cast, at=datetime.now(UTC))
    phone = scan(make_card(cast))
    run(cast.insider, room.pk, "post_message", text="zebra-seven")
    # Of an incident in which nothing was called for the school they know nothing.
    assert "Report your room" not in phone.get(PAGE).content.decode()
    assert report(phone).status_code == 409 or report(phone).status_code == 422
    run(cast.insider, room.pk, "start_response_action", action_id=uuid4(), kind="lockdown", space_ids=[])
    run(cast.insider, room.pk, "report_room", room="Kiln", state="need_help", note="bookcase")

    shown = phone.get(PAGE).content.decode()
    assert "Lock your door" in shown
    for secret in (
        "zebra-seven",
        "Kiln",
        "bookcase",
        cast.insider.shown_name(),
        "Smoke in the gym",
        str(room.pk),
    ):
        assert secret not in shown
    # In the language of the reader.
    assert "puerta" in phone.get(PAGE, headers={"Accept-Language": "es"}).content.decode()
    # Nothing else opens: the cookie is for one page, and its account signs in nowhere.
    incident = Incident.objects.get()
    for address in (f"/incidents/{incident.pk}", f"/incidents/{incident.pk}/my-room", f"/api/v1/rooms/{room.pk}"):
        assert phone.get(address).status_code in (302, 401, 403, 404), address
    assert phone.cookies[COOKIE]["path"] == PAGE
    assert phone.cookies[COOKIE]["httponly"]


def test_a_copied_card_is_refused_on_a_second_phone_and_a_new_code_locks_out_the_first(cast: Cast) -> None:
    card = make_card(cast)
    phone, other = scan(card), Client()

    refused = other.post(PAGE, {"act": "claim", "code": code_of(card)})
    assert refused.status_code == 409
    assert "in use on another phone" in refused.content.decode()
    assert "Pat Reyes" not in refused.content.decode()
    old = code_of(card)
    renew_code(user_id=cast.insider.pk, card_id=card.pk, at=datetime.now(UTC))
    card.refresh_from_db()
    assert other.post(PAGE, {"act": "claim", "code": old}).status_code == 403
    assert "Code of your card" in phone.get(PAGE).content.decode()
    scan(card, other)
    # Its presses are still one person's.
    assert User.objects.filter(username__startswith="day-card-").count() == 1


def test_forged_foreign_early_ended_and_old_codes_get_a_clear_answer_that_tells_nothing(cast: Cast) -> None:
    at = datetime.now(UTC)
    early = make_card(cast, starts_at=at + timedelta(hours=2))
    ended = make_card(cast)
    end_card(user_id=cast.insider.pk, card_id=ended.pk, at=at)
    old = make_card(cast)
    DayCard.objects.filter(pk=old.pk).update(ends_at=at - timedelta(minutes=1))

    for code, status in (
        ("AAAA-BBBB-CCCC-DDDD", 403),
        ("", 403),
        ("\x00" * 50, 422),
        (code_of(early), 403),
        (code_of(ended), 403),
        (code_of(old), 403),
    ):
        answer = Client().post(PAGE, {"act": "claim", "code": code})
        assert answer.status_code == status, code
        shown = answer.content.decode()
        # As words: a token of the page may have any three digits in it.
        assert not re.search(r"\b(Pat Reyes|Lincoln|112|Traceback)\b", shown)
        assert COOKIE not in answer.cookies
    forged = Client()
    forged.cookies[COOKIE] = "x" * 43
    assert "Code of your card" in forged.get(PAGE).content.decode()
    assert press(forged).status_code == 403
    assert not CardDevice.objects.exists()
    assert not Incident.objects.exists()


def test_the_office_ends_a_card_at_once_and_it_ends_by_itself(cast: Cast) -> None:
    card, other = make_card(cast), make_card(cast, holder="Sam")
    phone, its_phone = scan(card), scan(other)
    account = DayCard.objects.select_related("account").get(pk=card.pk).account
    assert account is not None

    end_card(user_id=cast.insider.pk, card_id=card.pk, at=datetime.now(UTC))
    assert "This card has ended" in phone.get(PAGE).content.decode()
    assert press(phone).status_code == 403
    account.refresh_from_db()
    assert not account.is_active
    assert not AgencyMember.objects.filter(user=account, ended_at__isnull=True).exists()
    DayCard.objects.filter(pk=other.pk).update(ends_at=datetime.now(UTC))
    # Before any chore runs.
    assert press(its_phone).status_code == 403
    assert end_cards_over(datetime.now(UTC)) == 1
    assert end_cards_over(datetime.now(UTC)) == 0
    assert not Incident.objects.exists()


def test_wrong_codes_are_slowed_down_and_a_right_one_is_taken_all_the_same(cast: Cast) -> None:
    card = make_card(cast)
    joker = Client()
    answers = [joker.post(PAGE, {"act": "claim", "code": f"WRONG-{n}"}) for n in range(32)]

    assert answers[0].status_code == 403
    assert answers[-1].status_code == 429
    assert answers[-1]["Retry-After"]
    scan(card)


def test_reports_are_limited_and_a_press_after_them_is_not(cast: Cast) -> None:
    phone = scan(make_card(cast))
    press(phone)

    statuses = [report(phone).status_code for _ in range(ACTS_A_MINUTE + 1)]
    assert statuses[0] == 303
    assert statuses[-1] == 422
    assert press(phone).status_code == 303


def test_only_the_office_of_the_site_gives_shows_renews_and_ends_cards(cast: Cast) -> None:
    card = make_card(cast)
    other_school = make_agency(AgencyKind.SCHOOL, parent=cast.district)
    neighbor = make_member(other_school, role=MemberRole.ADMINISTRATOR).user
    keeper = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user
    at = datetime.now(UTC)
    body = {
        "kind": "aide",
        "holder": HOSTILE,
        "starts_at": at.isoformat(),
        "ends_at": (at + timedelta(hours=2)).isoformat(),
    }
    api, badge = f"/api/v1/sites/{cast.site.pk}/day-cards", f"/today/{cast.site.pk}/cards/{card.pk}"

    for user, made, shown in (
        (cast.insider, 201, 200),
        (keeper, 201, 200),
        (cast.teacher, 404, 404),
        (neighbor, 404, 404),
        (cast.officer, 404, 404),
        (cast.dispatcher, 404, 404),
        (cast.stranger, 404, 404),
    ):
        client = Client()
        client.force_login(user)
        assert client.post(api, body, content_type="application/json").status_code == made, user
        assert client.get(badge).status_code == shown, user
        assert client.get(f"/today/{cast.site.pk}/cards").status_code == shown, user
        if made == 404:
            assert client.delete(f"/api/v1/day-cards/{card.pk}").status_code == 404
            assert client.post(badge, {"act": "renew"}).status_code == 404
    office = Client()
    office.force_login(cast.insider)
    listed = office.get(f"/today/{cast.site.pk}/cards").content.decode()
    assert HOSTILE not in listed
    assert "&lt;script&gt;" in listed
    assert code_of(card) in office.get(badge).content.decode()
    assert office.delete(f"/api/v1/day-cards/{card.pk}").status_code == 204
    assert code_of(card) not in office.get(badge).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"holder": ""},
        {"holder": "x" * 121},
        {"holder": "a\nb"},
        {"place": "\u202e"},
        {"devices_at_most": 4},
        {"days": 9},
    ],
)
def test_too_much_and_what_hides_is_refused(cast: Cast, wrong: dict[str, Any]) -> None:
    at = datetime.now(UTC)
    days = wrong.pop("days", 1)
    client = Client()
    client.force_login(cast.insider)
    body = {
        "kind": "aide",
        "holder": "A",
        "starts_at": at.isoformat(),
        "ends_at": (at + timedelta(days=days)).isoformat(),
    }

    answer = client.post(f"/api/v1/sites/{cast.site.pk}/day-cards", body | wrong, content_type="application/json")
    assert answer.status_code == 422
    assert not DayCard.objects.exists()


def test_the_tablet_checks_visitors_in_and_shows_no_list_and_presses_nothing(cast: Cast) -> None:
    tablet = scan(make_card(cast, kind=DayCardKind.KIOSK, holder="Front door", place=""))

    assert tablet.post(PAGE, {"act": "enter", "name": HOSTILE, "place": "Gym"}).status_code == 303
    shown = tablet.get(f"{PAGE}?said=entered").content.decode()
    assert "You are checked in" in shown
    assert "script>alert" not in shown
    assert "Gym" not in shown
    visitor = Visitor.objects.get()
    assert (visitor.name, visitor.entered_by) == (HOSTILE, None)
    assert press(tablet).status_code == 404
    assert report(tablet).status_code == 404
    statuses = [tablet.post(PAGE, {"act": "enter", "name": "A"}).status_code for _ in range(ACTS_A_MINUTE)]
    assert statuses[-1] == 422
    assert Visitor.objects.count() == ACTS_A_MINUTE
