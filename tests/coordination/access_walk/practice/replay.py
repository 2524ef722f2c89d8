"""Who is answered what about a replay and its tracks: who is in the room; who may enter it is shown its door."""

from tests.coordination.access_walk.rows import READERS, Row, answers, incident, room

ROUTES: dict[str, Row] = {
    "GET /rooms/{uuid:room_id}/tracks.gpx": Row(READERS, ids=room),
    "GET /rooms/{uuid:room_id}/tracks.geojson": Row(READERS, ids=room),
}
PAGES: dict[str, Row] = {
    "incidents/<uuid:incident_id>/replay": Row(
        answers(insider=200, teacher=200, officer=200, keeper=302, visitor=302), ids=incident
    ),
}
PICTURES = {"principal": ("replay",), "teacher": ("replay",), "dispatcher": ("replay",)}
