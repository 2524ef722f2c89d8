"""Whether someone may still be told: asked again when a notification is sent, because rungs are planned in advance.

The outbox does not know incidents, agreements or duty; settings name this function to it, as they name the user model.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from coordination.room.access import room_standings
from coordination.room.alerting.recipients import who_hides
from coordination.room.models import LogEntry, Participant, Room
from coordination.vocabulary import IncidentStatus
from mou.access.fetch import Standing
from push.vocabulary import Manner

# What stops an exercise for something real, and the steps after which its room speaks again.
STOPPED = "real_world_declared"
SPEAKS_AGAIN = ("exercise_resumed", "exercise_ended")


def who_may_still_be_told(asked: Collection[tuple[int, UUID]], at: datetime) -> dict[tuple[int, UUID], Manner]:
    """Return those pairs of person and room that may still be told, and whether aloud: a few queries for each room.

    Who hides by now is told without a sound. No one whose membership or agreement has ended, who was removed from the
    room, or who has gone off duty and is not in it; no one of an exercise that something real has stopped. A room that
    is not known has no site where anything could end.
    """
    people: dict[UUID, set[int]] = defaultdict(set)
    for user_id, room_id in asked:
        people[room_id].add(user_id)
    rooms = {room.id: room for room in Room.objects.filter(id__in=people).select_related("incident__site")}
    told = {pair: Manner.LADDER for pair in asked if pair[1] not in rooms}
    for room in rooms.values():
        still = _still_told(room, people[room.id], at)
        hiding = who_hides(room.incident, still, at)
        told |= {(one, room.id): Manner.SILENT if one in hiding else Manner.LADDER for one in still}
    return told


def _still_told(room: Room, user_ids: set[int], at: datetime) -> set[int]:
    if _is_stopped(room):
        return set()
    standings = room_standings(user_ids=sorted(user_ids), incident=room.incident, at=at)
    rows = Participant.objects.filter(room=room, user_id__in=user_ids).values_list("user_id", "left_at", "removed_at")
    removed = {user_id for user_id, _, removed_at in rows if removed_at is not None}
    present = {user_id for user_id, left_at, removed_at in rows if left_at is None and removed_at is None}
    return {
        user_id
        for user_id, its_standings in standings.items()
        if user_id not in removed and any(_still_reaches(one, is_present=user_id in present) for one in its_standings)
    }


def _still_reaches(standing: Standing, *, is_present: bool) -> bool:
    """Tell whether a standing still lets an alert through: as people_granted decides who is told at all."""
    return standing.is_insider or standing.member.is_on_duty or standing.pages_off_duty or is_present


def _is_stopped(room: Room) -> bool:
    """Tell whether something real has stopped an exercise, and it neither went on nor was ended since."""
    if not room.incident.is_exercise or IncidentStatus(room.incident.status).is_open:
        return False
    steps = LogEntry.objects.filter(room=room, event_type__in=(STOPPED, *SPEAKS_AGAIN)).order_by("-seq")
    return steps.values_list("event_type", flat=True).first() == STOPPED
