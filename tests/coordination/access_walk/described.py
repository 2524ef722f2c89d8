"""Hold an answer against the published description: what it may be, which values may be null, how instants look."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.http.response import HttpResponse, HttpResponseBase
from jsonschema import Draft202012Validator

from tests.support.processes import ROOT

# Text that a person would read as an instant, and the one form that instants have.
LIKE_AN_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
# Exactly the bytes that people have signed, in the form of that day.
SIGNED = frozenset({"/api/v1/drills/exercises/{exercise_id}/report.json"})
# What a person takes away: its form is that of its kind.
FILE = object()


@cache
def read_document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((ROOT / "docs" / "openapi.json").read_text())
    return document


def list_faults(route: str, answer: HttpResponseBase) -> list[str]:
    """Return in what an answer is not as it is described: empty, it is as it says.

    Args:
        route: as the tables of the walk write it, such as `GET /rooms/{uuid:room_id}/state`.
    """
    method, _, path = route.partition(" ")
    return list(_list_faults(method, f"/api/v1{re.sub(r'{\w+:', '{', path)}", answer))


def _list_faults(method: str, path: str, answer: HttpResponseBase) -> Iterator[str]:
    validator = _validator_of(method.lower(), path, str(answer.status_code), _media_type(answer))
    if not isinstance(answer, HttpResponse) or not answer.content:
        return
    if validator is None:
        yield f"{answer.status_code} with {_media_type(answer)} is not described"
    elif validator is not FILE and _media_type(answer).endswith("json"):
        told = json.loads(answer.content)
        yield from (f"{one.json_path}: {one.message[:200]}" for one in validator.iter_errors(told))
        yield from () if path in SIGNED else instants_in_another_form(told)


def instants_in_another_form(part: Any, where: str = "$") -> Iterator[str]:
    """Yield where an instant of an answer has not the one form."""
    if isinstance(part, dict):
        for name, value in part.items():
            yield from instants_in_another_form(value, f"{where}.{name}")
    elif isinstance(part, list):
        for number, value in enumerate(part):
            yield from instants_in_another_form(value, f"{where}[{number}]")
    elif isinstance(part, str) and LIKE_AN_INSTANT.match(part) and not INSTANT.fullmatch(part):
        yield f"{where}: {part[:40]} is no instant with milliseconds and Z"


def _media_type(answer: HttpResponseBase) -> str:
    return str(answer.headers.get("Content-Type", "")).partition(";")[0]


@cache
def _validator_of(method: str, path: str, status: str, media_type: str) -> Any:
    """Return what checks such an answer, or FILE; None: there is none such."""
    document = read_document()
    responses = document["paths"][path][method]["responses"]
    said = responses.get(status, responses["default"])
    if "$ref" in said:
        said = document["components"]["responses"][said["$ref"].rpartition("/")[2]]
    content = said.get("content", {}).get(media_type)
    if content is None:
        return None
    if content.get("schema", {}).get("format") == "binary":
        return FILE
    return Draft202012Validator({**content.get("schema", {}), "components": document["components"]})
