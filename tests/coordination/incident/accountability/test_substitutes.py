"""Substitutes and visitors: all readers see the counts; the name of a replaced teacher is guarded like other names."""

import pytest
from django.test import Client
from pydantic import ValidationError

from coordination.incident.accountability.capability import RoomReport
from coordination.incident.accountability.errors import NamesNotAllowed, NoSubstitute
from coordination.incident.disclosures.models import Disclosure
from coordination.models import User
from coordination.room.models import LogEntry, Room
from mou.models import AgencyMember
from tests.factories.cast import Cast
from tests.factories.mou import make_member
from tests.stage.incident.room_reports import names, read, report, reports, state_of

pytestmark = pytest.mark.django_db
ABSENT = "Wilhelmina Quillfeather"


@pytest.fixture
def absent(cast: Cast) -> AgencyMember:
    """A teacher of the school who is ill today."""
    member = make_member(cast.school)
    User.objects.filter(pk=member.user_id).update(display_name=ABSENT)
    return member


def test_a_substitute_reports_and_everybody_reads_that_there_is_one_and_how_many_visitors(
    cast: Cast, room: Room
) -> None:
    report(cast.teacher, room, students=20, adults=1, visitors=2, led_by="substitute", in_place_of=ABSENT)

    for reader in (cast.insider, cast.teacher, cast.officer, cast.dispatcher):
        (one,) = state_of(reader, room).of(RoomReport).values()
        assert (one.students, one.adults, one.visitors, one.led_by) == (20, 1, 2, "substitute")


def test_in_whose_place_is_read_by_the_school_and_by_those_who_may_see_the_roster(
    cast: Cast, room: Room, firefighter: User
) -> None:
    report(cast.teacher, room, led_by="substitute", in_place_of=ABSENT)
    addresses = (f"/rooms/{room.id}/state", f"/rooms/{room.id}/entries?after=0")

    for reader, reads in ((cast.insider, True), (cast.teacher, True), (cast.officer, False), (firefighter, False)):
        for address in addresses:
            assert (ABSENT.encode() in read(reader, address).content) is reads, (reader.username, address)
    by_term = read(cast.officer, f"/rooms/{room.id}/reported-names").json()
    assert [(one["room"], one["in_place_of"], one["missing"]) for one in by_term] == [("101 Room 101", ABSENT, [])]
    assert read(firefighter, f"/rooms/{room.id}/reported-names").status_code == 403
    # A teacher's name is no education record: nothing of a student was disclosed.
    assert not Disclosure.objects.exists()


def test_a_later_report_without_it_takes_the_name_back_and_the_log_keeps_that(cast: Cast, room: Room) -> None:
    report(cast.teacher, room, led_by="substitute", in_place_of=ABSENT)
    report(cast.teacher, room, led_by="substitute", missing=1, missing_names=["Ana"])
    (kept,) = names(room)
    assert (kept.in_place_of, kept.missing) == (None, ("Ana",))

    report(cast.teacher, room, led_by="scheduled_teacher")

    assert names(room) == []
    assert [one.led_by for one in reports(room)] == ["scheduled_teacher"]
    assert LogEntry.objects.filter(room=room, event_type="room_names_withdrawn").count() == 1


def test_a_substitute_without_the_app_is_passed_on_by_the_office(cast: Cast, room: Room) -> None:
    report(
        cast.insider, room, source="phone", on_behalf_of="Mx. Low", led_by="substitute", in_place_of=ABSENT, students=9
    )

    (one,) = reports(room)
    assert (one.on_behalf_of, one.led_by, one.students) == ("Mx. Low", "substitute", 9)


# --- what may not be said ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("led_by", [None, "scheduled_teacher"])
def test_nobody_is_in_the_place_of_anybody_but_a_substitute(cast: Cast, room: Room, led_by: str | None) -> None:
    said = {} if led_by is None else {"led_by": led_by}
    with pytest.raises(NoSubstitute) as told:
        report(cast.teacher, room, in_place_of=ABSENT, **said)

    assert (told.value.code, told.value.pointer) == ("no_substitute", "/in_place_of")
    assert reports(room) == []


def test_a_responder_without_the_roster_says_that_there_is_a_substitute_and_names_nobody(
    cast: Cast, room: Room, firefighter: User
) -> None:
    with pytest.raises(NamesNotAllowed) as told:
        report(firefighter, room, led_by="substitute", in_place_of=ABSENT)
    assert told.value.pointer == "/in_place_of"

    report(firefighter, room, led_by="substitute", visitors=3)
    assert [(one.led_by, one.visitors) for one in reports(room)] == [("substitute", 3)]


@pytest.mark.parametrize("fields", [{"led_by": "janitor"}, {"in_place_of": ""}, {"in_place_of": "a" * 121}])
def test_hostile_words_are_refused(cast: Cast, room: Room, fields: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        report(cast.teacher, room, **({"led_by": "substitute"} | fields))


# --- the board --------------------------------------------------------------------------------------------------------
def test_who_has_a_substitute_is_said_to_and_is_looked_for_last(
    cast: Cast, room: Room, absent: AgencyMember, firefighter: User
) -> None:
    report(cast.teacher, room, led_by="substitute", in_place_of=ABSENT.upper())

    shown = read(cast.insider, f"/rooms/{room.id}/rooms-to-account-for").json()["people"]

    assert [(one["name"], one["substitute_in"]) for one in shown["silent"]][-1] == (ABSENT, "101 Room 101")
    assert all(one["substitute_in"] == "" for one in shown["silent"][:-1])
    seen = read(firefighter, f"/rooms/{room.id}/rooms-to-account-for")
    assert seen.json()["people"]["silent"] == []
    assert ABSENT.encode() not in seen.content


def test_the_page_offers_the_names_of_the_staff_to_the_school_and_to_nobody_without_the_roster(
    cast: Cast, room: Room, absent: AgencyMember, firefighter: User
) -> None:
    def offers(user: User) -> bool:
        client = Client()
        client.force_login(user)
        return ABSENT.encode() in client.get(f"/incidents/{room.incident_id}/my-room").content

    assert offers(cast.teacher)
    assert not offers(firefighter)
