"""Call a crisis team, from an incident or without one; what it writes then about rooms and people."""

from datetime import datetime
from typing import assert_never
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from coordination.casework.clocks import day_in
from coordination.errors import IncidentClosed
from coordination.incident.messages.capability import MessagePosted
from coordination.prevention.support.access import SUPPORT_TEAMS, SUPPORT_WAITS
from coordination.prevention.support.errors import (
    BadSupport,
    CrisisCalledAlready,
    CrisisCallNotAllowed,
    CrisisHasEnded,
    NoSupportTeam,
    NotOnSupportTeam,
)
from coordination.prevention.support.models import CrisisCall, CrisisPerson, CrisisRoom, SupportTeam
from coordination.prevention.support.rules.clocks import looks_again_on
from coordination.prevention.support.rules.entries import (
    CrisisEntryIn,
    FollowedUp,
    PersonTriaged,
    RoomGiven,
    RoomTaken,
)
from coordination.prevention.support.rules.exposure import suggested_level
from coordination.prevention.support.vocabulary import CrisisOrigin, SupportAct
from coordination.prevention.support.wire import CrisisCalled
from coordination.prevention.support.work.kinds import CRISIS_KIND
from coordination.prevention.support.work.rooms import space_to_take
from coordination.room.access import Asker, RoomGrant, grant_in, incident_for, locked_rooms
from coordination.room.log import CommandContext
from coordination.room.models import Room
from coordination.vocabulary import IncidentStatus
from mapping.models import Site

# The entry has an id that follows from the call: it is said once.
NAMESPACE = UUID("0b0f5c0e-3f5d-4a55-9c3e-7d1f2b6a9e41")
MOST_PEOPLE, MOST_ROOMS = 2000, 100


# --- calling ----------------------------------------------------------------------------------------------------------
def may_call(grant: RoomGrant) -> bool:
    """Tell whether someone may call a crisis team to an incident: the school, or who commands."""
    return grant.participant is not None and (grant.is_of_site() or grant.may_command())


def crisis_at(incident_id: UUID, *, may_call: bool) -> CrisisCalled:
    """Return that a crisis team was called to an incident, and nothing of what it does; the newest call counts."""
    call = CrisisCall.objects.filter(incident_id=incident_id).order_by("-called_at").first()
    if call is None:
        return CrisisCalled(is_called=False, state=None, called_at=None, may_call=may_call)
    may_call = may_call and not CRISIS_KIND.is_open(call)
    state = CRISIS_KIND.state_of(call)
    return CrisisCalled(is_called=True, state=state, called_at=call.called_at, may_call=may_call)


def call_to_incident(*, asker: Asker, incident_id: UUID, origin: CrisisOrigin, reason: str) -> CrisisCall:
    """Call the crisis team of an incident's school, else its district's. Durable; locks the incident's room.

    The room learns that a team was called, and nothing else, ever. A call from an exercise is one for good.
    Raises: RoomNotFound. CrisisCallNotAllowed, IncidentClosed, NoSupportTeam, CrisisCalledAlready.
    """
    incident_for(user_id=asker.user_id, incident_id=incident_id, at=asker.at)
    try:
        with transaction.atomic(durable=True):
            room = locked_rooms([Room.objects.get(incident_id=incident_id).pk])
            (held,) = room.values()
            grant = grant_in(held, user_id=asker.user_id, at=asker.at)
            if not may_call(grant):
                raise CrisisCallNotAllowed
            if not IncidentStatus(held.incident.status).is_open:
                raise IncidentClosed
            call = _write_call(
                _team_of(held.incident.site),
                asker,
                reason,
                incident_id=incident_id,
                is_exercise=held.incident.is_exercise,
                origin=origin.value,
            )
            _tell_room(call, grant, asker)
            return call
    except IntegrityError as taken:
        raise CrisisCalledAlready from taken


