"""What people read of drills and duties: plain values, the same for pages and for the interface."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from coordination.drills.exercises.vocabulary import SimulationLevel
from coordination.drills.requirements.vocabulary import (
    Announcement,
    DrillGap,
    DrillPeriod,
    DrillStanding,
    DrillState,
    DrillType,
    NoticeChannel,
)


@dataclass(frozen=True, slots=True)
class SchoolYearView:
    """A school year: `year` to the next one."""

    year: int
    begins_on: date
    ends_on: date
    second_semester_on: date
    open_months: list[int]
    summer_months: list[int]


@dataclass(frozen=True, slots=True)
class DrillLawName:
    """The law that counts."""

    key: str
    name: str
    citation: str
    records_years: int
    publish_within_days: int | None
    has_fire_marshal_rule: bool
    is_own: bool
    note_en: str
    note_es: str


@dataclass(frozen=True, slots=True)
class DrillDutyView:
    """A rule in a period: `done` of `required`, by `due_on`."""

    code: str
    title_en: str
    title_es: str
    types: tuple[DrillType, ...]
    citation: str
    is_unverified: bool
    needs_police: bool
    needs_fire: bool
    source: str
    checked_on: date | None
    period: DrillPeriod
    period_number: int
    begins_on: date
    ends_on: date
    required: int
    done: int
    due_on: date
    standing: DrillStanding
    done_on: date | None
    note_en: str
    note_es: str


@dataclass(frozen=True, slots=True)
class DrillCapView:
    """How many drills were held in a period, of the most that are allowed."""

    types: tuple[DrillType, ...]
    period: DrillPeriod
    period_number: int
    most: int
    held: int
    is_exceeded: bool
    citation: str


@dataclass(frozen=True, slots=True)
class SchoolDrillState:
    """How a school stands before its law in a school year."""

    site_id: UUID
    name: str
    year: SchoolYearView
    law: DrillLawName
    today: date
    duties: list[DrillDutyView]
    caps: list[DrillCapView]
    next_due: DrillDutyView | None
    keeps: bool


@dataclass(frozen=True, slots=True)
class DrillMonth:
    """A month of a school: how many drills were held, and whether a duty whose day fell into it is not done."""

    month: date
    held: int
    is_wanting: bool


@dataclass(frozen=True, slots=True)
class DrillSchoolLine:
    """A school in its district's table."""

    site_id: UUID
    name: str
    held: int
    done: int
    due: int
    wanting: int
    exceeded: int
    next_due_on: date | None
    next_title_en: str
    next_title_es: str
    months: list[DrillMonth]


@dataclass(frozen=True, slots=True)
class DistrictDrillState:
    """How the schools of a district stand before their law in a school year, by name."""

    district_id: UUID
    name: str
    year: SchoolYearView
    law: DrillLawName
    today: date
    schools: list[DrillSchoolLine]


@dataclass(frozen=True, slots=True)
class DrillLine:
    """A drill in a list. A reader who may know only the day gets no type and no scenario."""

    drill_id: UUID
    site_id: UUID
    school: str
    time_zone: str
    type: DrillType | None
    state: DrillState
    announcement: Announcement
    starts_at: datetime
    ends_at: datetime | None
    secured_s: int | None
    participants: int | None
    is_signed: bool
    signed_name: str
    is_signed_here: bool
    told_parents_at: datetime | None
    gaps: list[DrillGap]


@dataclass(frozen=True, slots=True)
class DrillChangeView:
    """A field that was changed."""

    field: str
    before: str
    after: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DrillNoticeView:
    """That parents were told."""

    sent_at: datetime
    channel: NoticeChannel
    languages: str
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class DrillView:
    """A drill with everything that is known of it.

    `police_present`: police were there. `fire_present`: the fire service was. `mental_health_present`: a mental health
    professional was.
    """

    drill_id: UUID
    site_id: UUID
    school: str
    time_zone: str
    version: int
    type: DrillType | None
    state: DrillState
    announcement: Announcement
    starts_at: datetime
    ends_at: datetime | None
    building: str
    secured_s: int | None
    participants: int | None
    evacuees: int | None
    weather: str
    police_present: bool
    fire_present: bool
    scenario: str
    simulation: SimulationLevel
    opt_outs: int | None
    staff_trained: int | None
    is_debriefed: bool
    mental_health_present: bool
    issues: str
    evaluator: str
    exercise_id: UUID | None
    signed_name: str
    signed_on: date | None
    signed_agency: str
    is_signed_here: bool
    told_parents_at: datetime | None
    gaps: list[DrillGap]
    notices: list[DrillNoticeView]
    changes: list[DrillChangeView]
    keeps: bool
    may_sign: bool
