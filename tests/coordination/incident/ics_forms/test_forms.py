"""The forms of an incident: what the log says in each, after any entry, for each reader; what people write in them."""

from typing import Any
from uuid import UUID, uuid4

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coordination.errors import EntryNotFound, NotJoined, RoomNotFound
from coordination.incident.ics_forms import errors
from coordination.incident.ics_forms.declared import Subject
from coordination.incident.ics_forms.filled import FilledForm, FormReader
from coordination.incident.ics_forms.forms import FORMS
from coordination.incident.ics_forms.vocabulary import IcsForm
from coordination.incident.units.actions import id_of_unit
from coordination.models import User
from coordination.room.access import room_for
from coordination.room.capability import RoomNeed
from coordination.room.models import LogEntry, Room
from coordination.room.reading.form_lines import Topic, form_modules, seeds_of_topic
from coordination.room.reading.history import history_at
from coordination.room.reading.state import state_at
from coordination.vocabulary import Audience
from mou.models import AgencyMember
from tests.factories.cast import join, open_room
from tests.factories.mou import NOW
from tests.stage.incident.command import People, claim, make_people, participant, room_with
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db
PLACE: Any = {"lon": -98.5, "lat": 39.8}
HOSTILE = ("<script>alert(1)</script>", "w" * 1500, "مرحبا", "🚑🔥", '=cmd|"/c calc"!A1, "x",;')


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def room(people: People) -> Room:
    return room_with(people)


def reader(user: User, room: Room, seq: int | None = None) -> FormReader:
    return FormReader(room_for(user_id=user.pk, room_id=room.pk, need=RoomNeed.READ, at=NOW), seq)


def fill(user: User, room: Room, form: str, *, seq: int | None = None, subject: str = "") -> FilledForm:
    return reader(user, room, seq).fill(IcsForm(form), subject)


def cells(filled: FilledForm, block: str) -> list[tuple[str, ...]]:
    return [one.cells for one in filled.block(block).lines]


def edit(user: User, room: Room, form: str, block: str, *lines: tuple[str, ...], **more: Any) -> int:
    done = run(user, room.pk, "edit_form_block", form=form, block=block, lines=[list(one) for one in lines], **more)
    assert done.seq is not None
    return done.seq


def check_in(user: User, room: Room, callsign: str, **fields: Any) -> UUID:
    run(user, room.pk, "check_in_unit", **{"callsign": callsign, "kind": "PatrolUnit", "people": 2, **fields})
    agency = fields.get("agency", "Fairview Police")
    return id_of_unit(room.pk, agency, callsign)


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
    assigned = run(
        people.officer, room.pk, "assign_unit", unit_id=unit, task="Door 7", team="Contact 1", zone="hot"
    ).seq
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


# --- what people write ------------------------------------------------------------------------------------------------
def test_no_later_line_of_the_log_takes_the_place_of_what_a_person_wrote(people: People, room: Room) -> None:
    seq = edit(people.sergeant, room, "208", "3", ("Stay out of the gym",), ("Masks on",))
    said: dict[str, Any] = {"kind": "hazard", "value": "Gas", "source": "caller", "audience": "everyone"}
    run(people.officer, room.pk, "pin_fact", fact_id=uuid4(), **said)

    block = fill(people.captain, room, "208").block("3")

    assert [one.cells for one in block.lines] == [("Stay out of the gym",), ("Masks on",)]
    assert block.written is not None
    assert (block.written.name, block.written.seq) == ("Sergeant", seq)
    assert "Gas" in str(block.seed)
    assert block.differs


def test_what_the_log_says_can_be_taken_again_and_what_was_written_stays_in_the_log(people: People, room: Room) -> None:
    seq = edit(people.sergeant, room, "208", "3", ("Stay out of the gym",))

    run(people.captain, room.pk, "take_form_seed", form="208", block="3", seen_seq=seq)

    block = fill(people.captain, room, "208").block("3")
    assert (block.written, block.lines) == (None, block.seed)
    assert "Stay out of the gym" in LogEntry.objects.get(room=room, seq=seq).content
    assert cells(fill(people.captain, room, "208", seq=seq), "3") == [("Stay out of the gym",)]
    with pytest.raises(errors.FormBlockNotWritten):
        run(people.captain, room.pk, "take_form_seed", form="208", block="3")


