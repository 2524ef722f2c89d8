"""No answer says what is wrong in pydantic's words, whatever is sent, and wherever."""

import json
import re
from uuid import UUID

import pytest
from django.test import Client

from coordination.room.registry import command_adapter, named_commands
from coordination.room.wire.model import Json, JsonObject
from coordination.sockets.connection.session import Refuse, command_effect
from tests.factories.cast import Cast, make_cast
from tests.stage.served import session_of
from tests.support.processes import ROOT

pytestmark = pytest.mark.django_db
DOCUMENT = json.loads((ROOT / "docs" / "openapi.json").read_text())
PYDANTICS = re.compile(r"Input should|Value error|Extra inputs|Field required|Input tag|union|valid (?:string|integer)")
ID = "11111111-1111-4111-8111-111111111111"
SENT: list[object] = [{"nothing": 1}, [], "text", {"type": "no_such_command"}]


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def bodies() -> list[tuple[str, str]]:
    return [
        (method, re.sub(r"\{\w+\}", ID, path))
        for path, methods in DOCUMENT["paths"].items()
        for method, operation in methods.items()
        if path.startswith("/api/") and "application/json" in operation.get("requestBody", {}).get("content", {})
    ]


def test_no_operation_that_takes_json_answers_in_the_words_of_pydantic(cast: Cast) -> None:
    headers = {"X-Session-Token": session_of(cast.insider)}
    answers = [
        (method, path, Client().generic(method.upper(), path, json.dumps(sent), "application/json", headers=headers))
        for method, path in bodies()
        for sent in SENT
    ]

    assert len(answers) > 600
    assert {answer.status_code for _, _, answer in answers} >= {422}
    assert [
        (method, path, answer.content)
        for method, path, answer in answers
        if PYDANTICS.search(answer.content.decode()) or answer.status_code >= 500
    ] == []


def test_no_command_is_refused_in_the_words_of_pydantic_on_a_socket() -> None:
    place: list[Json] = [1, 2]
    wrong: JsonObject = {"id": ID, "lon": "x", "text": 5, "points": [place, place]}
    several: list[JsonObject] = [{}, {"nothing": 1}, {"id": 5}, wrong]
    for one in named_commands():
        for more in several:
            effect = command_effect({"type": one.word, **more}, command_adapter().validate_python)

            assert isinstance(effect, Refuse), one.word
            assert not PYDANTICS.search(effect.error.detail), (one.word, effect.error.detail)


def test_shapes_point_into_the_command_and_not_at_its_word() -> None:
    place: list[Json] = [-99, 39]
    shape: JsonObject = {
        "type": "draw_shape",
        "id": ID,
        "shape": "perimeter",
        "points": [place, place, place],
        "label": "",
    }

    effect = command_effect(shape, command_adapter().validate_python)

    assert isinstance(effect, Refuse)
    assert not effect.error.pointer.startswith("/draw_shape")


def test_an_unknown_command_is_refused_at_its_type(cast: Cast) -> None:
    headers = {"X-Session-Token": session_of(cast.insider)}
    address = f"/api/v1/rooms/{UUID(ID)}/commands"

    problem = Client().post(address, {"type": "no_such"}, "application/json", headers=headers).json()

    assert [one["pointer"] for one in problem["errors"]] == ["/type"]
    assert problem["detail"] == "There is no such kind."


def test_only_one_module_reads_what_pydantic_says() -> None:
    """Every other one asks `first_fault`."""
    sources = [
        path for package in ("coordination", "mapping", "mou", "push") for path in (ROOT / package).rglob("*.py")
    ]
    readers = [path.relative_to(ROOT) for path in sources if re.search(r"\[.msg.\]|get\(.msg.", path.read_text())]

    assert [str(path) for path in readers] == ["mou/foundation/input_faults.py"]
