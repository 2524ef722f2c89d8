"""What is said of lessons: bodies of routes, and forms of pages."""

from datetime import date
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator

from coordination.prevention.lessons.rules import LANGUAGE, LESSON_CHARS
from coordination.prevention.lessons.vocabulary import LessonAudience, LessonTopic
from coordination.room.wire.model import refuse_control_characters
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _

MOST_PEOPLE = 100_000
Line = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(refuse_control_characters)]
Language = Annotated[str, StringConstraints(strip_whitespace=True, pattern=f"^{LANGUAGE.pattern}$", max_length=8)]


class Given(BaseModel):
    """An undeclared field is an error."""

    model_config = ConfigDict(extra="forbid")


class LessonTextIn(Given):
    """A lesson as a district writes it. `drawn_from`: the edition that was changed; 0: the proposed one, or none."""

    drawn_from: Annotated[int, Field(ge=0), Asked(is_hidden=True, is_renewed=True)]
    text: Annotated[
        str,
        StringConstraints(strip_whitespace=True, max_length=LESSON_CHARS),
        Field(description="A sentence or two on each line. Empty: the proposed lesson holds again."),
        Asked(
            _("The lesson"),
            hint=_("A sentence or two on each line. Leave it empty to take back what your district wrote."),
            lines=10,
        ),
    ] = ""
    language_name: Annotated[
        Line,
        Field(max_length=40, description="What the language calls itself; not needed for English and Spanish."),
        Asked(_("What the language calls itself"), example="Tiếng Việt"),
    ] = ""


class OtherLanguageIn(LessonTextIn):
    """The first lesson in a further language, as a page asks for it."""

    language: Annotated[
        Language,
        Asked(_("Code of the language"), hint=_("Two or three letters, such as vi, so or ar."), is_verbatim=True),
    ]
    topic: Annotated[LessonTopic, Asked(_("Topic"))]


class HeldLessonIn(Given):
    """A lesson that was held: counts alone. No name of a student stands in it."""

    audience: Annotated[LessonAudience, Asked(_("For whom"))]
    topics: Annotated[list[LessonTopic], Field(min_length=1, max_length=len(LessonTopic)), Asked(_("Topics"))]
    group: Annotated[
        Line,
        Field(max_length=80),
        Asked(_("Class or group"), hint=_("Such as “grade 4, room 12”. No names of students."), example=""),
    ] = ""
    held_on: Annotated[date, Asked(_("Day"))]
    held_by: Annotated[Line, Field(min_length=1, max_length=120), Asked(_("Who held it"))]
    people: Annotated[int, Field(ge=1, le=MOST_PEOPLE), Asked(_("How many had it"))]
    language: Annotated[Language, Asked(_("Language"))] = "en"

    @field_validator("topics")
    @classmethod
    def _each_once(cls, topics: list[LessonTopic]) -> list[LessonTopic]:
        return list(dict.fromkeys(topics))


class TakeBackIn(Given):
    """The held lesson that was written down by mistake."""

    held_id: Annotated[UUID, Asked(is_hidden=True)]


class LessonReadIn(Given):
    """The lessons for staff that the caller has read: all topics, or those named."""

    topics: Annotated[list[LessonTopic], Field(max_length=len(LessonTopic)), Asked(is_hidden=True)] = []


class SchoolAudiencesIn(Given):
    """Which audiences a school has."""

    audiences: Annotated[
        list[LessonAudience], Field(min_length=1, max_length=len(LessonAudience)), Asked(_("Who this school has"))
    ]


class LessonTextOut(Schema):
    """A lesson in a language. `edition`: the district's; 0: the product proposes it."""

    topic: LessonTopic
    language: str
    language_name: str
    edition: int
    text: str


class LessonStandingOut(Schema):
    """How a topic stands for an audience this school year. `last_on`: empty where it was not held."""

    audience: LessonAudience
    topic: LessonTopic
    last_on: date | None
    times: Annotated[int, Field(description="How often it was held this school year.")]
    people: int


class HeldLessonOut(Schema):
    """A lesson that was held."""

    id: UUID
    audience: LessonAudience
    topics: list[LessonTopic]
    language: str
    group: Annotated[str, Field(description="The class or group that had it; empty where no one said.")]
    held_on: date
    held_by: str
    people: int


class SchoolLessonsOut(Schema):
    """What a school held this school year, and what it lacks. `staff_read` of `staff` people have read every topic."""

    school_year: Annotated[int, Field(description="The year in which it began.")]
    standings: list[LessonStandingOut]
    held: list[HeldLessonOut]
    staff: int
    staff_read: int


class HeldLessonId(Schema):
    """The lesson that was written down."""

    id: UUID
