"""The sections that a plan starts from, as data in `library/`, and what tries each of them. Pure."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from coordination.drills.exercises.vocabulary import DrillAction
from coordination.drills.requirements.vocabulary import DrillType
from coordination.emergency_plans.vocabulary import PlanPart, PlanTopic

FILE = Path(__file__).parent.parent / "library" / "sections.toml"


class LibrarySection(BaseModel):
    """A section to start from. `drills` try it; corrective actions of exercises that practice `actions` touch it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    topic: PlanTopic
    part: PlanPart
    text: str
    is_restricted: bool = False
    drills: tuple[DrillType, ...] = ()
    actions: tuple[DrillAction, ...] = ()


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    sections: tuple[LibrarySection, ...]


@cache
def library_sections() -> dict[str, LibrarySection]:
    """Return the sections by their topic, in the order of the plan."""
    file = _File.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
    return {one.topic.value: one for one in file.sections}
