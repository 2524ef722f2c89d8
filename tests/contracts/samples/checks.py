"""What test_sample_capability.py runs in a process in which the sample is registered."""

import json
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import AsyncClient, Client
from django.utils import translation

from coordination.describe.asyncapi import asyncapi_document
from coordination.describe.openapi import openapi_document
from coordination.describe.reference import reference_text
from coordination.home.timeline_words import entry_line, line_rules_json
from coordination.home.words import incident_words
from coordination.room.entry.patch import state_from_contents
from coordination.room.models import LogEntry
from coordination.room.registry import faults_of, installed_capabilities
from coordination.sockets.database.threads import in_database
from tests.contracts.documents.test_stored_entries import EXAMPLES
from tests.coordination.sockets.conftest import hub_ends_with_the_test, kept_stage, stage  # noqa: F401 - fixtures
from tests.coordination.sockets.talk import enter
from tests.stage.full_room import Stage
from tests.support.processes import ROOT

NODE = Path(sys.executable).parent / "node"
WHO_MAY = ("insider", "teacher", "officer")
NOT_IN_THE_ROOM = ("keeper", "visitor")
STRANGERS = ("stranger", "former")


def asked(stage: Stage, who: str) -> tuple[int, dict[str, object]]:  # noqa: F811
    """Send the command over HTTP as someone; return the status and the answer."""
    command = {"id": str(uuid4()), "type": "call_roll", "roll_id": str(uuid4()), "label": f"Room of {who}"}
    address = f"/api/v1/rooms/{stage.room.id}/commands"
    answer = Client().post(address, json.dumps(command), content_type="application/json", headers=stage.headers(who))
    return answer.status_code, answer.json()


def test_the_sample_is_whole_and_registered() -> None:
    sample = next(one for one in installed_capabilities() if one.name == "roll_calls")

    assert faults_of(sample) == []


def test_over_http_who_may_does_and_who_may_not_leaves_no_trace(stage: Stage) -> None:  # noqa: F811
    assert {who: asked(stage, who)[0] for who in WHO_MAY} == dict.fromkeys(WHO_MAY, 200)
    before = LogEntry.objects.count()

    refused = {who: asked(stage, who)[0] for who in (*NOT_IN_THE_ROOM, *STRANGERS)}

    assert refused == {**dict.fromkeys(NOT_IN_THE_ROOM, 403), **dict.fromkeys(STRANGERS, 404)}
    assert LogEntry.objects.count() == before


async def test_the_socket_takes_it_and_the_poll_and_the_state_say_it(stage: Stage) -> None:  # noqa: F811
    talk = await enter(stage, "officer")
    roll_id = str(uuid4())

    await talk.command("call_roll", roll_id=roll_id, label="Gym")
    entry = await talk.hear("entry")
    await talk.end()

    assert entry["content"]["event"] == {"type": "roll_called", "roll_id": roll_id}
    headers = await in_database(stage.headers, "officer")
    room = f"/api/v1/rooms/{stage.room.id}"
    polled = json.loads((await AsyncClient().get(f"{room}/poll?after={entry['seq'] - 1}", headers=headers)).content)
    assert polled["entries"][0] == entry
    state = json.loads((await AsyncClient().get(f"{room}/state", headers=headers)).content)
    assert state["objects"]["roll_calls"][roll_id]["label"] == "Gym"


def test_the_documents_name_it() -> None:
    assert "CallRoll" in json.dumps(openapi_document())
    assert {"CallRoll", "RollCalled"} <= set(asyncapi_document()["components"]["schemas"])  # type: ignore[index,call-overload,arg-type]
    assert all(f"### `{word}`" in reference_text() for word in ("call_roll", "roll_called", "roll_calls"))


@pytest.mark.parametrize(("language", "line"), [("en", "Called the roll: Room 112"), ("es", "Pasó lista: Room 112")])
def test_the_page_folds_and_says_it_in_both_languages_as_the_server_does(language: str, line: str) -> None:
    (example,) = (path for path in EXAMPLES if path.name == "roll_called.v1.json")
    content = json.loads(example.read_text())
    with translation.override(language):
        given = {"logs": [[content]], "rules": line_rules_json(), "words": incident_words({}), "language": language}
        assert entry_line(content, {}) == line
    done = subprocess.run(
        [
            str(Path(sys.executable).parent / "node"),
            "--no-warnings",
            "--import",
            "./static_folders.mjs",
            "fold_entries.mjs",
        ],
        input=json.dumps(given, default=str),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT / "tests" / "coordination" / "web" / "scripts",
    )
    ((step,),) = json.loads(done.stdout)

    assert step == {"state": state_from_contents([content]), "text": line}
