"""What a person gets on entering a room: the grant and the state, of one instant."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.db import connection, transaction

from coordination.errors import CoordinationError, EntryNotFound, SignedOut
from coordination.room.access import Asker, RoomGrant, readable_rooms, require_need, room_for, rooms_by_id
from coordination.room.alerting import alert_board
from coordination.room.alerting.alert_board import AlertBoard, ListedAlert
from coordination.room.capability import RoomNeed
from coordination.room.models import Incident, Participant
from coordination.room.people.grants import Grants, remembered_grant
from coordination.room.people.sign_ins import SignIn, sign_ins_that_hold
from coordination.room.reading import log_reading as entries
from coordination.room.reading.missed import Missed, missed_by
from coordination.room.reading.read_marks import Readers, readers_of
from coordination.room.reading.state import RoomState, state_at, state_now
from coordination.room.text_search.search import Question, found_in, found_in_many
from coordination.room.wire.addressed import Readership
from coordination.room.wire.encoded import EncodedEntry
from mapping.access import standing_allows
from mapping.vocabulary import SiteNeed
from mou.access.epoch import AccessMoment, access_epoch, epoch_note, has_moved

if TYPE_CHECKING:
    from coordination.spatialite.base import DatabaseWrapper as SpatiaLite

# A look at the access epoch is good until the next one, which looks after all that were let in by this one. Promise 8
# allows a second from the end of access to silence; asking takes some of it.
EPOCH_S = 0.6
NOTE_S = EPOCH_S + 0.2
# No entry goes to a socket whose access was not confirmed within this time: where a look is late, entries wait.
VOUCHED_S = 1.0


@contextmanager
def one_instant() -> Iterator[None]:
    """Let several reads see one state of the database: seq and tables must not be of different moments.

    Inside an open transaction it trusts the caller: an isolation level can only be chosen at the beginning.
    """
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "sqlite":
        # Django's own would take the write lock, and readers would wait behind an import.
        with cast("SpatiaLite", connection).reading():
            yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def state_for(asker: Asker, room_id: UUID, *, at_seq: int | None = None, since: int = 0) -> tuple[RoomGrant, RoomState]:
    """Return what a participant sees now, saw after an entry, or what has changed for them since one.

    Raises: RoomNotFound, NotJoined, EntryNotFound: the log does not reach so far.
    """
    with one_instant():
        grant = room_for(user_id=asker.user_id, room_id=room_id, need=RoomNeed.READ, at=asker.at)
        if max(at_seq or 0, since) > grant.room.head_seq:
            raise EntryNotFound(pointer="/since" if at_seq is None else "/at")
        if at_seq is not None:
            return grant, state_at(grant.room, audiences=grant.audiences, seq=at_seq)
        return grant, state_now(grant.room, audiences=grant.audiences, since=since)


def grant_for(asker: Asker, room_id: UUID) -> RoomGrant:
    """Return a participant's grant. Raises: RoomNotFound, NotJoined."""
    return room_for(user_id=asker.user_id, room_id=room_id, need=RoomNeed.READ, at=asker.at)


@dataclass(frozen=True, slots=True)
class EntryRequest:
    """A person who asks to enter a room, by the sign-in that opened the socket.

    Without `asks_anew`, what was known at the last look at the epoch is enough.
    """

    sign_in: SignIn
    at: datetime
    room_id: UUID
    asks_anew: bool = False

    @property
    def asker(self) -> Asker:
        """Return the person as access wants to know them."""
        return Asker(self.sign_in.user_id, self.at)


@dataclass(frozen=True, slots=True)
class Entered:
    """What a person is in a room, and that their sign-in holds, as of a moment; by the clock of this process, too."""

    grant: RoomGrant
    moment: AccessMoment
    looked_s: float


def let_people_in(requests: Sequence[EntryRequest]) -> list[Entered | CoordinationError]:
    """Return what each person is in their room, or why they may not read it; a few queries for all of them together.

    None at all for those of whom this process knows, and whose ticket was redeemed at the epoch of the last look: after
    a cut a thousand people ask at once. A sign-in that ends moves the epoch.
    """
    # Read first: the note of a later look must not vouch for what an earlier one knew.
    noted_s = epoch_note.noted_s
    remembered = {
        request: Entered(grant, AccessMoment.of(request.sign_in.epoch, request.at), noted_s)
        for request in requests
        if not request.asks_anew
        and (grant := remembered_grant(request.asker, request.room_id, epoch=request.sign_in.epoch)) is not None
    }
    others = [request for request in requests if request not in remembered]
    answers = {**remembered, **(_ask_access(others) if others else {})}
    return [answers[request] for request in requests]


