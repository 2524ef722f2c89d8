"""The operation, its sites and roles as a command finds them, and who directs it."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from coordination.incident.reunification.capability import (
    Reunification,
    ReunificationPlace,
    RoleInReunification,
)
from coordination.incident.reunification.errors import (
    NotDirecting,
    ReunificationNotFound,
    ReunificationPlaceRefused,
    ReunificationStateRefused,
)
from coordination.incident.reunification.vocabulary import ReunificationRole, ReunificationState
from coordination.room.log import CommandContext

ENGLISH, OTHERS = "en", ("es",)
# So long the first of two people waits for the second: what was left over an hour ago may be resolved, or worse.
CLOSING_WAITS = timedelta(minutes=15)


def operation_in(context: CommandContext, operation_id: UUID, *states: ReunificationState) -> Reunification:
    """Return an operation of the room, in one of these states; any but closed, if none is given.

    Raises: ReunificationNotFound, ReunificationStateRefused.
    """
    found = context.objects.get(Reunification, operation_id)
    if found is None:
        raise ReunificationNotFound(pointer="/operation_id")
    if found.state not in (states or (ReunificationState.OPEN, ReunificationState.PAUSED)):
        raise ReunificationStateRefused(f"It is {found.state.value}.")
    return found


def closing_asked_until(operation: Reunification) -> datetime | None:
    """Return until when the first person's word counts; of none, or of one before times were kept, None."""
    if operation.closing_asked_by is None or operation.closing_asked_at is None:
        return None
    return datetime.fromisoformat(operation.closing_asked_at) + CLOSING_WAITS


def waits_for_second(operation: Reunification, at: datetime) -> bool:
    """Tell whether a first person has said why it closes, and a second one is waited for now."""
    until = closing_asked_until(operation)
    return until is not None and at < until


def roles_in(context: CommandContext, operation_id: UUID) -> dict[str, RoleInReunification]:
    """Return who has which role in an operation, by the ids of these."""
    return {key: one for key, one in context.objects.all(RoleInReunification) if one.operation_id == operation_id}


def places_in(context: CommandContext, operation_id: UUID) -> dict[str, ReunificationPlace]:
    """Return the sites of an operation, open and closed, by their ids."""
    return {key: one for key, one in context.objects.all(ReunificationPlace) if one.operation_id == operation_id}


def open_place(context: CommandContext, operation_id: UUID, place_id: UUID) -> ReunificationPlace:
    """Return an open site of an operation. Raises: ReunificationPlaceRefused."""
    found = places_in(context, operation_id).get(str(place_id))
    if found is None or found.closed_at is not None:
        raise ReunificationPlaceRefused(pointer="/place_id")
    return found


def is_director(context: CommandContext, operation_id: UUID) -> bool:
    """Tell whether the asker has the role of the director."""
    me = context.participant.pk
    return any(
        one.role is ReunificationRole.DIRECTOR and one.participant_id == me
        for one in roles_in(context, operation_id).values()
    )


def is_site_command(context: CommandContext) -> bool:
    """Tell whether the asker has a command role of the site's school or district."""
    return context.grant.may_command() and context.grant.is_of_site()


def require_director(context: CommandContext, operation_id: UUID) -> None:
    """Check that the asker directs the operation. Raises: NotDirecting."""
    if not (is_director(context, operation_id) or is_site_command(context)):
        raise NotDirecting


def id_of_role(operation_id: UUID, role: ReunificationRole, participant_id: UUID) -> UUID:
    """Return the id under which it stands that a participant has a role."""
    return uuid5(operation_id, f"{role}\n{participant_id}")


def words_of_role(role: ReunificationRole) -> dict[str, object]:
    """Return the role's name as it stands in a log: English, and the other languages beside it."""
    return {
        "role_words": role.label_in(ENGLISH),
        "role_words_in": {language: role.label_in(language) for language in OTHERS},
    }
