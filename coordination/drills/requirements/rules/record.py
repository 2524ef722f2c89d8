"""What is given of a drill, and whether it can be: the same for the interface, for pages and for files. Pure."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)

from coordination.drills.exercises.vocabulary import SimulationLevel
from coordination.drills.requirements.errors import BadDrill
from coordination.drills.requirements.vocabulary import Announcement, DrillState, DrillType, NoticeChannel
from mou.shown_text import first_hidden, hidden_sentence

FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
LONGEST = timedelta(days=2)
# Clocks differ a little: so far ahead, a drill is not in the future yet.
LEEWAY = timedelta(minutes=10)
SECONDS_MAX, PEOPLE_MAX = 86_400, 100_000


def _readable(text: str) -> str:
    text = text.replace("\r\n", "\n")
    if hidden := first_hidden(text):
        raise ValueError(hidden_sentence("text", hidden))
    return text


def _one_line(text: str) -> str:
    if "\n" in text or "\t" in text:
        raise ValueError("one line")
    return text


type RecordLine = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=120), AfterValidator(_readable), AfterValidator(_one_line)
]
type RecordWords = Annotated[str, StringConstraints(strip_whitespace=True, max_length=400), AfterValidator(_readable)]
type RecordText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000), AfterValidator(_readable)]
type DrillCount = Annotated[int, Field(ge=0, le=PEOPLE_MAX)] | None


class DrillGiven(BaseModel):
    """A drill as it is written down. `secured_s`: seconds until all was secured. What is unknown is null."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: DrillType
    state: DrillState = DrillState.HELD
    announcement: Announcement = Announcement.FULL
    starts_at: AwareDatetime
    ends_at: AwareDatetime | None = None
    building: RecordLine = ""
    secured_s: Annotated[int, Field(ge=0, le=SECONDS_MAX)] | None = None
    participants: DrillCount = None
    evacuees: DrillCount = None
    weather: RecordLine = ""
    police_present: bool = False
    fire_present: bool = False
    scenario: RecordWords = ""
    simulation: SimulationLevel = SimulationLevel.NONE
    opt_outs: DrillCount = None
    staff_trained: DrillCount = None
    is_debriefed: bool = False
    mental_health_present: bool = False
    issues: RecordText = ""
    evaluator: RecordLine = ""
    exercise_id: UUID | None = None
    signed_name: RecordLine = ""
    signed_on: date | None = None

    @field_validator("starts_at")
    @classmethod
    def _of_our_time(cls, at: datetime) -> datetime:
        if not FIRST <= at.date() <= LAST:
            raise ValueError("between 2000 and 2099")
        return at

    @field_validator("signed_on")
    @classmethod
    def _signed_in_our_time(cls, on: date | None) -> date | None:
        if on is not None and not FIRST <= on <= LAST:
            raise ValueError("between 2000 and 2099")
        return on

    @model_validator(mode="after")
    def _signed_whole(self) -> Self:
        if bool(self.signed_name) != (self.signed_on is not None):
            raise ValueError("a signature has a name and a day")
        return self


class DrillNoticeGiven(BaseModel):
    """That parents were told of a drill."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sent_at: AwareDatetime
    channel: NoticeChannel
    languages: RecordLine = ""
    words: RecordText = ""

    @field_validator("sent_at")
    @classmethod
    def _of_our_time(cls, at: datetime) -> datetime:
        if not FIRST <= at.date() <= LAST:
            raise ValueError("between 2000 and 2099")
        return at


def drill_from(fields: Mapping[str, object]) -> DrillGiven:
    """Read what a form or a row of a file says. Raises: BadDrill: the pointer names the field."""
    try:
        return DrillGiven.model_validate(fields)
    except ValidationError as error:
        raise refused(error) from error


def notice_from(fields: Mapping[str, object]) -> DrillNoticeGiven:
    """Read what a form says of a notice. Raises: BadDrill."""
    try:
        return DrillNoticeGiven.model_validate(fields)
    except ValidationError as error:
        raise refused(error) from error


def refused(error: ValidationError) -> BadDrill:
    """Return the first thing that is wrong, by its field."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = "".join(f"/{part}" for part in first["loc"]) or "/signed_on"
    return BadDrill(first["msg"][:300], pointer=place)


def check_drill(given: DrillGiven, *, time_zone: str, at: datetime) -> None:
    """Refuse what cannot be at this time. Raises: BadDrill: the pointer names the field."""
    ends_at = given.ends_at
    if ends_at is not None and not given.starts_at <= ends_at <= given.starts_at + LONGEST:
        raise BadDrill("It ends after it begins, within two days.", pointer="/ends_at")
    if given.state is DrillState.HELD and given.starts_at > at + LEEWAY:
        raise BadDrill("What was held is not in the future.", pointer="/starts_at")
    if given.state is DrillState.HELD and ends_at is not None and ends_at > at + LEEWAY:
        raise BadDrill("What was held is not in the future.", pointer="/ends_at")
    if given.signed_on is not None:
        if given.state is not DrillState.HELD:
            raise BadDrill("Only what was held is signed.", pointer="/signed_on")
        if not day_at(given.starts_at, time_zone) <= given.signed_on <= day_at(at, time_zone):
            raise BadDrill("It is signed on its day or later, and not in the future.", pointer="/signed_on")


def day_at(at: datetime, time_zone: str) -> date:
    """Return the day of a school's own calendar."""
    return at.astimezone(ZoneInfo(time_zone)).date()
