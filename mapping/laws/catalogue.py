"""The rules of map laws, and which of them each state wants: read from data, checked once. Pure: no Django."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from mapping.errors import BadProfile
from mapping.laws.freshness import AgeLimits, limits_for
from mou.foundation.input_faults import first_fault
from mou.foundation.page_address import PageAddress

MAX_PROFILE_BYTES = 64 * 1024
DEFAULT_PROFILE = "GENERIC"
RECIPIENTS = frozenset(("police", "sheriff", "fire", "ems", "dispatch", "emergency_management"))
type Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing a law wants to be true of a school's map."""

    code: str
    group: str
    attestable: bool
    title_en: str
    title_es: str


class RuleSource(BaseModel):
    """Where some rules of a law were read.

    `source`: where it can be read; `checked_on`: the day on which the rules were last compared with that.
    `is_unverified`: not compared with the law itself, or the law can be read in more than one way; ask locally.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    rules: Annotated[tuple[str, ...], Field(min_length=1, max_length=100)]
    citation: Text
    source: PageAddress = ""
    checked_on: date | None = None
    is_unverified: bool = False


class Profile(BaseModel):
    """Which rules a state has, how old a walk-through may be, when and to whom the map goes.

    A walk-through is shown in amber from `walk_through_ageing_after_days` on, else in the last quarter of its time, and
    in red beyond it. `submit_on` are days of the year, "10-01"; `recipients` are kinds of agencies that must have the
    current version. `second_person_verifies`: a plan is verified by someone who neither drew nor publishes it.
    `sources` say where each rule was read.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]{1,19}$")]
    name: Text
    citation: Text
    walk_through_max_age_days: Annotated[int, Field(ge=1, le=3650)]
    walk_through_ageing_after_days: Annotated[int, Field(ge=0, le=3650)] | None = None
    second_person_verifies: bool = True
    submit_on: Annotated[tuple[str, ...], Field(max_length=12)]
    recipients: Annotated[tuple[str, ...], Field(max_length=12)]
    confidentiality: Text
    rules: Annotated[tuple[str, ...], Field(min_length=1, max_length=100)]
    sources: Annotated[tuple[RuleSource, ...], Field(max_length=100)] = ()

    def source_of(self, code: str) -> RuleSource | None:
        """Return where a rule was read, where the profile says so."""
        return next((one for one in self.sources if code in one.rules), None)

    def age_limits(self) -> AgeLimits:
        """Return when a walk-through turns amber, and when red."""
        return limits_for(self.walk_through_max_age_days, self.walk_through_ageing_after_days)

    @model_validator(mode="after")
    def _amber_before_red(self) -> Self:
        if (self.walk_through_ageing_after_days or 0) > self.walk_through_max_age_days:
            raise ValueError("walk_through_ageing_after_days is more than walk_through_max_age_days")
        return self

    @field_validator("rules")
    @classmethod
    def _known_rules(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [code for code in codes if code not in map_rules()]
        if unknown or len(set(codes)) != len(codes):
            raise ValueError(f"unknown or repeated rules: {', '.join(unknown)[:100]}")
        return codes

    @field_validator("sources")
    @classmethod
    def _one_source_for_a_rule(cls, sources: tuple[RuleSource, ...], info: ValidationInfo) -> tuple[RuleSource, ...]:
        named = [code for one in sources for code in one.rules]
        # Rules that were refused themselves are not in `data`: their own fault is said.
        unknown = sorted(set(named) - set(info.data.get("rules", named)))
        if unknown or len(set(named)) != len(named):
            raise ValueError(f"a source names each rule of the profile at most once: {', '.join(unknown)[:100]}")
        return sources

    @field_validator("submit_on")
    @classmethod
    def _days_of_a_year(cls, days: tuple[str, ...]) -> tuple[str, ...]:
        for day in days:
            if re.fullmatch(r"[0-9]{2}-[0-9]{2}", day) is None:
                raise ValueError('a day of the year is written "10-01"')
            # 2023 has no 29 February: no law may ask for it.
            date.fromisoformat(f"2023-{day}")
        return days

    @field_validator("recipients")
    @classmethod
    def _known_kinds(cls, kinds: tuple[str, ...]) -> tuple[str, ...]:
        if not set(kinds) <= RECIPIENTS:
            raise ValueError("recipients are kinds of agencies")
        return kinds


@cache
def map_rules() -> dict[str, Rule]:
    """Return every rule by its code, in the order of the list."""
    read = tomllib.loads(files("mapping.laws").joinpath("rules.toml").read_text(encoding="utf-8"))
    return {code: Rule(code=code, **fields) for code, fields in read.items()}


@cache
def law_profiles() -> dict[str, Profile]:
    """Return the profiles that come with the software, by key."""
    folder = files("mapping.laws").joinpath("profiles")
    texts = [one.read_text(encoding="utf-8") for one in folder.iterdir() if one.name.endswith(".toml")]
    found = [Profile.model_validate(tomllib.loads(text)) for text in texts]
    return {one.key: one for one in sorted(found, key=lambda one: one.name)}


def profile_from_text(text: str) -> Profile:
    """Read a profile from a user: TOML of the same form as those in mapping/laws/profiles.

    Raises: BadProfile: too long, not TOML, or not a profile; the text says which field.
    """
    if len(text.encode()) > MAX_PROFILE_BYTES:
        raise BadProfile("A profile has at most 64 KiB.")
    try:
        return Profile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadProfile("This is not TOML.") from error
    except ValidationError as error:
        raise BadProfile(first_fault(error).placed()) from error
    except RecursionError as error:
        raise BadProfile("This is nested too deeply.") from error
