"""What the interface of rosters takes and returns, beside the views of rosters.work.queries."""

from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field


class Closed(Schema):
    """An undeclared field is an error."""

    model_config = ConfigDict(extra="forbid")


class RosterSettingsIn(Closed):
    """For how many days people who have left are kept."""

    keep_days: int = Field(ge=1, le=3650, examples=[30])


class RosterSchoolIn(Closed):
    """Which school of the district an organization of the roster is; none: its students are not read."""

    school_id: UUID | None


class RosterImportIn(Closed):
    """Take in what was looked at. `may_shrink`: also where more than a fifth of the students would leave."""

    upload_id: UUID
    may_shrink: bool = False


class RosterReaderIn(Closed):
    person_id: UUID


class StudentSearchIn(Closed):
    """Parts of a name, or a whole number of a student. In a body, because addresses are logged."""

    words: Annotated[str, Field(min_length=1, max_length=100, examples=["fran fict"])]


class CustodyNoteIn(Closed):
    """Who may not pick the student up."""

    text: Annotated[str, Field(min_length=1, max_length=1000, examples=["Uncle Made-Up may not pick up: court order."])]


class CustodyNoteOut(Schema):
    note_id: UUID
