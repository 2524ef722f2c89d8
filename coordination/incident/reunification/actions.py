"""Open a reunification, move it, give its roles, and close it."""

from uuid import UUID

from coordination.errors import IdTaken
from coordination.incident.lifecycle.capability import CloseIncident
from coordination.incident.reunification import capability as c
from coordination.incident.reunification.errors import (
    NotDirecting,
    ReunificationIsOpen,
    ReunificationPlaceRefused,
    ReunificationRoleHeld,
    ReunificationRoleNotAllowed,
    ReunificationRoleNotFound,
    SumDoesNotClose,
)
from coordination.incident.reunification.rules import RoleAsked, may_give
from coordination.incident.reunification.standing import (
    id_of_role,
    is_director,
    is_site_command,
    open_place,
    operation_in,
    places_in,
    require_director,
    roles_in,
    waits_for_second,
    words_of_role,
)
from coordination.incident.reunification.students import StudentsCopied, installed_students
from coordination.incident.reunification.vocabulary import ReunificationRole, ReunificationState
from coordination.room.audiences import is_of_site
from coordination.room.entry.patch import joined_patch
from coordination.room.log import CommandContext
from coordination.room.models import Participant
from coordination.room.objects import patch_to_change, patch_to_create, patch_to_remove
from coordination.room.wire.frames import time_text
from coordination.room.wire.model import JsonObject
from mapping.models import ReunificationSite
from mou.vocabulary import AgencyKind

S = ReunificationState
MOST_PLACES = 12


# --- the operation ----------------------------------------------------------------------------------------------------
def open_reunification(*, context: CommandContext, command: c.OpenReunification) -> None:
    """Open an operation with the students of the roster. Raises: IdTaken, ReunificationIsOpen, NotDirecting."""
    if not is_site_command(context):
        raise NotDirecting
    if _open_operations(context):
        raise ReunificationIsOpen
    if context.objects.is_taken(c.Reunification, command.operation_id):
        raise IdTaken(pointer="/operation_id")
    place = _patch_of_place(context, command)
    copied = _copy_students(context, command.operation_id)
    me = context.participant.pk
    operation = patch_to_create(
        c.Reunification,
        command.operation_id,
        state=S.OPEN,
        place=command.place,
        opened_by=me,
        opened_at=context.at_text,
        roster_at=time_text(copied.roster_at) if copied.roster_at else None,
        enrolled=copied.enrolled,
        absent=copied.absent,
        not_yet_here=copied.enrolled - copied.absent - copied.reunited,
        reunited=copied.reunited,
    )
    role = _patch_of_role(context, command.operation_id, ReunificationRole.DIRECTOR, me, command.place_id)
    patch = joined_patch(joined_patch(operation, place), role)
    context.append(c.ReunificationOpened(operation_id=command.operation_id), patch=patch)


def _copy_students(context: CommandContext, operation_id: UUID) -> StudentsCopied:
    students = installed_students()
    if students is None:
        return StudentsCopied(0, 0, None)
    return students.copy_students(operation_id=operation_id, room=context.room, at=context.at)


def _open_operations(context: CommandContext) -> list[c.Reunification]:
    return [one for _id, one in context.objects.all(c.Reunification) if one.state is not S.CLOSED]


def refuse_while_reuniting(*, context: CommandContext, command: CloseIncident) -> None:
    """Keep an incident open while children are handed over in it. Raises: ReunificationIsOpen."""
    if _open_operations(context):
        raise ReunificationIsOpen


def pause_reunification(*, context: CommandContext, command: c.PauseReunification) -> None:
    """Let no child be released. Raises: ReunificationNotFound, ReunificationStateRefused, NotDirecting."""
    operation_in(context, command.operation_id, S.OPEN)
    require_director(context, command.operation_id)
    patch = patch_to_change(c.Reunification, command.operation_id, state=S.PAUSED)
    context.append(c.ReunificationPaused(operation_id=command.operation_id, reason=command.reason), patch=patch)


