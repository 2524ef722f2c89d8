"""Decide, in the entry's own transaction, who is notified of it. Every event has a row here, even if it says nobody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.access import COMMAND_ROLES, audiences_of, present_in
from coordination.models import Flash, Incident, PanicAlarm, PanicIntake, PanicPress, Participant
from coordination.vocabulary import Audience, IncidentType, PanicKind, Severity
from coordination.wire.events import Event, FlashAcknowledged, PanicPressed
from mou.access.fetch import people_granted
from mou.agencies.member_queries import active_members, members_in_roles
from mou.agencies.teams import led_people
from mou.vocabulary import MemberRole, TermKind
from push.answers import acknowledge
from push.outbox import enqueue
from push.planning import Team
from push.vocabulary import Urgency


@dataclass(frozen=True, slots=True)
class Occasion:
    """An entry that may have to be told to people who are not looking."""

    incident: Incident
    author: Participant
    room_id: UUID
    seq: int
    event: Event
    audience: Audience
    at: datetime

    @property
    def source_key(self) -> str:
        """Return what the outbox and the board know this entry by."""
        return source_key_of(self.room_id, self.seq)


def source_key_of(room_id: UUID, seq: int) -> str:
    """Return what the outbox and the board know an entry by."""
    return f"room:{room_id}:{seq}"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who is told of an event, how urgently for a real incident, and whether they have to answer."""

    people: Callable[[Occasion], list[int]]
    urgency: Callable[[Occasion], Urgency]
    demands_acknowledgement: bool = False


def people_of_the_site(occasion: Occasion) -> list[int]:
    """On-duty members of covered agencies, and the site's own staff; not whoever did it."""
    site = occasion.incident.site
    people = people_granted(
        TermKind.ROOM_ACCESS,
        district_id=site.district_id,
        school_id=site.school_id,
        site_id=site.id,
        at=occasion.at,
    )
    # The accounts of wall buttons have no eyes; on the board they would stand for ever as not reached.
    nobody = {occasion.author.user_id, *PanicIntake.objects.values_list("account_id", flat=True)}
    return [user_id for user_id in people if user_id not in nobody]


def people_of_an_opening(occasion: Occasion) -> list[int]:
    """As people_of_the_site; but the incident that a panic press opens is told of by the press, with its words."""
    return [] if is_from_a_press(occasion.incident) else people_of_the_site(occasion)


def people_of_a_press(occasion: Occasion) -> list[int]:
    """Everybody of the site, once per place: a finger that keeps pressing must not become a storm."""
    assert isinstance(occasion.event, PanicPressed)
    return people_of_the_site(occasion) if occasion.event.is_news else []


def people_in_command(occasion: Occasion) -> list[int]:
    """Those in the room with a command role; not whoever did it."""
    return _in_room(occasion, lambda one: one.role in COMMAND_ROLES)


def people_of_the_audience(occasion: Occasion) -> list[int]:
    """Those in the room who belong to the entry's audience; not whoever said it."""
    return _in_room(occasion, lambda one: occasion.audience in audiences_of(one))


def people_who_watch_broken_glass(occasion: Occasion) -> list[int]:
    """Two roles on two sides: the district's administrators, and those who lead the agency; not whoever did it."""
    district, agency = occasion.incident.site.district_id, occasion.author.agency_id
    keepers = members_in_roles([district], GLASS_KEEPERS, occasion.at)
    leaders = members_in_roles([agency], GLASS_LEADERS, occasion.at)
    return sorted({*keepers, *leaders} - {occasion.author.user_id})


def _in_room(occasion: Occasion, belongs: Callable[[Participant], bool]) -> list[int]:
    here = present_in(occasion.room_id, site=occasion.incident.site, at=occasion.at)
    return [one.user_id for one in here if one.pk != occasion.author.pk and belongs(one)]


def is_from_a_press(incident: Incident) -> bool:
    """Tell whether the incident was opened by a panic press."""
    return PanicAlarm.objects.filter(room__incident=incident).exists()


def who_must_stay_silent(occasion: Occasion, people: list[int]) -> set[int]:
    """Return those of the site's own people whose phones could give them away while they hide (need 11)."""
    if IncidentType(occasion.incident.incident_type) not in LOCKDOWN_TYPES or not people:
        return set()
    site = occasion.incident.site
    own = [one for one in (site.school, site.district) if one is not None]
    return set(people) & {one.user_id for one in active_members(own, occasion.at)}


def urgency_of_the_incident(occasion: Occasion) -> Urgency:
    """Extreme and severe are life safety; an exercise never is (promise 10)."""
    grave = occasion.incident.severity in (Severity.EXTREME, Severity.SEVERE)
    if occasion.incident.is_exercise:
        return Urgency.URGENT if grave else Urgency.ROUTINE
    return Urgency.LIFE_SAFETY if grave else Urgency.URGENT


def urgent(_occasion: Occasion) -> Urgency:
    """Return the middle lane: it matters now, but it wakes nobody through silence."""
    return Urgency.URGENT


