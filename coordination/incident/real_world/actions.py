"""Stop an exercise because something real happened, and open the real incident with everybody who is present."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from coordination.incident.emergency_access.actions import narrow_access
from coordination.incident.lifecycle.actions import open_room, set_status
from coordination.incident.people.actions import tell_of_joining
from coordination.incident.real_world.capability import DeclareRealWorld, RealWorld, RealWorldDeclared
from coordination.incident.real_world.errors import NotAnExercise
from coordination.incident.real_world.telling import real_world_in_words, told_of_real_world
from coordination.incident.response_actions.hiding import end_all_actions
from coordination.room.access import RoomGrant, audiences_of, present_in, room_standings
from coordination.room.log import CommandContext
from coordination.room.models import Incident, Participant
from coordination.room.objects import made
from coordination.room.participants import new_participant
from coordination.room.patch import both
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import IncidentStatus, Severity
from mou.access.fetch import Standing

__all__ = ["real_world_in_words", "told_of_real_world"]

# The real incident's id follows from the command's: a command that is sent twice opens one.
REAL_NAMESPACE = UUID("5b8f1f0e-6a0d-5a0b-9a9e-6a1f7d0c2b44")


def declare_real_world(*, context: CommandContext, command: DeclareRealWorld) -> None:
    """Stop the exercise; open a real incident at the same site; let everybody in who is present. Raises: NotAnExercise.

    Writes both rooms in the caller's transaction. The real one is new, so nobody waits for its lock.
    """
    if not context.incident.is_exercise:
        raise NotAnExercise
    present = present_in(context.room.pk, incident=context.incident, at=context.at)
    standings = _standings(context, present)
    real = open_room(
        _incident(context, command), [standings[context.participant.user_id]], command=command, is_told=False
    )
    others = [_let_in(real, standings[one.user_id]) for one in present if one.pk != context.participant.pk]
    event = RealWorldDeclared(declaration_id=command.declaration_id)
    real.append(event, patch=_said(context, command, real, by=real.participant))
    stopped = set_status(context, IncidentStatus.CLOSED)
    context.append(event, patch=both(stopped, _said(context, command, real, by=context.participant)))
    end_all_actions(context.room, at=context.at)
    narrow_access(context)
    for one in (real, *others):
        real.batch.accept(one)
    real.batch.flush()


def _incident(context: CommandContext, command: DeclareRealWorld) -> Incident:
    return Incident(
        id=uuid5(REAL_NAMESPACE, f"{context.participant.user_id}:{command.id}"),
        site=context.incident.site,
        incident_type=command.incident_type.value,
        severity=Severity.EXTREME.value,
        title=command.note,
        is_exercise=False,
        opened_at=context.at,
        opened_by_id=context.participant.user_id,
    )


def _standings(context: CommandContext, present: Sequence[Participant]) -> dict[int, Standing]:
    """Return for each person by what they are in the exercise, so that they are the same in the real room."""
    people = {one.user_id: one for one in present} | {context.participant.user_id: context.participant}
    found = room_standings(user_ids=list(people), incident=context.incident, at=context.at)
    return {
        user_id: next((one for one in found[user_id] if one.member.pk == person.member_id), found[user_id][0])
        for user_id, person in people.items()
    }


def _let_in(real: CommandContext, standing: Standing) -> CommandContext:
    """Return the context in which somebody else came into the real room."""
    participant = new_participant(room=real.room, standing=standing, at=real.at)
    audiences = audiences_of(participant, real.incident.site)
    context = CommandContext(
        room=real.room,
        incident=real.incident,
        participant=participant,
        grant=RoomGrant(real.room, real.incident, (standing,), participant, audiences),
        at=real.at,
        command_id=real.command_id,
        command_digest=real.command_digest,
        batch=real.batch,
    )
    tell_of_joining(context)
    return context


def _said(context: CommandContext, command: DeclareRealWorld, real: CommandContext, *, by: Participant) -> JsonObject:
    return made(
        RealWorld,
        command.declaration_id,
        note=command.note,
        exercise_incident_id=context.incident.pk,
        real_incident_id=real.incident.pk,
        real_room_id=real.room.pk,
        declared_by=by.pk,
        declared_at=context.at_text,
    )
