"""What the interface of rosters takes and returns, beside the views of rosters.work.queries."""

from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from coordination.rosters.bounded_reading import FILE_MAX_BYTES
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _


class Closed(Schema):
    """An undeclared field is an error."""

    model_config = ConfigDict(extra="forbid")


class RosterSettingsIn(Closed):
    """For how many days people who have left are kept."""

    keep_days: Annotated[int, Field(ge=1, le=3650, examples=[30]), Asked(_("Days for which who has left is kept"))]


class RosterSchoolIn(Closed):
    """Which school of the district an organization of the roster is; none: its students are not read."""

    school_id: Annotated[UUID | None, Asked(_("School"))]


class RosterSchoolChosen(RosterSchoolIn):
    """The same from a form: what is not chosen is none."""

    school_id: Annotated[UUID | None, Asked(_("School"))] = None


class RosterImportIn(Closed):
    """Take in what was looked at. `may_shrink`: also where more than a fifth of the students would leave."""

    upload_id: Annotated[UUID, Asked(is_hidden=True)]
    may_shrink: Annotated[bool, Asked(_("I have looked: they have left."))] = False


class RosterFileSent(Closed):
    """A set of OneRoster 1.2 tables."""

    file: Annotated[bytes, Asked(_("File"), accept=".zip,application/zip", size_max=FILE_MAX_BYTES)]


class RosterReaderIn(Closed):
    person_id: Annotated[UUID, Asked(_("Person"), begins_empty=True)]


class StudentSearchIn(Closed):
    """Parts of a name, or a whole number of a student. In a body, because addresses are logged."""

    words: Annotated[str, Field(min_length=1, max_length=100, examples=["fran fict"]), Asked(_("Name or number"))]


class CustodyNoteIn(Closed):
    """Who may not pick the student up."""

    text: Annotated[
        str,
        Field(min_length=1, max_length=1000, examples=["Uncle Made-Up may not pick up: court order."]),
        Asked(_("Custody note"), lines=2),
    ]


class CustodyNoteTaken(Closed):
    """A note that is taken away, as the button beside it says it."""

    note_id: Annotated[UUID, Asked(is_hidden=True)]


class CustodyNoteOut(Schema):
    note_id: UUID
