"""What the tests of accountability share: reports of rooms, and what is read of them."""

import json
from typing import Any
from uuid import UUID

from django.test import Client

from coordination.incident.accountability.capability import RoomReport, RoomReportNames
from coordination.models import User
from coordination.room.access import room_for
from coordination.room.capability import RoomNeed
from coordination.room.dispatch import Accepted
from coordination.room.models import LogEntry, Room
from coordination.room.reading.state import RoomState, state_now
from coordination.vocabulary import Audience
from tests.factories.mou import NOW
from tests.stage.incident.panic import run
from tests.stage.served import session_of

NAME = "Zacharias Quillfeather"


def report(user: User, in_room: Room, /, *, at: Any = NOW, **fields: Any) -> Accepted:
    """Let someone say that 101 is fine, or what the test says instead."""
    said = {"state": "ok", **({} if {"room", "space_id"} & fields.keys() else {"room": "101"}), **fields}
    return run(user, in_room.id, "report_room", at=at, **said)


def state_of(user: User, room: Room) -> RoomState:
    grant = room_for(user_id=user.pk, room_id=room.id, need=RoomNeed.READ, at=NOW)
    return state_now(grant.room, audiences=grant.audiences)


def reports(room: Room) -> list[RoomReport]:
    return list(state_now(room, audiences=tuple(Audience)).of(RoomReport).values())


def names(room: Room) -> list[RoomReportNames]:
    return list(state_now(room, audiences=tuple(Audience)).of(RoomReportNames).values())


def id_of(accepted: Accepted, room: Room) -> UUID:
    assert accepted.seq is not None
    return UUID(json.loads(LogEntry.objects.get(room=room, seq=accepted.seq).content)["event"]["report_id"])


def read(user: User, path: str) -> Any:
    """Return the answer to someone who reads over HTTP."""
    return Client().get(f"/api/v1{path}", headers={"X-Session-Token": session_of(user)})


def post(user: User, path: str, body: object) -> Any:
    """Return the answer to someone who posts over HTTP."""
    return Client().post(
        f"/api/v1{path}",
        json.dumps(body),
        content_type="application/json",
        headers={"X-Session-Token": session_of(user)},
    )
