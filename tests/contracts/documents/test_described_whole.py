"""What the description says of each operation is whole: examples, problems by code, headers, words, names."""

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
from django.test import Client
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from coordination.describe.operations.answers import every_error
from coordination.describe.operations.complete import SUMMARY_MAX_CHARS, summary_of
from coordination.describe.operations.glossary import GLOSSARY
from coordination.describe.operations.property_words import meaning_by_rule, meaning_of_name
from coordination.describe.operations.tags import TAGS
from coordination.describe.problem_codes import problem_codes
from tests.support.processes import ROOT

BYTES = (ROOT / "docs" / "openapi.json").read_bytes()
DOCUMENT = json.loads(BYTES)
SCHEMAS, EXAMPLES = DOCUMENT["components"]["schemas"], DOCUMENT["components"]["examples"]
ANSWERS = DOCUMENT["components"]["responses"]
OPERATIONS: dict[str, dict[str, Any]] = {
    str(operation["operationId"]): operation for path in DOCUMENT["paths"].values() for operation in path.values()
}
JSON = "application/json"
IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_-]*|\$ref|@type")
# What a description begins with, and of which values it may be said.
SAID_OF = {"True:": {"boolean"}, "When ": {"string"}, "The day ": {"string"}}


REGISTRY: Registry[Any] = Registry().with_resource("urn:openapi", DRAFT202012.create_resource(DOCUMENT))


def checked_by(schema: object) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(absolute(schema), registry=REGISTRY)


def absolute(part: Any) -> Any:
    if isinstance(part, dict):
        return {
            key: f"urn:openapi{value}" if key == "$ref" and isinstance(value, str) else absolute(value)
            for key, value in part.items()
        }
    return [absolute(one) for one in part] if isinstance(part, list) else part


