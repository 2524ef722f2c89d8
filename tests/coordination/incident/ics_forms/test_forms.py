"""The forms of an incident: what the log says in each, after any entry, for each reader; what people write in them."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.errors import EntryNotFound, NotJoined, RoomNotFound
from coordination.incident.ics_forms import errors
from coordination.incident.ics_forms.filled import FormReader
from coordination.incident.ics_forms.official.declared import Subject
from coordination.incident.ics_forms.official.forms import FORMS
from coordination.incident.ics_forms.vocabulary import IcsForm
from coordination.models import User
from coordination.room.access import room_for
from coordination.room.capability import RoomNeed
from coordination.room.models import Room
from coordination.room.reading.form_lines import Topic, form_modules
from coordination.room.reading.history import history_at
from coordination.room.reading.state import state_at
from coordination.vocabulary import Audience
from mou.models import AgencyMember
from tests.coordination.incident.ics_forms.filling import cells, check_in, edit, fill, reader
from tests.coordination.web.scripts.test_scripts import Story
from tests.factories.cast import join, make_cast, open_room
from tests.factories.mou import NOW
from tests.stage.incident.command import People, claim, participant
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db
PLACE: Any = {"lon": -98.5, "lat": 39.8}
HOSTILE = ("<script>alert(1)</script>", "w" * 1500, "مرحبا", "🚑🔥", '=cmd|"/c calc"!A1, "x",;')


# --- what the log says ------------------------------------------------------------------------------------------------
def test_every_form_has_official_numbers_once_and_is_filled_in_for_every_reader(people: People, room: Room) -> None:
    assert {one.value for one in IcsForm} == {
        *("201", "202", "203", "204", "205", "206", "207", "208", "209"),
        *("211", "213", "214", "215", "215A", "309"),
    }
    for form in FORMS.values():
        numbers = [one.number for one in form.blocks]
        assert len(numbers) == len(set(numbers)), form.form
        assert numbers[0] == "1"

    for who in ("sergeant", "teacher", "dispatcher"):
        found = reader(people.user(who), room)
        for form in FORMS.values():
            subjects = [one.subject for one in found.choices(form)[:2]] or [""] * (form.subject is Subject.INCIDENT)
            for subject in subjects:
                assert cells(found.fill(form.form, subject), "1") == [("Smoke in the gym",)]


def test_what_capabilities_say_is_of_topics_that_stand_in_some_block() -> None:
    shown = {topic for form in FORMS.values() for block in form.blocks for topic in block.topics}
    said = {topic for one in form_modules() for topic in one.FORM_LINES}

    assert said <= shown
    assert shown <= set(Topic)


def test_command_resources_marks_and_hazards_stand_in_their_blocks_with_their_entries(
    people: People, room: Room
) -> None:
    claim(people, room, "sergeant")
    unit = check_in(people.officer, room, "Adam 12", capability="Drone")
    run(people.officer, room.pk, "assign_unit", unit_id=unit, task="Door 7", team="Contact 1", zone="hot")
    assigned_seq = Room.objects.get(pk=room.pk).head_seq
    staging = run(
        people.officer, room.pk, "place_marker", marker_id=uuid4(), kind="staging", label="Lot B", **PLACE
    ).seq
    said: dict[str, Any] = {"kind": "hazard", "value": "Gas", "source": "caller", "audience": "everyone"}
    gas = run(people.officer, room.pk, "pin_fact", fact_id=uuid4(), subject="Kitchen", **said).seq

    briefing = fill(people.sergeant, room, "201")

    (commander,) = cells(briefing, "9")
    assert commander[0] == "Incident Commander"
    assert commander[1].startswith("Sergeant")
    (resource,) = briefing.block("10").lines
    assert resource.cells[:2] == ("Patrol unit", "Adam 12")
    assert resource.cells[5].startswith("Door 7 · Contact 1 · Hot")
    assert resource.cites == (assigned_seq - 1, assigned_seq)
    (mark,) = briefing.block("4").lines
    assert (mark.cells[:2], mark.cites) == (("Staging area", "Lot B"), (staging,))
    analysis = fill(people.sergeant, room, "215A").block("5-7").lines
    assert [(one.cells[0], one.cites) for one in analysis] == [("Kitchen", (gas,))]
    assert "Gas" in analysis[0].cells[1]
    assert cells(fill(people.sergeant, room, "211"), "3")[0][0].startswith("Staging area")


def test_forty_resources_stand_exactly_once_on_201_204_and_211(people: People, room: Room) -> None:
    names = [f"Unit {number:02}" for number in range(40)]
    for name in names:
        check_in(people.dispatcher, room, name, agency="Valley", agency_kind="police")

    for form, block, column in (("201", "10", 1), ("204", "5", 0), ("211", "5-16", 0), ("215", "3-10", 3)):
        lines = cells(fill(people.sergeant, room, form), block)

        assert [one[column] for one in lines] == names


def test_messages_are_the_communications_log_and_each_is_a_213(people: People, room: Room) -> None:
    said = run(people.officer, room.pk, "post_message", text="At door 7", audience="responders").seq
    call = run(people.dispatcher, room.pk, "relay_call", spoken_by="Engine 7", text="Two minutes out").seq
    struck = run(people.officer, room.pk, "post_message", text="Door 9").seq
    run(people.officer, room.pk, "strike_entry", seq=struck, reason="Door 7")

    log = fill(people.sergeant, room, "309").block("5").lines
    message = fill(people.sergeant, room, "213", subject=str(said))

    assert [(one.cites, one.cells[3]) for one in log] == [((said,), "At door 7"), ((call,), "Two minutes out")]
    assert log[1].cells[1].startswith("Engine 7")
    assert cells(message, "7") == [("At door 7",)]
    assert cells(message, "2") == [("Responders",)]
    with pytest.raises(errors.FormBlockNotFound):
        fill(people.sergeant, room, "213", subject=str(struck))


def test_an_activity_log_is_of_one_person_or_one_unit(people: People, room: Room) -> None:
    unit = check_in(people.officer, room, "Adam 12")
    run(people.officer, room.pk, "post_message", text="At door 7")
    run(people.captain, room.pk, "post_message", text="At the lot")

    person = fill(people.sergeant, room, "214", subject=str(participant(people, room, "officer").pk))
    of_unit = fill(people.sergeant, room, "214", subject=str(unit))

    assert cells(person, "3") == [("Officer",)]
    texts = [one[1] for one in cells(person, "7")]
    assert "At door 7" in texts
    assert "At the lot" not in texts
    assert cells(of_unit, "3") == [("Adam 12",)]
    assert len(cells(of_unit, "7")) == 1
    with pytest.raises(errors.FormBlockNotFound):
        fill(people.sergeant, room, "214", subject=str(uuid4()))


def test_every_form_is_filled_in_after_a_story_in_which_everything_happens() -> None:
    story = Story(make_cast())
    story.tell()
    room = Room.objects.get(pk=story.room_id)

    for who in ("officer", "insider", "dispatcher"):
        for seq in (room.head_seq, room.head_seq // 2, 1):
            found = reader(getattr(story.cast, who), room, seq)
            for form in FORMS.values():
                subjects = [one.subject for one in found.choices(form)] or [""] * (form.subject is Subject.INCIDENT)
                for subject in subjects:
                    lines = [line for block in found.fill(form.form, subject).blocks for line in block.lines]
                    assert all(one.cites or one.source for one in lines), form.form


# --- after any entry --------------------------------------------------------------------------------------------------
def test_a_form_after_an_entry_knows_nothing_that_came_later(people: People, room: Room) -> None:
    check_in(people.officer, room, "Adam 12")
    then = Room.objects.get(pk=room.pk).head_seq
    before = cells(fill(people.sergeant, room, "201"), "10")
    check_in(people.officer, room, "Adam 13")
    edit(people.sergeant, room, "201", "10", ("Bus",))

    assert cells(fill(people.sergeant, room, "201", seq=then), "10") == before
    assert cells(fill(people.sergeant, room, "201"), "10") == [("Bus", "", "", "", "", "")]
    for seq in (0, -1, Room.objects.get(pk=room.pk).head_seq + 1):
        with pytest.raises(EntryNotFound):
            fill(people.sergeant, room, "201", seq=seq)


def test_the_history_of_a_room_is_the_fold_of_its_reader_after_every_entry(people: People, room: Room) -> None:
    check_in(people.officer, room, "Adam 12")
    marker_id = uuid4()
    run(people.officer, room.pk, "place_marker", marker_id=marker_id, kind="other", label="A", **PLACE)
    run(people.officer, room.pk, "remove_marker", marker_id=marker_id)
    head = Room.objects.get(pk=room.pk)

    for audiences in ([Audience.EVERYONE], [Audience.EVERYONE, Audience.RESPONDERS]):
        for seq in range(1, head.head_seq + 1):
            found = history_at(head, audiences=audiences, seq=seq).state
            expected = state_at(head, audiences=audiences, seq=seq)
            kinds = {kind: objects for kind, objects in found.items() if objects}
            assert kinds.keys() == expected.objects.keys()
            assert {kind: set(one) for kind, one in kinds.items()} == {
                kind: set(one) for kind, one in expected.objects.items()
            }


def test_queries_of_a_form_do_not_grow_with_the_log(people: People, room: Room) -> None:
    def queries(form: IcsForm) -> int:
        grant = room_for(user_id=people.sergeant.pk, room_id=room.pk, need=RoomNeed.READ, at=NOW)
        with CaptureQueriesContext(connection) as asked:
            FormReader(grant).fill(form)
        return len(asked)

    forms = (IcsForm.F201, IcsForm.F203, IcsForm.F209)
    before = [queries(one) for one in forms]
    for number in range(20):
        check_in(people.officer, room, f"Adam {number}")
        run(people.officer, room.pk, "post_message", text=f"Message {number}")

    assert [queries(one) for one in forms] == before
    assert before[0] == 1


# --- each reader's own log --------------------------------------------------------------------------------------------
def test_what_is_withheld_from_a_reader_is_on_none_of_their_forms(people: People, room: Room) -> None:
    check_in(people.officer, room, "Zebra 12")
    run(people.officer, room.pk, "post_message", text="zebra words", audience="responders")
    run(people.principal, room.pk, "post_message", text="giraffe words", audience="school")
    edit(people.sergeant, room, "202", "3", ("zebra objective",))

    def words(user: User) -> str:
        found = reader(user, room)
        return str([found.fill(one, "").blocks for one, form in FORMS.items() if form.subject == "incident"])

    school, police = words(people.principal), words(people.sergeant)
    assert "ebra" not in school
    assert "giraffe words" in school
    assert "zebra objective" in police
    assert "Zebra 12" in police
    assert "giraffe" not in police


def test_who_is_not_in_the_room_or_may_not_be_any_more_reads_no_form_of_any_entry(people: People) -> None:
    room = open_room(people.cast)
    with pytest.raises(NotJoined):
        reader(people.officer, room)
    join(people.officer, room)
    assert fill(people.officer, room, "201", seq=1).history.seq == 1
    with pytest.raises(RoomNotFound):
        reader(people.cast.stranger, room)

    AgencyMember.objects.filter(user=people.officer).update(ended_at=NOW)

    with pytest.raises(RoomNotFound):
        fill(people.officer, room, "201", seq=1)
