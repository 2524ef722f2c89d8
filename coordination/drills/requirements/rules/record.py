"""What is given of a drill, and whether it can be: the same for the interface, for pages and for files. Pure."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from coordination.drills.exercises.vocabulary import SimulationLevel
from coordination.drills.requirements.errors import BadDrill
from coordination.drills.requirements.vocabulary import Announcement, DrillState, DrillType, NoticeChannel
from mou.foundation.forms.asked import Asked
from mou.foundation.input_faults import first_fault
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.moments import Moment
from mou.foundation.shown_text import first_hidden, hidden_sentence

FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
LONGEST = timedelta(days=2)
# Clocks differ a little: so far ahead, a drill is not in the future yet.
LEEWAY = timedelta(minutes=10)
SECONDS_MAX, PEOPLE_MAX = 86_400, 100_000


def _check_readable(text: str) -> str:
    text = text.replace("\r\n", "\n")
    if hidden := first_hidden(text):
        raise ValueError(hidden_sentence("text", hidden))
    return text


def _one_line(text: str) -> str:
    if "\n" in text or "\t" in text:
        raise ValueError("one line")
    return text


type RecordLine = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=120),
    AfterValidator(_check_readable),
    AfterValidator(_one_line),
]
type RecordWords = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=400), AfterValidator(_check_readable)
]
type RecordText = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=4000), AfterValidator(_check_readable)
]
type DrillCount = Annotated[int, Field(ge=0, le=PEOPLE_MAX)] | None
DrillSeconds = Annotated[int, Field(ge=0, le=SECONDS_MAX)] | None


class DrillGiven(BaseModel):
    """A drill as it is written down. `secured_s`: seconds until all was secured. What is unknown is null."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: Annotated[DrillType, Asked(_("Kind of drill"), begins_empty=True)]
    state: Annotated[DrillState, Asked(_("State"))] = DrillState.HELD
    announcement: Annotated[Announcement, Asked(_("Announcement"))] = Announcement.FULL
    starts_at: Annotated[Moment, Asked(_("Begins"))]
    ends_at: Annotated[Moment | None, Asked(_("Ends"))] = None
    building: Annotated[RecordLine, Asked(_("Building"), suggested="buildings")] = ""
    secured_s: Annotated[DrillSeconds, Asked(_("Seconds until all was secured"))] = None
    participants: Annotated[DrillCount, Asked(_("People who took part"))] = None
    evacuees: Annotated[DrillCount, Asked(_("People who left the building"))] = None
    weather: Annotated[RecordLine, Asked(_("Weather"))] = ""
    police_present: Annotated[bool, Asked(_("Police was there"))] = False
    fire_present: Annotated[bool, Asked(_("Fire department was there"))] = False
    scenario: Annotated[RecordWords, Asked(_("Scenario"))] = ""
    simulation: Annotated[SimulationLevel, Asked(_("What is simulated"))] = SimulationLevel.NONE
    opt_outs: Annotated[DrillCount, Asked(_("Students who opted out"))] = None
    staff_trained: Annotated[DrillCount, Asked(_("Staff trained before"))] = None
    is_debriefed: Annotated[bool, Asked(_("Spoken about afterwards"))] = False
    mental_health_present: Annotated[bool, Asked(_("Mental health staff was there"))] = False
    issues: Annotated[RecordText, Asked(_("What went wrong"), lines=3)] = ""
    evaluator: Annotated[RecordLine, Asked(_("Evaluator"))] = ""
    exercise_id: Annotated[UUID | None, Asked(_("Exercise"), is_hidden=True)] = None
    signed_name: Annotated[RecordLine, Asked(_("Fire marshal"))] = ""
    signed_on: Annotated[date | None, Field(validate_default=True), Asked(_("Signed on"))] = None

    @field_validator("starts_at")
    @classmethod
    def _of_our_time(cls, at: datetime) -> datetime:
        if not FIRST <= at.date() <= LAST:
            raise ValueError("between 2000 and 2099")
        return at

    @field_validator("signed_on")
    @classmethod
    def _signed_whole(cls, on: date | None, info: ValidationInfo) -> date | None:
        if on is not None and not FIRST <= on <= LAST:
            raise ValueError("between 2000 and 2099")
        if "signed_name" in info.data and bool(info.data["signed_name"]) != (on is not None):
            raise ValueError("a signature has a name and a day")
        return on


class DrillNoticeGiven(BaseModel):
    """That parents were told of a drill."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sent_at: Annotated[Moment, Asked(_("Sent at"))]
    channel: Annotated[NoticeChannel, Asked(_("How"))]
    languages: Annotated[RecordLine, Asked(_("In which languages"))] = ""
    words: Annotated[RecordText, Asked(_("Words"), lines=3)] = ""

    @field_validator("sent_at")
    @classmethod
    def _of_our_time(cls, at: datetime) -> datetime:
        if not FIRST <= at.date() <= LAST:
            raise ValueError("between 2000 and 2099")
        return at


def drill_from(fields: Mapping[str, object]) -> DrillGiven:
    """Read what a row of a file says. Raises: BadDrill: the pointer names the field."""
    try:
        return DrillGiven.model_validate(fields)
    except ValidationError as error:
        fault = first_fault(error, fields)
        raise BadDrill(fault.sentence, pointer=fault.pointer) from error


def check_drill(given: DrillGiven, *, time_zone: str, at: datetime) -> None:
    """Refuse what cannot be at this time. Raises: BadDrill: the pointer names the field."""
    ends_at = given.ends_at
    if ends_at is not None and not given.starts_at <= ends_at <= given.starts_at + LONGEST:
        raise BadDrill(Reason(_("It ends after it begins, within two days.")), pointer="/ends_at")
    if given.state is DrillState.HELD and given.starts_at > at + LEEWAY:
        raise BadDrill(Reason(_("What was held is not in the future.")), pointer="/starts_at")
    if given.state is DrillState.HELD and ends_at is not None and ends_at > at + LEEWAY:
        raise BadDrill(Reason(_("What was held is not in the future.")), pointer="/ends_at")
    if given.signed_on is not None:
        if given.state is not DrillState.HELD:
            raise BadDrill(Reason(_("Only what was held is signed.")), pointer="/signed_on")
        if not day_at(given.starts_at, time_zone) <= given.signed_on <= day_at(at, time_zone):
            raise BadDrill(Reason(_("It is signed on its day or later, and not in the future.")), pointer="/signed_on")


def day_at(at: datetime, time_zone: str) -> date:
    """Return the day of a school's own calendar."""
    return at.astimezone(ZoneInfo(time_zone)).date()
