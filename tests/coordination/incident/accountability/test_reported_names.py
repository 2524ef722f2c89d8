"""Names of missing, extra and injured people reach the school, and responders only by a right, while it lasts."""

from datetime import UTC, datetime, timedelta

import pytest

from coordination.errors import RoomNotFound
from coordination.incident.accountability.capability import RoomReportNames
from coordination.incident.accountability.errors import (
    NamesNotAllowed,
)
from coordination.incident.accountability.queries import names_in_reports
from coordination.incident.disclosures.models import Disclosure
from coordination.models import User
from coordination.room.access import room_for
from coordination.room.capability import RoomNeed
from coordination.room.models import LogEntry, Room
from mou.agreements.memoranda import terminate_memorandum
from mou.models import Memorandum
from mou.vocabulary import OPERATOR
from push.models import Notification, Recipient
from tests.factories.cast import Cast
from tests.factories.mou import NOW
from tests.stage.incident.panic import run
from tests.stage.incident.room_reports import NAME, names, read, report, reports, state_of

pytestmark = pytest.mark.django_db


def test_names_reach_the_school_and_nobody_else_in_state_and_entries(cast: Cast, room: Room, firefighter: User) -> None:
    report(cast.teacher, room, missing=1, missing_names=[NAME])
    addresses = (f"/rooms/{room.id}/state", f"/rooms/{room.id}/entries?after=0")

    for reader, reads in ((cast.insider, True), (cast.teacher, True), (cast.officer, False), (firefighter, False)):
        for address in addresses:
            answer = read(reader, address)
            assert answer.status_code == 200
            assert (NAME.encode() in answer.content) is reads, (reader.username, address)
            # Counts are everybody's.
            assert b'"missing":1' in answer.content
    for reader in (cast.stranger, cast.former):
        assert {read(reader, address).status_code for address in addresses} == {404}


def test_a_responder_asks_for_names_by_a_term_and_without_it_does_not_get_them(
    cast: Cast, room: Room, firefighter: User
) -> None:
    report(cast.teacher, room, missing=1, injured=1, missing_names=[NAME], injured_names=["Ana"])
    address = f"/rooms/{room.id}/reported-names"

    by_term = read(cast.officer, address)
    refused = read(firefighter, address)

    assert [(one["room"], one["missing"], one["injured"]) for one in by_term.json()] == [
        ("101 Room 101", [NAME], ["Ana"])
    ]
    assert (refused.status_code, refused.json()["code"]) == (403, "names_not_allowed")
    assert {read(user, address).status_code for user in (cast.stranger, cast.former)} == {404}


def test_emergency_access_opens_names_for_a_while_and_the_end_of_an_agreement_closes_them(
    cast: Cast, room: Room, firefighter: User
) -> None:
    report(cast.teacher, room, missing=1, missing_names=[NAME])

    def names_for(user: User, minutes: int) -> int:
        at = NOW + timedelta(minutes=minutes)
        return len(names_in_reports(room_for(user_id=user.pk, room_id=room.id, need=RoomNeed.READ, at=at)))

    run(firefighter, room.id, "take_emergency_access", grants=["roster_access"], reason="A child does not answer.")
    assert names_for(firefighter, 1) == 1
    with pytest.raises(NamesNotAllowed):
        names_for(firefighter, 31)
    assert names_for(cast.officer, 1) == 1
    agreement = Memorandum.objects.get(agency=cast.police)
    terminate_memorandum(actor_id=OPERATOR, memorandum_id=agreement.pk, reason="over", at=NOW)
    with pytest.raises(RoomNotFound):
        names_for(cast.officer, 2)


def test_who_may_not_see_names_gives_none_and_who_may_does(cast: Cast, room: Room, firefighter: User) -> None:
    with pytest.raises(NamesNotAllowed) as told:
        report(firefighter, room, injured=1, injured_names=[NAME])
    assert told.value.pointer == "/injured_names"
    assert reports(room) == []
    report(firefighter, room, injured=1)
    report(cast.officer, room, missing=1, missing_names=[NAME])

    (held,) = names(room)
    assert held.missing == (NAME,)
    # Who gave it does not read it in the log either: only by asking, while the right lasts.
    assert state_of(cast.officer, room).of(RoomReportNames) == {}


