"""The described HTTP interface is the real one."""

import inspect
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.http import HttpRequest
from ninja import NinjaAPI, Schema
from pydantic import create_model

from coordination.administration.urls import urlpatterns as administration_urls
from coordination.api.mounted import api
from coordination.describe.app_factors import FACTOR_PATHS
from coordination.describe.openapi import POLL_PATH, Description, openapi_document
from coordination.describe.schemas import SecondMeaning
from coordination.management.described import text_of
from coordination.room.wire.model import JsonObject
from coordination.sign_in.urls import urlpatterns as sign_in_urls
from tests.support.processes import ROOT

DOCUMENT = json.loads(text_of(openapi_document()))
SIGNED_IN: list[dict[str, list[str]]] = [{"SessionToken": []}, {"SessionCookie": []}]
FACTORS = [one for methods in FACTOR_PATHS.values() for one in methods.values()]
OPEN_OF_SIGN_IN = (
    *("read_invitation", "accept_invitation", "ask_for_new_password", "list_sign_in_notices"),
    "sign_in_with_agency",
)
OF_SESSIONS = ("read_session", "sign_out", "change_password", "set_new_password")
# Other systems sign what they send; no one is signed in.
SECURITY: dict[str, list[dict[str, list[str]]]] = {
    "press_button": [{"PressSignature": []}],
    "send_social_posts": [{"DeliverySignature": []}],
    "take_text_answer": [{"CarrierSignature": []}],
    # A program of the district reads, with the key that its administrators made.
    "read_family_feed": [{"FeedKey": []}],
    # The same words for everyone, also before a sign-in.
    "read_safety_words": [],
    **{name: [] for name in ("sign_in", *OPEN_OF_SIGN_IN)},
    **{name: [{"SessionToken": []}] for name in OF_SESSIONS},
    **{one.name: [] if one.is_open else [{"SessionToken": []}] for one in FACTORS},
}
# A cache sends it; no client has to know it.
SENT_BY_CACHES = {"If-None-Match"}
HEADER = re.compile(r'headers\.get\(\s*"([\w-]+)"')
OPERATIONS: list[dict[str, Any]] = [one for path in DOCUMENT["paths"].values() for one in path.values()]


def test_the_committed_description_is_todays() -> None:
    assert (ROOT / "docs" / "openapi.json").read_text() == text_of(openapi_document())


def test_every_operation_of_every_router_is_described_and_so_is_the_long_poll() -> None:
    routed = {
        operation.operation_id
        for _, router in api._routers
        for view in router.path_operations.values()
        for operation in view.operations
    }
    described = [str(operation["operationId"]) for operation in OPERATIONS]

    beside = {"poll_room", "sign_in", *OPEN_OF_SIGN_IN, *OF_SESSIONS, *(one.name for one in FACTORS)}
    assert set(described) == routed | beside
    assert len(described) == len(set(described))


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: str(operation["operationId"]))
def test_every_operation_says_what_it_does_who_may_ask_and_how_errors_look(operation: dict[str, Any]) -> None:
    assert operation["description"]
    assert operation["security"] == SECURITY.get(str(operation["operationId"]), SIGNED_IN)
    assert "Retry-After" in answer_of(operation, "default")["headers"]


def answer_of(operation: dict[str, Any], status: str) -> dict[str, Any]:
    answer: dict[str, Any] = operation["responses"][status]
    name = str(answer.get("$ref", "")).removeprefix("#/components/responses/")
    shared: dict[str, dict[str, Any]] = DOCUMENT["components"]["responses"]
    return shared[name] if name else answer


def test_every_reference_leads_somewhere() -> None:
    text = json.dumps(DOCUMENT)
    names = {part.split('"')[0] for part in text.split('"#/components/schemas/')[1:]}

    assert names - set(DOCUMENT["components"]["schemas"]) == set()


def test_every_schema_is_a_json_schema() -> None:
    for schema in DOCUMENT["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_the_description_is_valid_and_every_default_meets_its_schema() -> None:
    checked = check_description(ROOT / "docs" / "openapi.json")

    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_check_refuses_a_default_that_breaks_its_schema(tmp_path: Path) -> None:
    # The same without what it describes, which takes seconds to check: valid, and then not.
    for default, refused in (("x", 0), ("", 1)):
        schema = {"type": "string", "minLength": 1, "default": default}
        small = DOCUMENT | {"paths": {}, "components": {"schemas": {"Broken": schema}}}
        (tmp_path / "openapi.json").write_text(json.dumps(small))

        checked = check_description(tmp_path / "openapi.json")

        assert checked.returncode == refused, checked.stdout + checked.stderr


def check_description(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "openapi_spec_validator", str(path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_a_name_that_means_a_second_thing_is_refused() -> None:
    first, second = class_named_taken(str), class_named_taken(int)
    Description(api_that_answers(first, first), "/")

    with pytest.raises(SecondMeaning, match="Taken"):
        Description(api_that_answers(first, second), "/")


def class_named_taken(of: type) -> type[Schema]:
    return create_model("Taken", __base__=Schema, value=(of, ...))


def api_that_answers(*classes: type[Schema]) -> NinjaAPI:
    made = NinjaAPI(urls_namespace="taken")
    for number, answered in enumerate(classes):
        made.get(f"/{number}", response=answered, operation_id=f"number_{number}")(nothing)
    return made


def nothing(request: HttpRequest) -> None:
    return None


def test_a_server_is_named() -> None:
    assert [set(server) >= {"url", "description"} for server in DOCUMENT["servers"]] == [True]


def test_every_header_that_a_route_reads_is_described() -> None:
    described = {
        str(parameter["name"])
        for operation in OPERATIONS
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "header"
    } | {header_of(scheme) for scheme in DOCUMENT["components"]["securitySchemes"].values()}
    modules = {
        sys.modules[operation.view_func.__module__]
        for _, router in api._routers
        for view in router.path_operations.values()
        for operation in view.operations
    }
    read = {name for module in modules for name in HEADER.findall(inspect.getsource(module))}

    assert read - SENT_BY_CACHES <= described
    assert {"If-Match", "X-Muster-Timestamp"} <= described


def header_of(scheme: dict[str, Any]) -> str:
    """Return the header or cookie of a scheme; a bearer token has one name, which OpenAPI leaves out."""
    return "Authorization" if scheme["type"] == "http" else str(scheme["name"])


def test_every_change_that_says_it_wants_if_match_takes_it() -> None:
    wanting = [one for one in OPERATIONS if "If-Match" in str(one["description"])]

    assert len(wanting) > 4
    for operation in wanting:
        names = [parameter["name"] for parameter in operation["parameters"]]
        assert "If-Match" in names, operation["operationId"]


def test_what_is_described_of_signing_in_is_what_is_mounted() -> None:
    urls = (*sign_in_urls, *administration_urls)
    mounted = {f"/{one.pattern}" for one in urls if str(one.pattern).startswith("_allauth/")}

    assert {path for path in DOCUMENT["paths"] if path.startswith("/_allauth/")} == mounted


def test_what_a_client_sends_is_closed_and_what_it_is_answered_is_open() -> None:
    schemas = DOCUMENT["components"]["schemas"]

    assert schemas["OpenIncident"]["additionalProperties"] is False
    assert [name for name in ("Problem", "EntriesOut", "FloorDifferenceOut") if not is_open(schemas[name])] == []


def is_open(schema: JsonObject) -> bool:
    return schema.get("additionalProperties") is not False


def test_the_long_poll_is_described_at_its_address() -> None:
    assert set(DOCUMENT["paths"][POLL_PATH]) == {"get"}
