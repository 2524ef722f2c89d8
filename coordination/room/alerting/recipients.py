"""Who can be told of an entry, by where they are and what they are to the room; and who hides and must not be heard."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from coordination.models import User
from coordination.room.access import present_in
from coordination.room.audiences import audiences_in, has_command_role, joined_places, place_of_site
from coordination.room.capability import Event, RoomObject, Told
from coordination.room.models import Incident, Participant
from coordination.room.registry import hiding_functions
from coordination.room.wire.addressed import Readership
from mapping.models import Site
from mou.access.policy import Place
from mou.access.reached import people_granted
from mou.agencies.memberships.queries import members_in_roles
from mou.vocabulary import MemberRole, TermKind
from push.texts import PushWords
from push.vocabulary import Manner, Urgency


@dataclass(frozen=True, slots=True)
class AlertTrigger:
    """An entry that may have to be told to people who are not looking."""

    incident: Incident
    author: Participant
    room_id: UUID
    seq: int
    event: Event
    audience: Readership
    at: datetime
    # What the event is about, as it is after it.
    about: RoomObject | None = None

    @property
    def source_key(self) -> str:
        """Return what the outbox and the board know this entry by."""
        return source_key_of(self.room_id, self.seq)


@dataclass(frozen=True, slots=True)
class Telling:
    """Some of those who are told of an entry, and how. `words`: what is said, if not what the event's alert says."""

    user_ids: Sequence[int]
    manner: Manner = Manner.LADDER
    words: PushWords | None = None
    urgency: Urgency | None = None


def source_key_of(room_id: UUID, seq: int) -> str:
    """Return what the outbox and the board know an entry by."""
    return f"{keys_of_room(room_id)}{seq}"


def keys_of_room(room_id: UUID) -> str:
    """Return the prefix of the source keys of a room's entries."""
    return f"room:{room_id}:"


def people_of_the_site(trigger: AlertTrigger) -> list[int]:
    """On-duty members of covered agencies, and the own staff of each site of the incident; not the author."""
    own = place_of_site(trigger.incident.site, trigger.incident.pk)
    return _told_of_places(trigger, [own, *joined_places(trigger.incident)])


def people_of_joined_site(trigger: AlertTrigger, site: Site) -> list[int]:
    """Return the same of one site, as of one that joins now; not the author."""
    return _told_of_places(trigger, [place_of_site(site)])


def _told_of_places(trigger: AlertTrigger, places: Iterable[Place]) -> list[int]:
    people: set[int] = set()
    for place in places:
        people |= set(
            people_granted(
                TermKind.ROOM_ACCESS,
                district_id=place.district_id,
                school_id=place.school_id,
                site_id=place.site_id,
                at=trigger.at,
                incident_id=place.incident_id,
            )
        )
    # The accounts of wall buttons have no reader; on the board they would always stand as not reached.
    excluded = {trigger.author.user_id, *User.objects.filter(is_device=True).values_list("pk", flat=True)}
    return sorted(people - excluded)


def people_present(trigger: AlertTrigger) -> list[int]:
    """Those in the room; not the author."""
    return _in_room(trigger, lambda _one: True)


def people_in_command(trigger: AlertTrigger) -> list[int]:
    """Those in the room with a command role; not the author."""
    return _in_room(trigger, lambda one: has_command_role(one, trigger.incident.site))


def people_of_the_audience(trigger: AlertTrigger) -> list[int]:
    """Those in the room who belong to the entry's audience, or are the medics whom it addresses; not the author."""
    return _in_room(trigger, lambda one: trigger.audience in audiences_in(one, trigger.incident, frozenset()))


def people_with_oversight(trigger: AlertTrigger) -> list[int]:
    """Two roles on two sides: the district's administrators, and those who lead the agency; not the author."""
    district, agency = trigger.incident.site.district_id, trigger.author.agency_id
    keepers = members_in_roles([district], (MemberRole.ADMINISTRATOR,), trigger.at)
    leaders = members_in_roles([agency], (MemberRole.SUPERVISOR, MemberRole.COMMANDER), trigger.at)
    return sorted({*keepers, *leaders} - {trigger.author.user_id})


def _in_room(trigger: AlertTrigger, belongs: Callable[[Participant], bool]) -> list[int]:
    here = present_in(trigger.room_id, incident=trigger.incident, at=trigger.at)
    return [one.user_id for one in here if one.pk != trigger.author.pk and belongs(one)]


PEOPLE: Mapping[Told, Callable[[AlertTrigger], list[int]]] = {
    Told.SITE: people_of_the_site,
    Told.PRESENT: people_present,
    Told.COMMAND: people_in_command,
    Told.AUDIENCE: people_of_the_audience,
    Told.OVERSIGHT: people_with_oversight,
}


def who_hides(incident: Incident, user_ids: Collection[int], at: datetime) -> set[int]:
    """Return those people who hide now: a phone that sounds gives its owner away."""
    hiding: set[int] = set()
    for function in hiding_functions():
        hiding |= cast("set[int]", function(incident=incident, user_ids=user_ids, at=at))
    return hiding
