"""Checklists as data: those that come with the software, and those that a district brings. Read once, checked. Pure."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from mapping.assessments.errors import BadChecklist
from mapping.assessments.vocabulary import SecurityLayer, SecurityStrategy
from mou.foundation.input_faults import first_fault

MAX_CHECKLIST_BYTES = 128 * 1024
DEFAULT_CHECKLIST = "K12"
type Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$")
]
type Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]


class Scenario(BaseModel):
    """What could happen at the site, rated by threat, vulnerability and consequence. `es` may be left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Key
    en: Text
    es: Text | None = None

    def words_in(self, language: str) -> str:
        """Return the scenario in a language."""
        return self.es if self.es is not None and language.startswith("es") else self.en


class ChecklistLine(BaseModel):
    """One thing to look at, in a cell of layers by strategies. `es` may be left out: then `en` is shown."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Key
    layer: SecurityLayer
    strategy: SecurityStrategy
    en: Text
    es: Text | None = None

    def words_in(self, language: str) -> str:
        """Return the line in a language."""
        return self.es if self.es is not None and language.startswith("es") else self.en


class Checklist(BaseModel):
    """What a team looks at. `source` says after which guide."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]{1,19}$")]
    name: Text
    source: Text
    lines: Annotated[tuple[ChecklistLine, ...], Field(min_length=1, max_length=300)]
    # Without any, those of the checklist that comes with the software are rated.
    scenarios: Annotated[tuple[Scenario, ...], Field(max_length=60)] = ()

    @model_validator(mode="after")
    def _each_key_once(self) -> "Checklist":
        for keys in ([one.key for one in self.lines], [one.key for one in self.scenarios]):
            if len(set(keys)) != len(keys):
                raise ValueError("two lines or scenarios have one key")
        return self

    def line_of(self, key: str) -> ChecklistLine | None:
        """Return a line by its key."""
        return next((one for one in self.lines if one.key == key), None)


@cache
def shipped_checklists() -> dict[str, Checklist]:
    """Return the checklists that come with the software, by key."""
    folder = files("mapping.assessments").joinpath("checklists")
    texts = [one.read_text(encoding="utf-8") for one in folder.iterdir() if one.name.endswith(".toml")]
    found = [Checklist.model_validate(tomllib.loads(text)) for text in texts]
    return {one.key: one for one in sorted(found, key=lambda one: one.name)}


def checklist_from_text(text: str) -> Checklist:
    """Read a checklist from a user: TOML of the same form as those in mapping/assessments/checklists.

    Raises: BadChecklist: too long, not TOML, or no checklist; the text says which field.
    """
    if len(text.encode()) > MAX_CHECKLIST_BYTES:
        raise BadChecklist("A checklist has at most 128 KiB.", pointer="/toml")
    try:
        return Checklist.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadChecklist("This is not TOML.", pointer="/toml") from error
    except ValidationError as error:
        raise BadChecklist(first_fault(error).placed(), pointer="/toml") from error
    except RecursionError as error:
        raise BadChecklist("This is nested too deeply.", pointer="/toml") from error
