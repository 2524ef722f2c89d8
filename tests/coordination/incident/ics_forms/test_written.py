"""What people write on forms, who does, and the pages and papers of forms."""

from typing import Any
from uuid import uuid4

import pypdfium2
import pytest
from django.test import Client

from coordination.incident.ics_forms import errors
from coordination.models import User
from coordination.room.models import LogEntry, Room
from coordination.room.reading.form_lines import Topic, seeds_of_topic
from tests.coordination.incident.ics_forms.filling import cells, check_in, edit, fill
from tests.factories.cast import join, open_room
from tests.stage.incident.command import People, claim
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db
PLACE: Any = {"lon": -98.5, "lat": 39.8}
HOSTILE = ("<script>alert(1)</script>", "w" * 1500, "مرحبا", "🚑🔥", '=cmd|"/c calc"!A1, "x",;')


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
    assert seeds_of_topic(Topic.SUPPLIES) == ()


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
