"""What an app does with the client that OpenAPI Generator's `python` wrote: nothing else speaks to the server."""

import importlib
import json
import sys
import uuid
from typing import Any

sys.path.insert(0, sys.argv[1])
written: Any = importlib.import_module("openapi_client")
base_url, username, password, site_id = sys.argv[2:]


def opening(at: object) -> Any:
    return written.OpenIncident(
        id=uuid.uuid4(),
        type="open_incident",
        site_id=at,
        is_exercise=True,
        incident_type=written.IncidentType.HAZMAT,
        severity=written.Severity.SEVERE,
        title="Smell of gas in the gym",
    )


def say(text: str) -> Any:
    return written.Command(written.PostMessage(id=uuid.uuid4(), type="post_message", text=text))


configuration = written.Configuration(host=base_url)
with written.ApiClient(configuration) as client:
    signed_in = written.SignInApi(client).sign_in(written.SignIn(username=username, password=password))
    configuration.api_key["SessionToken"] = signed_in.meta.session_token
    incidents, rooms = written.IncidentsApi(client), written.RoomsApi(client)
    opened = incidents.open_incident(opening(site_id))
    first = rooms.run_command(opened.room_id, say("First."))
    second = say("Second.")
    rooms.run_command(opened.room_id, second)
    again = rooms.run_command(opened.room_id, second)
    missed = rooms.list_entries(opened.room_id, after=first.seq)
    events = [one.actual_instance.content.event.actual_instance for one in missed.entries]
    try:
        incidents.open_incident(opening(uuid.uuid4()))
        refused = ""
    except written.ApiException as error:
        refused = json.loads(error.body)["code"]
texts = [one.text if one.type == "message_posted" else "" for one in events]
print(json.dumps({"room_id": str(opened.room_id), "texts": texts, "is_repeat": again.is_repeat, "refused": refused}))
