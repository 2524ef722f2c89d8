"""The board: who reads it, what it says of a room one is in and of one that is not joined, and what it costs."""

from datetime import UTC, datetime
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.console.board import BoardRow, board_rows
from coordination.room.models import Incident, Participant, Room
from mou.models import AgencyMember
from mou.vocabulary import MemberRole
from tests.coordination.access_walk.personas import make_personas
from tests.factories.mapping import make_site
from tests.stage.full_room import Stage, run


def row_of(stage: Stage) -> BoardRow:
    rows = board_rows(stage.cast.dispatcher.pk, at=datetime.now(UTC))
    return next(one for one in rows if one.incident.room_id == stage.room.id)


def test_of_a_room_that_is_not_joined_the_board_says_what_a_list_says(stage: Stage) -> None:
    Participant.objects.filter(room=stage.room, user=stage.cast.dispatcher).update(left_at=datetime.now(UTC))

    row = row_of(stage)

    assert row.incident.title == Incident.objects.get(room=stage.room).title
    assert row.needs is None


def test_of_a_room_one_is_in_the_board_says_who_commands_and_what_is_missing(stage: Stage) -> None:
    run(stage.cast.dispatcher, stage.room.id, "join_room")
    run(stage.cast.insider, stage.room.id, "post_priority_message", message_id=uuid4(), text="Stay out of the gym.")
    before = row_of(stage).needs
    assert before is not None

    run(stage.cast.teacher, stage.room.id, "report_room", space_id=stage.space_id, state="ok")
    needs = row_of(stage).needs

    assert needs is not None
    assert needs.commanders == ["Principal"]
    assert needs.unacknowledged > 0
    assert (before.rooms_silent, needs.rooms_silent, needs.rooms_total) == (1, 0, 1)


def test_the_board_says_who_holds_which_function(stage: Stage) -> None:
    run(stage.cast.dispatcher, stage.room.id, "join_room")
    run(stage.cast.insider, stage.room.id, "claim_function", function="liaison")
    run(stage.cast.officer, stage.room.id, "claim_function", function="safety")
    run(stage.cast.insider, stage.room.id, "release_function", function="liaison", reason="Lunch")
    north = {"function": "division", "subdivision": "North"}
    officer = Participant.objects.get(room=stage.room, user=stage.cast.officer).pk
    run(stage.cast.insider, stage.room.id, "appoint_to_function", participant_id=officer, **north)

    needs = row_of(stage).needs

    assert needs is not None
    assert needs.staff == ["Safety officer: Officer", "Division · North: Officer"]


def test_a_priority_message_for_others_is_not_counted_for_who_may_not_read_it(stage: Stage) -> None:
    run(stage.cast.dispatcher, stage.room.id, "join_room")
    before = row_of(stage).needs

    run(
        stage.cast.insider,
        stage.room.id,
        "post_priority_message",
        message_id=uuid4(),
        text="The school alone.",
        audience="school",
    )

    assert row_of(stage).needs == before


def test_who_neither_dispatches_nor_leads_is_refused_the_board_and_finds_no_console(stage: Stage) -> None:
    for who in ("officer", "teacher", "insider", "stranger", "former"):
        client = stage.page_client(who)

        assert client.get("/api/v1/board").status_code == 403, who
        assert client.get("/api/v1/board").json()["code"] == "not_watching"
        assert client.get("/console").status_code == 404, who
        assert b'href="/console"' not in client.get("/").content, who


def test_a_dispatcher_reads_it_and_finds_it_in_the_navigation(stage: Stage) -> None:
    client = stage.page_client("dispatcher")

    page = client.get("/console")

    assert client.get("/api/v1/board").status_code == 200
    assert page.status_code == 200
    assert b'href="/console" aria-current="page"' in page.content
    assert b"watch/notice" in client.get("/").content


def test_leaders_of_a_part_of_an_agreement_read_only_what_opens_the_room(stage: Stage) -> None:
    personas = make_personas(stage)
    users = [one.user for one in personas.values()]
    AgencyMember.objects.filter(user__in=users).update(role=MemberRole.SUPERVISOR)

    seen = {
        name
        for name, one in personas.items()
        if any(row.incident.room_id == stage.room.id for row in board_rows(one.user.pk, at=datetime.now(UTC)))
    }

    assert seen == {"fire_room_only"}


def test_rooms_that_were_asked_for_by_id_are_still_only_ones_own(stage: Stage) -> None:
    personas = make_personas(stage)
    river = personas["river_officer"].user

    assert board_rows(river.pk, at=datetime.now(UTC), room_ids=[stage.room.id]) == []


def test_three_and_three_hundred_open_incidents_cost_the_same_queries(stage: Stage) -> None:
    run(stage.cast.dispatcher, stage.room.id, "join_room")
    member = AgencyMember.objects.get(user=stage.cast.dispatcher)
    add_incidents(stage, member, 2)
    few = queries_of(stage)
    add_incidents(stage, member, 298)

    assert queries_of(stage) == few
    rows = board_rows(stage.cast.dispatcher.pk, at=datetime.now(UTC))
    assert len([one for one in rows if one.needs is not None]) >= 300


def add_incidents(stage: Stage, member: AgencyMember, count: int) -> None:
    """Open incidents at several sites, with the dispatcher in each."""
    sites = [make_site(stage.cast.district, name=f"Site {uuid4().hex[:8]}") for _ in range(3)]
    for number in range(count):
        incident = Incident.objects.create(
            site=sites[number % 3],
            incident_type="ALRF",
            severity="unknown",
            title=f"Alarm {number}",
            is_exercise=number % 2 == 0,
            opened_at=datetime.now(UTC),
            opened_by=stage.cast.insider,
        )
        Participant.objects.create(
            room=Room.objects.create(incident=incident),
            user=member.user,
            member=member,
            name="Dispatch",
            role=member.role,
            agency_id=member.agency_id,
            agency=member.agency.name,
            agency_kind=member.agency.kind,
            joined_at=datetime.now(UTC),
        )


def queries_of(stage: Stage) -> int:
    with CaptureQueriesContext(connection) as asked:
        board_rows(stage.cast.dispatcher.pk, at=datetime.now(UTC))
    return len(asked)


def test_the_board_says_the_numbers_by_which_agencies_know_an_incident(stage: Stage) -> None:
    run(stage.cast.dispatcher, stage.room.id, "join_room")
    run(stage.cast.dispatcher, stage.room.id, "set_cad_number", number="26-001234")

    needs = row_of(stage).needs

    assert needs is not None
    assert needs.cad_numbers == ["26-001234"]
