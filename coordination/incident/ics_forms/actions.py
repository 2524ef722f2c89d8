"""Write in a block of a form, and let it say again what the log says."""

from uuid import UUID, uuid5

from coordination.incident.general_staff.capability import HeldFunction
from coordination.incident.general_staff.vocabulary import SUBDIVISIONS
from coordination.incident.ics_forms.access import READERS, SHARED, may_write
from coordination.incident.ics_forms.capability import (
    EditFormBlock,
    FormBlock,
    FormBlockWritten,
    FormSeedTaken,
    TakeFormSeed,
)
from coordination.incident.ics_forms.errors import (
    FormBlockChanged,
    FormBlockNotFound,
    FormBlockNotWritten,
    FormLineTooWide,
    FormNotYours,
)
from coordination.incident.ics_forms.official.declared import Block, Form, Subject
from coordination.incident.ics_forms.official.forms import FORMS
from coordination.incident.people.capability import Person
from coordination.incident.units.capability import Unit
from coordination.room.log import CommandContext
from coordination.room.objects import Record, patch_to_create, patch_to_remove
from coordination.room.reading.form_lines import message_words
from coordination.room.reading.log_reading import readable_entry


def edit_form_block(*, context: CommandContext, command: EditFormBlock) -> None:
    """Write in a block; what another person wrote since then is not overwritten.

    Raises: FormNotYours, FormBlockNotFound, FormBlockChanged, FormLineTooWide.
    """
    block, block_id, _before = _find_block(context, command)
    if any(len(line) > max(1, len(block.columns)) for line in command.lines):
        raise FormLineTooWide(pointer="/lines")
    patch = patch_to_create(
        FormBlock,
        block_id,
        form=command.form,
        block=command.block,
        subject=command.subject,
        lines=command.lines,
        written_by=context.participant.pk,
        written_at=context.at_text,
    )
    event = FormBlockWritten(form=command.form, block=command.block, subject=command.subject)
    context.append(event, patch=patch, audience=READERS)


def take_form_seed(*, context: CommandContext, command: TakeFormSeed) -> None:
    """Let a block say what the log says.

    Raises: FormNotYours, FormBlockNotFound, FormBlockChanged, FormBlockNotWritten.
    """
    _block, block_id, before = _find_block(context, command)
    if before is None:
        raise FormBlockNotWritten(pointer="/block")
    event = FormSeedTaken(form=command.form, block=command.block, subject=command.subject)
    context.append(event, patch=patch_to_remove(FormBlock, block_id), audience=READERS)


def id_of_block(room_id: UUID, form: str, block: str, subject: str) -> UUID:
    """Return the id of a block, so that two who write in it meet."""
    return uuid5(room_id, f"form block\n{form}\n{block}\n{subject}")


def _find_block(context: CommandContext, command: EditFormBlock | TakeFormSeed) -> tuple[Block, UUID, Record | None]:
    """Return the block, its id, and what was written in it. Access first: who may not write learns nothing."""
    form = FORMS[command.form]
    if not may_write(context.grant, form, context.objects):
        raise FormNotYours
    block = form.block(command.block)
    if block is None or not _is_subject(context, form, command.subject):
        raise FormBlockNotFound(pointer="/block" if block is None else "/subject")
    block_id = id_of_block(context.room.pk, command.form, command.block, command.subject)
    record = context.objects.record(FormBlock, block_id)
    written = record if record is not None and record.value is not None else None
    if command.seen_seq != (written.changed_seq if written is not None else 0):
        raise FormBlockChanged(pointer="/seen_seq")
    return block, block_id, written


def _is_subject(context: CommandContext, form: Form, subject: str) -> bool:
    """Tell whether a form is filled in for this: the incident itself, a group, a person or unit, a message."""
    if form.subject is Subject.INCIDENT or (subject == "" and not form.subject.must_be_chosen):
        return subject == ""
    if form.subject is Subject.GROUP:
        held = context.objects.get(HeldFunction, subject)
        return held is not None and held.function in SUBDIVISIONS
    if form.subject is Subject.PERSON_OR_UNIT:
        return any(context.objects.get(kind, subject) is not None for kind in (Person, Unit))
    if not subject.isascii() or not subject.isdigit() or subject != str(int(subject)):
        return False
    entry = readable_entry(context.room, seq=int(subject), audiences=context.grant.audiences & SHARED)
    return entry is not None and entry.event_type in message_words()
