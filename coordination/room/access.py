"""Who may enter, read and act in a room: the only place that decides it, from agreements, membership and participation.

Fetch and check are one call: a RoomGrant proves that its holder may do what it was asked for. Missing and forbidden
look alike.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from coordination.errors import NotAllowed, NotJoined, RoomNotFound
from coordination.room.audiences import (
    COMMAND_ROLES,
    RESPONDER_KINDS,
    audiences_in,
    has_command_role,
    is_of_site,
    joined_places,
    place_of_site,
    players_in,
)
from coordination.room.capability import RoomNeed
from coordination.room.database.joined_rows import JoinedRows
from coordination.room.models import Incident, JoinedSite, Participant, Room
from coordination.room.wire.addressed import Readership
from mapping.models import Site
from mou.access import fetch as mou_access
from mou.access.facts import agreements_anywhere
from mou.access.fetch import Standing
from mou.access.known_standings import known_standings
from mou.access.policy import Place, is_in_force, opens_kind
from mou.vocabulary import MemberRole, TermKind

# So many people are looked up at most because one of them asks.
COMPANY_MAX = 5_000
ROOMS = JoinedRows(Room, ("incident", "site"))


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and when. Transports make it; nothing below them looks at a clock or a session."""

    user_id: int
    at: datetime


class AtSite(NamedTuple):
    """A standing at a site that has joined an incident: it opens the room, and what is of that site."""

    site_id: UUID
    standing: Standing


@dataclass(frozen=True, slots=True)
class RoomGrant:
    """A room that the asker may use, and what they are in it. `participant` is None before the asker has joined.

    `standings` are those at the incident's own site, which decide of all that is its own; `at_joined` those at others.
    """

    room: Room
    incident: Incident
    standings: tuple[Standing, ...]
    participant: Participant | None
    audiences: frozenset[Readership]
    at_joined: tuple[AtSite, ...] = ()

    def all_standings(self) -> list[Standing]:
        """Return every standing by which the asker may enter, once for each membership; the own site's first."""
        return merged_standings(self.standings, self.at_joined)

    def joined(self) -> Participant:
        """Return the participant. Raises: NotJoined."""
        if self.participant is None:
            raise NotJoined
        return self.participant

    def may_command(self) -> bool:
        """Tell whether the asker takes part with a role that commands."""
        return self.participant is not None and has_command_role(self.participant, self.incident.site)

    def opened_incident(self) -> bool:
        """Tell whether the asker takes part in an incident that they opened, by hand or by pressing the alarm."""
        return self.participant is not None and self.participant.user_id == self.incident.opened_by_id

    def by_agreement(self) -> Standing | None:
        """Return the standing by which a responder takes part for an agency with an agreement; None for others."""
        if self.participant is None or self.participant.agency_kind not in RESPONDER_KINDS:
            return None
        mine = (one for one in self.standings if one.member.pk == self.participant.member_id)
        return next((one for one in mine if not one.is_insider and not one.by_mutual_aid), None)

    def by_mutual_aid(self) -> bool:
        """Tell whether the asker takes part only because the commander let them in by mutual aid."""
        mine = self.participant.member_id if self.participant is not None else None
        return any(one.by_mutual_aid and one.member.pk == mine for one in self.standings)

    def sees_plans(self) -> bool:
        """Tell whether what opens the room opens the floorplans as well."""
        return any(TermKind.FLOORPLAN_ACCESS in one.grants for one in self.standings)

    def sees_plans_of(self, site_id: UUID) -> bool:
        """Tell whether what opens the room opens the floorplans of a site that is in the incident as well."""
        there = [one.standing for one in self.at_joined if one.site_id == site_id]
        return any(TermKind.FLOORPLAN_ACCESS in one.grants for one in there) or (
            site_id == self.incident.site_id and self.sees_plans()
        )

    def is_of_site(self) -> bool:
        """Tell whether the asker takes part for this site's own school or district; another school is a partner."""
        return self.participant is not None and is_of_site(self.participant, self.incident.site)

    def administers_site(self) -> bool:
        """Tell whether the asker takes part as an administrator of this site's school or district."""
        return self.is_of_site() and self.joined().role == MemberRole.ADMINISTRATOR


