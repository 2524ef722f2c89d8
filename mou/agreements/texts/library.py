"""The agreements a planner can start from, as data beside this file. Pure: no Django.

Starting from a template accepts its words and proposes its terms: the planner sees each one before anything is signed.
"""

import functools
import html
import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from mou.document import JsonValue, TermText
from mou.vocabulary import TemplateKind, Topic

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class TemplateClause:
    """One clause with words to start from and the terms that they mean."""

    topic: Topic
    heading: str
    body_html: str
    terms: tuple[TermText, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of agreement: what it is for, what it rests on, and its clauses in order."""

    kind: TemplateKind
    title: str
    about: str
    sources: tuple[str, ...]
    clauses: tuple[TemplateClause, ...]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _TermRow(_Closed):
    kind: str
    value: dict[str, bool | int | float | str | list[str]]
    scope: str = ""
    condition: dict[str, bool | str | list[str]] = {"when": "always"}


class _ClauseRow(_Closed):
    topic: Topic
    heading: str
    text: str
    terms: tuple[_TermRow, ...] = ()


class _File(_Closed):
    kind: TemplateKind
    title: str
    about: str
    sources: tuple[str, ...]
    clauses: tuple[_ClauseRow, ...]


@functools.cache
def list_templates() -> tuple[Template, ...]:
    """Return every template there is, in the order of TemplateKind."""
    found = {one.kind: one for one in map(_read_template, FOLDER.glob("*.toml"))}
    return tuple(found[kind] for kind in TemplateKind if kind in found)


def template_of(kind: TemplateKind) -> Template | None:
    """Return the template of a kind; there is none of kind OTHER."""
    return next((one for one in list_templates() if one.kind is kind), None)


def fill_template(one: Template, *, district: str, agency: str) -> Template:
    """Return a template with the parties' names in place of {district} and {agency}; blanks in [brackets] stay."""
    names = {"district": html.escape(district), "agency": html.escape(agency)}

    def named(body: str) -> str:
        # In one sweep, so that a name which looks like the other's place stays what it is.
        return re.sub(r"\{(district|agency)\}", lambda place: names[place[1]], body)

    return replace(one, clauses=tuple(replace(c, body_html=named(c.body_html)) for c in one.clauses))


def html_from_text(text: str) -> str:
    """Return paragraphs and lists of plain text as HTML: a blank line parts them, lines with "- " are a list."""
    parts = [part.strip() for part in text.strip().split("\n\n")]
    return "".join(_block_html(part.split("\n")) for part in parts if part)


def _block_html(lines: list[str]) -> str:
    said = [line for line in lines if not line.startswith("- ")]
    listed = [html.escape(line[2:], quote=False) for line in lines if line.startswith("- ")]
    opening = f"<p>{html.escape(' '.join(said), quote=False)}</p>" if said else ""
    points = "".join(f"<li>{point}</li>" for point in listed)
    return opening + (f"<ul>{points}</ul>" if points else "")


def _read_template(path: Path) -> Template:
    file = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    return Template(
        kind=file.kind,
        title=file.title,
        about=file.about,
        sources=file.sources,
        clauses=tuple(
            TemplateClause(row.topic, row.heading, html_from_text(row.text), tuple(map(_term_of, row.terms)))
            for row in file.clauses
        ),
    )


def _term_of(row: _TermRow) -> TermText:
    value: JsonValue = row.value
    condition: JsonValue = row.condition
    return TermText(row.kind, row.scope, value, condition)