def resume_reunification(*, context: CommandContext, command: c.ResumeReunification) -> None:
    """Go on. Raises: ReunificationNotFound, ReunificationStateRefused, NotDirecting."""
    operation_in(context, command.operation_id, S.PAUSED)
    require_director(context, command.operation_id)
    patch = patch_to_change(c.Reunification, command.operation_id, state=S.OPEN)
    context.append(c.ReunificationResumed(operation_id=command.operation_id), patch=patch)


def close_reunification(*, context: CommandContext, command: c.CloseReunification) -> None:
    """Close it; while the sum does not close, by two people with their reasons within fifteen minutes.

    Raises: ReunificationNotFound, ReunificationStateRefused, NotDirecting. SumDoesNotClose: without a reason, or the
    same person a second time.
    """
    operation = operation_in(context, command.operation_id)
    waits = waits_for_second(operation, context.at)
    is_second = waits and operation.closing_asked_by != context.participant.pk
    if not (is_director(context, command.operation_id) or is_site_command(context)) and not (
        is_second and context.grant.may_command()
    ):
        raise NotDirecting
    equation, reason = operation.equation(), command.reason or ""
    if not equation.closes and not reason:
        raise SumDoesNotClose(pointer="/reason")
    if not equation.closes and not is_second:
        if waits:
            raise SumDoesNotClose
        _ask_closing(context, command, operation, reason)
        return
    students = installed_students()
    if students is not None:
        students.end_operation(operation_id=command.operation_id, at=context.at)
    patch = patch_to_change(c.Reunification, command.operation_id, state=S.CLOSED, closed_at=context.at_text)
    event = c.ReunificationClosed(operation_id=command.operation_id, unresolved=equation.unresolved, reason=reason)
    context.append(event, patch=patch)


def _ask_closing(
    context: CommandContext, command: c.CloseReunification, operation: c.Reunification, reason: str
) -> None:
    asked = {"closing_asked_by": context.participant.pk, "closing_asked_at": context.at_text}
    patch = patch_to_change(c.Reunification, command.operation_id, **asked)
    unresolved = operation.equation().unresolved
    event = c.ReunificationClosingAsked(operation_id=command.operation_id, unresolved=unresolved, reason=reason)
    context.append(event, patch=patch)


# --- its sites --------------------------------------------------------------------------------------------------------
def open_reunification_place(*, context: CommandContext, command: c.OpenReunificationPlace) -> None:
    """Open a site, also instead of another. Raises: as operation_in; NotDirecting, IdTaken, …PlaceRefused."""
    operation_in(context, command.operation_id)
    require_director(context, command.operation_id)
    if len(places_in(context, command.operation_id)) >= MOST_PLACES:
        raise ReunificationPlaceRefused(pointer="/place_id")
    patch, before = _patch_of_place(context, command), ""
    if command.instead_of is not None:
        before = open_place(context, command.operation_id, command.instead_of).place
        closed = {"closed_at": context.at_text, "moved_to": command.place_id}
        patch = joined_patch(patch, patch_to_change(c.ReunificationPlace, command.instead_of, **closed))
    context.append(c.ReunificationPlaceOpened(place_id=command.place_id, before=before), patch=patch)


def close_reunification_place(*, context: CommandContext, command: c.CloseReunificationPlace) -> None:
    """Close a site. Raises: as operation_in; NotDirecting. ReunificationPlaceRefused: also of the last open one."""
    operation_in(context, command.operation_id)
    require_director(context, command.operation_id)
    open_place(context, command.operation_id, command.place_id)
    if sum(one.closed_at is None for one in places_in(context, command.operation_id).values()) == 1:
        raise ReunificationPlaceRefused(pointer="/place_id")
    patch = patch_to_change(c.ReunificationPlace, command.place_id, closed_at=context.at_text)
    context.append(c.ReunificationPlaceClosed(place_id=command.place_id), patch=patch)


