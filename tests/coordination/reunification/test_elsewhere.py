"""A child of another school who is added on the spot: a note of that school holds who comes; its text stays there."""

from uuid import UUID

import pytest

from coordination.models import User
from coordination.reunification.models import PickUp, PickUpRestriction, Release, ReunitedStudent
from coordination.reunification.rules.same_child import Named, is_same_by_full_name
from coordination.reunification.vocabulary import PickUpState, StudentState, WhyAsked
from coordination.reunification.work.queries import list_changed_restrictions, list_holds
from coordination.rosters.models import CustodyNote, Roster, RosterPerson, RosterReader, RosterSchool
from coordination.rosters.work.keeping import add_custody_note, remove_custody_note
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast, asks, make_cast
from tests.factories.mou import NOW, make_agency, make_member
from tests.factories.rosters import QUINCE
from tests.stage.reunification import ORDER, Reuniting, add_child, page_of_holds, set_reunification

S, P, W = StudentState, PickUpState, WhyAsked
SENTENCE = "restriction on a child of this name who is not in this reunification"


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def made(cast: Cast) -> Reuniting:
    return set_reunification(cast, students=3)


def child_elsewhere(
    made: Reuniting, given: str = "Robin", *, family: str = "Fairview", called: str = "", grade: str = "04"
) -> RosterPerson:
    """Put a child of another school of the district into the roster."""
    roster = Roster.objects.get()
    org = RosterSchool.objects.filter(sourced_id="middle").first()
    if org is None:
        other = make_agency(AgencyKind.SCHOOL, name="Brook Middle", parent=made.cast.district)
        org = RosterSchool.objects.create(roster=roster, sourced_id="middle", name=other.name, school=other)
    names = {"given_name": given, "family_name": family, "preferred_name": called}
    number = RosterPerson.objects.count()
    return RosterPerson.objects.create(
        roster=roster, sourced_id=f"far-{number}", kind="student", org=org, grade=grade, **names
    )


def office_of(child: RosterPerson) -> tuple[User, Agency]:
    """Return a reader of a child's own school, and the school."""
    assert child.org is not None
    assert child.org.school is not None
    reader = make_member(child.org.school, role=MemberRole.STAFF).user
    RosterReader.objects.create(agency=child.org.school, user=reader, added_at=NOW, let_in_at=NOW)
    return reader, child.org.school


def write_note(child: RosterPerson) -> UUID:
    reader, school = office_of(child)
    return add_custody_note(actor_id=reader.pk, agency_id=school.pk, student_id=child.pk, text=ORDER, at=NOW)


def take_away(child: RosterPerson, note_id: UUID) -> None:
    reader, school = office_of(child)
    remove_custody_note(actor_id=reader.pk, agency_id=school.pk, student_id=child.pk, note_id=note_id, at=NOW)


def come_for(made: Reuniting, child: ReunitedStudent) -> PickUp:
    (pick_up,) = made.check_in("Uncle Quick", int(child.code[2:]))
    return pick_up


def test_a_note_of_another_school_holds_who_comes_for_an_added_child_and_shows_no_text(made: Reuniting) -> None:
    write_note(child_elsewhere(made))

    pick_up = come_for(made, add_child(made, "Robin", "Fairview"))

    assert (pick_up.state, pick_up.why) == (P.HELD.value, W.RESTRICTION.value)
    assert pick_up.student.state == S.HELD_CUSTODY_ISSUE.value
    (hold,) = list_holds(asks(made.director), made.operation_id)
    (text,) = hold.restrictions
    assert SENTENCE in text.text
    assert (text.code, text.by) == (pick_up.student.code, "Brook Middle")
    shown = page_of_holds(made, made.director)
    assert SENTENCE in shown
    assert ORDER not in shown


def test_who_has_read_that_there_is_a_note_elsewhere_may_clear_the_adult(made: Reuniting) -> None:
    write_note(child_elsewhere(made))
    pick_up = come_for(made, add_child(made, "Robin", "Fairview"))

    made.decide(made.director, pick_up, is_cleared=True)

    pick_up.refresh_from_db()
    assert pick_up.state == P.WAITING.value


