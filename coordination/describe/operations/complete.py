"""Complete the description of each operation and schema: summary, words, problems, headers, examples."""

import re
from collections.abc import Iterator, Mapping

from coordination.describe.operations.answers import add_answers, add_deprecation, problem_examples
from coordination.describe.operations.examples import example_of
from coordination.describe.operations.plain_forms import write_plain_forms
from coordination.describe.operations.property_words import describe_parameters, describe_properties
from coordination.describe.schemas import names_below
from coordination.room.wire.model import Json, JsonObject

JSON_KINDS = ("application/json", "application/geo+json")
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
SUMMARY_MAX_CHARS = 90
SENTENCE_END = re.compile(r"(?<=[.!?])\s")
CLAUSE_END = re.compile(r"[:,] ")
USED_EXAMPLE = re.compile(r"#/components/examples/([\w.]+)")


def complete_document(document: JsonObject, views: Mapping[str, object]) -> None:
    """Complete a document in place.

    Args:
        views: the function that answers each operation, by its id; signing in has none of ours.
    """
    components = _object_in(document, "components")
    schemas = _object_in(components, "schemas")
    write_plain_forms(document, schemas)
    shared: JsonObject = {}
    for operation in operations_of(document):
        operation["summary"] = summary_of(str(operation["description"]))
        add_deprecation(operation)
        add_answers(operation, views.get(str(operation["operationId"])), schemas, shared)
        describe_parameters(operation, schemas)
        _add_examples(operation, schemas)
    components["responses"] = dict(sorted(shared.items()))
    describe_properties(document)
    _drop_unused([document["paths"], components["responses"]], schemas)
    components["examples"] = problem_examples(USED_EXAMPLE.findall(str(document)))


def operations_of(document: JsonObject) -> Iterator[JsonObject]:
    """Yield every operation."""
    for path in _object_in(document, "paths").values():
        assert isinstance(path, dict)
        for operation in path.values():
            if isinstance(operation, dict):
                yield operation


def summary_of(description: str) -> str:
    """Return the first sentence of what is said of an operation, without its end; of a long one the first clause."""
    first = SENTENCE_END.split(" ".join(description.split()))[0].rstrip(".").partition("; ")[0]
    while len(first) > SUMMARY_MAX_CHARS and (ends := list(CLAUSE_END.finditer(first))):
        first = first[: ends[-1].start()]
    return first


def _add_examples(operation: JsonObject, schemas: JsonObject) -> None:
    body = operation.get("requestBody")
    if isinstance(body, dict):
        _add_example(body, (*JSON_KINDS, *FORMS), schemas, is_sent=True)
    for status, answer in _object_in(operation, "responses").items():
        if status.startswith(("2", "4")) and isinstance(answer, dict):
            _add_example(answer, JSON_KINDS, schemas, is_sent=False)


def _add_example(holder: JsonObject, kinds: tuple[str, ...], schemas: JsonObject, *, is_sent: bool) -> None:
    content = holder.get("content")
    for kind in kinds:
        media = content.get(kind) if isinstance(content, dict) else None
        if isinstance(media, dict) and "examples" not in media and not _is_file(media.get("schema")):
            media["example"] = example_of(media["schema"], schemas, is_sent=is_sent)


def _is_file(schema: Json) -> bool:
    """Say whether it is no JSON but bytes, of which there is no example; also where nothing is described."""
    return not isinstance(schema, dict) or schema.get("format") == "binary"


def _drop_unused(led_from: list[Json], schemas: JsonObject) -> None:
    """Leave out schemas that nothing leads to."""
    for name in schemas.keys() - names_below(led_from, schemas):
        del schemas[name]


def _object_in(holder: JsonObject, name: str) -> JsonObject:
    part = holder[name]
    assert isinstance(part, dict)
    return part
