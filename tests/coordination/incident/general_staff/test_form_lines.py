"""What forms say of the staff, and that who holds a section writes on its forms and on no others."""

from typing import Any

import pytest

from coordination.incident.ics_forms import errors
from coordination.room.models import Room
from tests.coordination.incident.ics_forms.filling import cells, edit, fill
from tests.stage.incident.command import People, claim, make_people, participant, room_with
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def room(people: People) -> Room:
    return room_with(people)


def test_holders_stand_in_the_blocks_of_their_sections_with_their_entry(people: People, room: Room) -> None:
    claim(people, room, "sergeant")
    before = Room.objects.get(pk=room.pk).head_seq
    given: dict[str, Any] = {"function": "operations", "participant_id": participant(people, room, "officer").pk}
    seq = run(people.sergeant, room.pk, "appoint_to_function", **given).seq

    form = fill(people.sergeant, room, "203")

    (line,) = form.block("7").lines
    assert line.cells[0] == "Operations section"
    assert people.officer.display_name in line.cells[1]
    assert line.cites == (seq,)
    assert cells(form, "5") == cells(form, "6") == cells(form, "8") == []
    assert cells(fill(people.sergeant, room, "203", seq=before), "7") == []
    assert any(one[0] == "Operations section" for one in cells(fill(people.sergeant, room, "201"), "9"))


def test_the_safety_officer_stands_with_command_and_approves_nothing_for_it(people: People, room: Room) -> None:
    claim(people, room, "sergeant")
    run(people.captain, room.pk, "claim_function", function="safety")

    assert [one[0] for one in cells(fill(people.sergeant, room, "203"), "3")][:2] == [
        "Incident Commander",
        "Safety officer",
    ]
    assert [one[0] for one in cells(fill(people.sergeant, room, "202"), "8")] == ["Incident Commander"]


def test_who_holds_a_section_writes_on_its_forms_and_on_no_others(people: People, room: Room) -> None:
    with pytest.raises(errors.FormNotYours):
        edit(people.officer, room, "204", "7", ("Stay low",))
    claim(people, room, "sergeant")
    given: dict[str, Any] = {"function": "operations", "participant_id": participant(people, room, "officer").pk}
    run(people.sergeant, room.pk, "appoint_to_function", **given)

    edit(people.officer, room, "204", "7", ("Stay low",))

    with pytest.raises(errors.FormNotYours):
        edit(people.officer, room, "202", "3", ("Everyone out",))
    run(people.officer, room.pk, "release_function", function="operations", reason="Relieved.")
    with pytest.raises(errors.FormNotYours):
        edit(people.officer, room, "204", "7", ("Stay lower",))