def room_for(
    *, user_id: int, room_id: UUID, need: RoomNeed, at: datetime, lock: bool = False, for_press: bool = False
) -> RoomGrant:
    """Return the room if the person may do what they need with it. With `lock`, holds the room's row until commit.

    With `for_press`, no rule of the person's own agency stands in the way.

    Raises: RoomNotFound: missing, not covered by an agreement, or the person was removed. NotJoined, NotAllowed.
    """
    rooms = Room.objects.select_related("incident__site")
    room = locked_rooms([room_id]).get(room_id) if lock else rooms.filter(pk=room_id).first()
    if room is None:
        raise RoomNotFound
    grant = grant_in(room, user_id=user_id, at=at, for_press=for_press)
    require_need(grant, need)
    return grant


def grant_in(room: Room, *, user_id: int, at: datetime, for_press: bool = False) -> RoomGrant:
    """Return what a person is in a room, its incident and site fetched already. Raises: RoomNotFound."""
    grant = grants_in(room, user_ids=[user_id], at=at, for_press=for_press).get(user_id)
    if grant is None:
        raise RoomNotFound
    return grant


def grants_in(
    room: Room, *, user_ids: Sequence[int], at: datetime, with_company: bool = False, for_press: bool = False
) -> dict[int, RoomGrant]:
    """Return what people are in a room, its incident and site fetched already; those who may not know it are left out.

    With company, all others in the room are fetched too: after a network cut, the first request is followed by theirs.
    A constant number of queries, however many people.
    """
    asked = Q(user_id__in=user_ids)
    if with_company:
        asked |= Q(left_at__isnull=True, removed_at__isnull=True)
    rows = Participant.objects.filter(asked, room=room)
    participants = {one.user_id: one for one in (rows[:COMPANY_MAX] if with_company else rows)}
    everybody = list(dict.fromkeys([*user_ids, *participants]))
    standings_of = _standings_by_site(everybody, room.incident, at, for_press=for_press)
    players = players_in([room.incident])
    grants: dict[int, RoomGrant] = {}
    for user_id in everybody:
        (own, joined), participant = standings_of[user_id], participants.get(user_id)
        standings = merged_standings(own, joined)
        if not standings or (participant is not None and participant.removed_at is not None):
            continue
        present = participant if participant is not None and is_present(participant, standings) else None
        audiences = audiences_in(present, room.incident, players, at_sites=sites_of(present, joined))
        grants[user_id] = RoomGrant(room, room.incident, tuple(own), present, audiences, tuple(joined))
    return grants


def rooms_by_id(room_ids: Iterable[UUID]) -> dict[UUID, Room]:
    """Return rooms with their incidents and sites, for those who then ask what people are in them. One query."""
    return {room.pk: room for room in ROOMS.by_key(room_ids)}


def locked_rooms(room_ids: Iterable[UUID]) -> dict[UUID, Room]:
    """Return rooms with their rows locked until commit: who holds a row decides its next seq. Check access afterwards.

    Always in the order of their ids, so that two transactions cannot wait for each other in a ring.
    """
    rooms = Room.objects.select_related("incident__site").filter(pk__in=list(room_ids)).order_by("pk")
    # The incident's row, too: what is joined without a lock is as it was before the wait, and this command may have
    # waited behind the one that closed it. Not the site's: one incident would wait for another.
    return {room.pk: room for room in rooms.select_for_update(of=("self", "incident"))}


def incident_for(*, user_id: int, incident_id: UUID, at: datetime) -> RoomGrant:
    """Return the room of an incident that the person may see. Raises: RoomNotFound."""
    room_id = Room.objects.filter(incident_id=incident_id).values_list("pk", flat=True).first()
    if room_id is None:
        raise RoomNotFound
    return room_for(user_id=user_id, room_id=room_id, need=RoomNeed.SEE, at=at)


def require_need(grant: RoomGrant, need: RoomNeed) -> None:
    """Check a grant against a stronger need. Raises: NotJoined, NotAllowed."""
    if need >= RoomNeed.READ:
        grant.joined()
    if need >= RoomNeed.COMMAND and not grant.may_command():
        raise NotAllowed


