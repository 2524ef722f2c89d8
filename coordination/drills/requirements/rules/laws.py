"""What a state asks of drills: read from data or given by a district, checked once. Pure: no Django."""

import re
import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, ValidationInfo, field_validator

from coordination.drills.exercises.rules.checks import CHECK_OF, TwoPeople
from coordination.drills.requirements.errors import BadDrillLaw
from coordination.drills.requirements.vocabulary import DrillPeriod, DrillType
from coordination.vocabulary import IncidentType
from mou.foundation.forms.asked import Asked
from mou.foundation.input_faults import first_fault
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.page_address import PageAddress

DEFAULT_LAW = "GENERIC"
MAX_RULES, MAX_CAPS = 60, 10
type LawText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
LawLine = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
type LawWords = Annotated[str, StringConstraints(strip_whitespace=True, max_length=600)]
NoteInEnglish = Annotated[LawWords, Asked(_("Note in English"), lines=2)]
NoteInSpanish = Annotated[LawWords, Asked(_("Note in Spanish"), lines=2)]
DayCount = Annotated[int, Field(ge=1, le=366)] | None
DrillTypes = Annotated[tuple[DrillType, ...], Field(max_length=len(DrillType))]
type RuleCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
type LawKey = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]{1,19}$")]


class DrillRule(BaseModel):
    """One duty: so many drills of some types in each period.

    `within_days`: the day, counted from the first day of school, by which it has to be done. `by`: a day of the year,
    "12-31". `days` is the most between two drills, for the period "days". `needs_police`: a drill counts only with the
    police present. `only_without_fire_marshal_rule`: where a local fire marshal sets none of their own.
    `since`: a day of the year before which none counts. `needs_fire`: as `needs_police`, of the fire department.
    `in_summer`: months with summer sessions count as well. `is_unverified`: not read in the law itself; ask locally.
    `source`: where it can be read; `checked_on`: the day on which it was last compared with that.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Annotated[RuleCode, Asked(_("Code"), pattern="[a-z][a-z0-9_]{0,39}")]
    title_en: Annotated[LawText, Asked(_("Name in English"))]
    title_es: Annotated[LawLine, Asked(_("Name in Spanish"))] = ""
    citation: Annotated[LawLine, Asked(_("Citation"))] = ""
    types: Annotated[
        tuple[DrillType, ...], Field(min_length=1, max_length=len(DrillType)), Asked(_("Which drills count"))
    ]
    count: Annotated[int, Field(ge=1, le=60), Asked(_("How many"))] = 1
    per: Annotated[DrillPeriod, Asked(_("For which time"))]
    days: Annotated[DayCount, Field(validate_default=True), Asked(_("Days between two, at most"))] = None
    within_days: Annotated[DayCount, Asked(_("Within days of the first day of school"))] = None
    by: Annotated[str, Asked(_("By a day of the year, month first: 12-31"), pattern="[0-9]{2}-[0-9]{2}")] = ""
    since: Annotated[str, Asked(_("Not before a day of the year, month first: 03-01"), pattern="[0-9]{2}-[0-9]{2}")] = (
        ""
    )
    needs_police: Annotated[bool, Asked(_("Counts only with the police there"))] = False
    needs_fire: Annotated[bool, Asked(_("Counts only with the fire department there"))] = False
    only_without_fire_marshal_rule: Annotated[bool, Asked(_("Only where no local fire marshal sets a number"))] = False
    in_summer: Annotated[bool, Asked(_("Also in months with summer sessions"))] = False
    is_unverified: Annotated[bool, Asked(_("Verify locally"))] = False
    source: Annotated[PageAddress, Asked(_("Where it can be read: an address with https"))] = ""
    checked_on: Annotated[date | None, Asked(_("Last compared with it on"))] = None
    note_en: NoteInEnglish = ""
    note_es: NoteInSpanish = ""

    @field_validator("types")
    @classmethod
    def _each_once(cls, types: tuple[DrillType, ...]) -> tuple[DrillType, ...]:
        if len(set(types)) != len(types):
            raise ValueError("each type once")
        return types

    @field_validator("per")
    @classmethod
    def _one_at_a_time(cls, per: DrillPeriod, info: ValidationInfo) -> DrillPeriod:
        if per is DrillPeriod.DAYS and info.data.get("count", 1) != 1:
            raise ValueError("the period days asks for one drill each time")
        return per

    @field_validator("days")
    @classmethod
    def _days_of_a_period(cls, days: int | None, info: ValidationInfo) -> int | None:
        if "per" in info.data and (info.data["per"] is DrillPeriod.DAYS) != (days is not None):
            raise ValueError("days go with the period days, and with no other")
        return days

    @field_validator("within_days")
    @classmethod
    def _due_in_a_year(cls, days: int | None, info: ValidationInfo) -> int | None:
        if days and info.data.get("per", DrillPeriod.YEAR) not in (DrillPeriod.YEAR, DrillPeriod.DAYS):
            raise ValueError("a day by which it is due goes with the period year")
        return days

    @field_validator("by", "since")
    @classmethod
    def _day_of_a_year(cls, day: str, info: ValidationInfo) -> str:
        if day and info.data.get("per", DrillPeriod.YEAR) is not DrillPeriod.YEAR:
            raise ValueError("a day by which it is due goes with the period year")
        return _checked_day(day)

    def title_in(self, language: str) -> str:
        """Return its name in a language; a district's own rule may have one alone."""
        return (self.title_es or self.title_en) if language.startswith("es") else self.title_en

    def note_in(self, language: str) -> str:
        """Return what is to be known beside it."""
        return (self.note_es or self.note_en) if language.startswith("es") else self.note_en


