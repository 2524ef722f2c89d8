"""Who reads lessons (people of the school or its district), who writes down what was held, who changes what is said."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from coordination.incident.staff_roles.access import HAVE_CARDS, agencies_with_cards
from coordination.prevention.lessons.errors import (
    AudiencesNotYours,
    HeldLessonNotFound,
    HeldLessonNotYours,
    LessonsNotFound,
    LessonsNotYours,
    LessonsOfSchool,
)
from coordination.prevention.lessons.models import HeldLesson
from mou.access.fetch import AgencyNeed, active_memberships, agency_for, may_manage, members_who_count
from mou.errors import AgencyNotFound, NotAllowed
from mou.models import Agency


@dataclass(frozen=True, slots=True)
class LessonPlace:
    """A school or district as a person sees its lessons.

    `keeps`: they administer it. `writes`: they change the district's lessons. `is_of_school`: they are of its staff.
    """

    agency: Agency
    keeps: bool
    writes: bool
    is_of_school: bool

    @property
    def is_school(self) -> bool:
        return self.agency.parent_id is not None

    @property
    def district(self) -> Agency:
        """The district whose lessons they are: a school's above it, or itself."""
        return self.agency.parent or self.agency


def lesson_places(user_id: int, at: datetime) -> QuerySet[Agency]:
    """Return the schools and districts whose lessons a person reads, by name. A wall's account is no person."""
    people = members_who_count(at).filter(user_id=user_id, user__is_device=False)
    return agencies_with_cards(user_id, at) if people.exists() else Agency.objects.none()


def lesson_place(*, user_id: int, agency_id: UUID, at: datetime) -> LessonPlace:
    """Return a school or district for its own people. Raises: LessonsNotFound."""
    agency = lesson_places(user_id, at).filter(pk=agency_id).first()
    if agency is None:
        raise LessonsNotFound
    return LessonPlace(
        agency,
        keeps=may_manage(user_id, agency, at),
        writes=may_manage(user_id, agency.parent or agency, at),
        is_of_school=agency.parent_id is not None
        and members_who_count(at).filter(user_id=user_id, agency=agency).exists(),
    )


def school_place(*, user_id: int, agency_id: UUID, at: datetime) -> LessonPlace:
    """Return a school, where lessons are held. Raises: LessonsNotFound, LessonsOfSchool: it is a district."""
    place = lesson_place(user_id=user_id, agency_id=agency_id, at=at)
    if not place.is_school:
        raise LessonsOfSchool
    return place


def school_to_keep_for(*, user_id: int, agency_id: UUID, at: datetime) -> Agency:
    """Return a school that a person administers. Raises: LessonsNotFound, LessonsOfSchool, AudiencesNotYours."""
    place = school_place(user_id=user_id, agency_id=agency_id, at=at)
    if not place.keeps:
        raise AudiencesNotYours
    return place.agency


def district_to_write_for(*, user_id: int, agency_id: UUID, at: datetime) -> Agency:
    """Return the district whose lessons a person changes, its row held. Raises: LessonsNotFound, LessonsNotYours."""
    place = lesson_place(user_id=user_id, agency_id=agency_id, at=at)
    try:
        return agency_for(user_id=user_id, agency_id=place.district.pk, need=AgencyNeed.MANAGE, at=at, lock=True)
    except (AgencyNotFound, NotAllowed) as refused:
        raise LessonsNotYours from refused


def held_to_take_back(*, user_id: int, agency_id: UUID, held_id: UUID, at: datetime) -> HeldLesson:
    """Return a held lesson that a person takes back, its row held until commit.

    Raises: LessonsNotFound, LessonsOfSchool, HeldLessonNotFound, HeldLessonNotYours.
    """
    place = school_place(user_id=user_id, agency_id=agency_id, at=at)
    held = HeldLesson.objects.select_for_update().filter(pk=held_id, school=place.agency).first()
    if held is None:
        raise HeldLessonNotFound
    if held.noted_by_id != user_id and not place.keeps:
        raise HeldLessonNotYours
    return held


def sees_lessons(user_id: int, at: datetime) -> bool:
    """Say whether the page of lessons is there for a person. Who is of no school costs no query of its own."""
    is_of_schools = any(one.agency.kind in HAVE_CARDS for one in active_memberships(user_id, at))
    return is_of_schools and lesson_places(user_id, at).exists()