def test_of_two_who_write_at_once_the_second_reads_first(people: People, room: Room) -> None:
    seq = edit(people.sergeant, room, "202", "3", ("Everyone out",))

    with pytest.raises(errors.FormBlockChanged):
        edit(people.captain, room, "202", "3", ("Hold",))

    edit(people.captain, room, "202", "3", ("Everyone out by 11:30",), seen_seq=seq)
    assert cells(fill(people.sergeant, room, "202"), "3") == [("Everyone out by 11:30",)]


def test_objectives_of_202_stand_on_201_and_209_and_cite_who_wrote_them(people: People, room: Room) -> None:
    seq = edit(people.sergeant, room, "202", "3", ("Everyone out",))

    for form, block in (("201", "7"), ("209", "37")):
        (line,) = fill(people.captain, room, form).block(block).lines
        assert (line.cells, line.cites) == (("Everyone out",), (seq,))
    assert "Sergeant" in cells(fill(people.captain, room, "202"), "7")[0][0]


@pytest.mark.parametrize("who", ["sergeant", "chief", "captain", "dispatcher"])
def test_command_and_dispatch_write(people: People, room: Room, who: str) -> None:
    edit(people.user(who), room, "202", "3", ("Everyone out",))

    assert cells(fill(people.user(who), room, "202"), "3") == [("Everyone out",)]


def test_an_officer_who_is_in_command_writes_and_one_who_is_not_does_not(people: People, room: Room) -> None:
    with pytest.raises(errors.FormNotYours):
        edit(people.officer, room, "202", "3", ("Everyone out",))

    claim(people, room, "officer")

    edit(people.officer, room, "202", "3", ("Everyone out",))


@pytest.mark.parametrize("who", ["principal", "assistant", "teacher", "clerk", "officer", "other_officer"])
def test_the_school_and_who_commands_nothing_do_not_write(people: People, room: Room, who: str) -> None:
    before = Room.objects.get(pk=room.pk).head_seq

    with pytest.raises(errors.FormNotYours):
        edit(people.user(who), room, "202", "3", ("Everyone out",))

    assert Room.objects.get(pk=room.pk).head_seq == before


def test_a_principal_in_command_does_not_write_what_only_responders_read(people: People, room: Room) -> None:
    claim(people, room, "principal")

    with pytest.raises(errors.FormNotYours):
        edit(people.principal, room, "202", "3", ("Everyone out",))


@pytest.mark.parametrize(
    ("form", "block", "subject", "refusal"),
    [
        ("202", "99", "", errors.FormBlockNotFound),
        ("202", "3", "1", errors.FormBlockNotFound),
        ("213", "9", "", errors.FormBlockNotFound),
        ("213", "9", "1", errors.FormBlockNotFound),
        ("213", "9", "x", errors.FormBlockNotFound),
        ("214", "7", "x", errors.FormBlockNotFound),
    ],
)
def test_what_is_no_block_or_about_nothing_is_refused(
    people: People, room: Room, form: str, block: str, subject: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        edit(people.sergeant, room, form, block, ("x",), subject=subject)


def test_a_line_has_no_more_cells_than_its_block_has_columns(people: People, room: Room) -> None:
    with pytest.raises(errors.FormLineTooWide):
        edit(people.sergeant, room, "202", "3", ("a", "b"))


# --- pages and papers -------------------------------------------------------------------------------------------------
def page(user: User, address: str, **posted: Any) -> Any:
    client = Client()
    client.force_login(user)
    return client.post(address, posted) if posted else client.get(address)


def test_hostile_words_are_shown_as_words_on_page_json_and_paper(people: People, room: Room) -> None:
    edit(people.sergeant, room, "202", "3", *((one,) for one in HOSTILE))
    address = f"/incidents/{room.incident_id}/forms/202"

    shown = page(people.sergeant, address).content.decode()
    said = page(people.sergeant, f"/api/v1/rooms/{room.pk}/forms/202").json()
    paper = page(people.sergeant, f"{address}.pdf")

    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)" in shown
    lines = next(one for one in said["blocks"] if one["block"] == "3")["lines"]
    assert [one["cells"] for one in lines] == [[one] for one in HOSTILE]
    assert paper.content[:5] == b"%PDF-"


