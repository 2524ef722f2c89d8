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
from coordination.incident.role_cards.holding import RoleNow, roles_now, site_id_kept
from coordination.incident.role_cards.schools import site_of_roles
from coordination.incident.role_cards.telling import told_of_aside
from coordination.incident.staff_roles.rules import CardStep
from coordination.incident.staff_roles.vocabulary import CardPhase, StaffRole
from coordination.room.log import CommandContext
from coordination.room.objects import patch_to_create, patch_to_remove
from mapping.models import Site

__all__ = ["told_of_aside"]
ENGLISH = "en"
OTHERS = ("es",)


def tick_role_step(*, context: CommandContext, command: TickRoleStep) -> None:
    """Write down that a step is done, in the words of the incident's card. What is done on other days is not ticked.

    Raises: RoleNotHeld, RoleStepNotFound, StepTickedAlready.
    """
    now, site = _find_role(context, command.role)
    if not now.is_held_by(context.participant.user_id):
        raise RoleNotHeld(pointer="/role")
    step, site_id = _find_step(now, command.step), site_id_kept(context.incident, site.pk)
    tick_id = id_of_tick(context.room.pk, site_id, now.role, command.step, context.participant.pk)
    if context.objects.get(RoleTick, tick_id) is not None:
        raise StepTickedAlready(pointer="/step")
    patch = patch_to_create(
        RoleTick,
        tick_id,
        role=now.role,
        **_words_of_role(now.role, site if site_id is not None else None),
        version=now.card.version,
        step=step.number,
        words=step.words,
        words_in=step.words_in(),
        site_id=site_id,
        ticked_by=context.participant.pk,
        ticked_at=context.at_text,
    )
    context.append(RoleStepTicked(tick_id=tick_id), patch=patch)


def untick_role_step(*, context: CommandContext, command: UntickRoleStep) -> None:
    """Take a tick back. Raises: StepNotTicked, RoleNotHeld: of another person, by who does not hold the role now."""
    site_id = site_id_kept(context.incident, site_of_roles(context.grant, context.at).pk)
    tick_id = id_of_tick(context.room.pk, site_id, command.role, command.step, context.participant.pk)
    tick = context.objects.get(RoleTick, tick_id)
    is_own = tick is not None and tick.ticked_by == context.participant.pk
    if not is_own and not _find_role(context, command.role)[0].is_held_by(context.participant.user_id):
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
    now, site = _find_role(context, command.role)
    if not now.is_of(context.participant.user_id):
        raise RoleNotHeld(pointer="/role")
    site_id = site_id_kept(context.incident, site.pk)
    aside_id = id_of_aside(context.room.pk, site_id, command.role, context.participant.pk)
    if context.objects.get(RoleAside, aside_id) is not None:
        raise StandsAsideAlready(pointer="/role")
    patch = patch_to_create(
        RoleAside,
        aside_id,
        role=command.role,
        **_words_of_role(command.role, site if site_id is not None else None),
        site_id=site_id,
        participant_id=context.participant.pk,
        said_at=context.at_text,
    )
    context.append(RoleStoodAside(aside_id=aside_id), patch=patch)


def return_to_role(*, context: CommandContext, command: ReturnToRole) -> None:
    """Say that one can hold a role again. Raises: DoesNotStandAside."""
    site_id = site_id_kept(context.incident, site_of_roles(context.grant, context.at).pk)
    aside_id = id_of_aside(context.room.pk, site_id, command.role, context.participant.pk)
    aside = context.objects.get(RoleAside, aside_id)
    if aside is None:
        raise DoesNotStandAside(pointer="/role")
    event = RoleTakenUp(role=command.role, role_words=aside.role_words, role_words_in=aside.role_words_in)
    context.append(event, patch=patch_to_remove(RoleAside, aside_id))


def id_of_tick(room_id: UUID, site_id: UUID | None, role: StaffRole, step: int, participant_id: UUID) -> UUID:
    """Return the id of a tick: one of each step, or one of each step and person where several hold the role."""
    whose = "" if role.is_of_one else str(participant_id)
    return uuid5(room_id, f"role tick\n{_at_site(site_id)}{role}\n{step}\n{whose}")


def id_of_aside(room_id: UUID, site_id: UUID | None, role: StaffRole, participant_id: UUID) -> UUID:
    """Return the id under which it stands that a participant cannot hold a role."""
    return uuid5(room_id, f"role aside\n{_at_site(site_id)}{role}\n{participant_id}")


def _at_site(site_id: UUID | None) -> str:
    """Return what tells the schools of an incident apart; nothing at its own, whose ids are older than this."""
    return "" if site_id is None else f"{site_id}\n"


def _find_role(context: CommandContext, role: StaffRole) -> tuple[RoleNow, Site]:
    site = site_of_roles(context.grant, context.at)
    return roles_now(context.incident, context.room.pk, site, context.at)[role], site


def _find_step(now: RoleNow, number: int) -> CardStep:
    step = now.card.step(number)
    if step is None or step.phase is CardPhase.BEFORE:
        raise RoleStepNotFound(pointer="/step")
    return step


def _words_of_role(role: StaffRole, joined: Site | None) -> dict[str, object]:
    """Return the role's name as it stands in a log: English, and the other languages beside it.

    Of a school that joined with its name: there is a principal at each.
    """
    after = "" if joined is None else f" ({joined.name})"
    return {
        "role_words": role.label_in(ENGLISH) + after,
        "role_words_in": {language: role.label_in(language) + after for language in OTHERS},
    }
