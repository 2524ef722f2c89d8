"""A reunification in which tests play: director, greeter, reunifier, accountant, and the students of a roster."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

from django.test import Client

from coordination.incident.reunification.capability import Reunification
from coordination.models import User
from coordination.reunification.models import Operation, PickUp, Release, ReunitedStudent
from coordination.reunification.rules.given import (
    CheckInIn,
    HandOverIn,
    PickUpDecisionIn,
    StudentAddedIn,
    StudentStepsIn,
)
from coordination.reunification.vocabulary import StudentStep
from coordination.reunification.work.moving import add_student, step_students
from coordination.reunification.work.pick_ups import check_in, decide_pick_up, release_student
from coordination.reunification.work.same_child import restrictions_on
from coordination.room.models import Participant, Room
from coordination.room.reading.state import state_now
from coordination.rosters.models import CustodyNote, RosterPerson, RosterReader
from coordination.rosters.work.keeping import add_custody_note, remove_custody_note
from coordination.vocabulary import Audience
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, asks, join, open_room
from tests.factories.mou import NOW, make_member
from tests.factories.rosters import QUINCE, bring, packed, tables
from tests.stage.incident.panic import run

T = StudentStep
ORDER = "By order of the court only the grandmother."


@dataclass(frozen=True)
class Reuniting:
    """An open operation. The director has command; the officer leads law enforcement, and reads no names."""

    cast: Cast
    room: Room
    operation_id: UUID
    place_id: UUID
    director: User
    greeter: User
    reunifier: User
    accountant: User

    @property
    def operation(self) -> Operation:
        return Operation.objects.get(pk=self.operation_id)

    def student(self, number: int) -> ReunitedStudent:
        return self.operation.students.order_by("code")[number - 1]

    def code(self, number: int) -> str:
        return self.student(number).code

    def counts(self) -> Reunification:
        """Return the object that everyone in the room reads."""
        self.room.refresh_from_db()
        found = state_now(self.room, audiences=[Audience.EVERYONE]).of(Reunification)
        return found[str(self.operation_id)]

    def run(self, who: User, word: str, **fields: Any) -> object:
        return run(who, self.room.pk, word, operation_id=self.operation_id, **fields)

    def step(self, who: User, step: StudentStep, *numbers: int, words: str = "", bus: str = "") -> None:
        codes = [self.code(one) for one in numbers]
        given = StudentStepsIn.model_validate({"codes": codes, "step": step, "words": words, "bus": bus})
        step_students(asks(who), self.operation_id, given)

    def assemble(self, *numbers: int) -> None:
        self.step(self.accountant, T.ASSEMBLE, *numbers)

    def check_in(
        self,
        adult: str,
        *numbers: int,
        by: User | None = None,
        id_kind: str = "driver_license",
        card_id: UUID | None = None,
    ) -> list[PickUp]:
        card = card_id or uuid4()
        given = {"card_id": card, "adult_name": adult, "id_kind": id_kind, "codes": [self.code(n) for n in numbers]}
        check_in(asks(by or self.greeter), self.operation_id, CheckInIn.model_validate(given))
        return list(PickUp.objects.filter(card_id=card).order_by("student__code"))

    def decide(self, who: User, pick_up: PickUp, *, is_cleared: bool) -> None:
        newest = max((one.pk for one in restrictions_on(pick_up.student)), default=0)
        given = PickUpDecisionIn(is_cleared=is_cleared, words="Read the order.", newest_text=newest)
        decide_pick_up(asks(who), self.operation_id, pick_up.pk, given)

    def release(self, pick_up: PickUp, *, by: User | None = None, is_comfortable: str = "yes") -> ReunitedStudent:
        given = {"pick_up_id": pick_up.pk, "is_comfortable": is_comfortable, "initials": "RB"}
        return release_student(asks(by or self.reunifier), self.operation_id, HandOverIn.model_validate(given))

    def bring_to_family(self, *numbers: int) -> None:
        self.step(self.reunifier, T.PULL, *numbers)
        self.step(self.reunifier, T.BRING, *numbers)

    def released(self) -> int:
        return Release.objects.filter(student__operation_id=self.operation_id).count()


def parent_of(number: int) -> str:
    """Return the adult whom the roster lists for a student."""
    return f"Parent {QUINCE}-student-{number}"


def set_reunification(
    cast: Cast, *, students: int = 3, is_exercise: bool = False, noted: Iterable[int] = (), at: datetime = NOW
) -> Reuniting:
    """Open an operation with the students of a new roster; those `noted` have a custody note.

    Codes are in the order of the roster, so that tests know them.
    """
    bring_students(cast, students, noted)
    room = open_room(cast, is_exercise=is_exercise, at=at)
    accountant = make_member(cast.school, role=MemberRole.STAFF).user
    reunifier = make_member(cast.school, role=MemberRole.STAFF).user
    for one in (cast.teacher, cast.officer, cast.dispatcher, accountant, reunifier):
        join(one, room, at=at)
    operation_id, place_id = uuid4(), uuid4()
    where: dict[str, Any] = {"operation_id": operation_id, "place_id": place_id, "place": "Fairgrounds"}
    with patch("coordination.reunification.work.copying.mix_students", list):
        run(cast.insider, room.pk, "open_reunification", at=at, **where)
    made = Reuniting(cast, room, operation_id, place_id, cast.insider, cast.teacher, reunifier, accountant)
    for who, role in ((made.greeter, "greeter"), (reunifier, "reunifier"), (accountant, "accountant")):
        made.run(who, "give_reunification_role", role=role)
    return made


def bring_students(cast: Cast, students: int, noted: Iterable[int] = ()) -> None:
    """Bring a roster of the cast's school in."""
    bring(cast.district, packed(tables(cast.school.name, students=students)))
    for number in noted:
        student = RosterPerson.objects.get(sourced_id=f"student-{number}")
        CustodyNote.objects.create(student=student, text="Allowed: anyone.", by=cast.insider, at=NOW)


