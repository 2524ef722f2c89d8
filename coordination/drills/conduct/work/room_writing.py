"""Write into an exercise's room as those who direct it, whether or not they are in it themselves."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from coordination.drills.conduct.access import incident_of
from coordination.drills.conduct.errors import ConductStepRefused
from coordination.drills.conduct.models import ClockSegment
from coordination.drills.conduct.rules.clock import Segment, exercise_seconds
from coordination.drills.conduct.work.entering import person_of
from coordination.drills.exercises.models import Exercise
from coordination.room.access import RoomGrant, locked_rooms
from coordination.room.entry.entries import SERVER, Author
from coordination.room.log import CommandContext, LogBatch, author_of
from coordination.room.models import Participant, Room
from coordination.vocabulary import Audience
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _

NOT_ASKED = "0" * 64
NOBODY_ID = UUID(int=0)


def locked_room(exercise: Exercise) -> Room:
    """Return an exercise's room, held until commit. Always before the exercise's own row, as the real-world word does.

    Raises: ConductStepRefused: it has not begun.
    """
    room_id = Room.objects.filter(incident_id=incident_of(exercise)).values_list("pk", flat=True).first()
    if room_id is None:
        raise ConductStepRefused(Reason(_("The room of this exercise is no longer kept.")))
    return locked_rooms([room_id])[room_id]


def context_in(
    room: Room, *, exercise: Exercise, actor_id: int | None, at: datetime, command_id: UUID | None = None
) -> CommandContext:
    """Return the context in which something is written: by a person, or by the server where its time has come.

    An entry needs a participant's row. An author who is not in the room uses the row of the person who opened it, under
    their own name.
    """
    people = Participant.objects.filter(room=room)
    mine = None if actor_id is None else people.filter(user_id=actor_id).first()
    participant = mine or people.get(user_id=room.incident.opened_by_id)
    return CommandContext(
        room=room,
        incident=room.incident,
        participant=participant,
        grant=RoomGrant(room, room.incident, (), participant, frozenset(Audience)),
        at=at,
        command_id=command_id or uuid4(),
        command_digest=NOT_ASKED,
        batch=LogBatch(),
        author=author_of(mine) if mine is not None else _author_of_person(exercise, actor_id),
    )


def _author_of_person(exercise: Exercise, actor_id: int | None) -> Author:
    person = None if actor_id is None else person_of(exercise, actor_id)
    if person is None:
        return SERVER
    return Author(
        participant_id=NOBODY_ID,
        name=person.user.shown_name(),
        role=person.role,
        agency_id=person.agency_id,
        agency=person.agency.name,
        agency_kind=person.agency.kind,
    )


def segments_of(exercise: Exercise) -> Sequence[Segment]:
    """Return the stretches of an exercise's clock, in their order. One query."""
    return [Segment(one.began_at, one.ended_at, one.pace, one.exercise_s) for one in exercise.clock.all()]


def stop_clock(exercise: Exercise, at: datetime) -> float:
    """Let exercise time stand, and return how much of it has passed."""
    ClockSegment.objects.filter(exercise=exercise, ended_at__isnull=True).update(ended_at=at)
    return exercise_seconds(segments_of(exercise), at)


def start_clock(exercise: Exercise, *, exercise_s: float, pace: float, at: datetime) -> None:
    """Let exercise time pass from an instant on."""
    ClockSegment.objects.create(exercise=exercise, began_at=at, pace=pace, exercise_s=exercise_s)


def last_pace(exercise: Exercise) -> float:
    """Return the pace at which exercise time passes, or passed last."""
    return exercise.clock.order_by("-began_at", "-id").values_list("pace", flat=True).first() or 1.0