class DrillCap(BaseModel):
    """The most drills of some types that a state allows in a period."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    types: Annotated[tuple[DrillType, ...], Field(min_length=1, max_length=len(DrillType))]
    most: Annotated[int, Field(ge=1, le=200)]
    per: DrillPeriod
    citation: LawLine = ""
    is_unverified: bool = False

    @field_validator("per")
    @classmethod
    def _no_gap(cls, per: DrillPeriod) -> DrillPeriod:
        if per is DrillPeriod.DAYS:
            raise ValueError("a cap is for a year, a semester or a month")
        return per


class ChecksOfTwo(BaseModel):
    """Checks before an exercise that one person answers and another confirms, of exercises of some incident types."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    checks: Annotated[tuple[str, ...], Field(min_length=1, max_length=len(CHECK_OF))]
    incident_types: Annotated[tuple[IncidentType, ...], Field(max_length=len(IncidentType))] = ()
    citation: LawText
    source: PageAddress = ""
    checked_on: date | None = None

    @field_validator("checks")
    @classmethod
    def _known(cls, checks: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := [one for one in checks if one not in CHECK_OF]:
            raise ValueError(f"no check is called {unknown[0]}")
        return checks

    def make_rule(self) -> TwoPeople:
        """Return it as exercises ask for it."""
        types = frozenset(one.value for one in self.incident_types)
        return TwoPeople(frozenset(self.checks), types, self.citation, self.source, self.checked_on)


class DrillLawHead(BaseModel):
    """What a law says beside its rules.

    `types_signed`: of these the fire marshal signs. `types_told`: of these parents are told. `publish_within_days`:
    days after a drill until it has to be posted. `records_years`: how long records are kept.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[LawText, Asked(_("Name"))]
    citation: Annotated[LawText, Asked(_("Citation"))]
    records_years: Annotated[int, Field(ge=1, le=50), Asked(_("Years that records are kept"))] = 3
    publish_within_days: Annotated[DayCount, Asked(_("Days until a drill is posted"))] = None
    types_signed: Annotated[DrillTypes, Asked(_("The fire marshal signs for"))] = ()
    types_told: Annotated[DrillTypes, Asked(_("Parents are told of"))] = ()
    note_en: NoteInEnglish = ""
    note_es: NoteInSpanish = ""


class DrillLaw(DrillLawHead):
    """The law of a state, or what a district made of it."""

    key: LawKey
    rules: Annotated[tuple[DrillRule, ...], Field(min_length=1, max_length=MAX_RULES)]
    caps: Annotated[tuple[DrillCap, ...], Field(max_length=MAX_CAPS)] = ()
    two_people: ChecksOfTwo | None = None

    @field_validator("rules")
    @classmethod
    def _codes_once(cls, rules: tuple[DrillRule, ...]) -> tuple[DrillRule, ...]:
        codes = [one.code for one in rules]
        twice = sorted({one for one in codes if codes.count(one) > 1})
        if twice:
            raise ValueError(f"each code once: {', '.join(twice)}")
        return rules

    def note_in(self, language: str) -> str:
        """Return what is to be known beside it."""
        return (self.note_es or self.note_en) if language.startswith("es") else self.note_en

    def rules_for(self, *, has_fire_marshal_rule: bool) -> tuple[DrillRule, ...]:
        """Return the rules that count in a district."""
        return tuple(one for one in self.rules if not (has_fire_marshal_rule and one.only_without_fire_marshal_rule))


@cache
def shipped_laws() -> dict[str, DrillLaw]:
    """Return the laws that come with the software, by key, in the order of their names."""
    folder = files("coordination.drills.requirements").joinpath("laws")
    texts = [one.read_text(encoding="utf-8") for one in folder.iterdir() if one.name.endswith(".toml")]
    found = [DrillLaw.model_validate(tomllib.loads(text)) for text in texts]
    return {one.key: one for one in sorted(found, key=lambda one: one.name)}


def law_from(document: object) -> DrillLaw:
    """Check a law that a district gives. Raises: BadDrillLaw: its pointer names the field."""
    try:
        # As JSON has it: lists where we hold tuples, strings where we hold values of lists.
        return DrillLaw.model_validate(document)
    except ValidationError as error:
        fault = first_fault(error, document)
        raise BadDrillLaw(fault.sentence, pointer=fault.pointer) from error
    except RecursionError as error:
        raise BadDrillLaw("This is nested too deeply.") from error


def _checked_day(day: str) -> str:
    if not day:
        return day
    if re.fullmatch(r"[0-9]{2}-[0-9]{2}", day, re.ASCII) is None:
        raise ValueError('a day of the year is written "12-31"')
    # 2023 has no 29 February: no law may ask for it.
    date.fromisoformat(f"2023-{day}")
    return day
