"""The test vectors are what the server's code makes today, and the examples in Python agree with them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from musterpoint_client.log.fold import merge_patch
from musterpoint_client.log.room_log import RoomLog

from coordination.describe.clients.typescript import TYPES_FILE, type_of, types_text
from coordination.describe.clients.vectors import FOLDER, MADE, vector_texts
from tests.stage.devices.clients import verifier
from tests.support.processes import ROOT

DOCS = ROOT / "docs"
BREAKS = (verifier.Broken, ValueError)
# How the verifier says each verdict.
SAID = {"not_signed": "not signed", "too_short": "its end was cut off", "other_log": "not the one of the signed head"}


def vectors(name: str) -> Any:
    return json.loads((DOCS / FOLDER / f"{name}.json").read_text())


def test_committed_vectors_are_what_the_code_makes() -> None:
    committed = {str(path.relative_to(DOCS)): path.read_text() for path in (DOCS / FOLDER).glob("*")}

    assert committed == vector_texts(), "run manage.py clients"


def test_types_of_the_library_are_what_the_descriptions_say() -> None:
    assert TYPES_FILE.read_text() == types_text(), "run manage.py clients"


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "null"}]}}, "(string | null)[]"),
        ({"type": "array", "prefixItems": [{"type": "number"}, {"type": "number"}]}, "[number, number]"),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, "{ [name: string]: number }"),
        ({"allOf": [{"$ref": "#/a/B"}], "properties": {"c-d": {"const": "e"}}}, 'B & { "c-d": "e" }'),
        ({"properties": {"a": {"type": "string"}}, "required": []}, "{ a?: string }"),
        ({"enum": ["a", "b"]}, '"a" | "b"'),
        ({}, "unknown"),
    ],
)
def test_a_schema_is_said_as_a_type(schema: Any, said: str) -> None:
    assert type_of(schema) == said


def test_each_file_of_vectors_has_a_line_in_the_protocol() -> None:
    protocol = (DOCS / "protocol.md").read_text()

    assert [name for name in MADE if f"{FOLDER}/{name}.json" not in protocol] == []


@pytest.mark.parametrize("case", vectors("fold")["merge"], ids=lambda case: str(case["name"]))
def test_the_example_merges_as_the_vectors_say(case: Any) -> None:
    assert verifier.merge(case["target"], case["patch"]) == case["result"]
    assert merge_patch(case["target"], case["patch"]) == case["result"]


@pytest.mark.parametrize("case", vectors("fold")["catching_up"], ids=lambda case: str(case["name"]))
def test_the_example_catches_up_as_the_vectors_say(case: Any) -> None:
    copy = RoomLog(after=0, checks_chain=False)
    copy.take_state({"since": 0, "seq": 1, "part": 1, "parts": 1, "objects": case["before"]})

    done = [copy.take_state(frame) for frame in case["frames"]]

    assert {kind: objects for kind, objects in copy.state.items() if objects} == case["after"]
    assert done == [False] * (len(done) - 1) + [True]


def test_the_verifier_writes_values_as_the_vectors_say() -> None:
    cases = vectors("canonical")["cases"]

    for case in cases:
        text = verifier.canonical(json.loads(case["json"]))
        assert text == case["canonical"]
        assert verifier.sha256(text.encode()) == case["sha256"]
    assert len(cases) > 40


def test_the_verifier_judges_logs_as_the_vectors_say() -> None:
    logs = vectors("chain")

    assert [verifier.verify(one["frames"]) for one in logs["whole"]] == [one["hash"] for one in logs["whole"]]
    for one in logs["broken"]:
        with pytest.raises(BREAKS) as broken:
            verifier.verify(one["frames"])
        said = re.findall(r"#(\d+)", str(broken.value))
        assert said[:1] in ([], [str(one["seq"])]), one["name"]
    for one in logs["same"]:
        assert verifier.same_as_far_as_both_go(one["one"], one["other"]) == one["to"]
    for one in logs["parted"]:
        with pytest.raises(verifier.Broken, match=f"#{one['seq']}"):
            verifier.same_as_far_as_both_go(one["one"], one["other"])


def test_the_verifier_folds_a_log_as_the_vectors_say() -> None:
    told = vectors("fold")["log"]
    frames = [{"content": content} for content in told["contents"]]

    assert [verifier.state_at(frames, seq) for seq in range(1, len(frames) + 1)] == told["states"]


@pytest.mark.parametrize("case", vectors("heads")["cases"], ids=lambda case: str(case["name"]))
def test_the_verifier_judges_signed_heads_as_the_vectors_say(case: Any) -> None:
    frames = vectors("heads")["logs"][case["log"]][: case["length"]]
    if not case["verdicts"]:
        with pytest.raises(verifier.Broken):
            verifier.heads_in(case["text"])
        return

    verdicts = [verdict_on(frames, head, case["keys"]) for head in verifier.heads_in(case["text"])]

    assert verdicts == case["verdicts"]


def verdict_on(frames: Any, head: Any, keys: list[str]) -> str:
    try:
        said = verifier.agrees_with(frames, head, keys)
    except verifier.Broken as broken:
        return next(verdict for verdict, words in SAID.items() if words in str(broken))
    return "not_checked" if "was not checked" in said else "agrees"


def test_no_vector_is_larger_than_a_client_reads_at_once() -> None:
    sizes = {path.name: path.stat().st_size for path in Path(DOCS / FOLDER).glob("*.json")}

    assert max(sizes.values()) < 256 * 1024
