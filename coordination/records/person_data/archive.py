"""A person's data as a ZIP archive: data.json for machines, data.html for people."""

import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from coordination.audit_spool import AuditNote, note
from coordination.models import User
from coordination.records.person_data.collecting import person_document
from coordination.records.person_data.words import section_words
from coordination.room.wire.model import Json, JsonObject
from coordination.vocabulary import AuditKind, AuditOutcome

REASON_MAX_CHARS = 1000


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document as the page shows it: its title, and rows of names and texts."""

    title: str
    rows: list[list[tuple[str, str]]]


def person_archive(person: User, *, by_id: int | None, reason: str, source: str, at: datetime) -> bytes:
    """Return the archive, and note in the audit who took it out and why; `by_id` none: the server's console."""
    document = person_document(person, at)
    note_taken(person, by_id=by_id, reason=reason, source=source)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(document, ensure_ascii=False, indent=1))
        archive.writestr("data.html", page_of(person, document, at))
    return made.getvalue()


def note_taken(person: User, *, by_id: int | None, reason: str, source: str) -> None:
    """Note in the audit that a person's data was taken out, by whom and why."""
    about = {"person_id": str(person.public_id)} | ({"reason": reason} if reason else {})
    note(AuditNote(AuditKind.EXPORT, AuditOutcome.DONE, "person_data_exported", by_id, source, about))


def page_of(person: User, document: JsonObject, at: datetime) -> str:
    """Return the document as a page that needs nothing else, in the reader's language."""
    sections = [Section(title, rows_of(document[name])) for name, title in section_words().items()]
    context = {"name": person.shown_name(), "sections": sections, "at": at}
    return render_to_string("records/person_data_print.html", context)


def rows_of(value: Json) -> list[list[tuple[str, str]]]:
    """Return a section's rows, each as names and texts."""
    rows = value if isinstance(value, list) else [value]
    return [[(_words(key), _text(inner)) for key, inner in row.items()] for row in rows if isinstance(row, dict)]


def _words(key: str) -> str:
    return key.replace("_", " ")


def _text(value: Json) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "\n".join(_text(one) for one in value) or "—"
    if isinstance(value, dict):
        return " · ".join(_pairs(value))
    return str(value)


def _pairs(value: JsonObject) -> Iterable[str]:
    return (f"{_words(key)}: {_text(inner)}" for key, inner in value.items() if inner not in (None, "", []))
