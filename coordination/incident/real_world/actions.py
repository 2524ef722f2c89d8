"""Stop an exercise because something real happened, and bring all who are present into the real incident."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from coordination.incident.emergency_access.actions import narrow_access
from coordination.incident.lifecycle.actions import open_room, set_status
from coordination.incident.people.actions import tell_of_joining
from coordination.incident.real_world.capability import DeclareRealWorld, RealWorld, RealWorldDeclared
from coordination.incident.real_world.errors import NotAnExercise
from coordination.incident.real_world.queries import real_room_at_site
from coordination.incident.real_world.telling import real_world_in_words, told_of_real_world
from coordination.incident.response_actions.actions import ended_with_incident
from coordination.room.access import RoomGrant, present_in, room_standings
from coordination.room.audiences import audiences_of
from coordination.room.entry.patch import joined_patch
from coordination.room.log import CommandContext
from coordination.room.models import Incident, Participant
from coordination.room.objects import patch_to_create
from coordination.room.people.participants import bring_in, new_participant
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import IncidentStatus, Severity
from mou.access.fetch import Standing
from push.ledger.giving_up import give_up

__all__ = ["real_room_at_site", "real_world_in_words", "told_of_real_world"]

# The real incident's id follows from the command's: a command that is sent twice opens one.
REAL_NAMESPACE = UUID("5b8f1f0e-6a0d-5a0b-9a9e-6a1f7d0c2b44")


def declare_real_world(*, context: CommandContext, command: DeclareRealWorld) -> None:
    """Stop the exercise; let all present into the real incident of the site, a new one if none is open.

    Writes both rooms in the caller's transaction. A new room needs no wait; one that was open is held with the
    exercise's room. Raises: NotAnExercise.
    """
    if not context.incident.is_exercise:
        raise NotAnExercise
    # People who hear of it now must not hear of the exercise afterwards.
    give_up(room_id=context.room.pk, why="exercise_stopped")
    present = present_in(context.room.pk, incident=context.incident, at=context.at)
    joined = _join_real(context, present)
    real, others = joined if joined is not None else _open_real(context, command, present)
    joins = real.incident.title if joined is not None else None
    event = RealWorldDeclared(declaration_id=command.declaration_id)
    real.append(event, patch=_patch_of_declaration(context, command, real, by=real.participant, joins=joins))
    stopped = joined_patch(set_status(context, IncidentStatus.CLOSED), ended_with_incident(context))
    said = _patch_of_declaration(context, command, real, by=context.participant, joins=joins)
    context.append(event, patch=joined_patch(stopped, said))
    narrow_access(context)
    for one in (real, *others):
        real.batch.accept(one)
    if joined is None:
        real.batch.flush()


def _open_real(
    context: CommandContext, command: DeclareRealWorld, present: Sequence[Participant]
) -> tuple[CommandContext, list[CommandContext]]:
    """Open a real incident. Return the contexts of the speaker there, and of all others who come in."""
    standings = _standings_in(context.incident, _with_speaker(context, present), context.at)
    speaker = standings[context.participant.user_id]
    incident, opens_as = _incident_to_open(context, command), command.incident_type
    real = open_room(incident, [speaker], command=command, opens_as=opens_as, is_told=False)
    others = [
        _let_in(real, new_participant(room=real.room, standing=standings[one.user_id], at=real.at), standings)
        for one in present
        if one.pk != context.participant.pk
    ]
    return real, others


def _join_real(
    context: CommandContext, present: Sequence[Participant]
) -> tuple[CommandContext, list[CommandContext]] | None:
    """Let all present into the real incident that is open; None where there is none that the speaker may enter.

    Who was removed from it, or may not see it, is not brought in: the speaker's word is then heard apart.
    """
    other = context.other
    if other is None or not IncidentStatus(other.incident.status).is_open:
        return None
    known = Participant.objects.filter(room=other.room)
    is_removed = set(known.filter(removed_at__isnull=False).values_list("user_id", flat=True))
    here = {one.user_id: one for one in present_in(other.room.pk, incident=other.incident, at=context.at)}
    standings = _standings_in(other.incident, _with_speaker(context, present), context.at)
    if context.participant.user_id not in standings:
        return None
    real = _context_there(context, other, here, standings)
    comes = [one for one in present if one.user_id in standings and one.user_id not in (is_removed | here.keys())]
    others = [
        _let_in(real, bring_in(room=other.room, standing=standings[one.user_id], at=context.at), standings)
        for one in comes
        if one.pk != context.participant.pk
    ]
    return real, others


def _context_there(
    context: CommandContext, other: RoomGrant, here: dict[int, Participant], standings: dict[int, Standing]
) -> CommandContext:
    """Return the speaker's context in the real room, whether they were there before or come with this word."""
    user_id = context.participant.user_id
    there = here.get(user_id) or bring_in(room=other.room, standing=standings[user_id], at=context.at)
    audiences = audiences_of(there, other.incident.site)
    real = CommandContext(
        room=other.room,
        incident=other.incident,
        participant=there,
        grant=RoomGrant(other.room, other.incident, other.standings, there, audiences),
        at=context.at,
        command_id=context.command_id,
        command_digest=context.command_digest,
        batch=context.batch,
    )
    if user_id not in here:
        tell_of_joining(real)
    return real


def _with_speaker(context: CommandContext, present: Sequence[Participant]) -> list[Participant]:
    return [context.participant, *(one for one in present if one.pk != context.participant.pk)]


def _incident_to_open(context: CommandContext, command: DeclareRealWorld) -> Incident:
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


def _standings_in(incident: Incident, people: Sequence[Participant], at: datetime) -> dict[int, Standing]:
    """Return each person's standing in an incident: the one by which they are in the exercise, if it holds there."""
    found = room_standings(user_ids=[one.user_id for one in people], incident=incident, at=at)
    return {
        one.user_id: next((standing for standing in held if standing.member.pk == one.member_id), held[0])
        for one in people
        if (held := found[one.user_id])
    }


def _let_in(real: CommandContext, participant: Participant, standings: dict[int, Standing]) -> CommandContext:
    """Return the context in which another person came into the real room."""
    standing = standings[participant.user_id]
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


def _patch_of_declaration(
    context: CommandContext, command: DeclareRealWorld, real: CommandContext, *, by: Participant, joins: str | None
) -> JsonObject:
    return patch_to_create(
        RealWorld,
        command.declaration_id,
        note=command.note,
        exercise_incident_id=context.incident.pk,
        real_incident_id=real.incident.pk,
        real_room_id=real.room.pk,
        declared_by=by.pk,
        declared_at=context.at_text,
        joins=joins,
    )
