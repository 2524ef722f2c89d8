"""What an app missed while it was away, in one request: alerts, and what has moved in every room."""

import json
from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import AwareDatetime

from coordination.api.problems import BadField
from coordination.incident.lifecycle.queries import IncidentView, incident_view
from coordination.room.access import incident_for
from coordination.room.entrance import missed_for
from coordination.room.reading.missed import OVERLAP, MissedRoom
from coordination.room.wire.frames import time_text
from coordination.room.wire.model import JsonObject
from coordination.sign_in.callers import caller_of
from push.ledger.missed_alerts import MissedAlert

router = Router(tags=["people"])
MAX_LISTED = 50
# Nothing here is older; further back a time of another zone is none that a calendar has.
OLDEST = datetime(2000, 1, 1, tzinfo=UTC)
Limit = Annotated[int, Query(ge=1, le=MAX_LISTED)]


class MissedIncidentOut(Schema):
    """An incident whose log has grown. Of a room that the caller has not joined, the incident alone is told.

    `was_opened`: it was opened since then. `was_closed`: it was closed since then and is not open again. `is_joined`:
    the caller is in its room. `entries`: how many of its newest 500 entries are of that time and may be read by the
    caller. `newest`: the newest of these that another person wrote, as an `entry` frame.
    """

    incident: IncidentView
    was_opened: bool
    was_closed: bool
    is_joined: bool
    entries: int
    newest: JsonObject | None


class MissedOut(Schema):
    """What has happened; alerts stand on the first page only.

    `as_of`: the instant of this answer. `next_since`: what to ask with the next time, a minute before: some things may
    be told twice, and none is missed. `more_alerts`: there are alerts besides these 50. `incidents`: what has moved.
    `more`: ask again with `before`, the incident_id of the last one here.
    """

    as_of: str
    next_since: str
    alerts: list[MissedAlert]
    more_alerts: bool
    incidents: list[MissedIncidentOut]
    more: bool


@router.get("/me/missed", response=MissedOut, operation_id="read_missed")
def read_missed(
    request: HttpRequest, since: AwareDatetime, before: UUID | None = None, limit: Limit = MAX_LISTED
) -> MissedOut:
    """Return what has happened since an instant: alerts to the caller, and every incident that has moved.

    Real incidents and alerts first, then exercises; of each the newest first. It does not count as use of the session.
    """
    caller = caller_of(request)
    if since > caller.at + timedelta(days=1):
        raise BadField("`since` lies in the future.", pointer="/since")
    since = max(since, OLDEST)
    last = incident_for(user_id=caller.user_id, incident_id=before, at=caller.at).incident if before else None
    missed = missed_for(caller.asker(), since=since, before=last, limit=limit)
    return MissedOut(
        as_of=time_text(caller.at),
        next_since=time_text(caller.at - OVERLAP),
        alerts=missed.alerts,
        more_alerts=missed.has_more_alerts,
        incidents=[_describe_incident(one, since) for one in missed.rooms],
        more=missed.has_more_rooms,
    )


def _describe_incident(one: MissedRoom, since: datetime) -> MissedIncidentOut:
    incident = one.incident
    return MissedIncidentOut(
        incident=incident_view(incident),
        was_opened=incident.opened_at >= since,
        was_closed=incident.closed_at is not None and incident.closed_at >= since,
        is_joined=one.is_joined,
        entries=one.entries,
        newest=json.loads(one.newest.full) if one.newest is not None else None,
    )
