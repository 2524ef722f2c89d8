"""The disclosures of one student, for who reads the school's students: listed, and entered by hand (34 CFR 99.32)."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.incident.disclosures.by_hand import GivenByHand, write_disclosure
from coordination.incident.disclosures.queries import Ledger, ledger_of_student
from coordination.rosters.access import district_of, school_read_for
from coordination.rosters.models import RosterPerson
from coordination.rosters.work.keeping import student_for
from mou.models import Agency


def enter_disclosure_of(*, actor_id: int, agency_id: UUID, student_id: UUID, given: GivenByHand, at: datetime) -> UUID:
    """Enter a disclosure about a student, in one durable transaction; the name is the roster's.

    Raises: RosterNotFound, BadDisclosure; BadName.
    """
    with transaction.atomic(durable=True):
        student = student_for(actor_id=actor_id, agency_id=agency_id, student_id=student_id, at=at)
        school = school_read_for(user_id=actor_id, agency_id=agency_id, at=at)
        named = replace(given, student=student.shown_name())
        return write_disclosure(district_of(school), named, place=school.name, by_id=actor_id, at=at)


def disclosures_of(student: RosterPerson, school: Agency) -> Ledger:
    """Return what was disclosed about a student, under the names that the roster knows. The reading is noted elsewhere.

    Of a row that names several students the reader sees this one's name and that there were others.
    """
    names = (student.shown_name(), f"{student.given_name} {student.family_name}")
    return ledger_of_student(district_of(school), names)
