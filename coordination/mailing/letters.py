"""What the app of a kind of letter gives: a function that writes it when it is about to go out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from coordination.mailing.vocabulary import MailFault, MailKind
from mou.foundation.installed_apps import installed_apps


@dataclass(frozen=True, slots=True)
class LetterAsked:
    """Which letter is to be written. `id` is the same for each try."""

    id: UUID
    user_id: int
    agency_id: UUID | None
    asked_by_id: int | None
    origin: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as it goes out. `note_sent` is called once the mail server has it."""

    to: str
    subject: str
    body: str
    note_sent: Callable[[], None] = lambda: None


class CannotWrite(Exception):
    """It will not be written by trying again: the person has no address, or it is not allowed."""

    def __init__(self, fault: MailFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


# None: it says nothing any more. Raises: CannotWrite. It may open transactions of its own.
type Writer = Callable[[LetterAsked, datetime], Written | None]


@cache
def letter_writers() -> dict[MailKind, Writer]:
    """Return what writes the letters of each kind."""
    return {MailKind(kind): one.named(name) for one in installed_apps() for kind, name in one.app.letters.items()}