def media_of(operation: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield each status, kind and content; "body" for what is sent."""
    holders = {"body": operation.get("requestBody", {}), **operation["responses"]}
    for status, holder in holders.items():
        for kind, media in holder.get("content", {}).items():
            yield status, kind, media


def answers_of(operation: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        status: ANSWERS[answer["$ref"].rpartition("/")[2]] if "$ref" in answer else answer
        for status, answer in operation["responses"].items()
    }


def codes_in(operation: dict[str, Any], status: int) -> set[str]:
    answer = answers_of(operation).get(str(status), {})
    return set(answer.get("content", {}).get("application/problem+json", {}).get("examples", {}))


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS.keys())
def test_every_operation_has_examples_that_its_schemas_take(operation: dict[str, Any]) -> None:
    for status, kind, media in media_of(operation):
        if is_file(kind, media):
            assert "example" not in media, (status, kind)
            continue
        assert "example" in media, (status, kind)
        assert [one.message for one in checked_by(media["schema"]).iter_errors(media["example"])] == []


def is_file(kind: str, media: dict[str, Any]) -> bool:
    """Say whether what is answered is no JSON: bytes, or a text for another program."""
    return media["schema"] in ({"type": "string", "format": "binary"}, {"type": "string"}) and kind != JSON


def test_every_answer_that_has_a_body_says_its_media_types_and_no_other_does() -> None:
    silent = {(key, status) for key, one in OPERATIONS.items() for status, answer in answers_of(one).items()
              if status.startswith("2") and not answer.get("content")}  # fmt: skip

    assert {status for _, status in silent} == {"202", "204"}
    assert {key for key, status in silent if status == "202"} == {"read_roster_now"}
    assert not [key for key, one in OPERATIONS.items() if one["responses"].get("204", {}).get("content")]


def test_an_example_that_its_schema_does_not_take_is_seen() -> None:
    assert not checked_by({"$ref": "#/components/schemas/OpenIncident"}).is_valid({"type": "open_incident"})


def example_sent(operation: str) -> dict[str, Any]:
    example: dict[str, Any] = OPERATIONS[operation]["requestBody"]["content"]["application/json"]["example"]
    return example


def test_what_is_pasted_from_an_example_opens_no_alarm() -> None:
    sent = {name: json.dumps(media["example"]) for name, one in OPERATIONS.items()
            for status, _, media in media_of(one) if status == "body"}  # fmt: skip

    assert [name for name, text in sent.items() if '"is_exercise": false' in text] == []
    assert [example_sent(name)["is_exercise"] for name in ("open_incident", "raise_panic")] == [True, True]


def test_the_example_of_signing_in_shows_the_token_that_is_to_be_kept() -> None:
    media = OPERATIONS["sign_in"]["responses"]["200"]["content"]["application/json"]

    assert media["example"]["meta"]["session_token"]


@pytest.mark.parametrize("name", ["IncidentView", "WatchedIncident"])
def test_what_is_of_a_closed_list_is_described_as_that_list(name: str) -> None:
    held = {one: SCHEMAS[name]["properties"][one]["$ref"] for one in ("status", "severity", "incident_type")}

    assert [SCHEMAS[one.rpartition("/")[2]]["enum"][0] for one in held.values()] == ["Active", "extreme", "ACTSHOOT"]


def test_no_description_makes_a_sentence_of_a_name_that_does_not_fit_it() -> None:
    said = {one["description"] for _, _, one in properties()}

    assert said & {"True: it is exercise.", "The part or state that it is title in."} == set()


def test_the_long_poll_takes_what_its_function_reads() -> None:
    assert {"after", "wait", "opened"} <= {one["name"] for one in OPERATIONS["poll_room"]["parameters"]}


def test_every_problem_that_an_operation_names_is_a_problem_of_the_table_with_its_status() -> None:
    known = {(one.code, one.status) for one in problem_codes()}
    named = {(code, int(status)) for one in OPERATIONS.values() for status in answers_of(one) if status.isdigit()
             for code in codes_in(one, int(status))}  # fmt: skip

    assert len(named) > 200
    assert named - known == set()
    assert [one for one in EXAMPLES.values() if not checked_by(SCHEMAS["Problem"]).is_valid(one["value"])] == []


@pytest.mark.parametrize(
    ("operation", "status", "code"),
    [
        ("run_command", 409, "response_action_in_force"),
        ("raise_panic", 429, "too_many_presses"),
        ("open_incident", 429, "too_many_incidents"),
        ("sign_in", 429, "too_many_attempts"),
        ("upload_file", 429, "too_many_uploads"),
        ("read_state", 404, "not_found"),
        ("change_feature", 412, "precondition_failed"),
        ("refer_student", 404, "support_team_not_found"),
        ("list_members", 401, "not_authenticated"),
    ],
)
def test_an_operation_names_the_problem_that_it_answers(operation: str, status: int, code: str) -> None:
    assert code in codes_in(OPERATIONS[operation], status)


@pytest.mark.parametrize(("operation", "status", "code"), [
    ("read_me", 429, "too_many_presses"),
    ("read_state", 409, "response_action_in_force"),
    ("list_sites", 412, "precondition_failed"),
])  # fmt: skip
def test_an_operation_names_no_problem_of_others(operation: str, status: int, code: str) -> None:
    assert code not in codes_in(OPERATIONS[operation], status)


def test_where_a_limit_may_be_met_the_answer_says_after_how_long_to_come_again() -> None:
    limited = [answer for one in OPERATIONS.values() for status, answer in answers_of(one).items()
               if status in ("429", "503", "default")]  # fmt: skip

    assert len(limited) > len(OPERATIONS)
    assert [one for one in limited if "Retry-After" not in one["headers"]] == []


@pytest.mark.parametrize("operation", ["read_plan", "read_export"])
def test_what_need_not_be_sent_again_says_how_it_is_asked_for(operation: str) -> None:
    described = OPERATIONS[operation]

    assert "If-None-Match" in [one["name"] for one in described["parameters"]]
    assert "ETag" in described["responses"]["200"]["headers"]
    assert "304" in described["responses"]
    assert "304" not in OPERATIONS["read_me"]["responses"]


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS.keys())
def test_a_summary_is_a_short_sentence_of_its_own(operation: dict[str, Any]) -> None:
    summary = operation["summary"]

    assert " " in summary
    assert 8 < len(summary) <= SUMMARY_MAX_CHARS
    assert summary[0].isupper() or summary[0] == "`"


def test_of_a_long_sentence_the_summary_is_the_first_clause() -> None:
    long = (
        "Return the rooms of a site; none for those who may not see its plans, which is most people who ask for them."
    )

    assert summary_of(long) == "Return the rooms of a site"
    assert summary_of("Return one site. It has a name.") == "Return one site"


def test_every_tag_is_described_and_none_besides() -> None:
    used = {tag for one in OPERATIONS.values() for tag in one["tags"]}

    assert used == set(TAGS) == {one["name"] for one in DOCUMENT["tags"]}


def properties() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for holder, schema in SCHEMAS.items():
        for name, one in schema.get("properties", {}).items():
            yield holder, name, one


def test_every_property_and_parameter_is_described() -> None:
    without = [(holder, name) for holder, name, one in properties() if not one.get("description")]
    parameters = [(key, parameter["name"]) for key, one in OPERATIONS.items() for parameter in one.get("parameters", [])
                  if not parameter.get("description")]  # fmt: skip

    assert without + parameters == []


def test_no_description_is_the_name_again() -> None:
    """A form's label is often that: programs read what it means in the glossary."""
    again = [
        (holder, name)
        for holder, name, one in properties()
        if one["description"].rstrip(".").lower() == name.replace("_", " ")
    ]

    assert again == []


def test_no_description_says_no_more_than_the_name() -> None:
    """What a new field means stands at the field, in its class, or in the glossary; or its name ends as ours do."""
    plain = [
        (holder, name)
        for holder, name, one in properties()
        if one["description"] == meaning_of_name(name, one) and not meaning_by_rule(name, one)
    ]

    assert plain == []


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("mark", {"type": "string"}),
        ("has_not_answered", {"type": "integer"}),
        ("looked_at", {"type": "integer"}),
        ("meeting_at", {"type": "string", "format": "date-time"}),
        ("submit_on", {"type": "array", "items": {"type": "string"}}),
        ("by_role", {"type": "array"}),
    ],
)
def test_no_rule_of_names_is_used_where_it_does_not_fit(name: str, schema: dict[str, Any]) -> None:
    assert meaning_by_rule(name, schema) == ""


