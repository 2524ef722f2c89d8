"""No door takes words that show something else than they are: commands, every route of the API, forms, directories."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pydantic import TypeAdapter, ValidationError

from coordination.api.mounted import api
from coordination.describe.reference import example_of
from coordination.incident.panic_buttons.wire import ButtonPress
from coordination.prevention.social_alerts.rules.posts import AlertPost
from coordination.room.registry import Named, named_commands
from coordination.room.wire.model import HIDDEN, Texts, WireModel
from coordination.sign_in.parser import says_itself
from mou.foundation.shown_text import hidden_in_json
from tests.factories.cast import make_cast
from tests.factories.mou import make_user

TRAP = "a\u202eb\u200bc"
PARAMETER = re.compile(r"\{([^}]+)\}")
ID = "0190a000-0000-7000-8000-000000000001"
COMMANDS = named_commands()
# What calls for help and what is said in a room is never refused for its words; what other systems send loses no more
# than what no one sees.
CLEANED = {
    *("raise_panic", "call_mayday", "declare_real_world", "open_incident", "report_room"),
    *("post_message", "post_priority_message"),
}
OPERATIONS = api.get_openapi_schema()["paths"]
BODIES = [
    (method, path)
    for path, methods in OPERATIONS.items()
    for method, operation in methods.items()
    if "application/json" in operation.get("requestBody", {}).get("content", {})
]
KNOWN: dict[type[WireModel], dict[str, object]] = {
    AlertPost: {"url": "https://example.org/1", "posted_at": "2026-01-01T00:00:00Z"}
}
# Doors with a key of their own: nothing of a body is parsed before the key is right.
WITH_KEYS = {"press_button", "send_social_posts"}


def filled(path: str, method: str) -> str:
    """Return an address of this form, at which nothing needs to be."""
    given = OPERATIONS[path][method].get("parameters", [])
    kinds = {one["name"]: one["schema"] for one in given if one["in"] == "path"}
    return PARAMETER.sub(lambda found: "1" if kinds[found[1]].get("type") == "integer" else ID, path)


def texts_in(schema: dict[str, Any], example: object, at: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    """Yield the place of each text of an example that is a text of any words."""
    if isinstance(example, dict):
        for name, value in example.items():
            yield from texts_in(schema, value, (*at, name))
    elif isinstance(example, list):
        for number, value in enumerate(example):
            yield from texts_in(schema, value, (*at, number))
    elif isinstance(example, str) and at != ("type",):
        yield at


def with_trap(example: object, at: tuple[object, ...]) -> object:
    found: Any = deepcopy(example)
    inner = found
    for part in at[:-1]:
        inner = inner[part]
    inner[at[-1]] = TRAP
    return found


def outcome(model: type[WireModel], given: object) -> str:
    """Return what became of a trap: cleaned, refused, or refused as something else than a text of any words."""
    try:
        taken = TypeAdapter(model).validate_python(given)
    except ValidationError as error:
        kinds = {one["type"] for one in error.errors()}
        return "refused" if HIDDEN in kinds else "no text"
    assert hidden_in_json(taken.model_dump(mode="json")) is None
    return "cleaned"


@pytest.mark.parametrize("one", COMMANDS, ids=lambda one: one.word)
def test_every_text_of_every_command_is_refused_or_cleaned(one: Named) -> None:
    schema = one.model.model_json_schema()
    example = example_of(schema)
    expected = "cleaned" if one.word in CLEANED else "refused"

    found = {at: outcome(one.model, with_trap(example, at)) for at in texts_in(schema, example)}

    assert set(found.values()) <= {expected, "no text"}, found
    assert (one.model.texts is Texts.CLEANED) == (one.word in CLEANED)


def test_commands_have_texts_at_all() -> None:
    """So that the walk above cannot pass over nothing."""
    found = [
        outcome(one.model, with_trap(example, at))
        for one in COMMANDS
        for schema in (one.model.model_json_schema(),)
        for example in (example_of(schema),)
        for at in texts_in(schema, example)
    ]

    assert found.count("refused") > 25
    assert found.count("cleaned") >= len(CLEANED)


@pytest.mark.parametrize(("model", "field"), [(ButtonPress, "note"), (AlertPost, "text")])
def test_what_other_systems_send_is_cleaned(model: type[WireModel], field: str) -> None:
    example = example_of(model.model_json_schema()) | KNOWN.get(model, {})

    taken = TypeAdapter(model).validate_python({**example, field: f"{TRAP} ok"})

    assert getattr(taken, field) == "abc ok"


@pytest.mark.django_db
def test_every_route_of_the_api_refuses_them_and_says_where() -> None:
    cache.clear()
    client = Client()
    client.force_login(make_user())
    passed = {}
    for method, path in BODIES:
        address = filled(path, method)
        if says_itself(address):
            continue
        answer = client.generic(method.upper(), address, json.dumps({"deep": [TRAP]}), content_type="application/json")
        said = answer.json()
        if (answer.status_code, said.get("code"), said.get("errors", [{}])[0].get("pointer")) != (
            422, "hidden_characters", "/deep/0",
        ):  # fmt: skip
            passed[f"{method} {path}"] = (answer.status_code, said.get("code"))

    assert passed == {}
    assert len(BODIES) > 100


def test_the_routes_that_say_it_themselves_read_commands_presses_and_posts() -> None:
    themselves = {
        OPERATIONS[path][method]["operationId"] for method, path in BODIES if says_itself(filled(path, method))
    }

    assert themselves == {"raise_panic", "open_incident", "run_command", "tell_schools", "end_near_threat", *WITH_KEYS}


@pytest.mark.django_db
def test_a_command_over_http_names_the_character_and_the_field() -> None:
    cast = make_cast()
    client = Client()
    client.force_login(cast.insider)
    command = {"type": "strike_entry", "id": ID, "seq": 1, "reason": TRAP}

    answer = client.post(f"/api/v1/rooms/{ID}/commands", json.dumps(command), content_type="application/json")

    said = answer.json()
    assert (answer.status_code, said["code"]) == (422, "hidden_characters")
    assert "U+202E RIGHT-TO-LEFT OVERRIDE at position 2" in said["detail"]
    assert said["errors"][0]["pointer"] == "/reason"
