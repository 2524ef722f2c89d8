"""What the incident page's script must know before its first frame."""

from datetime import datetime
from uuid import UUID

from coordination.incident.accountability.access import own_site_id, site_of_rooms
from coordination.incident.response_actions.readers import Does, does_in
from coordination.room.access import RoomGrant
from coordination.room.wire.model import JsonObject, WireModel
from coordination.vocabulary import Audience


class Me(WireModel):
    """The reader as a participant. `is_of_site`: for the school or district whose site it is.

    `is_opener`: they opened the incident, by hand or by pressing the alarm.

    `site_id`: the site for which they are there, the incident's own or one that has joined.

    `title`: what their agency calls them, as it is written there; empty where it says nothing.

    `does`: whether a response action is for them to do, to come to, or to know of.
    """

    user_id: UUID
    participant_id: UUID
    audiences: tuple[Audience, ...]
    may_command: bool
    may_confirm_panic: bool
    may_take_command: bool
    does: Does
    is_of_site: bool
    is_opener: bool
    site_id: UUID
    title: str


class SiteConfig(WireModel):
    """Where it happens. `agency_ids`: its school, if it is one's, and its district.

    Of an incident away from its site, the point is the place's where it is known.
    """

    id: UUID
    name: str
    time_zone: str
    lon: float
    lat: float
    agency_ids: tuple[UUID, ...]


class RoomConfig(WireModel):
    """The page's own start: ids, places and the server's time; what changes comes over the room's connection."""

    incident_id: UUID
    room_id: UUID
    head: int
    at: datetime
    exercise: bool
    me: Me
    site: SiteConfig


def room_config(grant: RoomGrant, *, user_id: UUID, may_take_command: bool, at: datetime) -> JsonObject:
    """Return the configuration as JSON values. Raises: NotJoined."""
    site = grant.incident.site
    lon, lat = grant.incident.shown_point()
    config = RoomConfig(
        incident_id=grant.incident.id,
        room_id=grant.room.id,
        head=grant.room.head_seq,
        at=at,
        exercise=grant.incident.is_exercise,
        me=Me(
            user_id=user_id,
            participant_id=grant.joined().id,
            audiences=tuple(audience for audience in Audience if audience in grant.audiences),
            may_command=grant.may_command(),
            may_confirm_panic=grant.administers_site(),
            may_take_command=may_take_command,
            # At the site for which they are there: what is called at another's is not theirs to do.
            does=does_in(grant.joined(), site_of_rooms(grant, None)),
            is_of_site=grant.is_of_site(),
            is_opener=grant.opened_incident(),
            site_id=own_site_id(grant),
            title=_title_in(grant),
        ),
        site=SiteConfig(
            id=site.id,
            name=site.name,
            time_zone=site.time_zone,
            lon=lon,
            lat=lat,
            agency_ids=tuple(one for one in (site.school_id, site.district_id) if one is not None),
        ),
    )
    dumped: JsonObject = config.model_dump(mode="json")
    return dumped


def _title_in(grant: RoomGrant) -> str:
    mine = grant.joined().member_id
    return next((one.member.title for one in grant.all_standings() if one.member.pk == mine), "")
