"""When a site has to be assessed again, by the state whose rules its district chose: read from data. Pure."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from mapping.assessments.vocabulary import AssessmentStanding

GENERIC = "GENERIC"
SOON = timedelta(days=60)


class Schedule(BaseModel):
    """How many months an assessment holds, and who says so."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    months: Annotated[int, Field(ge=1, le=120)]
    citation: Annotated[str, Field(min_length=1, max_length=300)]


@dataclass(frozen=True, slots=True)
class Due:
    """How a site stands on a day: when it was assessed last, when it is due again."""

    standing: AssessmentStanding
    last_on: date | None
    due_on: date | None


@cache
def due_schedules() -> dict[str, Schedule]:
    """Return the schedules by the key of a state's profile."""
    text = files("mapping.assessments").joinpath("schedules.toml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Schedule]).validate_python(tomllib.loads(text))


def schedule_of(state: str) -> Schedule:
    """Return the schedule of a state; one that is not listed is held to the common one."""
    return due_schedules().get(state, due_schedules()[GENERIC])


def due_now(last_on: date | None, schedule: Schedule, today: date) -> Due:
    """Return how a site stands that was assessed last on a day, or never."""
    if last_on is None:
        return Due(AssessmentStanding.MISSING, None, None)
    due_on = months_after(last_on, schedule.months)
    if due_on < today:
        return Due(AssessmentStanding.OVERDUE, last_on, due_on)
    is_soon = due_on - today <= SOON
    return Due(AssessmentStanding.DUE_SOON if is_soon else AssessmentStanding.CURRENT, last_on, due_on)


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), first_of_next - timedelta(days=1))