def room_standings(
    *, user_ids: Sequence[int], incident: Incident, at: datetime, for_press: bool = False
) -> dict[int, list[Standing]]:
    """Return, for each person, the standings that grant the room of an incident, at whichever of its sites."""
    found = _standings_by_site(user_ids, incident, at, for_press=for_press)
    return {user_id: merged_standings(own, joined) for user_id, (own, joined) in found.items()}


def _standings_by_site(
    user_ids: Sequence[int], incident: Incident, at: datetime, *, for_press: bool = False
) -> dict[int, tuple[list[Standing], list[AtSite]]]:
    """Return what grants people the room at the incident's own site, and at those that joined: as many queries."""
    asked = dict.fromkeys(places_of(incident), user_ids)
    found = mou_access.standings_at_places(asked, at, for_press=for_press)
    return {user_id: standings_in(incident, found, user_id) for user_id in user_ids}


def places_of(incident: Incident) -> list[Place]:
    """Return where access to an incident is asked: its own site, then those that have joined it."""
    return [place_of_site(incident.site, incident.pk), *joined_places(incident)]


def standings_in(
    incident: Incident, found: Mapping[Place, Mapping[int, Iterable[Standing]]], user_id: int
) -> tuple[list[Standing], list[AtSite]]:
    """Return a person's standings that grant the room, of what was asked at its places."""
    own, *joined = places_of(incident)
    there = [AtSite(one.site_id, each) for one in joined for each in with_room_access(found[one][user_id])]
    return with_room_access(found[own][user_id]), there


def merged_standings(own: Iterable[Standing], joined: Iterable[AtSite]) -> list[Standing]:
    """Return one standing for each membership, the own site's before the others'."""
    first: dict[UUID, Standing] = {}
    for one in (*own, *(each.standing for each in joined)):
        first.setdefault(one.member.pk, one)
    return list(first.values())


def sites_of(participant: Participant | None, joined: Iterable[AtSite]) -> frozenset[UUID]:
    """Return the joined sites for which a participant is there, by the membership by which they take part."""
    return frozenset(
        one.site_id for one in joined if participant is not None and one.standing.member.pk == participant.member_id
    )


def with_room_access(standings: Iterable[Standing]) -> list[Standing]:
    return [one for one in standings if TermKind.ROOM_ACCESS in one.grants]


def is_present(participant: Participant, standings: Collection[Standing]) -> bool:
    """A participant is there for one membership; when that ends, another one must join anew."""
    return participant.left_at is None and any(one.member.id == participant.member_id for one in standings)


def present_in(room_id: UUID, *, incident: Incident, at: datetime) -> list[Participant]:
    """Return who is in a room and may still be there: the end of an agreement removes no row from the table.

    At most six queries, one for an empty room.
    """
    here = Participant.objects.filter(room_id=room_id, left_at__isnull=True, removed_at__isnull=True)
    rows = list(here.order_by("user_id"))
    standings = room_standings(user_ids=[one.user_id for one in rows], incident=incident, at=at) if rows else {}
    return [one for one in rows if is_present(one, standings[one.user_id])]


def site_to_open_at(
    *, user_id: int, site_id: UUID, at: datetime, for_press: bool = False
) -> tuple[Site, list[Standing]]:
    """Return a site at which the person may open an incident. Raises: RoomNotFound.

    Args:
        for_press: of the alarm, which waits for no rule that an agency of theirs holds them to.
    """
    site = Site.objects.filter(pk=site_id).first()
    standings = _standings_at_site(user_id, site, at, for_press=for_press) if site else []
    if site is None or not standings:
        raise RoomNotFound("There is no such site.", pointer="/site_id")
    return site, standings


def _standings_at_site(user_id: int, site: Site, at: datetime, *, for_press: bool) -> list[Standing]:
    place = place_of_site(site)
    found = mou_access.standings_at_places({place: [user_id]}, at, for_press=for_press)
    return with_room_access(found[place][user_id])


