"""Forms of an incident over HTTP: each as JSON and as a PDF, as its reader knew the room after any entry."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from coordination.incident.ics_forms.filled import FilledBlock, FilledForm, FilledLine, FormReader
from coordination.incident.ics_forms.printing import pdf_answer
from coordination.incident.ics_forms.vocabulary import IcsForm
from coordination.room.access import room_for
from coordination.room.capability import RoomNeed
from coordination.sign_in.callers import caller_of
from mou.api.media_types import PDF, declare_types
from mou.foundation.moments import time_text

router = Router(tags=["forms"])
ADDRESS = "/rooms/{uuid:room_id}/forms/{form}"


class FormColumnOut(Schema):
    """A column of a block."""

    cell: Annotated[str, Field(description="Which cell of a line of the log stands in it.")]
    title: Annotated[str, Field(description="The title, in the caller's language.")]


class FormLineOut(Schema):
    """A line of a block."""

    cells: Annotated[list[str], Field(description="A text for each column; of a block without columns, one.")]
    cites: Annotated[list[int], Field(description="The seqs of the entries that the line is from.")]
    source: Annotated[str, Field(description="What a line is from that is from no entry, in words; else empty.")]


class FormWrittenOut(Schema):
    """Who wrote a block."""

    name: Annotated[str, Field(description="Who wrote it.")]
    at: Annotated[str, Field(description="When, by the site's clock.")]
    seq: Annotated[int, Field(description="The entry by which it was written: `seen_seq` of the next edit.")]


class FormBlockOut(Schema):
    """A block of a form. `lines`: what a person wrote, or else what the log says, as `seed` has it."""

    block: Annotated[str, Field(description="The official number.")]
    title: Annotated[str, Field(description="The official title, in the caller's language.")]
    columns: Annotated[list[FormColumnOut], Field(description="Its columns; none: each line is one text.")]
    lines: Annotated[list[FormLineOut], Field(description="What stands in the block.")]
    written: Annotated[FormWrittenOut | None, Field(description="Who wrote it; null: it says what the log says.")]
    seed: Annotated[list[FormLineOut], Field(description="What the log says, also beside what a person wrote.")]


class FormOut(Schema):
    """A form as its reader knew the room after an entry."""

    form: IcsForm
    title: Annotated[str, Field(description="The official title, in the caller's language.")]
    room_id: UUID
    incident_id: UUID
    is_exercise: bool
    seq: Annotated[int, Field(description="The entry after which it is.")]
    at: Annotated[
        str, Field(description="When the newest entry up to there was written that the caller may read, UTC.")
    ]
    subject: Annotated[str, Field(description="What it is about: a person, unit or message; empty: the incident.")]
    blocks: Annotated[list[FormBlockOut], Field(description="The blocks, in the official order.")]


@router.get(ADDRESS + ".pdf", operation_id="print_form", openapi_extra=declare_types(PDF))
def print_form(
    request: HttpRequest, room_id: UUID, form: IcsForm, seq: int | None = None, subject: str = ""
) -> HttpResponse:
    """Return a form as a PDF, with the same content as the JSON. Starts a process and waits for it."""
    caller = caller_of(request)
    return pdf_answer(_fill_asked(request, room_id, form, seq, subject), reader_id=caller.user_id)


@router.get(ADDRESS, response=FormOut, operation_id="read_form")
def read_form(request: HttpRequest, room_id: UUID, form: IcsForm, seq: int | None = None, subject: str = "") -> FormOut:
    """Return a form (ICS) as the caller's own log has it up to the entry `seq`, or up to now.

    `subject`: of a 214 the id of a person or unit, of a 213 the seq of a message; of a 204 the id of a branch, division
    or group, or empty for the whole incident.
    """
    return form_out(_fill_asked(request, room_id, form, seq, subject))


def _fill_asked(request: HttpRequest, room_id: UUID, form: IcsForm, seq: int | None, subject: str) -> FilledForm:
    caller = caller_of(request)
    grant = room_for(user_id=caller.user_id, room_id=room_id, need=RoomNeed.READ, at=caller.at)
    return FormReader(grant, seq).fill(form, subject)


def form_out(filled: FilledForm) -> FormOut:
    """Return a form as JSON has it."""
    incident = filled.history.room.incident
    return FormOut(
        form=filled.form.form,
        title=filled.form.form.label,
        room_id=filled.history.room.pk,
        incident_id=incident.pk,
        is_exercise=incident.is_exercise,
        seq=filled.history.seq,
        at=time_text(filled.history.at),
        subject=filled.subject.subject if filled.subject is not None else "",
        blocks=[_block_out(one) for one in filled.blocks],
    )


def _block_out(block: FilledBlock) -> FormBlockOut:
    written = block.written
    return FormBlockOut(
        block=block.block.number,
        title=block.title,
        columns=[FormColumnOut(cell=one.cell, title=title) for one, title in block.columns],
        lines=[_line_out(one) for one in block.lines],
        written=FormWrittenOut(name=written.name, at=written.at, seq=written.seq) if written is not None else None,
        seed=[_line_out(one) for one in block.seed],
    )


def _line_out(line: FilledLine) -> FormLineOut:
    return FormLineOut(cells=list(line.cells), cites=list(line.cites), source=line.source)