def test_a_later_report_without_names_takes_the_names_away(cast: Cast, room: Room) -> None:
    report(cast.teacher, room, missing=1, missing_names=[NAME])
    report(cast.teacher, room, missing=2, missing_names=["Ana", "Bo"])
    assert [one.missing for one in names(room)] == [("Ana", "Bo")]

    report(cast.teacher, room)

    assert names(room) == []
    last = LogEntry.objects.filter(room=room).order_by("-seq")[0]
    assert (last.event_type, last.audience) == ("room_names_withdrawn", "school")


def test_no_name_stands_in_what_is_pushed(cast: Cast, room: Room) -> None:
    report(cast.teacher, room, state="medical", injured=1, injured_names=[NAME])

    told = [str(vars(one)) for kind in (Recipient, Notification) for one in kind.objects.all()]
    assert told
    assert not any(NAME in one for one in told)


# --- what a responder has read stands in the district's ledger -----------------------------------------------------
def rows(room: Room) -> list[tuple[str, str, str]]:
    ledger = Disclosure.objects.filter(room=room).order_by("disclosed_at", "students")
    return [(one.recipient, one.students, one.authority) for one in ledger]


def test_a_responder_who_reads_names_stands_in_the_ledger_once_for_each_person(
    cast: Cast, room: Room, firefighter: User
) -> None:
    report(cast.teacher, room, missing=1, injured=1, missing_names=[NAME], injured_names=["Ana"])
    address = f"/rooms/{room.id}/reported-names"

    for reader in (cast.officer, cast.officer, cast.teacher, cast.insider, firefighter):
        read(reader, address)

    read_by_term = [("Officer", one, "school_official") for one in ("Ana", NAME)]
    assert rows(room) == read_by_term
    assert LogEntry.objects.filter(room=room, event_type="disclosure_recorded").count() == 1
    # In another room and another list it is the same child; another child is another row.
    report(cast.insider, room, room="102", missing=2, missing_names=["Bo", NAME])
    read(cast.officer, address)
    assert sorted(rows(room)) == sorted([*read_by_term, ("Officer", "Bo", "school_official")])


def test_the_row_says_who_gave_the_name_by_what_right_and_the_entry_names_no_child(cast: Cast, room: Room) -> None:
    report(cast.teacher, room, missing=1, missing_names=[NAME])

    read(cast.officer, f"/rooms/{room.id}/reported-names")

    row = Disclosure.objects.get(room=room)
    assert (row.disclosed_by_id, row.agency_id, row.district_id) == (cast.teacher.pk, cast.police.pk, cast.district.pk)
    assert (row.categories, row.is_exercise) == (["student_roster"], False)
    assert ": " in row.clause
    assert row.seq is not None
    entry = LogEntry.objects.get(room=room, seq=row.seq)
    assert (entry.event_type, NAME in entry.content) == ("disclosure_recorded", False)


def test_who_reads_by_emergency_access_stands_in_the_ledger_with_the_reason_for_it(
    cast: Cast, room: Room, firefighter: User
) -> None:
    report(cast.teacher, room, missing=1, missing_names=[NAME])
    now = datetime.now(UTC)
    run(firefighter, room.id, "take_emergency_access", at=now, grants=["roster_access"], reason="A child is silent.")

    assert read(firefighter, f"/rooms/{room.id}/reported-names").status_code == 200

    (row,) = Disclosure.objects.filter(room=room)
    assert (row.authority, row.threat) == ("health_or_safety_emergency", "A child is silent.")


def test_who_reads_nothing_or_gave_the_name_is_in_no_ledger(cast: Cast, room: Room, firefighter: User) -> None:
    address = f"/rooms/{room.id}/reported-names"
    assert read(cast.officer, address).json() == []
    report(cast.officer, room, missing=1, missing_names=[NAME])

    assert read(firefighter, address).status_code == 403
    assert [one["missing"] for one in read(cast.officer, address).json()] == [[NAME]]

    assert rows(room) == []
