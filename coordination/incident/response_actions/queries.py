"""Read which response actions hold for a person now, and the rooms of a lockdown."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce

from coordination.incident.protocols.queries import adult_words, edition_of_start
from coordination.incident.response_actions.capability import ResponseAction
from coordination.incident.response_actions.hiding import SILENT_ALARM
from coordination.incident.response_actions.models import ActionInForce
from coordination.incident.response_actions.readers import Does, does_at
from coordination.incident.response_actions.scopes import label_of, spaces_to_open
from coordination.room.access import incidents_for
from coordination.room.models import Participant
from coordination.room.wire.frames import time_text
from coordination.vocabulary import ResponseActionKind
from mapping.models import Site
from mou.access.fetch import active_memberships, members_who_count
from mou.foundation.value_of import ValueOf


@dataclass(frozen=True, slots=True)
class DirectiveNow:
    """An action in force, as a person whom it concerns reads it, and where the press came from that began it.

    `standing`: every press that stands in its room, in words, the worst first.
    `unsure`: of active threats from several places, whether they are one, or that no one has said so; else empty.
    `does`: whose words it has for them: `school`, `responder` or `elsewhere`.
    `adults`: of a lockdown at their own school, what the district's protocol tells adults, in their language.
    """

    action_id: UUID
    room_id: UUID
    incident_id: UUID
    site: str
    kind: Annotated[str, ValueOf(ResponseActionKind)]
    scope: str
    destination: str
    strategy: str
    called_from: str
    door: str
    door_m: int | None
    is_exercise: bool
    is_at_my_school: bool
    does: Does
    adults: str
    started_at: str
    standing: tuple[str, ...]
    unsure: str


@dataclass(frozen=True, slots=True)
class LockedRoom:
    """A room of a lockdown."""

    space_id: UUID
    room: str
    building: str
    level: str
    level_id: UUID
    is_open: bool


def directives_now(*, user_id: int, at: datetime) -> list[DirectiveNow]:
    """Return what holds for a person now, real before exercise, lockdowns first. One query where nothing holds."""
    rows = ActionInForce.objects.filter(ended_at__isnull=True).exclude(kind=SILENT_ALARM)
    own = members_who_count(at).filter(user_id=user_id).values("agency_id")
    # One question about memberships for both: to write it down costs more than to answer it.
    rows = rows.annotate(
        whose=Coalesce("site__school_id", "site__district_id"),
        told_by_district=edition_of_start("site__district_id", "started_at"),
    )
    mine = Q(whose__in=own)
    here = Participant.objects.filter(user_id=user_id, left_at__isnull=True, removed_at__isnull=True)
    found = list(rows.filter(mine | Q(room__in=here.values("room_id"))).select_related("room", "site"))
    if not found:
        return []
    kinds = [(one.agency_id, one.agency.kind) for one in active_memberships(user_id, at)]
    agencies = {agency_id for agency_id, _kind in kinds}
    seen = set(incidents_for(user_id, at).filter(room__in=[one.room_id for one in found]).values_list("pk", flat=True))
    views = [
        DirectiveNow(
            action_id=one.action_id,
            room_id=one.room_id,
            incident_id=one.room.incident_id,
            site=one.site.name,
            kind=one.kind,
            scope=one.scope,
            destination=one.destination,
            strategy=one.strategy,
            called_from=one.called_from,
            door=one.door,
            door_m=one.door_m,
            is_exercise=one.is_exercise,
            is_at_my_school=(one.site.school_id or one.site.district_id) in agencies,
            does=does_at(one.site, kinds),
            adults=_adult_words(one, does_at(one.site, kinds)),
            started_at=time_text(one.started_at),
            standing=(),
            unsure="",
        )
        for one in found
        if one.room.incident_id in seen
    ]
    return sorted(views, key=lambda one: (one.is_exercise, one.kind != "lockdown", one.started_at))


def _adult_words(one: ActionInForce, does: Does) -> str:
    is_theirs = one.kind == ResponseActionKind.LOCKDOWN and does is Does.SCHOOL
    return adult_words(vars(one)["told_by_district"]) if is_theirs else ""


def locked_rooms(site: Site, action: ResponseAction) -> list[LockedRoom]:
    """Return the rooms of a lockdown, floor by floor, those first that are not open yet. One query."""
    rooms = [
        LockedRoom(
            space_id=one.pk,
            room=label_of(one),
            building="" if one.floorplan.level.building is None else one.floorplan.level.building.name,
            level=one.floorplan.level.name,
            level_id=one.floorplan.level.pk,
            is_open=str(one.pk) in action.opened,
        )
        for one in spaces_to_open(site, action).select_related("floorplan__level__building")
    ]
    return sorted(rooms, key=lambda one: one.is_open)
