"""One 204 for each branch, division and group: its own units and work, who speaks for it, and no other one's."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from coordination.incident.general_staff.actions import id_of_function
from coordination.incident.general_staff.vocabulary import StaffFunction
from coordination.incident.ics_forms import errors
from coordination.incident.ics_forms.official.chart import chart_of
from coordination.incident.ics_forms.official.forms import FORMS
from coordination.incident.ics_forms.vocabulary import IcsForm
from coordination.room.models import Room
from tests.coordination.incident.ics_forms.filling import cells, check_in, edit, fill, reader
from tests.stage.incident.command import People
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db
FORM_204 = FORMS[IcsForm.F204]


@pytest.fixture
def groups(people: People, room: Room) -> tuple[str, str]:
    """Return the subjects of Division A, with two units, and of the Medical group, with one."""
    run(people.chief, room.pk, "claim_command")
    for function, name, who in (("division", "A", "sergeant"), ("group", "Medical", "captain")):
        holder = room.participants.get(user=people.user(who)).pk
        fields: dict[str, Any] = {"function": function, "subdivision": name, "participant_id": holder}
        run(people.chief, room.pk, "appoint_to_function", **fields)
    teams = {"Adam 12": "A", "Adam 13": "division  a", "Medic 5": "Medical", "Engine 3": None}
    for callsign, team in teams.items():
        unit = check_in(people.dispatcher, room, callsign, agency="Valley", agency_kind="police")
        if team is not None:
            run(people.chief, room.pk, "assign_unit", unit_id=unit, team=team, task=f"Task of {callsign}")
    found = {one.title: one.subject for one in reader(people.sergeant, room).choices(FORM_204)}
    return found["Division A"], found["Group Medical"]


def test_a_division_has_its_own_units_work_and_speaker(people: People, room: Room, groups: tuple[str, str]) -> None:
    division, medical = groups

    filled = fill(people.sergeant, room, "204", subject=division)

    assert filled.subject is not None
    assert filled.subject.title == "Division A"
    assert cells(filled, "3")[0] == ("Division A",)
    assert [one[0] for one in cells(filled, "5")] == ["Adam 12", "Adam 13"]
    work = " ".join(one[1] for one in cells(filled, "6"))
    assert "Task of Adam 12" in work
    assert "Medic 5" not in work
    positions = [one[0] for one in cells(filled, "4")]
    assert "Division A" in positions
    assert "Group Medical" not in positions
    other = fill(people.sergeant, room, "204", subject=medical)
    assert [one[0] for one in cells(other, "5")] == ["Medic 5"]
    # Each line of work names its entry.
    assert all(one.cites for one in filled.block("6").lines)


def test_the_whole_incident_has_all_units_and_is_what_no_subject_says(
    people: People, room: Room, groups: tuple[str, str]
) -> None:
    filled = fill(people.sergeant, room, "204")

    assert filled.subject is None
    assert len(cells(filled, "5")) == 4
    assert len([one for one in cells(filled, "4") if one[0] in ("Division A", "Group Medical")]) == 2


def test_what_is_written_on_one_group_s_form_stands_on_no_other(
    people: People, room: Room, groups: tuple[str, str]
) -> None:
    division, medical = groups
    edit(people.chief, room, "204", "7", ("Stay west of the gym.",), subject=division)

    assert cells(fill(people.sergeant, room, "204", subject=division), "7") == [("Stay west of the gym.",)]
    for subject in (medical, ""):
        assert cells(fill(people.sergeant, room, "204", subject=subject), "7") == []


def test_a_204_is_of_no_section_no_unit_and_nothing_unknown(
    people: People, room: Room, groups: tuple[str, str]
) -> None:
    run(people.chief, room.pk, "claim_function", function="planning")
    planning = id_of_function(room.incident_id, StaffFunction.PLANNING, None)
    for subject in (str(planning), str(uuid4()), "A"):
        with pytest.raises(errors.FormBlockNotFound):
            fill(people.sergeant, room, "204", subject=subject)
        with pytest.raises(errors.FormBlockNotFound):
            edit(people.chief, room, "204", "7", ("x",), subject=subject)
    with pytest.raises(errors.FormBlockNotFound):
        fill(people.sergeant, room, "203", subject=groups[0])


def test_before_it_was_divided_there_is_none(people: People, room: Room, groups: tuple[str, str]) -> None:
    """As of an entry: a form of a group knows nothing that came later."""
    division, _medical = groups
    first = room.entries.filter(event_type="function_appointed").earliest("seq").seq

    with pytest.raises(errors.FormBlockNotFound):
        fill(people.sergeant, room, "204", seq=first - 1, subject=division)
    assert cells(fill(people.sergeant, room, "204", seq=first, subject=division), "5") == []


# --- the chart of 207 -------------------------------------------------------------------------------------------------
def page_of(people: People, room: Room, who: str, address: str) -> str:
    client = Client()
    client.force_login(people.user(who))
    return client.get(f"/incidents/{room.incident_id}/forms/{address}").content.decode()


def test_207_is_a_chart_with_its_table_and_as_of_an_entry_it_knows_nothing_later(
    people: People, room: Room, groups: tuple[str, str]
) -> None:
    chart = reader(people.sergeant, room).history
    found = chart_of(chart)
    assert [one.name for one in found.command] == ["Chief"]
    assert [(one.subdivision, one.name) for one in found.divided] == [("A", "Sergeant"), ("Medical", "Captain")]
    assert [one.holder for one in (*found.staff, *found.sections)] == [None] * 7

    page = page_of(people, room, "sergeant", "207")
    assert page.count('class="forms-post') == 10
    assert page.count("forms-post is-vacant") == 7
    assert "Division A" in page.partition("Organization Chart")[2]
    assert page_of(people, room, "sergeant", "203").count("forms-post") == 0
    before = room.entries.filter(event_type="function_appointed").earliest("seq").seq - 1
    assert "Division A" not in page_of(people, room, "sergeant", f"207?at={before}")


def test_the_page_of_204_shows_the_whole_incident_and_leads_to_each_group(
    people: People, room: Room, groups: tuple[str, str]
) -> None:
    page = page_of(people, room, "sergeant", "204")
    assert "The whole incident" in page
    assert f'<option value="{groups[0]}">Division A</option>' in page
    assert "Engine 3" in page
    of_group = page_of(people, room, "sergeant", f"204?about={groups[0]}")
    assert "Adam 12" in of_group
    assert "Engine 3" not in of_group
