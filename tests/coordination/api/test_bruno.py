"""The collection for Bruno has every operation, can be read, and its requests do what they say.

It is read as Bruno's own grammar reads it: blocks begin at the first column and end with a brace that stands alone.
"""

import json
import re
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from coordination.describe.operations.bruno import VARIABLES, collection_files
from tests.factories.cast import Cast, make_cast
from tests.support.processes import ROOT

DOCUMENT: Any = json.loads((ROOT / "docs" / "openapi.json").read_text())
FILES = collection_files(DOCUMENT)
BLOCK = re.compile(r"^([a-z:-]+) \{\n((?:  .*\n)*)\}\n", re.MULTILINE)
VARIABLE = re.compile(r"\{\{(\$?\w+)\}\}")
METHODS = ("get", "post", "put", "patch", "delete")
OPERATIONS = {
    operation["operationId"]: (method, path, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}


def blocks_of(text: str) -> dict[str, list[str]]:
    """Return the lines of each block. Nothing may stand outside of one."""
    assert BLOCK.sub("", text).strip() == ""
    found = BLOCK.findall(text)
    assert len({name for name, _ in found}) == len(found)
    return {name: [line[2:] for line in lines.splitlines()] for name, lines in found}


def pairs_in(lines: list[str]) -> dict[str, str]:
    parts = [line.partition(":") for line in lines]
    return {name: value.strip() for name, _, value in parts}


REQUESTS = {Path(name).stem: blocks_of(text) for name, text in FILES.items() if "/" in name and "environ" not in name}


def test_every_operation_is_one_request_with_its_own_method_and_address() -> None:
    assert set(REQUESTS) == set(OPERATIONS)
    assert len(FILES) == len(OPERATIONS) + 2
    for name, blocks in REQUESTS.items():
        [method] = [one for one in METHODS if one in blocks]
        address = pairs_in(blocks[method])["url"].partition("?")[0].removeprefix("{{server}}")
        assert (method, re.sub(r":(\w+)", r"{\1}", address)) == OPERATIONS[name][:2]
        assert set(re.findall(r":(\w+)", address)) == set(pairs_in(blocks.get("params:path", [])))


def test_every_body_is_json_and_every_request_that_needs_it_has_the_token() -> None:
    for name, blocks in REQUESTS.items():
        operation = OPERATIONS[name][2]
        if "body:json" in blocks:
            json.loads("\n".join(blocks["body:json"]))
        assert ("body:json" in blocks or "body:multipart-form" in blocks) is ("requestBody" in operation)
        assert (blocks.get("headers") == ["X-Session-Token: {{token}}"]) is bool(operation["security"])


def test_no_request_raises_a_real_alarm_or_opens_a_real_incident() -> None:
    """A folder of requests can be run at once, by a click."""
    said = {name: "\n".join(blocks.get("body:json", [])) for name, blocks in REQUESTS.items()}

    assert '"is_exercise": true' in said["raise_panic"]
    assert '"is_exercise": true' in said["open_incident"]
    assert [name for name, body in said.items() if '"is_exercise": false' in body] == []


def filled(text: str, variables: Mapping[str, str]) -> str:
    return VARIABLE.sub(lambda found: str(uuid4()) if found[1] == "$guid" else variables[found[1]], text)


def value_at(answer: Any, path: str) -> str:
    for part in re.findall(r"\w+", path):
        answer = answer[int(part)] if part.isdigit() else answer[part]
    return str(answer)


def run_request(name: str, variables: dict[str, str]) -> int:
    """Send a request as Bruno does, and keep what its script keeps."""
    blocks = REQUESTS[name]
    [method] = [one for one in METHODS if one in blocks]
    path = pairs_in(blocks.get("params:path", []))
    address = re.sub(
        r":(\w+)", lambda found: path[found[1]], pairs_in(blocks[method])["url"].removeprefix("{{server}}")
    )
    headers = {key: filled(value, variables) for key, value in pairs_in(blocks.get("headers", [])).items()}
    body = filled("\n".join(blocks.get("body:json", [])), variables)
    answer = Client().generic(
        method.upper(), filled(address, variables), body, content_type="application/json", headers=headers
    )
    for line in blocks.get("script:post-response", []):
        kept = re.fullmatch(r'bru\.setVar\("(\w+)", res\.body\.?(.+)\);', line)
        assert kept is not None
        variables[kept[1]] = value_at(answer.json(), kept[2])
    return answer.status_code


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    cast.insider.set_password(VARIABLES["password"])
    cast.insider.save()
    return cast


@pytest.mark.django_db
def test_a_person_signs_in_and_each_request_takes_what_the_one_before_it_answered(cast: Cast) -> None:
    variables = dict(VARIABLES)
    steps = {
        "sign_in": 200,
        "read_me": 200,
        "list_sites": 200,
        "open_incident": 201,
        "read_state": 200,
        "list_entries": 200,
        "read_missed": 200,
        "raise_panic": 201,
        "issue_ticket": 201,
    }

    assert {name: run_request(name, variables) for name in steps} == steps
    assert variables["site_id"] == str(cast.site.id)
    assert variables["since"] > VARIABLES["since"]


@pytest.mark.django_db
def test_without_having_signed_in_a_request_is_refused(cast: Cast) -> None:
    assert run_request("read_me", {**VARIABLES, "token": "none"}) == 401


def test_the_command_writes_into_an_empty_folder_and_into_no_other(tmp_path: Path) -> None:
    said = StringIO()
    call_command("bruno", str(tmp_path / "new"), stdout=said)

    written = {str(path.relative_to(tmp_path / "new")) for path in (tmp_path / "new").rglob("*") if path.is_file()}
    assert written == set(FILES)
    assert str(len(OPERATIONS)) in said.getvalue()
    with pytest.raises(CommandError, match="not an empty folder"):
        call_command("bruno", str(tmp_path / "new"))
