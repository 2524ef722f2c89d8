"""A client that a generator wrote from docs/openapi.json, with nothing added, signs in and opens an incident."""

import importlib
import json
import os
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.serving.clients.test_python_client import PASSWORD
from tests.stage.live_room import LiveRoom
from tests.support.processes import ROOT

pytestmark = pytest.mark.e2e
BYTES = "application/octet-stream"
PACKAGE = "client_of_the_description"


@pytest.fixture
def generated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A client, written from the description; a part that the generator cannot read fails it."""
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--fail-on-warning"]
    # It knows JSON, texts and bytes; every other type of the description is one of files.
    (tmp_path / "kinds.json").write_text(
        json.dumps({"content_type_overrides": dict.fromkeys(files_described(), BYTES)})
    )
    files = ["--path", str(ROOT / "docs" / "openapi.json"), "--output-path", str(tmp_path / PACKAGE)]
    files += ["--config", str(tmp_path / "kinds.json")]
    # It calls ruff, which stands beside this Python.
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    env = {**os.environ, "PATH": path}
    made = subprocess.run([*command, *files], env=env, capture_output=True, text=True, timeout=120, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path / PACKAGE


def files_described() -> set[str]:
    """Return the media types of files that answers have."""
    document = json.loads((ROOT / "docs" / "openapi.json").read_text())
    answers = [answer for path in document["paths"].values() for one in path.values()
               for answer in one["responses"].values()]  # fmt: skip
    kinds = {kind for answer in answers for kind in answer.get("content", {})}
    return {one for one in kinds if not one.startswith("text/") and "json" not in one}


def part(name: str) -> Any:
    return importlib.import_module(f"{PACKAGE}.{name}")


def sign_in(room: LiveRoom, password: str) -> Any:
    asked = part("models").SignIn(username="teacher", password=password)
    with part("client").Client(base_url=room.url) as client:
        return part("api.sign_in.sign_in").sync(client=client, body=asked)


def opening(room: LiveRoom, **fields: object) -> Any:
    models = part("models")
    said = {
        "type_": "open_incident",
        "id": uuid.uuid4(),
        "site_id": uuid.UUID(str(room.stage.site_id)),
        "is_exercise": True,
        "incident_type": models.IncidentType("HAZMAT"),
        "severity": models.Severity("severe"),
        "title": "Smell of gas in the gym",
    }
    return models.OpenIncident(**{**said, **fields})


def test_a_generated_client_signs_in_opens_an_incident_and_signs_out(generated: Path, room: LiveRoom) -> None:
    models = part("models")
    refused = sign_in(room, "wrong")
    assert isinstance(refused, models.SignInRefused)
    signed_in = sign_in(room, PASSWORD)
    assert isinstance(signed_in, models.SignedIn)
    client = part("client").AuthenticatedClient(
        base_url=room.url, token=signed_in.meta.session_token, prefix="", auth_header_name="X-Session-Token"
    )

    with client:
        certificate = part("api.records.read_map_certificate").sync(client=client, site_id=room.stage.site_id)
        opened = part("api.incidents.open_incident").sync(client=client, body=opening(room))
        listed = part("api.incidents.list_incidents").sync(client=client)
        nowhere = part("api.incidents.open_incident").sync(client=client, body=opening(room, site_id=uuid.uuid4()))
        left = part("api.sign_in.sign_out").sync(client=client)
        after = part("api.incidents.open_incident").sync_detailed(client=client, body=opening(room))

    assert certificate.payload.read()[:5] == b"%PDF-"
    assert isinstance(opened, models.OpenedOut)
    found = next(one for one in listed if one.incident_id == opened.incident_id)
    assert (found.title, found.severity, found.is_exercise) == ("Smell of gas in the gym", "severe", True)
    assert (nowhere.status, nowhere.code) == (404, "not_found")
    assert isinstance(left, models.SignedOut)
    assert (after.status_code, after.parsed.code) == (401, "not_authenticated")
