"""What the tests of mutual aid share: an incident that the principal commands, invitations, codes, and coming in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from coordination.incident.mutual_aid.capability import MutualAid
from coordination.incident.mutual_aid.codes import issue_code
from coordination.incident.mutual_aid.entering import CameIn, come_in
from coordination.models import User
from coordination.room.models import Room
from coordination.room.reading.state import object_now
from tests.factories.cast import Cast, asks, join, make_cast, open_room
from tests.factories.mou import NOW
from tests.stage.incident.panic import run

NAMED = {"agency": "Valley Fire", "agency_kind": "fire", "person": "Chief Alvarez", "title": "Battalion chief"}


@dataclass
class AidStage:
    """The principal opened a room and commands; teacher and officer are in it."""

    cast: Cast
    room: Room

    def invite(self, *, by: User | None = None, at: datetime = NOW, **named: str) -> UUID:
        aid_id = uuid4()
        run(by or self.cast.insider, self.room.pk, "invite_mutual_aid", at=at, aid_id=aid_id, **{**NAMED, **named})
        return aid_id

    def code(self, aid_id: UUID, *, by: User | None = None, at: datetime = NOW) -> str:
        return issue_code(asks(by or self.cast.insider, at=at), room_id=self.room.pk, aid_id=aid_id).code

    def guest(self, *, at: datetime = NOW, **named: Any) -> tuple[UUID, User]:
        """Let a guest in; return the invitation and the account that was made."""
        aid_id = self.invite(at=at, **named)
        return aid_id, User.objects.get(pk=enter(self.code(aid_id, at=at), at=at).user_id)

    def let_in(self, user: User, *, at: datetime = NOW) -> UUID:
        """Let someone in who has an account."""
        aid_id = self.invite(at=at)
        enter(self.code(aid_id, at=at), user, at=at)
        return aid_id

    def end(self, aid_id: UUID, *, at: datetime = NOW) -> None:
        run(self.cast.insider, self.room.pk, "end_mutual_aid", at=at, aid_id=aid_id, reason="Enough people here")

    def aid(self, aid_id: UUID) -> MutualAid:
        return object_now(self.room, MutualAid, aid_id)


def make_aid_stage(*, is_exercise: bool = False, at: datetime = NOW) -> AidStage:
    cast = make_cast()
    room = open_room(cast, is_exercise=is_exercise, at=at)
    run(cast.insider, room.pk, "claim_command", at=at)
    join(cast.teacher, room, at=at)
    join(cast.officer, room, at=at)
    return AidStage(cast, room)


def enter(code: str, user: User | None = None, *, address: str = "192.0.2.7", at: datetime = NOW) -> CameIn:
    return come_in(code=code, user_id=None if user is None else user.pk, address=address, at=at)