def _ask_access(requests: Sequence[EntryRequest]) -> dict[EntryRequest, Entered | CoordinationError]:
    began_s = monotonic()
    epoch = epoch_note.look(good_for_s=NOTE_S)
    # A ticket that was redeemed at this epoch said so itself. Read after the epoch: what ends later moves it again.
    doubtful = {one.sign_in for one in requests if has_moved(one.sign_in.epoch, now=epoch)}
    ended = doubtful - sign_ins_that_hold(doubtful, at=max(request.at for request in requests)) if doubtful else set()
    grants = Grants(rooms_by_id({request.room_id for request in requests}), epoch=epoch)
    grants.look_up([(request.asker, request.room_id) for request in requests], with_company=True)
    answers: dict[EntryRequest, Entered | CoordinationError] = {}
    for request in requests:
        try:
            if request.sign_in in ended:
                raise SignedOut
            grant = grants.of(request.asker, request.room_id)
            require_need(grant, RoomNeed.READ)
            answers[request] = Entered(grant, AccessMoment.of(epoch, request.at), began_s)
        except CoordinationError as error:
            answers[request] = error
    return answers


def state_of_open_feed(
    room_id: UUID, audiences: frozenset[Readership], *, since: int
) -> tuple[RoomState, frozenset[UUID]]:
    """Return a state for a feed, which hands it only to sockets that access has let in with these audiences.

    With it comes who is in the room at that instant.
    """
    with one_instant():
        state = state_now(rooms_by_id([room_id])[room_id], audiences=audiences, since=since)
        present = Participant.objects.filter(room_id=room_id, left_at__isnull=True, removed_at__isnull=True)
        return state, frozenset(present.values_list("pk", flat=True))


def tail_for(asker: Asker, room_id: UUID, *, after: int, limit: int) -> tuple[RoomGrant, list[EncodedEntry]]:
    """Return the grant and the entries above `after`. Two queries for who has asked since access last changed.

    Asked again and again by everybody who polls: most have nothing to read, and are what they were a second ago.
    Raises: RoomNotFound, NotJoined.
    """
    with one_instant():
        grant = known_grant_for(asker, room_id)
        is_behind = after < grant.room.head_seq
        return grant, entries.read_tail(grant.room, after=after, limit=limit) if is_behind else []


def known_grant_for(asker: Asker, room_id: UUID) -> RoomGrant:
    """Return a participant's grant, as remembered while the access epoch stands. Raises: RoomNotFound, NotJoined."""
    # The epoch first: what is remembered must not be newer than it.
    epoch = access_epoch()
    grants = Grants(rooms_by_id([room_id]), epoch=epoch)
    grants.look_up([(asker, room_id)])
    grant = grants.of(asker, room_id)
    require_need(grant, RoomNeed.READ)
    return grant


def page_before_for(asker: Asker, room_id: UUID, *, before: int, limit: int) -> tuple[RoomGrant, list[EncodedEntry]]:
    """Return the grant and the entries just below `before`. Raises: RoomNotFound, NotJoined."""
    with one_instant():
        grant = grant_for(asker, room_id)
        return grant, entries.page_before(grant.room, before=before, limit=limit)


def search_for(
    asker: Asker, room_id: UUID, question: Question, *, before: int | None, limit: int
) -> tuple[RoomGrant, list[EncodedEntry]]:
    """Return the grant and the newest entries that answer a question, newest first. Raises: RoomNotFound, NotJoined."""
    with one_instant():
        grant = grant_for(asker, room_id)
        return grant, found_in(grant, question, before=before, limit=limit)


def readers_for(asker: Asker, room_id: UUID, *, seq: int) -> Readers:
    """Return whom an entry has reached; for its author, and for those with a command role.

    Raises: RoomNotFound, NotJoined, EntryNotFound: no such entry that the asker may read. NotAllowed.
    """
    with one_instant():
        grant = grant_for(asker, room_id)
        entry = entries.readable_entry(grant.room, seq=seq, audiences=grant.audiences)
        if entry is None:
            raise EntryNotFound(pointer="/seq")
        return readers_of(grant, entry, at=asker.at)


def search_everywhere_for(
    asker: Asker, question: Question, *, limit: int
) -> tuple[list[RoomGrant], list[EncodedEntry]]:
    """Return what answers a question in all rooms that the person is in, and the grants of those rooms."""
    with one_instant():
        grants = readable_rooms(asker.user_id, asker.at)
        found = found_in_many(grants, question, limit=limit)
        rooms = {one.room_id for one in found}
        return [grant for grant in grants if grant.room.pk in rooms], found


def missed_for(asker: Asker, *, since: datetime, before: Incident | None, limit: int) -> Missed:
    """Return what has happened since an instant in all rooms that the person may know of."""
    with one_instant():
        return missed_by(asker, since=since, before=before, limit=limit)


def board_for(asker: Asker, room_id: UUID, *, seq: int | None) -> tuple[list[ListedAlert], AlertBoard | None]:
    """Return a room's alerts and the board of one, or of the newest that told someone; for those in command.

    Readers who may see the site's roster see all names.

    Raises: RoomNotFound, NotJoined, NotAllowed, AlertNotFound.
    """
    grant = room_for(user_id=asker.user_id, room_id=room_id, need=RoomNeed.COMMAND, at=asker.at)
    alerts = alert_board.listed_alerts(grant.room, audiences=grant.audiences)
    wanted = seq if seq is not None else alert_board.newest_that_told(grant.room, audiences=grant.audiences)
    if wanted is None:
        return alerts, None
    names_all = standing_allows(user_id=asker.user_id, site=grant.incident.site, need=SiteNeed.ROSTER, at=asker.at)
    return alerts, alert_board.alert_board(grant, seq=wanted, names_all=names_all)
