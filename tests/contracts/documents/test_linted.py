"""Linters that others use find nothing in the descriptions; spectral.yaml says what is left out, and why."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.gates import node_program
from tests.support.processes import ROOT

RULES = ROOT / "tests" / "contracts" / "documents" / "spectral.yaml"
SPECTRAL = "@stoplight/spectral-cli/dist/index.js"
REDOCLY = "@redocly/cli/bin/cli.js"
PARSE = """
const { Parser } = require("@asyncapi/parser");
const text = require("fs").readFileSync(process.argv[1], "utf8");
new Parser().parse(text).then(({ diagnostics }) => {
  const faults = diagnostics.filter((one) => one.severity < 2);
  for (const one of faults) console.log(one.code, one.message, one.path.join("/"));
  process.exit(faults.length ? 1 : 0);
});
"""


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False)


def spectral(path: Path) -> subprocess.CompletedProcess[str]:
    return run(node_program(SPECTRAL, "lint", "--ruleset", str(RULES), "--fail-severity=warn", str(path)))


def redocly(path: Path) -> subprocess.CompletedProcess[str]:
    # Asked below, as one operation has nothing to refuse.
    skipped = "--skip-rule=operation-4xx-response"
    said = run(node_program(REDOCLY, "lint", "--extends=recommended", skipped, "--format=json", str(path)))
    totals = json.loads(said.stdout[said.stdout.index("{") :])["totals"]
    return subprocess.CompletedProcess(said.args, totals["errors"] + totals["warnings"], said.stdout, said.stderr)


def asyncapi_parser(path: Path) -> subprocess.CompletedProcess[str]:
    return run([*node_program("")[:1], "-e", PARSE, str(path)])


@pytest.mark.parametrize(
    ("lint", "name"),
    [
        (spectral, "openapi.json"),
        (spectral, "asyncapi.json"),
        (redocly, "openapi.json"),
        (asyncapi_parser, "asyncapi.json"),
    ],
    ids=lambda one: one if isinstance(one, str) else one.__name__,
)
def test_a_linter_finds_nothing(lint: Callable[[Path], subprocess.CompletedProcess[str]], name: str) -> None:
    linted = lint(ROOT / "docs" / name)

    assert linted.returncode == 0, (linted.stdout + linted.stderr)[-3000:]


def small_copy(name: str, folder: Path) -> tuple[Path, dict[str, Any]]:
    """Return where to write a description, and it without most of what it describes: seconds less."""
    document = json.loads((ROOT / "docs" / name).read_text())
    if "paths" in document:
        document["paths"] = {"/api/v1/me/in-use": document["paths"]["/api/v1/me/in-use"]}
    return folder / name, document


def test_each_operation_but_the_words_of_an_alarm_says_what_it_refuses() -> None:
    """Those words are everyone's, and who asks for them gives nothing that could be wrong."""
    described = json.loads((ROOT / "docs" / "openapi.json").read_text())
    operations = [one for path in described["paths"].values() for one in path.values() if "operationId" in one]

    without = {one["operationId"] for one in operations if not any(status[0] == "4" for status in one["responses"])}

    assert without == {"read_safety_words"}


@pytest.mark.parametrize("lint", [spectral, redocly])
def test_a_linter_refuses_an_operation_without_an_answer(
    lint: Callable[[Path], subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    path, document = small_copy("openapi.json", tmp_path)
    del document["paths"]["/api/v1/me/in-use"]["get"]["responses"]
    path.write_text(json.dumps(document))

    assert lint(path).returncode != 0


@pytest.mark.parametrize("lint", [spectral, asyncapi_parser])
def test_a_linter_refuses_an_operation_that_leads_nowhere(
    lint: Callable[[Path], subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    path, document = small_copy("asyncapi.json", tmp_path)
    document["operations"]["fromClient"]["channel"]["$ref"] = "#/channels/nowhere"
    path.write_text(json.dumps(document))

    assert lint(path).returncode != 0
