"""A person's data as a ZIP archive: data.json for machines, data.html and data.pdf for people."""

import contextlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from coordination.audit_spool import AuditNote, note
from coordination.models import User
from coordination.records.audit.event_words import event_words
from coordination.records.person_data.collecting import person_document
from coordination.records.person_data.words import field_words, section_words, value_words
from coordination.room.wire.model import Json, JsonObject
from coordination.vocabulary import AuditKind, AuditOutcome
from mou.errors import PaperNotDrawn, PrintUnderWay
from mou.papers.bounded_drawing import one_print_of, pdf_of
from mou.papers.sealing.drawing import Page

REASON_MAX_CHARS = 1000
# So many rows of a part are printed; a page and a file for machines hold all.
MAX_PRINTED = 500
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+\d\d:\d\d$")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document as the page shows it: its title, and rows of names and texts."""

    title: str
    total: int
    rows: list[list[tuple[str, str]]]


def person_archive(person: User, *, by_id: int | None, reason: str, source: str, at: datetime) -> bytes:
    """Return the archive, in the person's language, and note in the audit who took it out and why.

    `by_id` none: the server's console. Starts a process that draws the PDF and waits for it; where none can be drawn
    just now the archive goes without, and data.html has all of it.
    """
    document = person_document(person, at)
    note_taken(person, by_id=by_id, reason=reason, source=source)
    made = io.BytesIO()
    with override(person.language or get_language()), zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(document, ensure_ascii=False, indent=1))
        archive.writestr("data.html", page_of(person, document, at))
        with contextlib.suppress(PaperNotDrawn, PrintUnderWay), one_print_of(by_id):
            archive.writestr("data.pdf", pdf_of(Page(page_of(person, document, at, most=MAX_PRINTED))))
    return made.getvalue()


def note_taken(person: User, *, by_id: int | None, reason: str, source: str) -> None:
    """Note in the audit that a person's data was taken out, by whom and why."""
    about = {"person_id": str(person.public_id)} | ({"reason": reason} if reason else {})
    note(AuditNote(AuditKind.EXPORT, AuditOutcome.DONE, "person_data_exported", by_id, source, about))


def page_of(person: User, document: JsonObject, at: datetime, *, most: int | None = None) -> str:
    """Return the document as a page that needs nothing else, in the active language; `most` rows of each part."""
    context = {
        "name": person.shown_name(),
        "sections": sections_of(document, most=most),
        "at": at,
        "is_printed": most is not None,
        "most": most,
    }
    return render_to_string("records/person_data_print.html", context)


def sections_of(document: JsonObject, *, most: int | None = None) -> list[Section]:
    """Return the parts of a document as people read them, in the active language."""
    words = Words(field_words(), value_words())
    found = []
    for name, title in section_words().items():
        value = document[name]
        rows = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]
        shown = rows if most is None else rows[:most]
        found.append(Section(title, len(rows), [words.row(name, one) for one in shown]))
    return found


@dataclass(frozen=True, slots=True)
class Words:
    """How fields and values are said in the active language."""

    fields: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]

    def row(self, section: str, row: JsonObject) -> list[tuple[str, str]]:
        """Return the fields of a row with their names."""
        return [(self._name(key), self._value(section, key, value)) for key, value in row.items()]

    def _name(self, key: str) -> str:
        # What a person said in a room has the fields of its event, as they stand in the file for machines.
        return self.fields.get(key) or key.replace("_", " ")

    def _value(self, section: str, key: str, value: Json) -> str:
        if section == "what_i_did" and key == "what" and isinstance(value, str):
            return event_words(value)
        if isinstance(value, str) and value in self.values.get(key, {}):
            return self.values[key][value]
        if value is None or value == "":
            return "—"
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, list):
            return "\n".join(self._value(section, key, one) for one in value) or "—"
        if isinstance(value, dict):
            said = ((one, inner) for one, inner in value.items() if inner not in (None, "", []))
            return " · ".join(f"{self._name(one)}: {self._value(section, one, inner)}" for one, inner in said)
        return _time_words(value) if isinstance(value, str) else str(value)


def _time_words(text: str) -> str:
    """Return an instant as the language writes it, in UTC; any other text as it is."""
    if not TIME.match(text):
        return text
    at = datetime.fromisoformat(text).astimezone(UTC)
    return f"{date_format(at, 'DATETIME_FORMAT', use_l10n=True)} UTC"
