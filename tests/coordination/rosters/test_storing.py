"""What a set does to a roster: all or nothing, only what has changed, and a broken export takes no one away."""

from datetime import timedelta

import pytest

from coordination.rosters.errors import RosterShrinks
from coordination.rosters.models import (
    CustodyNote,
    Enrollment,
    Guardianship,
    Roster,
    RosterClass,
    RosterDeletion,
    RosterImport,
    RosterPerson,
    RosterSchool,
)
from coordination.rosters.vocabulary import RosterDefectCode, RosterPersonKind
from coordination.rosters.work.planning import TableCounts
from coordination.rosters.work.retention import delete_people_who_left
from coordination.rosters.work.storing import look_at_set
from coordination.rosters.work.uploads import roster_for
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import NOW
from tests.factories.rosters import QUINCE, bring, packed, read, tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def students() -> list[str]:
    rows = RosterPerson.objects.filter(kind=RosterPersonKind.STUDENT.value, left_at__isnull=True)
    return sorted(rows.values_list("sourced_id", flat=True))


def test_a_set_is_stored_with_everything_that_belongs_together(cast: Cast) -> None:
    look = bring(cast.district, packed(tables()))

    assert look.students == 3
    assert look.unmatched_schools == ()
    assert students() == ["student-1", "student-2", "student-3"]
    assert RosterSchool.objects.get().school == cast.school
    assert Guardianship.objects.count() == 3
    assert Enrollment.objects.filter(is_teacher=False).count() == 3
    assert RosterClass.objects.get().periods == ["Period 1"]
    assert Roster.objects.get().in_step_at == NOW
    assert RosterImport.objects.get().counts["users"] == {"new": 7, "changed": 0, "gone": 0, "same": 0}


def test_the_same_set_again_writes_nothing(cast: Cast) -> None:
    bring(cast.district, packed(tables()))

    look = bring(cast.district, packed(tables()))

    assert {(one.new, one.changed, one.gone) for one in look.counts.values()} == {(0, 0, 0)}
    assert look.counts["users"] == TableCounts(same=7)


def test_a_look_stores_nothing(cast: Cast) -> None:
    look = look_at_set(roster_for(cast.district), read(packed(tables())), at=NOW)

    assert look.counts["users"].new == 7
    assert not RosterPerson.objects.exists()


def test_who_is_not_in_a_whole_export_has_left_and_their_enrollments_end(cast: Cast) -> None:
    bring(cast.district, packed(tables(students=3)))

    look = bring(cast.district, packed(tables(students=2)))

    assert look.students_leave == 1
    assert students() == ["student-1", "student-2"]
    assert RosterPerson.objects.get(sourced_id="student-3").left_at == NOW
    assert not Enrollment.objects.filter(person__sourced_id="student-3").exists()


def test_who_comes_back_is_there_again_with_their_custody_notes(cast: Cast) -> None:
    bring(cast.district, packed(tables()))
    student = RosterPerson.objects.get(sourced_id="student-3")
    CustodyNote.objects.create(student=student, text="Not the uncle.", by=cast.insider, at=NOW)
    bring(cast.district, packed(tables(students=2)))

    bring(cast.district, packed(tables()))

    assert "student-3" in students()
    assert CustodyNote.objects.get().student_id == student.pk


def test_a_row_with_a_defect_takes_nobody_away(cast: Cast) -> None:
    bring(cast.district, packed(tables()))
    made = tables(students=2)
    made["users"] = [*made["users"], {"sourcedId": "student-3", "givenName": "", "familyName": QUINCE}]

    look = bring(cast.district, packed(made))

    assert look.defects_total == 1
    assert "student-3" in students()


def test_an_export_that_broke_off_is_refused_until_somebody_confirms_it(cast: Cast) -> None:
    bring(cast.district, packed(tables(students=60)))

    with pytest.raises(RosterShrinks):
        bring(cast.district, packed(tables(students=30)))
    assert len(students()) == 60

    bring(cast.district, packed(tables(students=30)), may_shrink=True)
    assert len(students()) == 30


def test_a_delta_changes_what_it_names_and_nothing_else(cast: Cast) -> None:
    bring(cast.district, packed(tables()))
    delta = {
        "users": [
            {"sourcedId": "student-1", "status": "active", "givenName": "New", "familyName": QUINCE},
            {"sourcedId": "student-2", "status": "tobedeleted", "givenName": "Student-2", "familyName": QUINCE},
        ]
    }

    look = bring(cast.district, packed(delta, mode="delta"))

    assert look.counts["users"] == TableCounts(changed=1, gone=1)
    assert students() == ["student-1", "student-3"]
    assert RosterPerson.objects.get(sourced_id="student-1").given_name == "New"


def test_references_that_lead_nowhere_are_defects(cast: Cast) -> None:
    extra = {
        "roles": [{"sourcedId": "r-9", "userSourcedId": "student-1", "role": "student", "orgSourcedId": "org-9"}],
        "classes": [{"sourcedId": "c-9", "title": "Odd", "schoolSourcedId": "org-9"}],
        "users": [{"sourcedId": "u-9", "givenName": "No", "familyName": "Role"}],
        "enrollments": [
            {"sourcedId": "e-8", "classSourcedId": "c-9", "userSourcedId": "student-1", "role": "student"},
            {"sourcedId": "e-9", "classSourcedId": "class-1", "userSourcedId": "nobody", "role": "student"},
        ],
    }

    look = bring(cast.district, packed(tables(extra=extra)))

    codes = RosterDefectCode
    assert {one.code for one in look.defects} == {
        codes.UNKNOWN_ORG,
        codes.UNKNOWN_CLASS,
        codes.UNKNOWN_USER,
        codes.NO_ROLE,
    }
    assert len(students()) == 3


def test_nothing_is_stored_when_the_write_fails_halfway(cast: Cast) -> None:
    def broken(done: int, _total: int) -> None:
        if done > 5:
            raise ZeroDivisionError

    from coordination.rosters.vocabulary import RosterSource
    from coordination.rosters.work.uploads import take_set
    from mou.vocabulary import OPERATOR

    with pytest.raises(ZeroDivisionError):
        take_set(
            cast.district,
            read(packed(tables())),
            source=RosterSource.CSV,
            actor_id=OPERATOR,
            may_shrink=False,
            at=NOW,
            progress=broken,
        )

    assert not RosterSchool.objects.exists()
    assert not RosterPerson.objects.exists()


def test_who_left_is_deleted_when_the_days_are_over_and_it_can_be_shown(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    bring(cast.district, packed(tables()))
    bring(cast.district, packed(tables(students=2)))

    assert delete_people_who_left(NOW + timedelta(days=29)) == 0
    assert delete_people_who_left(NOW + timedelta(days=31)) == 2

    assert not RosterPerson.objects.filter(sourced_id="student-3").exists()
    proof = RosterDeletion.objects.get()
    assert (proof.students, proof.others) == (1, 1)
    assert "deleted 1 students and 1 others" in caplog.text
    assert QUINCE not in caplog.text


def test_a_school_that_nobody_here_knows_is_named(cast: Cast) -> None:
    look = bring(cast.district, packed(tables(school="Lincoln Senior High")))

    assert look.unmatched_schools == ("Lincoln Senior High",)
    assert RosterSchool.objects.get().school is None
