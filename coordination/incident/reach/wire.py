"""What is said of test alarms: the bodies of the routes, and the forms of the pages."""

from datetime import datetime, time
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field

from coordination.incident.reach.vocabulary import AnswerWay, Pace, TestEnd, Weekday
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _

OF_CLOCK = "The time of day by the agency's clock, such as 10:00."
CLOCK = "^([01]?[0-9]|2[0-3]):[0-5][0-9]$"


class AlarmTestIn(BaseModel):
    """A test alarm to start now."""

    model_config = ConfigDict(extra="forbid")

    with_partners: Annotated[
        bool,
        Asked(
            _("Also tell agencies with an agreement"),
            hint=_("Their people on duty, as a real alarm would. Agree on it with them first."),
        ),
    ] = False
    breaks_silence: Annotated[
        bool,
        Asked(
            _("Sound through “do not disturb”"),
            hint=_("As a real alarm sounds, and still marked as a test. Leave it out unless that is what you test."),
        ),
    ] = False


class AlarmTestPlanIn(BaseModel):
    """When an agency tests its alarm by itself, by its own clock."""

    model_config = ConfigDict(extra="forbid")

    pace: Annotated[Pace, Asked(_("How often"), hint=_("Each month: on its first such day."))]
    weekday: Annotated[Weekday, Asked(_("Day"))]
    clock: Annotated[
        str,
        Field(max_length=5, pattern=CLOCK, description=OF_CLOCK),
        Asked(_("Time"), pattern=CLOCK[1:-1], example="10:00"),
    ]
    with_partners: Annotated[bool, Asked(_("Also tell agencies with an agreement"))] = False

    def clock_time(self) -> time:
        """Return the time of day."""
        hour, minute = self.clock.split(":")
        return time(int(hour), int(minute))


class AlarmTestId(Schema):
    id: UUID


class AskedTestOut(Schema):
    """A test alarm that asks the caller. `answered_at`: they have answered. `is_test` is always true."""

    id: UUID
    agency: str
    started_at: datetime
    answered_at: datetime | None
    is_test: bool = True


class AlarmTestOut(Schema):
    """A test alarm, with how many people it told and how many have answered. `is_test` is always true."""

    id: UUID
    agency_id: UUID
    agency: str
    started_at: datetime
    ended_at: datetime | None
    end: TestEnd | None
    is_planned: bool
    with_partners: bool
    breaks_silence: bool
    told: int
    answered: int
    is_test: bool = True


class TestedPersonOut(Schema):
    """A person of the caller's agencies in a test alarm: outcome and advice as sentences."""

    name: str
    agency: str
    told_at: datetime | None
    answered_at: datetime | None
    way: AnswerWay | None
    ways: Annotated[str, Field(description="By which devices it went, and how far by each.")]
    outcome: Annotated[str, Field(description="What came of it, as a sentence.")]
    advice: Annotated[str, Field(description="What to do, as a sentence; empty: nothing.")]


class TestedAgencyOut(Schema):
    """How many people of an agency a test alarm told, and how many have answered."""

    agency: str
    told: int
    answered: int


class AlarmTestReportOut(Schema):
    """What came of a test alarm. `handed`: a provider took it for them; `without_way`: nothing reaches them."""

    test: AlarmTestOut
    chosen: Annotated[int, Field(description="How many people it was to tell.")]
    handed: Annotated[int, Field(description="For how many of them a provider has taken it.")]
    acknowledged: Annotated[int, Field(description="How many of them have answered.")]
    without_way: Annotated[int, Field(description="How many of them nothing can reach.")]
    agencies: list[TestedAgencyOut]
    people: list[TestedPersonOut]
