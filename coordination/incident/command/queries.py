"""What the page shows of command beside the room's state: who is proposed and why, who may take it or be offered it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.incident.command.capability import IncidentCommand
from coordination.incident.command.order import SCHOOL_POSITION, Claimant, OrderOfCommand, order_at
from coordination.incident.people.capability import Person
from coordination.room.access import RoomGrant, present_in
from coordination.room.models import LogEntry, Participant, RoomObject
from coordination.vocabulary import ClaimBasis, IncidentType, ResponderStatus
from mou.vocabulary import AgencyKind, FirstCommand, MemberRole

# Active Shooter Checklist (C3 Pathways): the fifth officer to arrive takes or sets up command.
FIFTH = 5
LAW = (AgencyKind.POLICE, AgencyKind.SHERIFF)
# The first five are among the first to say so; a log is never searched to its end for it.
STATUSES_LOOKED_AT = 500


@dataclass(frozen=True, slots=True)
class Because:
    """Why a person is proposed. Title, heading and words of the clause: for the agreement's own parties."""

    basis: ClaimBasis
    agreement: str = ""
    clause: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """The person in the room who should be in command."""

    participant_id: UUID
    name: str
    because: Because


@dataclass(frozen=True, slots=True)
class Offered:
    """A person to whom command may be offered."""

    participant_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class FifthOfficer:
    """The fifth law enforcement officer on scene, while command is vacant, the school's, or one of the first four's."""

    participant_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class CommandView:
    """`may_take`: a claim of the reader would be carried out now. `may_be_offered`: in the room, not in command."""

    may_command: bool
    may_take: bool
    proposed: Proposed | None
    fifth_officer: FifthOfficer | None
    may_be_offered: list[Offered]


def may_ever_command(grant: RoomGrant, at: datetime) -> bool:
    """Tell whether leadership or the order of command names the reader. Three queries."""
    return grant.participant is not None and _order_of_command(grant, at).claimant(grant.participant) is not None


def command_view(grant: RoomGrant, at: datetime) -> CommandView:
    """Return what the reader is shown. At most ten queries. Raises: NotJoined."""
    me, order = grant.joined(), _order_of_command(grant, at)
    here = present_in(grant.room.pk, incident=grant.incident, at=at)
    named = {one.pk: found for one in here if (found := order.claimant(one)) is not None}
    held = _command_held(grant)
    holders = [one for one in here if str(one.pk) in held.commanders]
    mine = named.get(me.pk)
    return CommandView(
        may_command=mine is not None,
        may_take=mine is not None
        and me.pk not in {one.pk for one in holders}
        and all(mine.stands_above(named.get(one.pk)) for one in holders),
        proposed=_propose_commander(here, named, holders, reader=grant),
        fifth_officer=_fifth_officer(grant, here, named, holders),
        may_be_offered=[Offered(one.pk, one.name) for one in here if one.pk in named and one not in holders],
    )


def _order_of_command(grant: RoomGrant, at: datetime) -> OrderOfCommand:
    return order_at(grant.incident.site, incident_type=IncidentType(grant.incident.incident_type), at=at)


def _command_held(grant: RoomGrant) -> IncidentCommand:
    rows = RoomObject.objects.filter(room=grant.room, state_key=IncidentCommand.state_key, value__isnull=False)
    row = rows.first()
    return IncidentCommand() if row is None else IncidentCommand.model_validate_json(row.value or "")


# --- who is proposed ----------------------------------------------------------------------------------------------
def _propose_commander(
    here: Sequence[Participant],
    named: dict[UUID, Claimant],
    holders: Sequence[Participant],
    *,
    reader: RoomGrant,
) -> Proposed | None:
    """Return who stands first by the order; None where one who holds command stands as high."""
    candidates = sorted((one for one in here if one.pk in named), key=lambda one: _precedence_of(one, named[one.pk]))
    if not candidates:
        return None
    first = candidates[0]
    mine = named[first.pk]
    if any(not mine.stands_above(named.get(one.pk)) for one in holders):
        return None
    return Proposed(first.pk, first.name, _reason_of_claim(mine, reader))


def _precedence_of(one: Participant, claim: Claimant) -> tuple[int, int, bool, datetime, str]:
    """Return what comes first by the order: the leading kind, its highest rank, whom the agreement names to begin."""
    return (claim.position, -claim.rank, not _begins_command(one, claim), one.joined_at, str(one.pk))


def _begins_command(one: Participant, claim: Claimant) -> bool:
    initial = FirstCommand.FIRST_ARRIVING_OFFICER if claim.agreed is None else claim.agreed.order.initial
    if initial is FirstCommand.SRO:
        return "resource officer" in one.member.title.casefold()
    if initial is FirstCommand.AGENCY_SUPERVISOR:
        return one.role != MemberRole.OFFICER
    return one.role == MemberRole.OFFICER


def _reason_of_claim(claim: Claimant, reader: RoomGrant) -> Because:
    agreed = claim.agreed
    if agreed is None:
        return Because(claim.basis)
    is_party = any(one.is_insider or one.member.agency_id == agreed.agency_id for one in reader.standings)
    return Because(claim.basis, agreed.title, agreed.heading, agreed.text) if is_party else Because(claim.basis)


# --- the fifth officer --------------------------------------------------------------------------------------------
def _fifth_officer(
    grant: RoomGrant, here: Sequence[Participant], named: dict[UUID, Claimant], holders: Sequence[Participant]
) -> FifthOfficer | None:
    """Return the fifth officer who arrived, while command is vacant, the school's, or one of the first four's."""
    arrived = _arrived_officers(grant)
    if len(arrived) < FIFTH:
        return None
    fifth = next((one for one in here if str(one.pk) == arrived[FIFTH - 1] and one.pk in named), None)
    if fifth is None:
        return None
    is_mobile = all(_is_of_the_first(one, named, arrived[: FIFTH - 1]) for one in holders)
    return FifthOfficer(fifth.pk, fifth.name) if is_mobile else None


def _is_of_the_first(one: Participant, named: dict[UUID, Claimant], first: Sequence[str]) -> bool:
    claim = named.get(one.pk)
    return claim is None or claim.position == SCHOOL_POSITION or str(one.pk) in first


def _arrived_officers(grant: RoomGrant) -> list[str]:
    """Return the participants of law enforcement in the order in which they first said to be on scene. One query."""
    rows = LogEntry.objects.filter(room=grant.room, event_type="status_set", audience="everyone").order_by("seq")
    arrived: dict[str, None] = {}
    for text in rows.values_list("content", flat=True)[:STATUSES_LOOKED_AT]:
        content = json.loads(text)
        by = content["by"]
        status = content["patch"][Person.state_key][by["participant_id"]].get("status")
        if status == ResponderStatus.ON_SCENE and by["agency_kind"] in LAW:
            arrived[by["participant_id"]] = None
    return list(arrived)
