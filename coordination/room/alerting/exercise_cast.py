"""Limit an exercise's alerts: of the people whom the site's rules name, only those with a part in it are told."""

from collections.abc import Sequence
from dataclasses import replace

from coordination.room.alerting.recipients import AlertTrigger, Telling
from coordination.room.capability import EventRule, Told
from coordination.room.direction import direction_of_exercises
from coordination.room.models import Participant
from push.outbox.planning import Team

# Whom rules name, wherever they are. The others are in the room, or look after records.
BY_RULES = frozenset({Told.SITE, Told.CHOSEN})


def limits_of(trigger: AlertTrigger, rule: EventRule, to: Told) -> frozenset[int] | None:
    """Return to whom an alert is limited: the exercise's people, and who is in its room; None: it is not.

    A real event is never limited, in any room.
    """
    if not trigger.incident.is_exercise or rule.is_real or to not in BY_RULES:
        return None
    cast = direction_of_exercises().cast_of(trigger.incident.pk)
    if cast is None:
        return None
    here = Participant.objects.filter(room_id=trigger.room_id, left_at__isnull=True, removed_at__isnull=True)
    return cast | set(here.values_list("user_id", flat=True))


def tellings_within(limits: frozenset[int] | None, tellings: list[Telling]) -> list[Telling]:
    """Return the same tellings without those who have no part."""
    if limits is None:
        return tellings
    within = [replace(one, user_ids=[user_id for user_id in one.user_ids if user_id in limits]) for one in tellings]
    return [one for one in within if one.user_ids]


def teams_within(limits: frozenset[int] | None, teams: Sequence[Team]) -> list[Team]:
    """Return the same teams; a leader without a part is not asked to look for people."""
    if limits is None:
        return list(teams)
    return [
        replace(one, supervisor_ids=[user_id for user_id in one.supervisor_ids if user_id in limits]) for one in teams
    ]
