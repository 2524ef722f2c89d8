"""Who reads what to do first at a type of incident: everyone who is signed in."""

from tests.coordination.access_walk.rows import EVERYBODY, Row

ROUTES = {
    "GET /first-actions": Row(EVERYBODY, query=lambda _stage: "?incident_type=WEATHER"),
}