def _patch_of_place(context: CommandContext, command: c.OpenReunification | c.OpenReunificationPlace) -> JsonObject:
    if context.objects.is_taken(c.ReunificationPlace, command.place_id):
        raise IdTaken(pointer="/place_id")
    incident = context.incident
    of_school = ReunificationSite.objects.filter(site_id__in={incident.site_id, *incident.site_ids_now()})
    wanted = command.reunification_site_id
    if wanted is not None and not of_school.filter(pk=wanted).exists():
        raise ReunificationPlaceRefused(pointer="/reunification_site_id")
    return patch_to_create(
        c.ReunificationPlace,
        command.place_id,
        operation_id=command.operation_id,
        place=command.place,
        reunification_site_id=command.reunification_site_id,
        opened_at=context.at_text,
    )


# --- its roles --------------------------------------------------------------------------------------------------------
def give_reunification_role(*, context: CommandContext, command: c.GiveReunificationRole) -> None:
    """Give a role, also to oneself. Raises: as operation_in; ReunificationRoleNotFound, …NotAllowed, …Held."""
    operation_in(context, command.operation_id)
    taker = _participant_of(context, command.participant_id)
    if command.place_id is not None:
        open_place(context, command.operation_id, command.place_id)
    asked = RoleAsked(
        role=command.role,
        by_director=is_director(context, command.operation_id),
        by_site_command=is_site_command(context),
        is_own=taker.pk == context.participant.pk,
        taker_is_of_site=is_of_site(taker, context.incident.site),
        taker_kind=AgencyKind(taker.agency_kind),
    )
    if not may_give(asked):
        raise ReunificationRoleNotAllowed
    role_id = id_of_role(command.operation_id, command.role, taker.pk)
    held = roles_in(context, command.operation_id)
    if str(role_id) in held:
        raise ReunificationRoleHeld(pointer="/role")
    patch = _patch_of_role(context, command.operation_id, command.role, taker.pk, command.place_id)
    if command.role is ReunificationRole.DIRECTOR:
        for key, one in held.items():
            if one.role is ReunificationRole.DIRECTOR:
                patch = joined_patch(patch, patch_to_remove(c.RoleInReunification, key))
    event = c.ReunificationRoleGiven.model_validate(
        {"role_id": role_id, "name": taker.name, **words_of_role(command.role)}
    )
    context.append(event, patch=patch)


def end_reunification_role(*, context: CommandContext, command: c.EndReunificationRole) -> None:
    """Take a vest off. Raises: as operation_in; ReunificationRoleNotFound, ReunificationRoleNotAllowed."""
    operation_in(context, command.operation_id)
    held = roles_in(context, command.operation_id).get(str(command.role_id))
    if held is None:
        raise ReunificationRoleNotFound(pointer="/role_id")
    # An operation without a director has no one who sees a hold: the role is handed over.
    if held.role is ReunificationRole.DIRECTOR:
        raise ReunificationRoleNotAllowed(pointer="/role_id")
    if held.participant_id != context.participant.pk:
        require_director(context, command.operation_id)
    name = Participant.objects.get(pk=held.participant_id).name
    event = c.ReunificationRoleEnded.model_validate(
        {"role_id": command.role_id, "name": name, **words_of_role(held.role)}
    )
    context.append(event, patch=patch_to_remove(c.RoleInReunification, command.role_id))


def _participant_of(context: CommandContext, participant_id: UUID | None) -> Participant:
    if participant_id is None or participant_id == context.participant.pk:
        return context.participant
    here = Participant.objects.filter(room=context.room, left_at__isnull=True, removed_at__isnull=True)
    found = here.filter(pk=participant_id).first()
    if found is None:
        raise ReunificationRoleNotFound(pointer="/participant_id")
    return found


def _patch_of_role(
    context: CommandContext, operation_id: UUID, role: ReunificationRole, participant_id: UUID, place_id: UUID | None
) -> JsonObject:
    return patch_to_create(
        c.RoleInReunification,
        id_of_role(operation_id, role, participant_id),
        operation_id=operation_id,
        role=role,
        participant_id=participant_id,
        place_id=place_id,
        given_by=context.participant.pk,
        given_at=context.at_text,
    )