@pytest.mark.parametrize(
    ("name", "schema", "said"),
    [
        ("ended_at", {"anyOf": [{"type": "string"}, {"type": "null"}]},
         "When it ended: RFC 3339; null: not yet."),
        ("sent_at", {"type": "string"}, "When it was sent: RFC 3339."),
        ("edited_by", {"type": "string"}, "The person by whom it was edited."),
        ("placed_by", {"type": "string", "format": "uuid"},
         "The person by whom it was placed, by their `participant_id`: a key of the room's `people`."),
        ("page_count", {"type": "integer"}, "How many pages there are."),
    ],
)  # fmt: skip
def test_a_name_that_ends_as_ours_do_says_what_it_is(name: str, schema: dict[str, Any], said: str) -> None:
    assert meaning_by_rule(name, schema) == said


def test_what_is_said_fits_the_values() -> None:
    wrong = [
        (holder, name, one["description"])
        for holder, name, one in properties()
        for beginning, kinds in SAID_OF.items()
        if one["description"].startswith(beginning) and types_of(one) and not types_of(one) <= kinds
    ]

    assert wrong == []


def types_of(schema: dict[str, Any]) -> set[str]:
    own = {schema["type"]} - {"null"} if isinstance(schema.get("type"), str) else set()
    return own.union(*(types_of(one) for one in schema.get("anyOf", [])))


