"""Decide, in the entry's own transaction, who is notified of it, as the capability that declares the event says."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import replace
from typing import cast
from uuid import UUID

from django.conf import settings
from django.utils.translation import override

from coordination.room.alerting.exercise_cast import limits_of, teams_within, tellings_within
from coordination.room.alerting.recipients import (
    PEOPLE,
    AlertTrigger,
    Telling,
    people_in_command,
    source_key_of,
    who_hides,
)
from coordination.room.capability import Alert, AlertUrgency, EventRule, Told, word_of
from coordination.room.objects import created_seqs
from coordination.room.registry import event_rules, named_function, rules_answered_by
from coordination.vocabulary import Severity
from mou.agencies.teams import led_people
from push.ledger.answers import acknowledge_event
from push.outbox.notifications import enqueue_notifications
from push.outbox.planning import Detail, Team
from push.texts import MARKS
from push.vocabulary import Manner, Urgency

# With the mark of an exercise and a link it is kept in 1000 characters.
MAX_DETAIL_CHARS = 700


def urgency_of(trigger: AlertTrigger, alert: Alert, telling: Telling) -> Urgency:
    """Return how urgent an alert is; an exercise never is life safety (promise 10)."""
    if telling.urgency is not None:
        return min(telling.urgency, Urgency.URGENT) if trigger.incident.is_exercise else telling.urgency
    if alert.urgency is AlertUrgency.URGENT:
        return Urgency.URGENT
    is_grave = trigger.incident.severity in (Severity.EXTREME, Severity.SEVERE)
    if trigger.incident.is_exercise:
        return Urgency.URGENT if is_grave else Urgency.ROUTINE
    return Urgency.LIFE_SAFETY if is_grave else Urgency.URGENT


def _answered_seqs(trigger: AlertTrigger, rule: EventRule) -> list[int]:
    """Return the seqs of those entries whose alert the event's author has answered by it, on any device."""
    assert isinstance(rule.alert, Alert)
    assert rule.alert.answered_by is not None
    assert rule.about is not None
    same = rule.alert.answered_by.same
    object_id = None if same is None else getattr(trigger.event, same)
    return created_seqs(trigger.room_id, rule.about.objects, object_id=object_id)


def plan_alerts(trigger: AlertTrigger) -> None:
    """Write the notifications an entry asks for and end those it answers, in its own transaction (promise 5)."""
    word = word_of(type(trigger.event))
    for rule in rules_answered_by().get(word, ()):
        for seq in _answered_seqs(trigger, rule):
            source_key = source_key_of(trigger.room_id, seq)
            acknowledge_event(source_key=source_key, user_id=trigger.author.user_id, at=trigger.at)
    alert = event_rules()[word].alert
    if not isinstance(alert, Alert) or (alert.when is not None and not alert.when(trigger.event)):
        return
    if alert.to is Told.CHOSEN:
        chosen = cast("list[Telling]", named_function(word, alert.chosen_by)(trigger))
        tellings = [one for one in chosen if one.user_ids]
    else:
        people = PEOPLE[alert.to](trigger)
        tellings = [Telling(people)] if people else []
    limits = limits_of(trigger, event_rules()[word], alert.to) if tellings else None
    tellings = tellings_within(limits, tellings)
    if tellings:
        _tell_people(trigger, alert, _hush_tellings(trigger, tellings), limits)


def _hush_tellings(trigger: AlertTrigger, tellings: list[Telling]) -> list[Telling]:
    """Return the tellings, silent for people who hide. A first word stays aloud: it sends people into hiding."""
    everybody = [user_id for one in tellings for user_id in one.user_ids]
    hiding = who_hides(trigger.incident, everybody, trigger.at)
    found = []
    for one in tellings:
        if one.manner is not Manner.LADDER:
            found.append(one)
            continue
        found.append(replace(one, user_ids=[user_id for user_id in one.user_ids if user_id not in hiding]))
        silent = [user_id for user_id in one.user_ids if user_id in hiding]
        found.append(replace(one, user_ids=silent, manner=Manner.SILENT))
    return [one for one in found if one.user_ids]