@pytest.mark.parametrize(
    ("given", "family", "grade", "is_held"),
    [
        ("Robin", "Fairview", "4", True),
        ("ROBIN fairview", "", "", True),
        ("Bobby", "Fairview", "", True),
        ("Robin Ann", "Fairview", "", True),
        # One word is the name of many in a district.
        ("Robin", "", "4", False),
        ("Robin", "Fairview", "9", False),
        ("Robin", "Quick", "4", False),
    ],
)
def test_whose_note_counts(made: Reuniting, given: str, family: str, grade: str, *, is_held: bool) -> None:
    write_note(child_elsewhere(made, called="Bobby"))

    pick_up = come_for(made, add_child(made, given, family, grade))

    assert (pick_up.state == P.HELD.value) is is_held
    assert PickUpRestriction.objects.exists() is is_held


@pytest.mark.parametrize(
    ("added", "grade", "is_same"),
    [("Robin Fairview", "", True), ("Robin", "", False), ("?", "", False), ("Robin Fairview", "5", False)],
)
def test_by_its_full_name_alone_a_child_elsewhere_is_the_same(added: str, grade: str, *, is_same: bool) -> None:
    assert is_same_by_full_name(Named(added, grade), Named("Robin Ann Fairview", "4")) is is_same


def test_a_note_that_another_school_writes_meanwhile_holds_who_was_cleared(made: Reuniting) -> None:
    child, added = child_elsewhere(made), add_child(made, "Robin", "Fairview")
    pick_up = come_for(made, added)
    assert (pick_up.state, pick_up.why) == (P.SUPERVISOR.value, W.NOT_LISTED.value)
    made.decide(made.director, pick_up, is_cleared=True)

    write_note(child)

    pick_up.refresh_from_db()
    added.refresh_from_db()
    assert (pick_up.state, added.state) == (P.HELD.value, S.HELD_CUSTODY_ISSUE.value)
    (changed,) = list_changed_restrictions(asks(made.director), made.operation_id)
    assert SENTENCE in changed.text
    assert Release.objects.count() == 0


def test_a_note_elsewhere_that_is_taken_away_holds_no_one_who_comes_later(made: Reuniting) -> None:
    child, twin = child_elsewhere(made), child_elsewhere(made)
    note, other = write_note(child), write_note(twin)
    added = add_child(made, "Robin", "Fairview")

    take_away(child, note)
    assert list(added.restrictions.filter(gone_at__isnull=True).values_list("note_id", flat=True)) == [other]
    assert come_for(made, added).state == P.HELD.value
    take_away(twin, other)

    later = add_child(made, "Robin", "Fairview")
    assert come_for(made, later).state == P.SUPERVISOR.value


def test_no_child_of_the_roster_is_held_by_a_note_on_an_added_one(made: Reuniting) -> None:
    child = child_elsewhere(made, "Student-1", family=QUINCE, grade="09")
    add_child(made, "Student-1", QUINCE)
    (listed,) = made.check_in("Parent Quincewater-student-1", 1)
    assert listed.state == P.WAITING.value

    write_note(child)

    listed.refresh_from_db()
    assert listed.state == P.WAITING.value


def test_a_note_of_another_district_is_none_of_this_one(made: Reuniting) -> None:
    far = Roster.objects.create(district=make_agency(AgencyKind.DISTRICT, name="Far District"), keep_days=30)
    names = {"given_name": "Robin", "family_name": "Fairview"}
    stranger = RosterPerson.objects.create(roster=far, sourced_id="far", kind="student", **names)
    CustodyNote.objects.create(student=stranger, text=ORDER, by=made.director, at=NOW)

    assert come_for(made, add_child(made, "Robin", "Fairview")).state == P.SUPERVISOR.value


def test_an_exercise_learns_nothing_of_a_note_elsewhere(cast: Cast) -> None:
    made = set_reunification(cast, is_exercise=True)
    child, other = child_elsewhere(made), child_elsewhere(made, "Casey")
    write_note(child)
    added = [add_child(made, "Robin", "Fairview"), add_child(made, "Casey", "Fairview")]

    write_note(other)

    assert [come_for(made, one).state for one in added] == [P.SUPERVISOR.value] * 2
    assert not PickUpRestriction.objects.exists()


def test_a_closed_operation_hears_of_no_note_elsewhere(made: Reuniting) -> None:
    child = child_elsewhere(made)
    add_child(made, "Robin", "Fairview")
    made.run(made.director, "close_reunification", reason="The gym has no light")
    made.run(made.cast.dispatcher, "close_reunification", reason="We go to the stadium")

    write_note(child)

    assert not PickUpRestriction.objects.exists()
