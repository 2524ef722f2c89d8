"""The rule sets as data: what each asks of an agreement, with its source. Pure: no Django."""

import functools
import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from mou.vocabulary import TemplateKind, TermKind, Topic

type FindingSeverity = Literal["contradiction", "missing", "vague", "advice"]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Needs(_Closed):
    """What satisfies a rule: any one of these."""

    topics: tuple[Topic, ...] = ()
    terms: tuple[TermKind, ...] = ()
    words: tuple[str, ...] = ()
    signatories: int | None = None
    max_review_months: int | None = None


class Rule(_Closed):
    """One thing that an agreement should say."""

    id: str
    severity: FindingSeverity
    needs: Needs
    why: str
    topic: Topic | None = None
    not_kinds: tuple[TemplateKind, ...] = ()


class RuleSet(_Closed):
    """The rules of one body; `kinds` are the agreements it speaks of, none for all."""

    id: str
    name: str
    source: str
    kinds: tuple[TemplateKind, ...]
    rules: tuple[Rule, ...]


class _File(_Closed):
    sets: tuple[RuleSet, ...]


@functools.cache
def rule_sets() -> tuple[RuleSet, ...]:
    """Return every rule set there is."""
    text = (Path(__file__).parent / "rules.toml").read_text(encoding="utf-8")
    return _File.model_validate(tomllib.loads(text)).sets
