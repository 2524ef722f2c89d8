"""Fill a form in: what people wrote in its blocks, and in the others what the reader's own log says up to an entry.

The log is read once, and folded once, whatever the form has.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from coordination.errors import EntryNotFound
from coordination.incident.general_staff.capability import HeldFunction
from coordination.incident.general_staff.vocabulary import SUBDIVISIONS
from coordination.incident.ics_forms.capability import FormBlock
from coordination.incident.ics_forms.errors import FormBlockNotFound
from coordination.incident.ics_forms.official.declared import Block, Column, Form, Subject
from coordination.incident.ics_forms.official.forms import FORMS
from coordination.incident.ics_forms.vocabulary import IcsForm
from coordination.incident.people.capability import Person
from coordination.incident.units.capability import Unit
from coordination.room.access import RoomGrant
from coordination.room.reading.form_lines import FormContext, FormLine, Topic, seeds_of_topic
from coordination.room.reading.history import PastObject, RoomHistory, history_at

SEPARATOR = " · "


@dataclass(frozen=True, slots=True)
class FilledLine:
    """A line as it is shown: a text for each column, the entries that it is from, and the source of what is in none."""

    cells: tuple[str, ...]
    cites: tuple[int, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class TitledLine(FilledLine):
    """A line whose cells have their titles beside them: on a phone each stands before its cell."""

    titled: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """Who wrote a block, when, and by which entry."""

    name: str
    at: str
    seq: int


@dataclass(frozen=True, slots=True)
class FilledBlock:
    """A block as it is shown. `lines`: a person's where one wrote, else those of the log (`seed`)."""

    block: Block
    lines: tuple[FilledLine, ...]
    seed: tuple[FilledLine, ...]
    written: Written | None

    @property
    def title(self) -> str:
        """The official title, in the language that is active."""
        return gettext(self.block.title)

    @property
    def columns(self) -> list[tuple[Column, str]]:
        """The columns, each with its title in the language that is active."""
        return [(one, gettext(one.title)) for one in self.block.columns]

    @property
    def titled_lines(self) -> list["TitledLine"]:
        """The lines, each cell with the title of its column."""
        return [self._titled(one) for one in self.lines]

    @property
    def titled_seed(self) -> list["TitledLine"]:
        """What the log says, in the same way."""
        return [self._titled(one) for one in self.seed]

    def _titled(self, line: FilledLine) -> "TitledLine":
        titles = [title for _column, title in self.columns] or [self.title]
        return TitledLine(line.cells, line.cites, line.source, tuple(zip(line.cells, titles, strict=False)))

    @property
    def differs(self) -> bool:
        """Whether the log says something else now than what a person wrote."""
        return self.written is not None and [one.cells for one in self.seed] != [one.cells for one in self.lines]


