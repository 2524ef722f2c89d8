"""Say how the search of a room stands, give a team an area, and end that."""

from coordination.errors import IdTaken, NotAllowed
from coordination.incident.room_search.capability import (
    AssignSearchArea,
    MarkSpace,
    ReleaseSearchArea,
    SearchArea,
    SearchAreaAssigned,
    SearchAreaReleased,
    SpaceMarked,
    SpaceOpenedAgain,
    SpaceSearch,
)
from coordination.incident.room_search.errors import (
    AreaRangeReversed,
    OnlyRespondersSearch,
    SearchAreaNotFound,
    SearchReasonMissing,
    TooManySearchAreas,
)
from coordination.incident.room_search.rules.machine import SEARCHES
from coordination.incident.room_search.rules.order import natural_key
from coordination.incident.room_search.spaces import space_to_search
from coordination.incident.room_search.vocabulary import SearchState, SearchStep
from coordination.room.capability import Event
from coordination.room.checks import checked_level
from coordination.room.log import CommandContext
from coordination.room.objects import patch_to_change, patch_to_create, patch_to_remove
from coordination.vocabulary import Audience
from mou.foundation.machine import Need

# Each command that assigns one reads all that are assigned.
MOST_AREAS = 100


def mark_space(*, context: CommandContext, command: MarkSpace) -> None:
    """Take a step in the search of a room. Its row is held: of two at once, the second finds what the first said.

    Raises: OnlyRespondersSearch, RoomNotAtSite, SearchReasonMissing, NotAllowed; a refusal of the state.
    """
    _check_responder(context)
    before = context.objects.get(SpaceSearch, command.space_id)
    space = space_to_search(context.incident, command.space_id, pointer="/space_id")
    state = SEARCHES.begins if before is None else before.state
    _check_may_withdraw(context, before, command)
    fields = {
        "room": space.room,
        "level_id": space.level_id,
        "state": SEARCHES.next_state(state, command.step),
        "team": command.team,
        "note": command.note,
        "marked_by": context.participant.pk,
        "marked_at": context.at_text,
        "opened_again_at": context.at_text if command.step is SearchStep.OPEN_AGAIN else None,
    }
    patch = (patch_to_create if before is None else patch_to_change)(SpaceSearch, command.space_id, **fields)
    context.append(_event_of_step(command, space.room, state), patch=patch, audience=Audience.RESPONDERS)


def _event_of_step(command: MarkSpace, room: str, before: SearchState) -> Event:
    space_id, step, team, note = command.space_id, command.step, command.team, command.note
    if step is SearchStep.OPEN_AGAIN:
        return SpaceOpenedAgain(space_id=space_id, before=before, room=room, team=team, note=note)
    state = SEARCHES.next_state(before, step)
    return SpaceMarked(space_id=space_id, step=step, before=before, room=room, state=state, team=team, note=note)


def _check_may_withdraw(context: CommandContext, before: SpaceSearch | None, command: MarkSpace) -> None:
    """Raises: SearchReasonMissing. NotAllowed: what another secured is taken back by a command role."""
    if not SEARCHES.needs(command.step, Need.WORDS):
        return
    if command.note is None:
        raise SearchReasonMissing(pointer="/note")
    is_others = before is not None and before.marked_by != context.participant.pk
    if is_others and before is not None and SEARCHES.is_end(before.state) and not context.grant.may_command():
        raise NotAllowed("Only command takes back that another participant secured a room.", pointer="/step")


def assign_search_area(*, context: CommandContext, command: AssignSearchArea) -> None:
    """Give a team rooms to search. Two teams may have the same rooms: a second look is one.

    Raises: OnlyRespondersSearch, IdTaken, LevelNotAtSite, AreaRangeReversed, TooManySearchAreas.
    """
    _check_responder(context)
    if context.objects.is_taken(SearchArea, command.area_id):
        raise IdTaken(pointer="/area_id")
    first, last = command.first_room, command.last_room
    if first is not None and last is not None and natural_key(last) < natural_key(first):
        raise AreaRangeReversed(pointer="/last_room")
    if len(context.objects.all(SearchArea)) >= MOST_AREAS:
        raise TooManySearchAreas
    patch = patch_to_create(
        SearchArea,
        command.area_id,
        name=command.name,
        team=command.team,
        level_id=checked_level(context, command.level_id),
        wing=command.wing,
        first_room=first,
        last_room=last,
        assigned_by=context.participant.pk,
        assigned_at=context.at_text,
    )
    context.append(SearchAreaAssigned(area_id=command.area_id), patch=patch, audience=Audience.RESPONDERS)


def release_search_area(*, context: CommandContext, command: ReleaseSearchArea) -> None:
    """End an assignment. Raises: OnlyRespondersSearch, SearchAreaNotFound."""
    _check_responder(context)
    area = context.objects.get(SearchArea, command.area_id)
    if area is None:
        raise SearchAreaNotFound(pointer="/area_id")
    event = SearchAreaReleased(area_id=command.area_id, name=area.name, team=area.team)
    context.append(event, patch=patch_to_remove(SearchArea, command.area_id), audience=Audience.RESPONDERS)


def _check_responder(context: CommandContext) -> None:
    """Let only those go on who read what is marked. Raises: OnlyRespondersSearch."""
    if Audience.RESPONDERS not in context.grant.audiences:
        raise OnlyRespondersSearch