def _tell_people(trigger: AlertTrigger, alert: Alert, tellings: list[Telling], limits: frozenset[int] | None) -> None:
    told = {user_id for one in tellings for user_id in one.user_ids}
    # A supervisor stands on the board once, whichever of the groups does not answer.
    supervisors = [one for one in people_in_command(trigger) if one not in told]
    supervisors = [one for one in supervisors if one not in who_hides(trigger.incident, supervisors, trigger.at)]
    informed = frozenset() if alert.to is Told.OVERSIGHT else frozenset({*told, *supervisors})
    detail = Detail(detail_texts(trigger, alert), informed, takes_answers=settings.PUSH_SMS_ANSWERS)
    for one in tellings:
        climbs = one.manner is Manner.LADDER
        leaders = teams_within(limits, teams_of(trigger, one.user_ids)) if _climbs_ladder(alert, one) else []
        _enqueue_telling(trigger, alert, one, detail, supervisors=supervisors if climbs else [], teams=leaders)
        if climbs:
            supervisors = []
    if supervisors and alert.demands_acknowledgement:
        _enqueue_telling(trigger, alert, Telling([]), detail, supervisors=supervisors, teams=[])


def detail_texts(trigger: AlertTrigger, alert: Alert) -> dict[str, str]:
    """Return where it is and how to get there, in each language of ours: the school, what is known more, a link."""
    found = {}
    word = word_of(type(trigger.event))
    beside = [named_function(word, alert.beside)(trigger)] if alert.beside else []
    for language in MARKS:
        with override(language):
            more = ""
            if alert.detail and trigger.about is not None:
                more = str(named_function(word, alert.detail)(trigger.about, *beside))
            said = more or f"{trigger.incident.shown_place()}."
            found[language] = f"{said[:MAX_DETAIL_CHARS]} {link_to(trigger.room_id)}".strip()
    return found


def link_to(room_id: UUID) -> str:
    """Return the address that leads to a room's incident; nothing where the installation has no name yet."""
    return f"{settings.PUSH_LINK_ORIGIN}/rooms/{room_id}" if settings.PUSH_LINK_ORIGIN else ""


def _climbs_ladder(alert: Alert, telling: Telling) -> bool:
    return alert.demands_acknowledgement and telling.manner is Manner.LADDER


def line_of(trigger: AlertTrigger, alert: Alert, telling: Telling) -> str:
    """Return the collapse key of an alert: that of its room, or of the object alone that it is about.

    What people of a school do now is always the room's: its release must take its place.
    """
    of_room = f"room:{trigger.room_id}"
    if not alert.has_own_line or (telling.words or alert.push).says_what_to_do:
        return of_room
    rule = event_rules()[word_of(type(trigger.event))]
    assert rule.about is not None
    object_id: UUID = getattr(trigger.event, rule.about.id_field)
    # Apple takes 64 bytes at most: an id in 22 letters, and nothing of the room's is cut off.
    return f"{of_room}:{urlsafe_b64encode(object_id.bytes).decode().rstrip('=')}"


def _enqueue_telling(
    trigger: AlertTrigger,
    alert: Alert,
    telling: Telling,
    detail: Detail,
    *,
    supervisors: Sequence[int],
    teams: Sequence[Team],
) -> None:
    enqueue_notifications(
        source_key=trigger.source_key,
        user_ids=telling.user_ids,
        is_exercise=trigger.incident.is_exercise,
        urgency=urgency_of(trigger, alert, telling),
        kind=word_of(type(trigger.event)),
        words=telling.words or alert.push,
        room_id=trigger.room_id,
        seq=trigger.seq,
        collapse_key=line_of(trigger, alert, telling),
        demands_acknowledgement=alert.demands_acknowledgement,
        manner=telling.manner,
        detail=detail,
        escalate_to_user_ids=supervisors,
        teams=teams,
    )


def teams_of(trigger: AlertTrigger, people: Sequence[int]) -> list[Team]:
    """Return which leader looks for which people if they do not answer, in the room or not.

    Whether the leader may be told of this site is asked again when it comes to it (push_gate).
    """
    site = trigger.incident.site
    own = [one for one in (site.school_id, site.district_id) if one is not None]
    return [
        Team(key=one.agency_id.hex, user_ids=one.user_ids, supervisor_ids=one.leader_ids)
        for one in led_people(people, first=own, at=trigger.at)
    ]
