"""Decide, in the entry's own transaction, who is notified of it, as the capability that declares the event says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.models import User
from coordination.room.access import COMMAND_ROLES, audiences_of, present_in
from coordination.room.capability import Alert, AlertUrgency, Event, EventRule, Told, word_of
from coordination.room.models import Incident, Participant
from coordination.room.objects import created_seqs
from coordination.room.registry import event_rules, rules_answered_by
from coordination.vocabulary import LOCKDOWN_TYPES, Audience, IncidentType, Severity
from mou.access.fetch import people_granted
from mou.agencies.member_queries import active_members, members_in_roles
from mou.agencies.teams import led_people
from mou.vocabulary import MemberRole, TermKind
from push.ledger.answers import acknowledge
from push.outbox.notifications import enqueue
from push.outbox.planning import Team
from push.vocabulary import Urgency


@dataclass(frozen=True, slots=True)
class AlertTrigger:
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


def people_of_the_site(trigger: AlertTrigger) -> list[int]:
    """On-duty members of covered agencies, and the site's own staff; not the author."""
    site = trigger.incident.site
    people = people_granted(
        TermKind.ROOM_ACCESS,
        district_id=site.district_id,
        school_id=site.school_id,
        site_id=site.id,
        at=trigger.at,
    )
    # The accounts of wall buttons have no eyes; on the board they would stand for ever as not reached.
    nobody = {trigger.author.user_id, *User.objects.filter(is_device=True).values_list("pk", flat=True)}
    return [user_id for user_id in people if user_id not in nobody]


def people_present(trigger: AlertTrigger) -> list[int]:
    """Those in the room; not the author."""
    return _in_room(trigger, lambda _one: True)


def people_in_command(trigger: AlertTrigger) -> list[int]:
    """Those in the room with a command role; not the author."""
    return _in_room(trigger, lambda one: one.role in COMMAND_ROLES)


def people_of_the_audience(trigger: AlertTrigger) -> list[int]:
    """Those in the room who belong to the entry's audience; not the author."""
    return _in_room(trigger, lambda one: trigger.audience in audiences_of(one))


def people_with_oversight(trigger: AlertTrigger) -> list[int]:
    """Two roles on two sides: the district's administrators, and those who lead the agency; not the author."""
    district, agency = trigger.incident.site.district_id, trigger.author.agency_id
    keepers = members_in_roles([district], (MemberRole.ADMINISTRATOR,), trigger.at)
    leaders = members_in_roles([agency], (MemberRole.SUPERVISOR, MemberRole.COMMANDER), trigger.at)
    return sorted({*keepers, *leaders} - {trigger.author.user_id})


def _in_room(trigger: AlertTrigger, belongs: Callable[[Participant], bool]) -> list[int]:
    here = present_in(trigger.room_id, site=trigger.incident.site, at=trigger.at)
    return [one.user_id for one in here if one.pk != trigger.author.pk and belongs(one)]


PEOPLE: Mapping[Told, Callable[[AlertTrigger], list[int]]] = {
    Told.SITE: people_of_the_site,
    Told.PRESENT: people_present,
    Told.COMMAND: people_in_command,
    Told.AUDIENCE: people_of_the_audience,
    Told.OVERSIGHT: people_with_oversight,
}


def who_must_stay_silent(trigger: AlertTrigger, people: list[int]) -> set[int]:
    """Return those of the site's own people whose phones could give them away while they hide (need 11)."""
    if IncidentType(trigger.incident.incident_type) not in LOCKDOWN_TYPES or not people:
        return set()
    site = trigger.incident.site
    own = [one for one in (site.school, site.district) if one is not None]
    return set(people) & {one.user_id for one in active_members(own, trigger.at)}


def urgency_of(trigger: AlertTrigger, alert: Alert) -> Urgency:
    """Return how urgent an alert is; an exercise never is life safety (promise 10)."""
    if alert.urgency is AlertUrgency.URGENT:
        return Urgency.URGENT
    is_grave = trigger.incident.severity in (Severity.EXTREME, Severity.SEVERE)
    if trigger.incident.is_exercise:
        return Urgency.URGENT if is_grave else Urgency.ROUTINE
    return Urgency.LIFE_SAFETY if is_grave else Urgency.URGENT


def _answered(trigger: AlertTrigger, rule: EventRule) -> list[int]:
    """Return the seqs of those entries whose alert the event's author has answered by it, on any device."""
    assert isinstance(rule.alert, Alert)
    assert rule.alert.answered_by is not None
    assert rule.about is not None
    same = rule.alert.answered_by.same
    object_id = None if same is None else getattr(trigger.event, same)
    return created_seqs(trigger.room_id, rule.about.objects, object_id=object_id)


def plan(trigger: AlertTrigger) -> None:
    """Write the notifications an entry asks for and end those it answers, in its own transaction (promise 5)."""
    word = word_of(type(trigger.event))
    for rule in rules_answered_by().get(word, ()):
        for seq in _answered(trigger, rule):
            source_key = source_key_of(trigger.room_id, seq)
            acknowledge(source_key=source_key, user_id=trigger.author.user_id, at=trigger.at)
    alert = event_rules()[word].alert
    if not isinstance(alert, Alert) or (alert.when is not None and not alert.when(trigger.event)):
        return
    people = PEOPLE[alert.to](trigger)
    if people:
        _tell(trigger, alert, people)


def _tell(trigger: AlertTrigger, alert: Alert, people: list[int]) -> None:
    silent = who_must_stay_silent(trigger, people)
    # A supervisor stands on the board once, whichever of the two groups does not answer.
    supervisors = [one for one in people_in_command(trigger) if one not in people]
    loud = [one for one in people if one not in silent]
    if loud:
        _enqueue(trigger, alert, loud, is_silent=False, supervisors=supervisors)
    if silent:
        _enqueue(trigger, alert, sorted(silent), is_silent=True, supervisors=[] if loud else supervisors)


def _enqueue(
    trigger: AlertTrigger, alert: Alert, people: list[int], *, is_silent: bool, supervisors: list[int]
) -> None:
    enqueue(
        source_key=trigger.source_key,
        user_ids=people,
        is_exercise=trigger.incident.is_exercise,
        urgency=urgency_of(trigger, alert),
        kind=word_of(type(trigger.event)),
        room_id=trigger.room_id,
        seq=trigger.seq,
        collapse_key=f"room:{trigger.room_id}",
        demands_acknowledgement=alert.demands_acknowledgement,
        is_silent=is_silent,
        escalate_to_user_ids=supervisors,
        teams=teams_of(trigger, people) if alert.demands_acknowledgement else (),
    )


def teams_of(trigger: AlertTrigger, people: list[int]) -> list[Team]:
    """Return who is told under whom: a silent officer is their sergeant's to look for, in the room or not.

    Whether the leader may be told of this site is asked again when it comes to it (push_gate).
    """
    site = trigger.incident.site
    own = [one for one in (site.school_id, site.district_id) if one is not None]
    return [
        Team(key=one.agency_id.hex, user_ids=one.user_ids, supervisor_ids=one.leader_ids)
        for one in led_people(people, first=own, at=trigger.at)
    ]
