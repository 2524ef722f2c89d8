"""A school whose families are told: guardians with numbers and addresses, who writes, and a second leader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from coordination.family_messages.access import message_for
from coordination.family_messages.models import FamilyDelivery, FamilyMessage
from coordination.family_messages.rules.given import FamilyMessageIn
from coordination.family_messages.work.outbox import send_family_mail, send_family_texts
from coordination.family_messages.work.queries import view_message
from coordination.family_messages.work.writing import approve_message, draft_message
from coordination.models import User
from coordination.room.models import Room
from coordination.rosters.models import RosterPerson
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, asks, join
from tests.factories.mou import NOW, make_member

NUMBER, MAIL = "+1555011{:04d}", "family{}@example.org"


def give_addresses(ways: Mapping[int, str]) -> None:
    """Let guardians have a number ("t"), an address ("m"), both ("tm") or nothing ("")."""
    for number, has in ways.items():
        RosterPerson.objects.filter(sourced_id=f"guardian-student-{number}").update(
            phone=NUMBER.format(number) if "t" in has else "", email=MAIL.format(number) if "m" in has else ""
        )


def guardian(number: int) -> RosterPerson:
    """Return the guardian of a student."""
    return RosterPerson.objects.get(sourced_id=f"guardian-student-{number}")


def make_second(cast: Cast, room: Room | None = None) -> User:
    """Return a second person of the school who commands."""
    second = make_member(cast.school, role=MemberRole.ADMINISTRATOR).user
    if room is not None:
        join(second, room)
    return second


@dataclass(frozen=True)
class Telling:
    """One who writes to families in a room, or of drills, and a second one who approves."""

    cast: Cast
    writer: User
    second: User
    room: Room | None

    def write(self, kind: str, *, by: User | None = None, at: datetime = NOW, **fields: Any) -> FamilyMessage:
        given = {
            "message_id": uuid4(),
            "kind": kind,
            "school_ids": [self.cast.school.pk],
            "time": "10:40",
            **fields,
        }
        incident_id = self.room.incident_id if self.room is not None else None
        return draft_message(asks(by or self.writer, at=at), incident_id, FamilyMessageIn.model_validate(given))

    def seen(self, message: FamilyMessage, by: User | None = None) -> str:
        asker = asks(by or self.second)
        return view_message(*message_for(user_id=asker.user_id, message_id=message.pk, at=asker.at)).seen

    def approve(self, message: FamilyMessage, *, by: User | None = None, at: datetime = NOW) -> FamilyMessage:
        return approve_message(asks(by or self.second, at=at), message.pk, self.seen(message, by))

    def tell(self, kind: str, *, at: datetime = NOW, **fields: Any) -> FamilyMessage:
        return self.approve(self.write(kind, at=at, **fields), at=at)


def deliver(at: datetime = NOW) -> None:
    """Send all that is due."""
    send_family_mail(at)
    send_family_texts(at)


def states(message: FamilyMessage) -> dict[tuple[UUID, str], str]:
    """Return what became of a message, by guardian and way."""
    rows = FamilyDelivery.objects.filter(message=message)
    return {(one.guardian_id, one.way): one.state for one in rows}


def tell_families(cast: Cast, room: Room) -> None:
    """Let two leaders tell families something, in a story of all events."""
    Telling(cast, cast.insider, make_second(cast, room), room).tell("secure")
