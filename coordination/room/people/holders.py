"""What is left of the access of those who hold open sockets: asked for all at once, each time access changes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from coordination.models import User
from coordination.room.access import (
    is_present,
    merged_standings,
    places_of,
    rooms_by_id,
    sites_of,
    standings_in,
)
from coordination.room.audiences import audiences_in, players_in
from coordination.room.models import Participant
from coordination.room.wire.addressed import Readership
from mou.access import fetch as mou_access
from mou.access.policy import Place


@dataclass(frozen=True, slots=True)
class Holder:
    """The holder of a socket: the person, what they are in the room, and the session that let them in."""

    user_id: int
    participant_id: UUID
    session_key: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is left of a holder's access. Not signed in, or no audiences: the socket closes."""

    is_signed_in: bool
    audiences: frozenset[Readership]


def recheck_holders(asked: Mapping[UUID, Collection[Holder]], at: datetime) -> dict[UUID, dict[Holder, Verdict]]:
    """Return, for each room, what each holder may still read. A constant number of queries, however many of either."""
    rooms = rooms_by_id(asked)
    at_places: dict[Place, set[int]] = {}
    for room_id, room in rooms.items():
        for place in places_of(room.incident):
            at_places.setdefault(place, set()).update(holder.user_id for holder in asked[room_id])
    standings = mou_access.standings_at_places(at_places, at)
    holders = [holder for room_id in rooms for holder in asked[room_id]]
    people = Participant.objects.filter(pk__in={holder.participant_id for holder in holders}).select_related("user")
    participants = {(one.room_id, one.pk): one for one in people}
    players = players_in(room.incident for room in rooms.values())
    sessions = _live_sessions({holder.session_key for holder in holders}, at)

    def verdict(room_id: UUID, holder: Holder) -> Verdict:
        if room_id not in rooms:
            return Verdict(is_signed_in=True, audiences=frozenset())
        participant = participants.get((room_id, holder.participant_id))
        if participant is None or participant.user_id != holder.user_id:
            return Verdict(is_signed_in=False, audiences=frozenset())
        incident = rooms[room_id].incident
        own, joined = standings_in(incident, standings, holder.user_id)
        present = participant.removed_at is None and is_present(participant, merged_standings(own, joined))
        at_sites = sites_of(participant, joined)
        return Verdict(
            is_signed_in=_is_session_of(participant.user, sessions.get(holder.session_key)),
            audiences=audiences_in(participant, incident, players, at_sites=at_sites) if present else frozenset(),
        )

    return {room_id: {holder: verdict(room_id, holder) for holder in held} for room_id, held in asked.items()}


def _live_sessions(keys: set[str], at: datetime) -> dict[str, Session]:
    return {one.session_key: one for one in Session.objects.filter(session_key__in=keys, expire_date__gt=at)}


def _is_session_of(user: User, session: Session | None) -> bool:
    """Tell whether a session still signs a person in: a change of password ends all that began before it.

    Its row stays until the next request over HTTP, which a client that only listens never sends.
    """
    if session is None:
        return False
    began_with = str(session.get_decoded().get(HASH_SESSION_KEY, ""))
    # As with requests for pages: a hash made with an older secret key still counts.
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return any(constant_time_compare(began_with, one) for one in hashes)
