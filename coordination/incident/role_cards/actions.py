"""Tick a step of one's role card, take the tick back, stand aside from a role, and take it up again."""

from uuid import UUID, uuid5

from coordination.incident.role_cards.capability import (
    ReturnToRole,
    RoleAside,
    RoleStepTicked,
    RoleStepUnticked,
    RoleStoodAside,
    RoleTakenUp,
    RoleTick,
    StandAsideFromRole,
    TickRoleStep,
    UntickRoleStep,
)
from coordination.incident.role_cards.errors import (
    DoesNotStandAside,
    RoleNotHeld,
    RoleOfMany,
    RoleStepNotFound,
    StandsAsideAlready,
    StepNotTicked,
    StepTickedAlready,
)
from coordination.incident.role_cards.holding import RoleNow, roles_now
from coordination.incident.role_cards.telling import told_of_aside
from coordination.incident.staff_roles.rules import CardStep
from coordination.incident.staff_roles.vocabulary import CardPhase, StaffRole
from coordination.room.log import CommandContext
from coordination.room.objects import patch_to_create, patch_to_remove

__all__ = ["told_of_aside"]
ENGLISH = "en"
OTHERS = ("es",)


def tick_role_step(*, context: CommandContext, command: TickRoleStep) -> None:
    """Write down that a step is done, in the words of the incident's card. What is done on other days is not ticked.

    Raises: RoleNotHeld, RoleStepNotFound, StepTickedAlready.
    """
    now = _find_role(context, command.role)
    if not now.is_held_by(context.participant.user_id):
        raise RoleNotHeld(pointer="/role")
    step = _find_step(now, command.step)
    tick_id = id_of_tick(context.room.pk, now.role, command.step, context.participant.pk)
    if context.objects.get(RoleTick, tick_id) is not None:
        raise StepTickedAlready(pointer="/step")
    patch = patch_to_create(
        RoleTick,
        tick_id,
        role=now.role,
        **_words_of_role(now.role),
        version=now.card.version,
        step=step.number,
        words=step.words,
        words_in=step.words_in(),
        ticked_by=context.participant.pk,
        ticked_at=context.at_text,
    )
    context.append(RoleStepTicked(tick_id=tick_id), patch=patch)


def untick_role_step(*, context: CommandContext, command: UntickRoleStep) -> None:
    """Take a tick back. Raises: StepNotTicked, RoleNotHeld: of another person, by who does not hold the role now."""
    tick_id = id_of_tick(context.room.pk, command.role, command.step, context.participant.pk)
    tick = context.objects.get(RoleTick, tick_id)
    is_own = tick is not None and tick.ticked_by == context.participant.pk
    if not is_own and not _find_role(context, command.role).is_held_by(context.participant.user_id):
        raise RoleNotHeld(pointer="/role")
    if tick is None:
        raise StepNotTicked(pointer="/step")
    event = RoleStepUnticked(
        role=tick.role,
        role_words=tick.role_words,
        role_words_in=tick.role_words_in,
        step=tick.step,
        words=tick.words,
        words_in=tick.words_in,
    )
    context.append(event, patch=patch_to_remove(RoleTick, tick_id))


def stand_aside_from_role(*, context: CommandContext, command: StandAsideFromRole) -> None:
    """Say that one cannot hold a role: the next one does. Raises: RoleOfMany, RoleNotHeld, StandsAsideAlready."""
    if not command.role.is_of_one:
        raise RoleOfMany(pointer="/role")
    if not _find_role(context, command.role).is_of(context.participant.user_id):
        raise RoleNotHeld(pointer="/role")
    aside_id = id_of_aside(context.room.pk, command.role, context.participant.pk)
    if context.objects.get(RoleAside, aside_id) is not None:
        raise StandsAsideAlready(pointer="/role")
    patch = patch_to_create(
        RoleAside,
        aside_id,
        role=command.role,
        **_words_of_role(command.role),
        participant_id=context.participant.pk,
        said_at=context.at_text,
    )
    context.append(RoleStoodAside(aside_id=aside_id), patch=patch)


def return_to_role(*, context: CommandContext, command: ReturnToRole) -> None:
    """Say that one can hold a role again. Raises: DoesNotStandAside."""
    aside_id = id_of_aside(context.room.pk, command.role, context.participant.pk)
    if context.objects.get(RoleAside, aside_id) is None:
        raise DoesNotStandAside(pointer="/role")
    event = RoleTakenUp(role=command.role, **_words_of_role(command.role))
    context.append(event, patch=patch_to_remove(RoleAside, aside_id))


def id_of_tick(room_id: UUID, role: StaffRole, step: int, participant_id: UUID) -> UUID:
    """Return the id of a tick: one of each step, or one of each step and person where several hold the role."""
    whose = "" if role.is_of_one else str(participant_id)
    return uuid5(room_id, f"role tick\n{role}\n{step}\n{whose}")


def id_of_aside(room_id: UUID, role: StaffRole, participant_id: UUID) -> UUID:
    """Return the id under which it stands that a participant cannot hold a role."""
    return uuid5(room_id, f"role aside\n{role}\n{participant_id}")


def _find_role(context: CommandContext, role: StaffRole) -> RoleNow:
    return roles_now(context.incident, context.room.pk, context.at)[role]


def _find_step(now: RoleNow, number: int) -> CardStep:
    step = now.card.step(number)
    if step is None or step.phase is CardPhase.BEFORE:
        raise RoleStepNotFound(pointer="/step")
    return step


def _words_of_role(role: StaffRole) -> dict[str, object]:
    """Return the role's name as it stands in a log: English, and the other languages beside it."""
    return {
        "role_words": role.label_in(ENGLISH),
        "role_words_in": {language: role.label_in(language) for language in OTHERS},
    }
