"""An incident with everybody who may command in it, and some who may not."""

import json
from dataclasses import dataclass
from typing import Any

from coordination.incident.command.capability import IncidentCommand
from coordination.models import User
from coordination.room.models import LogEntry, Participant, Room, RoomObject
from coordination.vocabulary import IncidentType
from mapping.models import Site
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole, TermKind
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.factories.mou import make_agency, make_member, make_memorandum, make_term, make_user
from tests.stage.incident.panic import run

ORDER = {"initial": "first_arriving_officer", "order": ["police", "fire", "emergency_management"]}


@dataclass
class People:
    """The cast, and who may command beside its principal: an agreement names police, fire, emergency management."""

    cast: Cast
    fire: Agency
    site: Site
    principal: User
    assistant: User  # another administrator of the school
    teacher: User
    officer: User
    other_officer: User
    sergeant: User
    chief: User
    captain: User  # fire, supervisor
    dispatcher: User
    clerk: User  # police, staff

    def user(self, who: str) -> User:
        user: User = getattr(self, who)
        return user


def make_people(*, order: dict[str, Any] | None = ORDER) -> People:
    cast = make_cast()
    fire = make_agency(AgencyKind.FIRE, name="Fairview Fire")
    make_memorandum(cast.district, fire, expires_on=cast.agreement.current_version.expires_on)  # type: ignore[union-attr]  # the factory signs one
    if order is not None:
        assert cast.agreement.current_version is not None
        make_term(cast.agreement.current_version, TermKind.COMMAND_TRANSFER_TO, value=order)

    def member(agency: Agency, name: str, role: MemberRole) -> User:
        return make_member(agency, user=make_user(username=name), role=role).user

    return People(
        cast=cast,
        fire=fire,
        site=cast.site,
        principal=cast.insider,
        assistant=member(cast.school, "assistant", MemberRole.ADMINISTRATOR),
        teacher=cast.teacher,
        officer=cast.officer,
        other_officer=member(cast.police, "other_officer", MemberRole.OFFICER),
        sergeant=member(cast.police, "sergeant", MemberRole.SUPERVISOR),
        chief=member(cast.police, "chief", MemberRole.COMMANDER),
        captain=member(fire, "captain", MemberRole.SUPERVISOR),
        dispatcher=cast.dispatcher,
        clerk=member(cast.police, "clerk", MemberRole.STAFF),
    )


EVERYBODY = (
    "assistant",
    "teacher",
    "officer",
    "other_officer",
    "sergeant",
    "chief",
    "captain",
    "dispatcher",
    "clerk",
)


def room_with(people: People, *, incident_type: IncidentType = IncidentType.ACTIVE_SHOOTER) -> Room:
    room = open_room(people.cast, incident_type=incident_type)
    for who in EVERYBODY:
        join(people.user(who), room)
    return room


def participant(people: People, room: Room, who: str) -> Participant:
    return Participant.objects.get(room=room, user=people.user(who))


def held(room: Room) -> IncidentCommand:
    row = RoomObject.objects.filter(room=room, state_key="incident_command").first()
    return IncidentCommand() if row is None else IncidentCommand.model_validate_json(row.value or "")


def commanders(room: Room) -> set[str]:
    rows = Participant.objects.filter(pk__in=list(held(room).commanders))
    return set(rows.values_list("user__username", flat=True))


def last(room: Room) -> Any:
    return json.loads(LogEntry.objects.filter(room=room).order_by("-seq")[0].content)


def claim(people: People, room: Room, who: str, **fields: Any) -> None:
    run(people.user(who), room.id, "claim_command", **fields)


def offer(people: People, room: Room, who: str, to: str, kind: str = "transfer") -> None:
    run(
        people.user(who),
        room.id,
        "offer_command",
        participant_id=participant(people, room, to).id,
        kind=kind,
    )
