"""What a form is: its blocks with their official numbers, and which topics of the log stand in them.

Titles are official, and marked for translation.
"""

from dataclasses import dataclass
from enum import StrEnum

from coordination.incident.ics_forms.vocabulary import IcsForm
from coordination.room.reading.form_lines import Section, Topic
from mou.foundation.labelled import gettext_noop as _


class Subject(StrEnum):
    """What a form is filled in for, beside the whole incident."""

    INCIDENT = "incident"
    PERSON_OR_UNIT = "person_or_unit"
    MESSAGE = "message"
    # Of the whole incident, too: an operation is not always divided.
    GROUP = "group"

    @property
    def must_be_chosen(self) -> bool:
        """Whether nothing is filled in before one is chosen."""
        return self in (Subject.PERSON_OR_UNIT, Subject.MESSAGE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a block: the cell of a line that stands in it, and its title."""

    cell: str
    title: str


@dataclass(frozen=True, slots=True)
class Block:
    """A block by its official number. Without columns each line is one text.

    `also`: another form's block whose text, where a person wrote it, stands here first. `by_time`: lines of several
    topics stand in the order of their entries.
    """

    number: str
    title: str
    topics: tuple[Topic, ...] = ()
    columns: tuple[Column, ...] = ()
    also: tuple[IcsForm, str] | None = None
    by_time: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One form. `owner`: the section that edits it beside command and dispatch. `is_wide`: printed across."""

    form: IcsForm
    owner: Section
    blocks: tuple[Block, ...]
    subject: Subject = Subject.INCIDENT
    is_wide: bool = False

    def block(self, number: str) -> Block | None:
        """Return a block by its number."""
        return next((one for one in self.blocks if one.number == number), None)


TEXT = Column("text", _("Text"))
POSITION, NAME, AGENCY = Column("position", _("Position")), Column("name", _("Name")), Column("agency", _("Agency"))
ORGANIZATION = (POSITION, NAME, AGENCY)


def name_block() -> Block:
    """Return block 1 of every form."""
    return Block("1", _("Incident Name"), (Topic.INCIDENT_NAME,))


def number_block(number: str = "2") -> Block:
    """Return the block of the incident's number."""
    return Block(number, _("Incident Number"), (Topic.INCIDENT_NUMBER,))


def period_block(number: str = "2") -> Block:
    """Return the block of the operational period."""
    return Block(number, _("Operational Period"), (Topic.PERIOD,))


def prepared_block(number: str) -> Block:
    """Return the block that says who prepared the form."""
    return Block(number, _("Prepared by"), (Topic.PREPARED_BY,))
