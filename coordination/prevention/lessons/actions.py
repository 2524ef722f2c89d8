"""Change a district's lessons, choose whom a school has, and write down what was held and read."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from coordination.incident.protocols.rules import has_fighting_words
from coordination.prevention.climate.work.years import school_year_of
from coordination.prevention.lessons.access import (
    district_to_write_for,
    held_to_take_back,
    school_place,
    school_to_keep_for,
)
from coordination.prevention.lessons.errors import (
    BadHeldLesson,
    ChildrenToldOfAttacks,
    LessonChangedMeanwhile,
    LessonLacksHelp,
    LessonNamesWays,
    LessonOfProtocol,
    LessonsNotFound,
    LongAgo,
    NotForThisSchool,
    NotHeldYet,
)
from coordination.prevention.lessons.models import HeldLesson, LessonEdition, LessonReading, SchoolAudiences
from coordination.prevention.lessons.queries import audiences_of
from coordination.prevention.lessons.rules import OWN_LANGUAGES, has_unsafe_words, lacking_numbers
from coordination.prevention.lessons.vocabulary import LessonAudience, LessonTopic
from coordination.prevention.lessons.wire import (
    HeldLessonIn,
    LessonReadIn,
    LessonTextIn,
    SchoolAudiencesIn,
)
from mou.administrative_acts import administrative_act


@administrative_act(
    who="administrators of the district",
    told="no one",
    recorded="rules_changed, and the edition with who made it and when",
    needs_recent_sign_in=False,
    because="it changes words of later lessons, each edition is kept, and the one before is one tap away",
)
def write_lesson(
    *,
    user_id: int,
    agency_id: UUID,
    audience: LessonAudience,
    topic: LessonTopic,
    language: str,
    given: LessonTextIn,
    at: datetime,
) -> int:
    """Store a new edition of a district's lesson and return its number. Durable.

    Raises: LessonsNotFound, LessonsNotYours, LessonOfProtocol, LessonChangedMeanwhile, LessonNamesWays,
        ChildrenToldOfAttacks, LessonLacksHelp, BadHeldLesson: a language without its name.
    """
    _check_words(audience, topic, language, given)
    with transaction.atomic(durable=True):
        district = district_to_write_for(user_id=user_id, agency_id=agency_id, at=at)
        rows = LessonEdition.objects.filter(
            district=district, audience=audience.value, topic=topic.value, language=language
        )
        before = rows.order_by("-number").values_list("number", flat=True).first() or 0
        if before != given.drawn_from:
            raise LessonChangedMeanwhile
        LessonEdition.objects.create(
            district=district,
            audience=audience.value,
            topic=topic.value,
            language=language,
            language_name=OWN_LANGUAGES.get(language, given.language_name),
            number=before + 1,
            text=given.text,
            made_by_id=user_id,
            made_at=at,
        )
        return before + 1


def _check_words(audience: LessonAudience, topic: LessonTopic, language: str, given: LessonTextIn) -> None:
    if topic is LessonTopic.OPTIONS:
        raise LessonOfProtocol(pointer="/topic")
    if language not in OWN_LANGUAGES and not given.language_name:
        raise BadHeldLesson("Say what the language calls itself.", pointer="/language_name")
    if not given.text:
        return
    if has_unsafe_words(given.text):
        raise LessonNamesWays(pointer="/text")
    if audience.is_small and has_fighting_words(given.text):
        raise ChildrenToldOfAttacks(pointer="/text")
    if lacking_numbers(audience, topic, given.text):
        raise LessonLacksHelp(pointer="/text")


@administrative_act(
    who="administrators of the school, or of its district",
    told="no one",
    recorded="rules_changed",
    needs_recent_sign_in=False,
    because="it gives no access: it says which lessons the school holds, and can be changed back",
)
def choose_audiences(*, user_id: int, agency_id: UUID, given: SchoolAudiencesIn, at: datetime) -> None:
    """Say which audiences a school has. Durable. Raises: LessonsNotFound, LessonsOfSchool, AudiencesNotYours."""
    with transaction.atomic(durable=True):
        school = school_to_keep_for(user_id=user_id, agency_id=agency_id, at=at)
        chosen = [one.value for one in LessonAudience if one in given.audiences]
        SchoolAudiences.objects.update_or_create(school=school, defaults={"audiences": chosen})


def note_held_lesson(*, user_id: int, agency_id: UUID, given: HeldLessonIn, at: datetime) -> UUID:
    """Write down a lesson that a school held this school year, and return its id. Durable.

    Raises: LessonsNotFound, LessonsOfSchool, NotForThisSchool, NotHeldYet, LongAgo.
    """
    with transaction.atomic(durable=True):
        school = school_place(user_id=user_id, agency_id=agency_id, at=at).agency
        if given.audience not in audiences_of(school.pk):
            raise NotForThisSchool(pointer="/audience")
        today = at.astimezone(ZoneInfo(school.time_zone)).date()
        if given.held_on > today:
            raise NotHeldYet(pointer="/held_on")
        if school_year_of(given.held_on) != school_year_of(today):
            raise LongAgo(pointer="/held_on")
        held = HeldLesson.objects.create(
            school=school,
            audience=given.audience.value,
            topics=[one.value for one in LessonTopic if one in given.topics],
            language=given.language,
            group=given.group,
            held_on=given.held_on,
            held_by=given.held_by,
            people=given.people,
            noted_by_id=user_id,
            noted_at=at,
        )
        return held.pk


def take_back_held(*, user_id: int, agency_id: UUID, held_id: UUID, at: datetime) -> None:
    """Take back what was written down by mistake; twice changes nothing. Durable.

    Raises: LessonsNotFound, LessonsOfSchool, HeldLessonNotFound, HeldLessonNotYours.
    """
    with transaction.atomic(durable=True):
        held = held_to_take_back(user_id=user_id, agency_id=agency_id, held_id=held_id, at=at)
        if held.taken_back_at is None:
            held.taken_back_at, held.taken_back_by_id = at, user_id
            held.save(update_fields=["taken_back_at", "taken_back_by"])


def attest_reading(*, user_id: int, agency_id: UUID, given: LessonReadIn, at: datetime) -> None:
    """Write down that the caller has read the lessons for staff, this school year; twice changes nothing. Durable.

    Raises: LessonsNotFound: the caller is not of this school's staff. LessonsOfSchool.
    """
    with transaction.atomic(durable=True):
        place = school_place(user_id=user_id, agency_id=agency_id, at=at)
        if not place.is_of_school:
            raise LessonsNotFound
        today = at.astimezone(ZoneInfo(place.agency.time_zone)).date()
        for topic in given.topics or list(LessonTopic):
            LessonReading.objects.get_or_create(
                school=place.agency,
                user_id=user_id,
                topic=topic.value,
                school_year=school_year_of(today),
                defaults={"read_at": at},
            )
