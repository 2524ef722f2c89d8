"""Who is answered what about the options of their own room: who may enter the incident; of others nothing is told."""

from tests.coordination.access_walk.rows import IN_DISTRICT_OR_AGREED, Row, incident

OWN_ROOM: dict[str, Row] = {
    "GET /incidents/{uuid:incident_id}/own-room": Row(IN_DISTRICT_OR_AGREED, ids=incident),
}
