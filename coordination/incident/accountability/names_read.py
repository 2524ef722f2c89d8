"""Give names to a reader who asks for them, and record in the district's ledger that a responder has read them.

The school's own people read them without a row: they are the ones who keep them (34 CFR 99.32(d)).
"""

from collections.abc import Iterable
from uuid import UUID, uuid5

from django.db import transaction

from coordination.incident.accountability.capability import RoomReport
from coordination.incident.accountability.queries import NamesInReport, names_in_reports
from coordination.incident.disclosures.actions import Given, record_reading
from coordination.incident.disclosures.models import Disclosure
from coordination.room.access import Asker, RoomGrant, room_for
from coordination.room.capability import RoomNeed
from coordination.room.entry.entries import SERVER
from coordination.room.log import CommandContext
from coordination.room.models import Participant
from coordination.room.reading.state import state_now
from coordination.vocabulary import Audience


def read_names(asker: Asker, *, room_id: UUID) -> list[NamesInReport]:
    """Return the names in reports. What a responder reads for the first time is written down in the same transaction.

    Two queries, three for a responder; where there is something new it locks the room's row and commits.
    Raises: RoomNotFound, NotJoined, NamesNotAllowed.
    """
    grant = room_for(user_id=asker.user_id, room_id=room_id, need=RoomNeed.READ, at=asker.at)
    found = names_in_reports(grant)
    if grant.is_of_site() or not _new_to(grant, found):
        return found
    with transaction.atomic(durable=True):
        grant = room_for(user_id=asker.user_id, room_id=room_id, need=RoomNeed.READ, at=asker.at, lock=True)
        # Read again under the lock, so that exactly the names that are given are recorded.
        found = names_in_reports(grant)
        given = _new_to(grant, found)
        if given:
            _write_reading(grant, given, asker)
    return found


def _new_to(grant: RoomGrant, found: Iterable[NamesInReport]) -> dict[UUID, Given]:
    """Return who of these is new to the reader, by the id of the row that says so: once for each person named."""
    me = grant.joined()
    reports = state_now(grant.room, audiences=[Audience.EVERYONE]).of(RoomReport)
    by = {one.report_id: reports[str(one.report_id)].reported_by for one in found if str(one.report_id) in reports}
    named = {
        _row_id(me, name): Given(name, by=by.get(one.report_id, me.pk))
        for one in found
        for name in (*one.missing, *one.extra, *one.injured)
        # The person who reported a name knows it already.
        if by.get(one.report_id) != me.pk
    }
    known = Disclosure.objects.filter(room=grant.room, disclosure_id__in=named.keys()) if named else []
    for row in known:
        del named[row.disclosure_id]
    return named


def _row_id(reader: Participant, name: str) -> UUID:
    return uuid5(reader.pk, name.casefold())


def _write_reading(grant: RoomGrant, given: dict[UUID, Given], asker: Asker) -> None:
    reading_id = uuid5(grant.joined().pk, ",".join(sorted(str(one) for one in given)))
    context = CommandContext.uncommanded(grant, command_id=reading_id, at=asker.at, author=SERVER)
    record_reading(context, reading_id, given)
    context.finish()
