"""Lessons over HTTP. Parse, call, answer; no rule stands here."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Path, Router, Status

from coordination.prevention.lessons import actions
from coordination.prevention.lessons.access import lesson_place, school_place
from coordination.prevention.lessons.queries import LessonText, held_at, lessons_for, school_years
from coordination.prevention.lessons.vocabulary import LessonAudience, LessonTopic
from coordination.prevention.lessons.wire import (
    HeldLessonId,
    HeldLessonIn,
    HeldLessonOut,
    Language,
    LessonReadIn,
    LessonStandingOut,
    LessonTextIn,
    LessonTextOut,
    SchoolAudiencesIn,
    SchoolLessonsOut,
)
from coordination.sign_in.callers import caller_of

router = Router(tags=["lessons"])
AGENCY = "/agencies/{uuid:agency_id}"


@router.get(f"{AGENCY}/lessons", response=SchoolLessonsOut, operation_id="read_school_lessons")
def read_school_lessons(request: HttpRequest, agency_id: UUID) -> SchoolLessonsOut:
    """Return what a school held this school year, and what it lacks; for people of the school or its district."""
    caller = caller_of(request)
    school = school_place(user_id=caller.user_id, agency_id=agency_id, at=caller.at).agency
    year = school_years([school], caller.at)[school.pk]
    return SchoolLessonsOut(
        school_year=year.year,
        standings=[LessonStandingOut.model_validate(one, from_attributes=True) for one in year.standings],
        held=[HeldLessonOut.model_validate(one, from_attributes=True) for one in held_at(school, caller.at)],
        staff=year.staff,
        staff_read=year.staff_read,
    )


@router.get(f"{AGENCY}/lessons/{{audience}}", response=list[LessonTextOut], operation_id="read_lessons")
def read_lessons(request: HttpRequest, agency_id: UUID, audience: LessonAudience) -> list[LessonText]:
    """Return the lessons of an audience in every language; for people of the school or its district."""
    caller = caller_of(request)
    place = lesson_place(user_id=caller.user_id, agency_id=agency_id, at=caller.at)
    return [one for one in lessons_for(place.district, audience, caller.at) if one.text]


@router.put(f"{AGENCY}/lessons/{{audience}}/{{topic}}/{{language}}", response={204: None}, operation_id="write_lesson")
def put_lesson(
    request: HttpRequest,
    agency_id: UUID,
    audience: LessonAudience,
    topic: LessonTopic,
    language: Annotated[Language, Path()],
    given: Annotated[LessonTextIn, Body()],
) -> Status[None]:
    """Write a lesson of a district in a language; for its administrators. An empty text takes the own words back."""
    caller = caller_of(request)
    actions.write_lesson(
        user_id=caller.user_id,
        agency_id=agency_id,
        audience=audience,
        topic=topic,
        language=language,
        given=given,
        at=caller.at,
    )
    return Status(204, None)


@router.put(f"{AGENCY}/lesson-audiences", response={204: None}, operation_id="choose_lesson_audiences")
def put_audiences(request: HttpRequest, agency_id: UUID, given: Annotated[SchoolAudiencesIn, Body()]) -> Status[None]:
    """Say which audiences a school has; for administrators of the school or its district."""
    caller = caller_of(request)
    actions.choose_audiences(user_id=caller.user_id, agency_id=agency_id, given=given, at=caller.at)
    return Status(204, None)


@router.post(f"{AGENCY}/held-lessons", response={201: HeldLessonId}, operation_id="note_held_lesson")
def post_held_lesson(
    request: HttpRequest, agency_id: UUID, given: Annotated[HeldLessonIn, Body()]
) -> Status[HeldLessonId]:
    """Write down a lesson that a school held, by count; for people of the school or its district."""
    caller = caller_of(request)
    held_id = actions.note_held_lesson(user_id=caller.user_id, agency_id=agency_id, given=given, at=caller.at)
    return Status(201, HeldLessonId(id=held_id))


@router.delete(f"{AGENCY}/held-lessons/{{uuid:held_id}}", response={204: None}, operation_id="take_back_held_lesson")
def delete_held_lesson(request: HttpRequest, agency_id: UUID, held_id: UUID) -> Status[None]:
    """Take back what was written down by mistake; for who wrote it down, and administrators."""
    caller = caller_of(request)
    actions.take_back_held(user_id=caller.user_id, agency_id=agency_id, held_id=held_id, at=caller.at)
    return Status(204, None)


@router.post(f"{AGENCY}/lesson-readings", response={204: None}, operation_id="attest_lesson_reading")
def post_reading(request: HttpRequest, agency_id: UUID, given: Annotated[LessonReadIn, Body()]) -> Status[None]:
    """Attest that one has read the lessons for staff; for the school's own staff."""
    caller = caller_of(request)
    actions.attest_reading(user_id=caller.user_id, agency_id=agency_id, given=given, at=caller.at)
    return Status(204, None)
