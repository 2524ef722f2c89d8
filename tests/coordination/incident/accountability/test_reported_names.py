"""Names of missing, extra and injured people reach the school, and responders only by a right, while it lasts."""

from datetime import timedelta

import pytest

from coordination.errors import RoomNotFound
from coordination.incident.accountability.capability import RoomReportNames
from coordination.incident.accountability.errors import (
    NamesNotAllowed,
)
from coordination.incident.accountability.queries import names_in_reports
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
from tests.stage.panic import run
from tests.stage.room_reports import NAME, names, read, report, reports, state_of

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
