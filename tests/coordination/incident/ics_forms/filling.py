"""How the tests of forms read and write them."""

from typing import Any
from uuid import UUID

from coordination.incident.ics_forms.filled import FilledForm, FormReader
from coordination.incident.ics_forms.vocabulary import IcsForm
from coordination.incident.units.actions import id_of_unit
from coordination.models import User
from coordination.room.access import room_for
from coordination.room.capability import RoomNeed
from coordination.room.models import Room
from tests.factories.mou import NOW
from tests.stage.incident.panic import run


def reader(user: User, room: Room, seq: int | None = None) -> FormReader:
    return FormReader(room_for(user_id=user.pk, room_id=room.pk, need=RoomNeed.READ, at=NOW), seq)


def fill(user: User, room: Room, form: str, *, seq: int | None = None, subject: str = "") -> FilledForm:
    return reader(user, room, seq).fill(IcsForm(form), subject)


def cells(filled: FilledForm, block: str) -> list[tuple[str, ...]]:
    return [one.cells for one in filled.block(block).lines]


def edit(user: User, room: Room, form: str, block: str, *lines: tuple[str, ...], **more: Any) -> int:
    done = run(user, room.pk, "edit_form_block", form=form, block=block, lines=[list(one) for one in lines], **more)
    assert done.seq is not None
    return done.seq


def check_in(user: User, room: Room, callsign: str, **fields: Any) -> UUID:
    run(user, room.pk, "check_in_unit", **{"callsign": callsign, "kind": "PatrolUnit", "people": 2, **fields})
    agency = fields.get("agency", "Fairview Police")
    return id_of_unit(room.pk, agency, callsign)
