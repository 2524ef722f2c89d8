"""The board: it lists all who are to be told, those who have not got the alert first."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from coordination.api.alerts import AlertsOut
from coordination.errors import AlertNotFound, NotAllowed, NotJoined, RoomNotFound
from coordination.models import User
from coordination.room.access import room_for
from coordination.room.alerting.alert_board import AlertBoard, BoardPerson, alert_board, alerting_events, listed_alerts
from coordination.room.capability import Alert, RoomNeed
from coordination.room.dispatch import Accepted
from coordination.room.entrance import board_for
from coordination.room.models import LogEntry
from coordination.room.registry import event_rules
from coordination.vocabulary import Audience
from mou.models import Term
from mou.vocabulary import MemberRole, TermKind
from push.ledger.receipts import record_receipt
from push.models import Notification
from push.vocabulary import ReceiptStage
from tests.factories.cast import Cast, asks, join, make_cast
from tests.factories.mou import NOW, make_member, make_user
from tests.factories.push import make_device
from tests.stage.incident.panic import press, room_of, run
from tests.stage.served import session_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def person(board: AlertBoard, name: str) -> BoardPerson:
    return next(one for one in board.people if one.name == name)


def newest(cast: Cast, room_id: object) -> AlertBoard:
    board = board_for(asks(cast.insider), room_id, seq=None)[1]  # type: ignore[arg-type]
    assert board is not None
    return board


def test_everybody_is_on_the_board_with_and_without_a_device(cast: Cast) -> None:
    make_device(user=cast.officer)
    accepted = press(cast.teacher, cast.site)
    join(cast.insider, room_of(accepted))

    board = newest(cast, accepted.room_id)

    assert (person(board, "Officer").standing, person(board, "Dispatcher").standing) == ("planned", "unreachable")
    assert [one.name for one in board.people if not one.has_it] == ["Dispatcher", "Officer"]
    assert (board.has_not_got_it, board.has_not_answered) == (2, 2)
    assert (board.told.chosen, board.told.handed, board.told.acknowledged, board.told.without_way) == (3, 0, 1, 1)
    assert person(board, "Principal").is_in_room


def test_a_receipt_moves_a_person_and_the_device_shows_why(cast: Cast) -> None:
    make_device(user=cast.officer)
    accepted = press(cast.teacher, cast.site)
    join(cast.insider, room_of(accepted))
    first = Notification.objects.get(device__user=cast.officer, step=0)

    record_receipt(user_id=cast.officer.pk, notification_id=first.id, stage=ReceiptStage.DELIVERED, at=NOW)

    officer = person(newest(cast, accepted.room_id), "Officer")
    assert (officer.standing, officer.has_it, officer.devices[0].standing) == ("delivered", True, "delivered")


def test_a_priority_message_that_is_read_back_in_the_room_counts_without_any_device(cast: Cast) -> None:
    accepted = press(cast.insider, cast.site)
    join(cast.officer, room_of(accepted))
    message_id = "0191f000-0000-7000-8000-000000000051"
    run(cast.insider, accepted.room_id, "post_priority_message", message_id=message_id, text="Read back.")

    before = newest(cast, accepted.room_id)
    run(cast.officer, accepted.room_id, "acknowledge_priority_message", message_id=message_id)
    after = newest(cast, accepted.room_id)

    assert (before.has_not_answered, after.has_not_answered) == (1, 0)
    assert person(after, "Officer").standing == "acknowledged"


def test_unasked_it_is_the_board_of_the_newest_entry_that_told_someone(cast: Cast) -> None:
    make_device(user=cast.officer)
    accepted = press(cast.insider, cast.site, kind="active_threat")

    alerts, board = board_for(asks(cast.insider), accepted.room_id, seq=None)

    # The lockdown that the press began is newer, and the press's own words tell of it.
    assert (alerts[0].event_type, alerts[0].seq > (accepted.seq or 0)) == ("response_action_started", True)
    assert board is not None
    assert (board.alert.event_type, board.told.chosen > 0) == ("panic_pressed", True)


def test_only_command_sees_the_board(cast: Cast) -> None:
    accepted = press(cast.teacher, cast.site)
    join(cast.officer, room_of(accepted))

    for who, refusal in (
        (cast.teacher, NotAllowed),
        (cast.officer, NotAllowed),
        (cast.dispatcher, NotJoined),
        (cast.stranger, RoomNotFound),
        (cast.former, RoomNotFound),
    ):
        with pytest.raises(refusal):
            board_for(asks(who), accepted.room_id, seq=None)


def board_of(user: User, accepted: Accepted) -> AlertBoard:
    board = board_for(asks(user), accepted.room_id, seq=accepted.seq)[1]
    assert board is not None
    return board


def test_without_the_roster_one_reads_the_names_of_those_in_the_room_and_of_colleagues_only(cast: Cast) -> None:
    """The board is no way round an agreement that withholds the roster."""
    Term.objects.filter(kind=TermKind.ROSTER_ACCESS.value).delete()
    chief = make_member(cast.police, user=make_user(username="chief"), role=MemberRole.COMMANDER).user
    make_member(cast.school, user=make_user(username="aide"))
    accepted = press(cast.teacher, cast.site)
    for who in (cast.insider, chief):
        join(who, room_of(accepted))

    board, whole = board_of(chief, accepted), board_of(cast.insider, accepted)

    assert {one.name for one in board.people} == {"Principal", "Officer", "Chief"}
    assert [(one.agency, one.people, one.has_not_got_it, one.has_not_answered) for one in board.unnamed] == [
        ("Fairview Dispatch", 1, 1, 1),
        ("Lincoln High", 1, 1, 1),
    ]
    assert {one.name for one in whole.people} == {"Principal", "Officer", "Chief", "Dispatcher", "Aide"}
    assert whole.unnamed == []
    assert (board.has_not_got_it, board.counts) == (whole.has_not_got_it, whole.counts)


def test_who_may_see_the_roster_reads_every_name_and_who_leaves_is_counted(cast: Cast) -> None:
    make_member(cast.school, user=make_user(username="aide"))
    accepted = press(cast.teacher, cast.site)
    for who in (cast.insider, cast.dispatcher):
        join(who, room_of(accepted))
    assert "Aide" in {one.name for one in board_of(cast.dispatcher, accepted).people}

    Term.objects.filter(kind=TermKind.ROSTER_ACCESS.value).delete()
    run(cast.insider, accepted.room_id, "leave_room")

    board = board_of(cast.dispatcher, accepted)
    assert {one.name for one in board.people} == {"Dispatcher"}
    counted = {(one.agency, one.people) for one in board.unnamed if not one.is_supervisor}
    assert counted == {("Fairview Police", 1), ("Lincoln High", 2)}


def test_an_entry_that_told_nobody_has_no_board(cast: Cast) -> None:
    accepted = press(cast.insider, cast.site)

    with pytest.raises(AlertNotFound):
        board_for(asks(cast.insider), accepted.room_id, seq=2)


def test_the_board_costs_the_same_number_of_queries_for_many_people(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(20):
        make_device(user=make_member(cast.school).user)
    accepted = press(cast.insider, cast.site)
    grant = room_for(user_id=cast.insider.pk, room_id=accepted.room_id, need=RoomNeed.COMMAND, at=NOW)

    with django_assert_max_num_queries(7):
        board = alert_board(grant, seq=accepted.seq or 0, names_all=True)

    assert len(board.people) >= 20


def test_the_presser_is_told_what_was_said_and_to_how_many(cast: Cast) -> None:
    body = {
        "id": "0191f000-0000-4000-8000-000000000001",
        "type": "raise_panic",
        "site_id": str(cast.site.id),
        "is_exercise": True,
    }
    headers = {"X-Session-Token": session_of(cast.teacher)}

    answers = [
        Client().post("/api/v1/panics", body, content_type="application/json", headers=headers).json() for _ in range(2)
    ]

    told = answers[0]["told"]
    assert (told["chosen"], told["handed"], told["acknowledged"], told["without_way"]) == (3, 0, 0, 3)
    assert told["agencies"] == ["Fairview Dispatch", "Fairview Police", "Lincoln High"]
    assert answers[0]["words"].startswith("EXERCISE.")
    assert (answers[0]["is_repeat"], answers[1]["is_repeat"]) == (False, True)
    assert answers[0]["incident_id"] == answers[1]["incident_id"]


def test_the_board_lists_exactly_the_events_that_can_tell_somebody() -> None:
    assert set(alerting_events()) == {word for word, rule in event_rules().items() if isinstance(rule.alert, Alert)}


def test_what_is_answered_is_what_the_interface_describes(cast: Cast) -> None:
    now = datetime.now(UTC)
    make_device(user=cast.officer)
    accepted = press(cast.teacher, cast.site, at=now)
    join(cast.insider, room_of(accepted), at=now)
    address, headers = f"/api/v1/rooms/{accepted.room_id}/alerts", {"X-Session-Token": session_of(cast.insider)}

    body = Client().get(address, headers=headers).json()

    assert AlertsOut.model_validate(body).model_dump(mode="json") == body
    assert body["board"]["unnamed"] == []
    assert body["board"]["people"][0]["devices"] == []
    assert len(body["board"]["people"][1]["devices"]) == 2


def test_the_first_alert_of_a_long_incident_is_still_listed(cast: Cast) -> None:
    now = datetime.now(UTC)
    accepted = press(cast.teacher, cast.site, at=now)
    room = room_of(accepted)
    first = listed_alerts(room, audiences=[Audience.EVERYONE])[-1]
    row = LogEntry.objects.get(room=room, seq=first.seq)
    for seq in range(1000, 1060):
        row.pk, row.seq, row.command_id = None, seq, uuid4()
        row.save(force_insert=True)

    listed = [one.seq for one in listed_alerts(room, audiences=[Audience.EVERYONE])]

    assert (listed[0], listed[-1]) == (1059, first.seq)
    assert len(listed) >= 61
