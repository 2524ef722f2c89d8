"""What the tests of evaluation share: an exercise that was played in a room, and how a person asks over HTTP."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.test import Client

from coordination.drills.exercises.models import CriticalTask, Exercise
from coordination.models import User
from coordination.room.models import Room
from push.models import Notification, Recipient
from tests.factories.cast import Cast, join
from tests.factories.mapping import draw_level, draw_space, make_plan
from tests.factories.practice.exercises import Staged, make_staged
from tests.factories.push import make_device
from tests.stage.incident.panic import press, run
from tests.stage.incident.room_reports import report
from tests.stage.served import session_of

# STARTEX. The press comes ten seconds later.
T0 = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


@dataclass(frozen=True)
class Evaluated:
    """An exercise with its room: pressed, told, reported, commanded, released."""

    staged: Staged
    room: Room

    @property
    def exercise(self) -> Exercise:
        return Exercise.objects.get(pk=self.staged.exercise.pk)

    @property
    def path(self) -> str:
        return f"/drills/exercises/{self.staged.exercise.pk}"

    def tasks(self) -> list[CriticalTask]:
        """Return the critical tasks, in the order of the plan."""
        return list(
            CriticalTask.objects.filter(objective__exercise=self.staged.exercise).order_by(
                "objective__position", "position"
            )
        )


def make_evaluated(cast: Cast, *, is_ended: bool = True) -> Evaluated:
    """Play an exercise: the teacher presses at 10 s, the first of two staff has it at 14 s, 101 reports at 40 s."""
    make_plan(cast.site, draw_level(draw_space(), draw_space(number="102", name="Room 102")))
    make_device(user=cast.insider)
    staged = make_staged(cast, at=T0 - timedelta(days=1))
    accepted = press(cast.teacher, cast.site, at=at(10), is_exercise=True, kind="active_threat")
    room = Room.objects.select_related("incident__site").get(pk=accepted.room_id)
    key = f"room:{room.pk}:{_press_seq(room)}"
    Notification.objects.filter(source_key=key, device__user=cast.insider).update(delivered_at=at(12), opened_at=at(14))
    Recipient.objects.filter(source_key=key, user=cast.insider).update(acknowledged_at=at(15))
    join(cast.insider, room, at=at(20))
    report(cast.teacher, room, at=at(40), door="locked")
    run(cast.insider, room.pk, "claim_command", at=at(70))
    exercise = staged.exercise
    exercise.state, exercise.started_at, exercise.incident_id = "running", T0, room.incident_id
    if is_ended:
        exercise.state, exercise.ended_at = "ended", at(600)
    exercise.save()
    return Evaluated(staged, room)


def _press_seq(room: Room) -> int:
    return room.entries.filter(event_type="panic_pressed").values_list("seq", flat=True).get()


def ask(user: User, method: str, path: str, body: object = None) -> tuple[int, Any]:
    """Return status and answer to someone who asks over HTTP."""
    answer = Client().generic(
        method,
        f"/api/v1{path}",
        json.dumps(body) if body is not None else "",
        content_type="application/json",
        headers={"X-Session-Token": session_of(user)},
    )
    return answer.status_code, json.loads(answer.content) if answer.content else None


def rating(task: CriticalTask, value: str, **fields: object) -> dict[str, object]:
    """Return what rates a task."""
    return {"id": str(uuid4()), "task_id": str(task.pk), "rating": value, **fields}


def hot_wash(clarity: int = 4, **fields: object) -> dict[str, object]:
    """Return an answer to a hot wash."""
    return {"clarity": clarity, "communication": 3, "felt_safe": 5, **fields}