LOCKDOWN_TYPES = frozenset(
    {*(kind.incident_type for kind in PanicKind if kind.keeps_staff_silent), IncidentType.SHOOTING, IncidentType.WEAPON}
)
OPENING = Rule(people=people_of_an_opening, urgency=urgency_of_the_incident)
NOBODY = None
GLASS_KEEPERS = (MemberRole.ADMINISTRATOR,)
GLASS_LEADERS = (MemberRole.SUPERVISOR, MemberRole.COMMANDER)

RULES: dict[str, Rule | None] = {
    "incident_opened": OPENING,
    "incident_reopened": Rule(people=people_of_the_site, urgency=urgency_of_the_incident),
    "panic_pressed": Rule(people=people_of_a_press, urgency=urgency_of_the_incident, demands_acknowledgement=True),
    # Told to the same people: a cancelled alarm is still followed up until two people stand it down.
    "panic_cancelled": Rule(people=people_of_the_site, urgency=urgent),
    "panic_confirmed": Rule(people=people_in_command, urgency=urgency_of_the_incident),
    "stand_down_proposed": Rule(people=people_in_command, urgency=urgent),
    "stood_down": Rule(people=people_of_the_site, urgency=urgent),
    "flash_posted": Rule(people=people_of_the_audience, urgency=urgency_of_the_incident, demands_acknowledgement=True),
    "flash_acknowledged": NOBODY,
    "incident_closed": NOBODY,
    "participant_joined": NOBODY,
    "participant_left": NOBODY,
    "participant_removed": NOBODY,
    "message_posted": NOBODY,
    "marker_placed": NOBODY,
    "marker_moved": NOBODY,
    "marker_removed": NOBODY,
    "shape_drawn": NOBODY,
    "shape_erased": NOBODY,
    "status_set": NOBODY,
    "entry_struck": NOBODY,
    "file_attached": NOBODY,
    "access_widened": NOBODY,
    "access_narrowed": NOBODY,
    "glass_broken": Rule(people=people_who_watch_broken_glass, urgency=urgent),
    "disclosure_recorded": NOBODY,
}


def answered_by_joining(occasion: Occasion) -> list[int]:
    """Whoever comes into the room has got the alarm: nobody climbs a ladder after them any more."""
    return list(PanicPress.objects.filter(room_id=occasion.room_id).values_list("seq", flat=True))


def answered_by_reading_back(occasion: Occasion) -> list[int]:
    """Return the flash message that was acknowledged."""
    assert isinstance(occasion.event, FlashAcknowledged)
    flashes = Flash.objects.filter(room_id=occasion.room_id, flash_id=occasion.event.flash_id)
    return list(flashes.values_list("seq", flat=True))


# Which entries' alerts an event's author has answered by it, on whatever device they did it.
ANSWERS: dict[str, Callable[[Occasion], list[int]]] = {
    "participant_joined": answered_by_joining,
    "flash_acknowledged": answered_by_reading_back,
}


def plan(occasion: Occasion) -> None:
    """Write the notifications an entry asks for and end those it answers, in its own transaction (promise 5)."""
    answered = ANSWERS.get(occasion.event.type)
    for seq in answered(occasion) if answered is not None else ():
        acknowledge(source_key=source_key_of(occasion.room_id, seq), user_id=occasion.author.user_id, at=occasion.at)
    rule = RULES[occasion.event.type]
    people = [] if rule is None else rule.people(occasion)
    if rule is None or not people:
        return
    silent = who_must_stay_silent(occasion, people)
    # A supervisor stands on the board once, whichever of the two groups does not answer.
    supervisors = [one for one in people_in_command(occasion) if one not in people]
    loud = [one for one in people if one not in silent]
    if loud:
        _enqueue(occasion, rule, loud, is_silent=False, supervisors=supervisors)
    if silent:
        _enqueue(occasion, rule, sorted(silent), is_silent=True, supervisors=[] if loud else supervisors)


def _enqueue(occasion: Occasion, rule: Rule, people: list[int], *, is_silent: bool, supervisors: list[int]) -> None:
    enqueue(
        source_key=occasion.source_key,
        user_ids=people,
        is_exercise=occasion.incident.is_exercise,
        urgency=rule.urgency(occasion),
        kind=occasion.event.type,
        room_id=occasion.room_id,
        seq=occasion.seq,
        collapse_key=f"room:{occasion.room_id}",
        demands_acknowledgement=rule.demands_acknowledgement,
        is_silent=is_silent,
        escalate_to_user_ids=supervisors,
        teams=teams_of(occasion, people) if rule.demands_acknowledgement else (),
    )


def teams_of(occasion: Occasion, people: list[int]) -> list[Team]:
    """Return who is told under whom: a silent officer is their sergeant's to look for, in the room or not.

    Whether the leader may be told of this site is asked again when it comes to it (push_gate).
    """
    site = occasion.incident.site
    own = [one for one in (site.school_id, site.district_id) if one is not None]
    return [
        Team(key=one.agency_id.hex, user_ids=one.user_ids, supervisor_ids=one.leader_ids)
        for one in led_people(people, first=own, at=occasion.at)
    ]