def lead_law_enforcement(made: Reuniting) -> User:
    """Let the director give the officer the vest."""
    officer = Participant.objects.get(room=made.room, user=made.cast.officer)
    made.run(made.director, "give_reunification_role", role="law_enforcement_lead", participant_id=officer.pk)
    return made.cast.officer


def add_child(made: Reuniting, given_name: str, family_name: str = "", grade: str = "") -> ReunitedStudent:
    """Let the greeter add a child on the spot."""
    given = StudentAddedIn(given_name=given_name, family_name=family_name, grade=grade)
    return add_student(asks(made.greeter), made.operation_id, given)


def office_writes(made: Reuniting, number: int, text: str = ORDER) -> UUID:
    """Let the school's office write a custody note of a student."""
    cast = made.cast
    RosterReader.objects.get_or_create(
        agency=cast.school, user=cast.insider, defaults={"added_by": None, "added_at": NOW, "let_in_at": NOW}
    )
    student_id = made.student(number).roster_person_id
    assert student_id is not None
    return add_custody_note(
        actor_id=cast.insider.pk, agency_id=cast.school.pk, student_id=student_id, text=text, at=NOW
    )


def office_takes_away(made: Reuniting, number: int, note_id: UUID) -> None:
    """Let the office take one away."""
    student_id = made.student(number).roster_person_id
    assert student_id is not None
    actor, school = made.cast.insider.pk, made.cast.school.pk
    remove_custody_note(actor_id=actor, agency_id=school, student_id=student_id, note_id=note_id, at=NOW)


def page_of_holds(made: Reuniting, user: User) -> str:
    """Return what someone reads where the holds are shown."""
    client = Client()
    client.force_login(user)
    return client.get(f"/reunifications/{made.operation_id}/holds", follow=True).content.decode()