def call_at_school(*, asker: Asker, agency_id: UUID, reason: str) -> CrisisCall:
    """Call one's own team without an incident. Durable. Raises: SupportTeamNotFound."""
    with transaction.atomic(durable=True):
        SUPPORT_TEAMS.team_for(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
        return _write_call(SUPPORT_TEAMS.locked_team(agency_id), asker, reason, origin=CrisisOrigin.SCHOOL.value)


def _team_of(site: Site) -> SupportTeam:
    wanted = [one for one in (site.school_id, site.district_id) if one is not None]
    there = set(SupportTeam.objects.filter(agency_id__in=wanted).values_list("agency_id", flat=True))
    found = next((one for one in wanted if one in there), None)
    if found is None:
        raise NoSupportTeam
    return SUPPORT_TEAMS.locked_team(found)


def _write_call(team: SupportTeam, asker: Asker, reason: str, **fields: object) -> CrisisCall:
    values: dict[str, object] = {"reason": reason, "called_by_id": asker.user_id, "called_at": asker.at, **fields}
    call = CrisisCall.objects.create(team=team, number=team.take_number(asker.at, prefix="S"), **values)
    call.records.create(act=SupportAct.CALLED.value, by_id=asker.user_id, at=asker.at)
    people = SUPPORT_TEAMS.counting_ids(team, asker.at) - {asker.user_id}
    SUPPORT_WAITS.tell_of(call.pk, occasion="called", user_ids=people, is_exercise=call.is_exercise)
    return call


def _tell_room(call: CrisisCall, grant: RoomGrant, asker: Asker) -> None:
    context = CommandContext.uncommanded(grant, command_id=uuid5(NAMESPACE, call.pk.hex), at=asker.at)
    context.append(MessagePosted(text=_("A crisis team was called.")))
    context.finish()


# --- at work ----------------------------------------------------------------------------------------------------------
def write_entry(*, actor_id: int, call_id: UUID, given: CrisisEntryIn, at: datetime) -> UUID:
    """Write about a room or a person; return its id. Durable; locks the call.

    After the end, only how people are is written. Raises: CrisisCallNotFound, CrisisHasEnded, BadSupport,
    NotOnSupportTeam.
    """
    with transaction.atomic(durable=True):
        call = CRISIS_KIND.thing_for(user_id=actor_id, thing_id=call_id, at=at, lock=True)
        if not CRISIS_KIND.is_open(call) and not isinstance(given, FollowedUp):
            raise CrisisHasEnded
        found, words = _write_entry(call, given, at)
        CRISIS_KIND.write_record(call, given.kind, actor_id=actor_id, at=at, words=words)
    return found


def _write_entry(call: CrisisCall, given: CrisisEntryIn, at: datetime) -> tuple[UUID, str]:
    match given:
        case RoomTaken():
            return _take_room(call, given), ""
        case RoomGiven():
            # No hold is asked: an administrative act says who changed it, and when.
            if not call.rooms.filter(pk=given.room_id).delete()[0]:
                raise BadSupport("The team has no such room.", pointer="/room_id")
            return given.room_id, ""
        case PersonTriaged():
            return _add_person(call, given, at), given.name
        case FollowedUp():
            return _followed_up(call, given, at)
    assert_never(given)


def _take_room(call: CrisisCall, given: RoomTaken) -> UUID:
    site, space = space_to_take(call, given.space_id)
    if call.rooms.count() >= MOST_ROOMS or call.rooms.filter(space_id=space.id).exists():
        raise BadSupport("The team has this room already.", pointer="/space_id")
    row = CrisisRoom(call=call, use=given.use.value, site_id=site.pk, space_id=space.id)
    row.label, row.level = space.label, space.level
    row.save()
    return row.pk


def _add_person(call: CrisisCall, given: PersonTriaged, at: datetime) -> UUID:
    if call.people.count() >= MOST_PEOPLE:
        raise BadSupport("The list holds as many people as it can take.", pointer="/name")
    suggested = suggested_level(given.physical, given.emotional, given.reaction)
    level = given.level or suggested
    # What of it are columns; an owner, a level and a day follow.
    triage = given.model_dump(mode="json", include={"name", "role", "physical", "emotional", "reaction"})
    absent = NotOnSupportTeam(pointer="/owner_id")
    row = CrisisPerson.objects.create(
        call=call,
        suggested=suggested.value,
        level=level.value,
        owner=SUPPORT_TEAMS.counting_person(call.team, given.owner_id, at, absent=absent),
        follow_up_on=given.follow_up_on or looks_again_on(level, day_in(call.team.agency.time_zone, at)),
        **triage,
    )
    return row.pk


def _followed_up(call: CrisisCall, given: FollowedUp, at: datetime) -> tuple[UUID, str]:
    row = call.people.filter(pk=given.person_id, done_at__isnull=True).first()
    if row is None:
        raise BadSupport("No one on the list has this id, or that was the last time.", pointer="/person_id")
    if given.next_on is None:
        row.done_at = at
    else:
        row.follow_up_on = given.next_on
    row.save(update_fields=["done_at", "follow_up_on"])
    return row.pk, f"{row.name}: {given.words}" if given.words else row.name