def test_hidden_and_reversing_characters_are_refused(people: People, room: Room) -> None:
    for text in ("a\u202eb", "a\x00b"):
        with pytest.raises(ValueError, match=r"."):
            edit(people.sergeant, room, "202", "3", (text,))


def test_a_person_writes_on_the_page_and_cells_stand_in_their_columns(people: People, room: Room) -> None:
    address = f"/incidents/{room.incident_id}/forms/206/5"
    assert page(people.sergeant, address).status_code == 200

    answer = page(
        people.sergeant, address, act="write", text="General | 1 Main St | 555\n\nMercy | 2 Oak", seen_seq="0"
    )

    assert answer.status_code == 303
    lines = cells(fill(people.sergeant, room, "206"), "5")
    assert [one[:3] for one in lines] == [("General", "1 Main St", "555"), ("Mercy", "2 Oak", "")]
    stale = page(people.sergeant, address, act="write", text="General", seen_seq="0")
    assert stale.status_code == 422
    assert "Another person wrote in this block" in stale.content.decode()
    seq = fill(people.sergeant, room, "206").block("5").written.seq  # type: ignore[union-attr]  # it was written
    assert page(people.sergeant, address, act="take", seen_seq=str(seq)).status_code == 303
    assert cells(fill(people.sergeant, room, "206"), "5") == []


@pytest.mark.parametrize("who", ["principal", "teacher", "officer"])
def test_the_page_to_write_is_not_there_for_who_may_not(people: People, room: Room, who: str) -> None:
    address = f"/incidents/{room.incident_id}/forms/202"

    assert page(people.user(who), address).status_code == 200
    assert page(people.user(who), f"{address}/3").status_code == 404
    assert page(people.user(who), f"{address}/3", act="write", text="x", seen_seq="0").status_code == 404


@pytest.mark.parametrize("query", ["?at=x", "?at=0", "?at=99999", "?at=9999999999999", "?about=1"])
def test_an_address_that_names_nothing_is_not_found(people: People, room: Room, query: str) -> None:
    assert page(people.sergeant, f"/incidents/{room.incident_id}/forms/202{query}").status_code == 404


def test_an_exercise_is_marked_on_every_form(people: People) -> None:
    drill = open_room(people.cast, is_exercise=True)
    join(people.sergeant, drill)

    shown = page(people.sergeant, f"/incidents/{drill.incident_id}/forms/201").content.decode()
    said = page(people.sergeant, f"/api/v1/rooms/{drill.pk}/forms/201").json()

    assert "exercise-frame" in shown
    assert "EXERCISE ·" in cells(fill(people.sergeant, drill, "201"), "1")[0][0]
    assert said["is_exercise"] is True


def test_the_json_has_what_the_page_has(people: People, room: Room) -> None:
    check_in(people.officer, room, "Adam 12")

    said = page(people.sergeant, f"/api/v1/rooms/{room.pk}/forms/201").json()

    filled = fill(people.sergeant, room, "201")
    assert [one["block"] for one in said["blocks"]] == [one.block.number for one in filled.blocks]
    assert [[tuple(line["cells"]) for line in one["lines"]] for one in said["blocks"]] == [
        [line.cells for line in one.lines] for one in filled.blocks
    ]
    assert (said["seq"], said["form"], said["title"]) == (filled.history.seq, "201", "Incident Briefing")


def test_topics_without_a_capability_are_empty_and_no_fault() -> None:
    assert seeds_of_topic(Topic.FINANCE) == ()


def test_what_does_not_fit_goes_on_numbered_pages_and_nothing_is_cut(people: People) -> None:
    drill = open_room(people.cast, is_exercise=True)
    for who in ("sergeant", "dispatcher"):
        join(people.user(who), drill)
    names = [f"Unit-{number:02}" for number in range(40)]
    for name in names:
        check_in(people.dispatcher, drill, name, agency="Valley", agency_kind="police")

    for form in ("201", "211"):
        paper = page(people.sergeant, f"/incidents/{drill.incident_id}/forms/{form}.pdf").content

        read = pypdfium2.PdfDocument(paper)
        texts = [one.get_textpage().get_text_bounded() for one in read]
        plain = "".join("".join(texts).split())
        assert len(texts) > 1
        assert [plain.count(name) for name in names] == [1] * 40
        for number, text in enumerate(texts, start=1):
            assert f"Page {number} of {len(texts)}" in text
            assert "EXERCISE" in text