@dataclass(frozen=True, slots=True)
class SubjectChoice:
    """A person, unit or message that a form can be about."""

    subject: str
    title: str


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form as its reader knows it after the entry `history.seq`."""

    form: Form
    subject: SubjectChoice | None
    history: RoomHistory
    blocks: tuple[FilledBlock, ...]

    def block(self, number: str) -> FilledBlock:
        """Return a block. Raises: FormBlockNotFound."""
        found = next((one for one in self.blocks if one.block.number == number), None)
        if found is None:
            raise FormBlockNotFound
        return found


class FormReader:
    """A room's forms for one reader after one entry: read once, for as many forms as are asked for."""

    def __init__(self, grant: RoomGrant, seq: int | None = None) -> None:
        """Read the log. One query. Raises: EntryNotFound: there is no such entry."""
        grant.joined()
        head = grant.room.head_seq
        if seq is not None and not 1 <= seq <= head:
            raise EntryNotFound
        self.grant = grant
        self.history = history_at(grant.room, audiences=grant.audiences, seq=head if seq is None else seq)
        self.zone = ZoneInfo(grant.incident.site.time_zone)
        self._said: dict[tuple[str, str, Topic], tuple[FormLine, ...]] = {}

    @cached_property
    def _written(self) -> dict[tuple[str, str, str], PastObject[FormBlock]]:
        return {(one.value.form, one.value.block, one.value.subject): one for one in self.history.of(FormBlock)}

    def choices(self, form: Form) -> list[SubjectChoice]:
        """Return what a form can be about, the newest messages first."""
        if form.subject is Subject.PERSON_OR_UNIT:
            people = [
                SubjectChoice(one.object_id, f"{one.value.name} · {one.value.agency}")
                for one in self.history.of(Person)
            ]
            units = [
                SubjectChoice(one.object_id, f"{one.value.callsign} · {one.value.agency}")
                for one in self.history.of(Unit)
            ]
            return units + people
        if form.subject is Subject.GROUP:
            return [SubjectChoice(one.object_id, _title_of_group(one.value)) for one in self._groups()]
        if form.subject is Subject.MESSAGE:
            lines = self._lines_of(self._context(form, ""), (Topic.MESSAGES,), by_time=True)
            return [SubjectChoice(str(one.cites[0]), _title_of_message(one)) for one in reversed(lines)]
        return []

    def fill(self, form_word: IcsForm, subject: str = "") -> FilledForm:
        """Return a form. Raises: FormBlockNotFound: the reader knows nothing that it would be about."""
        form = FORMS[form_word]
        about = self._subject(form, subject)
        context = self._context(form, subject)
        blocks = tuple(self._fill_block(context, form, block) for block in form.blocks)
        return FilledForm(form, about, self.history, blocks)

    def _context(self, form: Form, subject: str) -> FormContext:
        groups = self._groups() if form.subject is Subject.GROUP and subject else []
        group = next((_names_of_group(one.value) for one in groups if one.object_id == subject), frozenset())
        return FormContext(self.history, self.grant, self.zone, form.form.value, subject, group)

    def _groups(self) -> list[PastObject[HeldFunction]]:
        """Return the branches, divisions and groups that were ever held: one without a holder may still have units."""
        return [one for one in self.history.of(HeldFunction) if one.value.function in SUBDIVISIONS]

    def _subject(self, form: Form, subject: str) -> SubjectChoice | None:
        if not subject and not form.subject.must_be_chosen:
            return None
        found = next((one for one in self.choices(form) if one.subject == subject), None)
        if found is None:
            raise FormBlockNotFound(pointer="/subject")
        return found

    def _fill_block(self, context: FormContext, form: Form, block: Block) -> FilledBlock:
        also = self._lines_also(block)
        said = self._lines_of(context, block.topics, by_time=block.by_time)
        seed = tuple(also) + tuple(_in_columns(one, block.columns) for one in said)
        found = self._written.get((form.form, block.number, context.subject))
        if found is None:
            return FilledBlock(block, seed, seed, None)
        wide = max(1, len(block.columns))
        lines = tuple(FilledLine((*one, *("",) * (wide - len(one))), (found.changed_seq,)) for one in found.value.lines)
        by = Written(context.name_of(found.value.written_by), context.clock(found.value.written_at), found.changed_seq)
        return FilledBlock(block, lines, seed, by)

    def _lines_also(self, block: Block) -> list[FilledLine]:
        """Return what a person wrote in the other form's block that stands here, too."""
        found = self._written.get((block.also[0], block.also[1], "")) if block.also is not None else None
        return [] if found is None else [FilledLine(one, (found.changed_seq,)) for one in found.value.lines]

    def _lines_of(self, context: FormContext, topics: Iterable[Topic], *, by_time: bool) -> list[FormLine]:
        lines = [line for topic in topics for line in self._lines_about(context, topic)]
        return sorted(lines, key=lambda one: one.cites[:1] or (0,)) if by_time else lines

    def _lines_about(self, context: FormContext, topic: Topic) -> tuple[FormLine, ...]:
        """Return the lines of a topic, said once however many blocks they stand in."""
        if context.group and topic is Topic.ACTIONS:
            # What the whole incident did is no work of one group.
            return ()
        key = (context.form, context.subject, topic)
        if key not in self._said:
            self._said[key] = tuple(line for seed in seeds_of_topic(topic) for line in seed(context))
        return self._said[key]


def _in_columns(line: FormLine, columns: tuple[Column, ...]) -> FilledLine:
    """Return a line's cells in the columns of its block; without columns all of them are one text."""
    if columns:
        return FilledLine(tuple(line.cells.get(one.cell, "") for one in columns), line.cites, line.source)
    return FilledLine((SEPARATOR.join(one for one in line.cells.values() if one),), line.cites, line.source)


def _names_of_group(held: HeldFunction) -> frozenset[str]:
    """Return what a group is called on the radio: "A", or "Division A"."""
    name = held.subdivision or ""
    return frozenset(one.casefold() for one in (name, f"{held.function.value} {name}", _title_of_group(held)))


def _title_of_group(held: HeldFunction) -> str:
    return " ".join(part for part in (held.function.label, held.subdivision) if part)


def _title_of_message(line: FormLine) -> str:
    return SEPARATOR.join(line.cells[one] for one in ("time", "from", "text") if line.cells.get(one))[:120]