def sites_to_press_at(user_id: int, at: datetime) -> QuerySet[Site]:
    """Return every site that site_to_open_at would return for a press, as one filter that the database evaluates."""
    standing = mou_access.standings_of(user_id, at, for_press=True)
    allowed = Q(district_id__in=standing.insider_district_ids) | Q(school_id__in=standing.insider_school_ids)
    allowed |= standing.granted[TermKind.ROOM_ACCESS].where(site="pk", district="district_id")
    return Site.objects.filter(allowed)


def incidents_for(user_id: int, at: datetime) -> QuerySet[Incident]:
    """Return the incidents whose room the person may see, newest first."""
    standing = mou_access.standings_of(user_id, at)
    allowed = Q(site__district_id__in=standing.insider_district_ids) | Q(
        site__school_id__in=standing.insider_school_ids
    )
    allowed |= standing.granted[TermKind.ROOM_ACCESS].where(site="site_id", district="site__district_id")
    allowed |= Q(pk__in=standing.aided_incident_ids) | _joined_by_sites_of(standing)
    removed = Participant.objects.filter(user_id=user_id, removed_at__isnull=False).values("room__incident_id")
    return (
        Incident.objects.filter(allowed)
        .exclude(pk__in=removed)
        .select_related("site", "room")
        .order_by("-opened_at", "-id")
    )


def _joined_by_sites_of(standing: mou_access.Standings) -> Q:
    """Return the filter for incidents that a site has joined whose rooms the person may see."""
    there = Q(site__district_id__in=standing.insider_district_ids) | Q(site__school_id__in=standing.insider_school_ids)
    there |= standing.granted[TermKind.ROOM_ACCESS].where(site="site_id", district="site__district_id")
    return Q(pk__in=JoinedSite.objects.filter(there, left_at__isnull=True).values("incident_id"))


def may_read_rooms(user_id: int, at: datetime, *, epoch: int | None = None) -> bool:
    """Tell whether anything lets a person into a room anywhere, now or while an incident of some kind is open.

    No query for people who always may, with an epoch that was read for this question; otherwise four at most.
    """
    where = known_standings(user_id, at, epoch=epoch)
    rooms = where.granted[TermKind.ROOM_ACCESS]
    own = where.insider_district_ids or where.insider_school_ids or where.aided_incident_ids
    if own or rooms.district_ids or rooms.version_ids or rooms.pairs:
        return True
    agencies = {one.agency_id for one in mou_access.active_memberships(user_id, at)}
    held = agreements_anywhere(at, agencies) if agencies else []
    return any(is_in_force(one, at) and opens_kind(one, TermKind.ROOM_ACCESS) for one in held)


def readable_rooms(user_id: int, at: datetime, *, room_ids: Collection[UUID] | None = None) -> list[RoomGrant]:
    """Return the rooms whose log the person may read, of the newest incident first. A constant number of queries.

    They have joined them, were not removed, and what let them in still holds. With `room_ids`, only of those.
    """
    mine = Participant.objects.filter(user_id=user_id, left_at__isnull=True, removed_at__isnull=True)
    if room_ids is not None:
        mine = mine.filter(room_id__in=room_ids)
    rows = list(mine.select_related("room__incident__site").order_by("-room__incident__opened_at", "-room_id"))
    asked = {place: [user_id] for one in rows for place in places_of(one.room.incident)}
    found = mou_access.standings_at_places(asked, at)
    players = players_in(one.room.incident for one in rows)
    grants = []
    for one in rows:
        incident = one.room.incident
        own, joined = standings_in(incident, found, user_id)
        if is_present(one, merged_standings(own, joined)):
            audiences = audiences_in(one, incident, players, at_sites=sites_of(one, joined))
            grants.append(RoomGrant(one.room, incident, tuple(own), one, audiences, tuple(joined)))
    return grants


def may_decide_on(grant: RoomGrant, other: Participant) -> bool:
    """Tell whether the asker may remove a participant: of their own agency, or any, for the school and district."""
    mine = grant.participant
    if mine is None or mine.role not in COMMAND_ROLES:
        return False
    return mine.agency_id == other.agency_id or grant.is_of_site()
