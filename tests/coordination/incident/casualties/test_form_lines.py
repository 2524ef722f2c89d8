"""What forms say of casualties: counts and hospitals, no casualty, and nothing to the school."""

import pytest

from coordination.room.models import Room
from tests.coordination.incident.ics_forms.filling import cells, fill
from tests.stage.incident.command import People, make_people, participant, room_with
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def room(people: People) -> Room:
    return room_with(people)


def test_counts_and_hospitals_stand_on_forms_and_no_casualty_does(people: People, room: Room) -> None:
    for number, category in enumerate(("immediate", "immediate", "minimal")):
        casualty_id = f"0191f000-0000-7000-8000-00000000000{number}"
        run(people.captain, room.pk, "open_casualty", category=category, casualty_id=casualty_id)
    run(people.dispatcher, room.pk, "tell_hospital_beds", hospital="Mercy", immediate=2, told_by="Charge nurse")

    said = [one[0] for one in cells(fill(people.sergeant, room, "209"), "31")]
    hospitals = cells(fill(people.sergeant, room, "206"), "5")

    assert "Casualties: Immediate 2 · Minimal (minor) 1" in said
    assert "Casualties, where they are: At the scene 3" in said
    (mercy,) = hospitals
    assert mercy[0] == "Mercy"
    assert mercy[-1].startswith("Free beds: Immediate 2 · Charge nurse · ")


def test_the_school_reads_no_count_of_casualties(people: People, room: Room) -> None:
    casualty_id = "0191f000-0000-7000-8000-000000000001"
    run(people.captain, room.pk, "open_casualty", category="dead", casualty_id=casualty_id)
    run(people.dispatcher, room.pk, "tell_hospital_beds", hospital="Mercy", immediate=2)

    for who in (people.principal, people.teacher):
        assert not any("Casualties" in one[0] for one in cells(fill(who, room, "209"), "31"))
        assert cells(fill(who, room, "206"), "5") == []


def test_what_medics_say_among_themselves_stands_on_no_form(people: People, room: Room) -> None:
    casualty_id = "0191f000-0000-7000-8000-000000000001"
    run(people.captain, room.pk, "open_casualty", category="immediate", casualty_id=casualty_id)
    run(people.captain, room.pk, "identify_casualty", casualty_id=casualty_id, name="Jane Example")
    run(people.captain, room.pk, "post_message", text="Two lines", audience="responders")
    me = str(participant(people, room, "captain").pk)

    log = [" ".join(one) for one in cells(fill(people.captain, room, "214", subject=me), "7")]

    assert any("Two lines" in one for one in log)
    assert not any("Jane" in one or "Casualty" in one for one in log)
