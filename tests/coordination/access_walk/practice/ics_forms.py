"""Who is answered what about the forms of an incident: who is in its room reads them, each by their own log."""

from tests.coordination.access_walk.rows import READERS, Row, answers, incident, room
from tests.stage.full_room import Stage


def form_in(stage: Stage) -> dict[str, object]:
    return {**room(stage), "form": "202"}


def form_of(stage: Stage) -> dict[str, object]:
    return {**incident(stage), "form": "202", "block": "3"}


IN_THE_ROOM = answers(insider=200, teacher=200, officer=200)
ICS_FORMS: dict[str, Row] = {
    "GET /rooms/{uuid:room_id}/forms/{form}": Row(READERS, ids=form_in),
    "GET /rooms/{uuid:room_id}/forms/{form}.pdf": Row(READERS, ids=form_in),
}
ICS_FORM_PAGES: dict[str, Row] = {
    "incidents/<uuid:incident_id>/forms": Row(IN_THE_ROOM, ids=incident),
    "incidents/<uuid:incident_id>/forms/<str:form>": Row(IN_THE_ROOM, ids=form_of),
    "incidents/<uuid:incident_id>/forms/<str:form>.pdf": Row(IN_THE_ROOM, ids=form_of),
    # Of those on the stage no one commands who is a responder: test_forms has who may.
    "incidents/<uuid:incident_id>/forms/<str:form>/<str:block>": Row(answers(), ids=form_of),
}
PICTURES = {"dispatcher": ("ics_forms", "ics_form", "ics_form_block")}
NOT_PICTURED = {"ics_form_pdf": "a file"}
