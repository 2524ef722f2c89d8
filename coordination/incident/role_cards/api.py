"""Role cards of an incident over HTTP: what the room's state does not say."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from coordination.incident.accountability.access import may_see_names_of, site_of_rooms
from coordination.incident.role_cards.holding import RoleNow, roles_now, site_id_kept
from coordination.incident.role_cards.schools import may_have_role, reads_board, site_of_roles
from coordination.incident.staff_roles.rules import Candidate
from coordination.incident.staff_roles.vocabulary import (
    CardAction,
    CardPhase,
    CardSource,
    NamedBy,
    NotHolding,
    StaffRole,
)
from coordination.incident.staff_roles.words import step_words, version_words
from coordination.room.access import room_for
from coordination.room.capability import RoomNeed
from coordination.sign_in.callers import caller_of

router = Router(tags=["role cards"])


class RoleStepOut(Schema):
    """A step of a card, in the caller's language. `action`: it is for as long as that is on; null: in all of them."""

    number: int
    phase: CardPhase
    action: CardAction | None
    words: str


class PassedOverOut(Schema):
    """A person before the holder. `why_words`: why they do not hold the role, in the caller's language."""

    name: str
    why: NotHolding
    why_words: str


class RoleInRoomOut(Schema):
    """A role in this incident, with its card as it was at the opening.

    `is_mine`: the caller holds it now; else they are a deputy, or read it for command. `holder` is empty where no one
    holds it, where several people do, or where the caller may not read names of the school.
    """

    role: StaffRole
    site_id: Annotated[UUID | None, Field(description="Of which site that has joined; null: of the incident's own.")]
    label: Annotated[str, Field(description="The role's name, in the caller's language.")]
    is_of_one: Annotated[
        bool, Field(description="One person holds it at a time, and the others are deputies; else all hold it.")
    ]
    is_mine: Annotated[bool, Field(description="The caller holds it now.")]
    is_named: Annotated[bool, Field(description="The caller is named for it, as holder or deputy.")]
    stands_aside: Annotated[bool, Field(description="The caller has said that they cannot hold it.")]
    is_held: Annotated[bool, Field(description="Someone holds it now.")]
    holder: Annotated[
        str,
        Field(description="Who holds it now; empty: no one, several people, or a name that the caller may not read."),
    ]
    holder_has_joined: Annotated[bool, Field(description="Who holds it is in the room; else they are awaited.")]
    reason: Annotated[str, Field(description="How it is known whose role it is, in the caller's language.")]
    passed: Annotated[
        list[PassedOverOut], Field(description="The people before the holder, each with why they do not hold it.")
    ]
    people: Annotated[int, Field(description="How many people are named for it.")]
    people_here: Annotated[int, Field(description="How many of them have joined.")]
    source: CardSource
    version: Annotated[str, Field(description="'library', or whose edition it is and its number: 'district 3'.")]
    version_words: Annotated[
        str, Field(description="Whose words the card has, and which edition of theirs, in the words of the caller.")
    ]
    steps: Annotated[
        list[RoleStepOut], Field(description="What is to be done in an incident: not what is for other days.")
    ]


class RolesInRoomOut(Schema):
    """The caller's roles, and for command all of them. `changes`: who holds one may change meanwhile."""

    mine: Annotated[list[RoleInRoomOut], Field(description="Those that the caller holds now or stands in for.")]
    board: Annotated[list[RoleInRoomOut] | None, Field(description="All roles, for command; null for others.")]
    changes: Annotated[bool, Field(description="Who holds a role shown here may change meanwhile: ask anew.")]


@router.get("/rooms/{uuid:room_id}/roles", response=RolesInRoomOut, operation_id="list_roles_in_room")
def list_roles(request: HttpRequest, room_id: UUID, site_id: UUID | None = None) -> RolesInRoomOut:
    """Return the role cards that the caller holds now or stands in for; for command also the board of all roles.

    The board is for people of the school or district with a command role, and for those of agencies whose agreement
    lets them in; with names only where it gives them the roster. What is ticked stands in the room's state.

    `site_id`: the board of which of the incident's sites; without it, of the one for which the caller is there.
    """
    caller = caller_of(request)
    grant = room_for(user_id=caller.user_id, room_id=room_id, need=RoomNeed.READ, at=caller.at)
    own = site_of_roles(grant, caller.at)
    asked = own if site_id is None else site_of_rooms(grant, site_id)
    if not may_have_role(grant, own, caller.at):
        return RolesInRoomOut(mine=[], board=None, changes=False)
    roles = roles_now(grant.incident, room_id, own, caller.at)
    kept = site_id_kept(grant.incident, own.pk)
    mine = [_role_out(one, kept, caller.user_id, names=True) for one in roles.values() if one.is_of(caller.user_id)]
    board = None
    if reads_board(grant, asked):
        there = roles if asked.pk == own.pk else roles_now(grant.incident, room_id, asked, caller.at)
        kept, names = site_id_kept(grant.incident, asked.pk), may_see_names_of(grant, asked.pk)
        board = [_role_out(one, kept, caller.user_id, names=names) for one in there.values()]
    return RolesInRoomOut(mine=mine, board=board, changes=board is not None or any(one.is_of_one for one in mine))


def _role_out(now: RoleNow, site_id: UUID | None, user_id: int, *, names: bool) -> RoleInRoomOut:
    holder = now.held.holder
    mine = next((one for one in now.people if one.user_id == user_id), None)
    known = holder or (mine if not now.role.is_of_one else None)
    return RoleInRoomOut(
        role=now.role,
        site_id=site_id,
        label=now.role.label,
        is_of_one=now.role.is_of_one,
        is_mine=now.is_held_by(user_id),
        is_named=mine is not None,
        stands_aside=mine is not None and mine.has_stood_aside,
        is_held=holder is not None or (not now.role.is_of_one and bool(now.people)),
        holder=holder.name if holder is not None and names else "",
        holder_has_joined=holder is not None and holder.has_joined,
        reason=_reason_words(known),
        passed=[
            PassedOverOut(name=one.name if names else "", why=one.why, why_words=one.why.label)
            for one in now.held.passed
        ],
        people=len(now.people),
        people_here=sum(one.has_joined for one in now.people),
        source=now.card.source,
        version=now.card.version,
        version_words=version_words(now.card),
        steps=[
            RoleStepOut(number=one.number, phase=one.phase, action=one.action, words=step_words(one))
            for one in now.card.steps
            if one.phase is not CardPhase.BEFORE
        ],
    )


def _reason_words(known: Candidate | None) -> str:
    return "" if known is None else NamedBy(known.named_by).label
