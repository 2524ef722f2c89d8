"""Start a response action, turn it into another, open the rooms of a lockdown, release."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from coordination.errors import (
    ActionIncomplete,
    IdTaken,
    LockdownInForce,
    NotAllowed,
    NotALockdown,
    OnlyRespondersRelease,
    ResponseActionEnded,
    ResponseActionInForce,
    ResponseActionNotFound,
    RoomOpenedAlready,
    RoomsNotOpened,
    SameActionInForce,
)
from coordination.incident.command.holding import check_in_command, command_of
from coordination.incident.lifecycle.capability import CloseIncident
from coordination.incident.response_actions.capability import (
    DIRECTIVES,
    ChangeResponseAction,
    Directive,
    LockedRoomsOpened,
    OpenLockedRooms,
    ReleaseResponseAction,
    ResponseAction,
    ResponseActionChanged,
    ResponseActionReleased,
    ResponseActionStarted,
    StartResponseAction,
)
from coordination.incident.response_actions.hiding import end_action, end_all_actions, people_at, people_who_hide
from coordination.incident.response_actions.models import ActionInForce
from coordination.incident.response_actions.scopes import (
    rooms_named,
    rooms_to_open,
    scope_of,
    site_id_of_action,
    site_of_action,
)
from coordination.incident.sites.capability import LeaveSite
from coordination.room.alerting.recipients import AlertTrigger, Telling, people_of_the_site
from coordination.room.audiences import RESPONDER_KINDS
from coordination.room.checks import checked_site
from coordination.room.entry.patch import joined_patch
from coordination.room.log import CommandContext
from coordination.room.objects import patch_to_change, patch_to_create
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import ReleaseMode, ResponseActionKind, ResponseActionStatus
from push.vocabulary import Manner

__all__ = ["people_who_hide"]
# Where a fire alarm sends people before anybody has said more: English, as what is read out.
ASSEMBLY = "the assembly area"


def start_response_action(*, context: CommandContext, command: StartResponseAction) -> None:
    """Start an action. Raises: IdTaken, ActionIncomplete, ScopeNotAtSite, SameActionInForce."""
    _refuse_taken(context, command.action_id)
    patch = _begin_action(context, command, command.action_id, hides=_is_lockdown(command))
    context.append(ResponseActionStarted(action_id=command.action_id, is_told=True), patch=patch)


def may_begin(context: CommandContext, kind: ResponseActionKind) -> bool:
    """Tell whether a panic press may begin an action at the whole site.

    It may not where that action is in force there, nor in a lockdown: people who hide do not run out because of a fire
    alarm. Where the lockdown is of a part only, a press may begin one of the whole site.
    """
    in_force = [action for _id, action in _all_in_force(context) if action.site_id is None]
    if any(one.hides for one in in_force):
        return kind is ResponseActionKind.LOCKDOWN and not any(_is_whole_site(one, kind) for one in in_force)
    return not any(_is_whole_site(one, kind) for one in in_force)


@dataclass(frozen=True, slots=True)
class CalledFrom:
    """Where a press came from, as far as the plans know: building, floor and room, and the nearest exterior door."""

    place: str = ""
    door: str = ""
    door_m: int | None = None


NOT_CALLED = CalledFrom()


def start_with_press(
    context: CommandContext, kind: ResponseActionKind, *, action_id: UUID, called_from: CalledFrom
) -> None:
    """Start the action that a panic tier begins, at the whole site, where it may begin. The press tells of it."""
    directive = Directive(
        kind=kind,
        destination=ASSEMBLY if kind is ResponseActionKind.EVACUATE else None,
    )
    patch = _begin_action(context, directive, action_id, hides=_is_lockdown(directive), called_from=called_from)
    context.append(ResponseActionStarted(action_id=action_id, is_told=False), patch=patch)


def _is_whole_site(action: ResponseAction, kind: ResponseActionKind) -> bool:
    return action.kind is kind and action.building_id is None and action.level_id is None and not action.spaces


def change_response_action(*, context: CommandContext, command: ChangeResponseAction) -> None:
    """Turn an action into another; what a lockdown becomes keeps the school's devices silent until its release.

    Raises: as start_response_action; ResponseActionNotFound, ResponseActionEnded, OnlyRespondersRelease,
    NotInCommand, NotAllowed.
    """
    before = _in_force(context, command.replaces, pointer="/replaces")
    _refuse_taken(context, command.action_id)
    _check_may_end(context, before)
    end_action(context.room, command.replaces, at=context.at)
    ended = patch_to_change(
        ResponseAction, command.replaces, status=ResponseActionStatus.CHANGED, replaced_by=command.action_id
    )
    begun = _begin_action(
        context,
        command,
        command.action_id,
        hides=before.hides or _is_lockdown(command),
        replaces=command.replaces,
    )
    event = ResponseActionChanged(action_id=command.action_id, replaces=command.replaces)
    context.append(event, patch=joined_patch(ended, begun))


def open_locked_rooms(*, context: CommandContext, command: OpenLockedRooms) -> None:
    """Write down which rooms of a lockdown a responder has opened. Those that are open already change nothing.

    Raises: ResponseActionNotFound, ResponseActionEnded, NotALockdown, OnlyRespondersRelease, ScopeNotAtSite,
    RoomOpenedAlready: all of them.
    """
    action = _in_force(context, command.action_id)
    if action.kind is not ResponseActionKind.LOCKDOWN:
        raise NotALockdown(pointer="/action_id")
    _check_is_responder(context)
    named = rooms_named(site_of_action(context.incident, action), command.space_ids)
    new = {one: room for one, room in named.items() if one not in action.opened}
    if not new:
        raise RoomOpenedAlready(pointer="/space_ids")
    opened = {
        one: {"room": room, "opened_by": context.participant.id, "opened_at": context.at_text}
        for one, room in new.items()
    }
    event = LockedRoomsOpened(action_id=command.action_id, rooms=tuple(new.values()))
    context.append(event, patch=patch_to_change(ResponseAction, command.action_id, opened=opened))


def release_response_action(*, context: CommandContext, command: ReleaseResponseAction) -> None:
    """End an action; a lockdown only when responders have opened each of its rooms.

    Raises: ResponseActionNotFound, ResponseActionEnded, OnlyRespondersRelease, RoomsNotOpened,
    NotInCommand, NotAllowed: also for a participant who is here by mutual aid.
    """
    action = _in_force(context, command.action_id)
    _check_may_end(context, action)
    is_lockdown = action.kind is ResponseActionKind.LOCKDOWN
    if is_lockdown:
        rooms = rooms_to_open(site_of_action(context.incident, action), action)
        left = {one: room for one, room in rooms.items() if one not in action.opened}
        if left:
            raise RoomsNotOpened(_not_opened(list(left.values())), pointer="/action_id")
    end_action(context.room, command.action_id, at=context.at)
    released = patch_to_change(
        ResponseAction,
        command.action_id,
        status=ResponseActionStatus.RELEASED,
        release_mode=ReleaseMode.ROOM_BY_ROOM if is_lockdown else ReleaseMode.ALL_CLEAR,
        released_by=context.participant.id,
        released_at=context.at_text,
    )
    context.append(ResponseActionReleased(action_id=command.action_id), patch=released)


# --- what other capabilities ask -----------------------------------------------------------------------------------
def refuse_while_in_force(*, context: CommandContext, command: CloseIncident) -> None:
    """Keep an incident open while an action is in force. Raises: ResponseActionInForce."""
    if _all_in_force(context):
        raise ResponseActionInForce


def refuse_leaving_in_force(*, context: CommandContext, command: LeaveSite) -> None:
    """Let no site leave while an action is in force there: who would release it? Raises: ResponseActionInForce."""
    if any(site_id_of_action(context.incident, one) == command.site_id for _id, one in _all_in_force(context)):
        raise ResponseActionInForce(pointer="/site_id")


def refuse_during_lockdown(context: CommandContext) -> None:
    """Let no all clear end an alarm while a lockdown is in force. Raises: LockdownInForce."""
    if any(one.kind is ResponseActionKind.LOCKDOWN for _id, one in _all_in_force(context)):
        raise LockdownInForce


def ended_with_incident(context: CommandContext) -> JsonObject:
    """Return the patch by which everything in force ends with the incident, and write that it is over."""
    end_all_actions(context.room, at=context.at)
    patch: JsonObject = {}
    for action_id, _action in _all_in_force(context):
        patch = joined_patch(patch, patch_to_change(ResponseAction, action_id, status=ResponseActionStatus.ENDED))
    return patch


# --- who is told ---------------------------------------------------------------------------------------------------
def told_of_start(trigger: AlertTrigger) -> list[Telling]:
    """Return who is told of an action: those at the school what they do now, everybody else that it has begun.

    A lockdown is said aloud, once, by every device at once. What a lockdown is turned into is said without a sound.
    """
    assert isinstance(trigger.about, ResponseAction)
    action = trigger.about
    people = people_of_the_site(trigger)
    there = people_at(site_of_action(trigger.incident, action), trigger.at)
    manner = Manner.FIRST_WORD if action.kind is ResponseActionKind.LOCKDOWN else Manner.LADDER
    return [
        Telling([one for one in people if one in there], manner=manner, words=DIRECTIVES[action.kind]),
        Telling([one for one in people if one not in there]),
    ]


def place_of_action(action: ResponseAction) -> str:
    """Return where an action holds, and whereto, in the active language."""
    parts = [action.scope, _("to {place}").format(place=action.destination) if action.destination else ""]
    return ", ".join(part for part in parts if part) + "."


# --- rules ---------------------------------------------------------------------------------------------------------
def _begin_action(
    context: CommandContext,
    directive: Directive,
    action_id: UUID,
    *,
    hides: bool,
    replaces: UUID | None = None,
    called_from: CalledFrom = NOT_CALLED,
) -> JsonObject:
    """Return the patch of a new action and write its row.

    Raises: ActionIncomplete, SiteNotInIncident, ScopeNotAtSite, SameActionInForce.
    """
    _check_complete(directive)
    site = checked_site(context, directive.site_id)
    site_id = None if site.pk == context.incident.site_id else site.pk
    scope, spaces = scope_of(site, directive)
    for one, action in _all_in_force(context):
        is_same_place = (action.site_id, action.building_id, action.level_id, action.spaces) == (
            site_id,
            directive.building_id,
            directive.level_id,
            spaces,
        )
        if is_same_place and action.kind is directive.kind and one != str(replaces):
            raise SameActionInForce(pointer="/kind")
    ActionInForce.objects.create(
        room=context.room,
        site=site,
        action_id=action_id,
        kind=directive.kind.value,
        scope=scope,
        destination=directive.destination or "",
        strategy=directive.strategy or "",
        called_from=called_from.place,
        door=called_from.door,
        door_m=called_from.door_m,
        is_exercise=context.incident.is_exercise,
        hides=hides,
        started_at=context.at,
    )
    return patch_to_create(
        ResponseAction,
        action_id,
        kind=directive.kind,
        status=ResponseActionStatus.IN_FORCE,
        scope=scope,
        site_id=site_id,
        building_id=directive.building_id,
        level_id=directive.level_id,
        spaces=spaces,
        hazard=directive.hazard,
        strategy=directive.strategy,
        destination=directive.destination,
        hides=hides,
        initiated_by=context.participant.id,
        initiated_at=context.at_text,
        replaces=replaces,
    )


def _check_complete(directive: Directive) -> None:
    needs_destination = directive.kind is ResponseActionKind.EVACUATE
    needs_strategy = directive.kind is ResponseActionKind.SHELTER
    if (directive.destination is not None) is not needs_destination:
        raise ActionIncomplete(pointer="/destination")
    if (directive.hazard is not None) is not needs_strategy or (directive.strategy is not None) is not needs_strategy:
        raise ActionIncomplete(pointer="/hazard")


def _check_may_end(context: CommandContext, action: ResponseAction) -> None:
    if action.kind is ResponseActionKind.LOCKDOWN:
        _check_is_responder(context)
        # A stranger who overheard six digits must not bring a school out of hiding.
        if context.grant.by_mutual_aid():
            raise NotAllowed("Tell the commander: a helper by mutual aid ends no lockdown.", pointer="/action_id")
    elif command_of(context).commanders:
        check_in_command(context, pointer="/action_id")
    # A hold in a hallway has no commander: any participant who may command ends it.
    elif not context.grant.may_command():
        raise NotAllowed("Only command gives the all clear for a response action.", pointer="/action_id")


def _check_is_responder(context: CommandContext) -> None:
    if context.participant.agency_kind not in RESPONDER_KINDS:
        raise OnlyRespondersRelease


def _refuse_taken(context: CommandContext, action_id: UUID) -> None:
    if context.objects.is_taken(ResponseAction, action_id):
        raise IdTaken(pointer="/action_id")


def _in_force(context: CommandContext, action_id: UUID, *, pointer: str = "/action_id") -> ResponseAction:
    action = context.objects.get(ResponseAction, action_id)
    if action is None:
        raise ResponseActionNotFound(pointer=pointer)
    if action.status is not ResponseActionStatus.IN_FORCE:
        raise ResponseActionEnded(pointer=pointer)
    return action


def _all_in_force(context: CommandContext) -> list[tuple[str, ResponseAction]]:
    found = context.objects.all(ResponseAction)
    return [(one, action) for one, action in found if action.status is ResponseActionStatus.IN_FORCE]


def _is_lockdown(directive: Directive) -> bool:
    return directive.kind is ResponseActionKind.LOCKDOWN


def _not_opened(rooms: list[str]) -> str:
    shown = ", ".join(rooms[:5])
    more = f" and {len(rooms) - 5} more" if len(rooms) > 5 else ""
    return f"Not opened yet: {shown}{more}."
