"""The catalog of courses, as data beside this file. Pure: no Django."""

import functools
import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from mou.vocabulary import CourseAudience

FILE = Path(__file__).parent / "courses.toml"


class Course(BaseModel):
    """A course that can be recorded. `es`: its Spanish name; `valid_months` none: it does not expire."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,60}$")]
    name: Annotated[str, Field(min_length=1, max_length=120)]
    es: str = ""
    hours: Annotated[float, Field(gt=0, le=1000)]
    valid_months: Annotated[int, Field(gt=0, le=240)] | None = None
    audience: CourseAudience
    counts_as: tuple[str, ...] = ()
    source: str

    def name_in(self, language: str) -> str:
        """Return the name in a language, in English where there is none."""
        return self.es if language.startswith("es") and self.es else self.name

    def codes(self) -> frozenset[str]:
        """Return everything that a term may call it."""
        return frozenset((self.code, *self.counts_as))


class _Catalog(BaseModel):
    course: tuple[Course, ...]


@functools.cache
def course_catalog() -> dict[str, Course]:
    """Return the courses by their codes, in the order of the file."""
    read = _Catalog.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
    return {one.code: one for one in read.course}


def codes_of(course: str) -> frozenset[str]:
    """Return everything that a term may call a course; of a course that is not in the catalog, its own code."""
    known = course_catalog().get(course)
    return known.codes() if known is not None else frozenset((course,))


def staff_courses() -> list[Course]:
    """Return the courses that a school's staff is asked to have."""
    return [one for one in course_catalog().values() if one.audience is CourseAudience.STAFF]