def test_the_glossary_has_no_word_for_a_field_that_is_gone() -> None:
    there = {f"{holder}.{name}": one["description"] for holder, name, one in properties()}
    of_classes = {key: said for key, said in GLOSSARY.items() if "." in key}

    assert {key: said for key, said in of_classes.items() if there.get(key) != said} == {}
    assert len(of_classes) > 50


def test_every_name_is_an_identifier_and_no_pattern_holds_a_quote() -> None:
    names = {name for _, name, _ in properties()} | {
        parameter["name"] for one in OPERATIONS.values() for parameter in one.get("parameters", [])
    }
    forms = {name for one in OPERATIONS.values() for _, _, media in media_of(one)
             for name in media["schema"].get("properties", {})}  # fmt: skip
    patterns = re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', json.dumps(DOCUMENT))

    assert {one for one in names | forms if not IDENTIFIER.fullmatch(one)} == set()
    assert [one for one in patterns if '"' in json.loads(one) or "'" in json.loads(one)] == []


PUBLISHED = pytest.mark.parametrize("name", ["openapi.json", "asyncapi.json"])


@PUBLISHED
def test_what_is_served_is_the_committed_document_to_everyone(client: Client, name: str) -> None:
    written = (ROOT / "docs" / name).read_bytes()

    answer = client.get(f"/api/v1/{name}")

    assert (answer.status_code, answer.content) == (200, written)
    assert answer["ETag"] == f'"{sha256(written).hexdigest()[:32]}"'
    assert answer["Cache-Control"].startswith("public")


@PUBLISHED
def test_a_reader_who_has_the_description_gets_it_once(client: Client, name: str) -> None:
    address, size = f"/api/v1/{name}", (ROOT / "docs" / name).stat().st_size

    first = client.get(address, headers={"accept-encoding": "gzip"})
    again = client.get(address, headers={"accept-encoding": "gzip", "if-none-match": first["ETag"]})
    other = client.get(address, headers={"if-none-match": '"of-another-version"'})

    assert (first["Content-Encoding"], len(first.content) < size / 5) == ("gzip", True)
    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200
    assert client.post(address).status_code == 405


def test_each_description_leads_to_the_other_on_the_same_server(client: Client) -> None:
    http = client.get("/api/v1/openapi.json").json()
    sockets = client.get(urlsplit(http["externalDocs"]["url"]).path).json()

    assert sockets["asyncapi"]
    assert client.get(urlsplit(sockets["info"]["externalDocs"]["url"]).path).json() == http


# What ends by an act alone, and not by waiting.
NOT_BY_WAITING = {"TooManyInvited"}


def test_every_refusal_by_a_limit_says_when_to_come_again() -> None:
    limits = [one for one in every_error() if one.status == 429]

    assert len(limits) > 10
    assert {one.__name__ for one in limits if one.retry_after_s is None} == NOT_BY_WAITING


def test_a_point_in_a_list_says_which_of_its_numbers_comes_first() -> None:
    silent = [
        (holder, name)
        for holder, schema in SCHEMAS.items()
        for name, one in schema.get("properties", {}).items()
        if _has_points(one) and "`[lon, lat]`" not in one["description"] and "ongitude before" not in one["description"]
    ]

    assert silent == []


def _has_points(schema: Any) -> bool:
    """Say whether a value is a pair of degrees, or has some in its lists."""
    if not isinstance(schema, dict):
        return False
    if "$ref" in schema:
        # An object of its own says it at its own field.
        named = SCHEMAS.get(schema["$ref"].rpartition("/")[2], {})
        return named.get("type") == "array" and _has_points(named)
    pair = schema.get("prefixItems", [])
    if len(pair) == 2:
        kinds = [SCHEMAS.get(one.get("$ref", "").rpartition("/")[2], one).get("type") for one in pair]
        return kinds == ["number", "number"] or any(_has_points(one) for one in pair)
    return any(_has_points(one) for one in (schema.get("items"), *schema.get("anyOf", ()), *schema.get("oneOf", ())))
