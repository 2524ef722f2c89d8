"""Clients that generators write from docs/openapi.json, with nothing added, and what an app asks of each."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from tests.support.processes import PATIENCE, ROOT

HERE = Path(__file__).parent
DOCUMENT = ROOT / "docs" / "openapi.json"
TSC = ROOT / "node_modules" / ".bin" / "tsc"
PYTHON = sys.executable
# What docs/protocol.md tells developers to set.
OPTIONS: dict[str, dict[str, str]] = {
    "python": {},
    "typescript-fetch": {"importFileExtension": ".js"},
    "swift6": {"identifiableModels": "false"},
    "kotlin": {
        "library": "jvm-retrofit2",
        "serializationLibrary": "gson",
        "generateOneOfAnyOfWrappers": "true",
    },
}
CODE_ALONE = dict.fromkeys(("apiDocs", "modelDocs", "apiTests", "modelTests"), "false")
STRICT = {
    "strict": True,
    "target": "ES2022",
    "lib": ["ES2022", "DOM"],
    "module": "NodeNext",
    "moduleResolution": "NodeNext",
    "types": [],
}


def write_clients(folder: Path) -> None:
    """Let OpenAPI Generator write a client of each kind: one Java machine for all of them."""
    settings = []
    for name, options in OPTIONS.items():
        told = {
            "generatorName": name,
            "inputSpec": str(DOCUMENT),
            "outputDir": str(folder / name),
            "globalProperties": CODE_ALONE,
            "additionalProperties": options,
        }
        settings.append(folder / f"{name}.json")
        settings[-1].write_text(json.dumps(told))
    jar = str(files("openapi_generator_cli") / "openapi-generator.jar")
    java = ["java", "-Xmx1500m", "-XX:TieredStopAtLevel=1", "-jar", jar]
    done = run([*java, "batch", "--fail-fast", "--threads", "2", *map(str, settings)], timeout_s=240)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    said = [line for line in (done.stdout + done.stderr).splitlines() if re.search(r"\b(WARN|ERROR)\b", line)]
    assert said == []


def run(command: Sequence[str], *, timeout_s: float, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=timeout_s * PATIENCE
    )


def answer_of(command: Sequence[str]) -> dict[str, Any]:
    """Run an app and return what it said at the end."""
    done = run(command, timeout_s=60)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def compile_strictly(folder: Path, app: str) -> Path:
    """Compile an app and the TypeScript that it uses, and return its script. Nothing is passed over."""
    shutil.copy(HERE / app, folder / app)
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(ROOT / "node_modules")
    (folder / "package.json").write_text(json.dumps({"type": "module"}))
    settings = {"compilerOptions": {**STRICT, "outDir": "made", "rootDir": "."}, "include": ["*.ts", "written/**/*.ts"]}
    (folder / "tsconfig.json").write_text(json.dumps(settings))
    done = run([str(TSC), "-p", str(folder)], timeout_s=180)
    assert done.returncode == 0, done.stdout[:4000]
    return folder / "made" / Path(app).with_suffix(".js")


def sources_needed(app: Path, sources: Iterable[Path], declaration: str) -> list[Path]:
    """Return the files of a client that an app needs, to compile no others: those that declare a type it names.

    Args:
        declaration: a pattern whose group is the name of a type.
    """
    words = {path: set(re.findall(r"\w+", path.read_text())) for path in [app, *sources]}
    declared: dict[str, list[Path]] = {}
    for path in words.keys() - {app}:
        for name in re.findall(declaration, path.read_text(), re.MULTILINE):
            declared.setdefault(name, []).append(path)
    found, ahead = set(), {app}
    while ahead:
        path = ahead.pop()
        found.add(path)
        ahead |= {one for name in words[path] & declared.keys() for one in declared[name]} - found
    return sorted(found)


def find_kotlin() -> list[str]:
    """Return how to start Kotlin's compiler."""
    compiler = ROOT / "node_modules" / "kotlin-compiler" / "lib" / "kotlin-compiler.jar"
    return [
        "java",
        "-Xmx1500m",
        # A thousand classes lead its compiler deep.
        "-Xss256m",
        "-XX:TieredStopAtLevel=1",
        # Half of what it needs is there by default: then it is interpreted, and takes minutes more.
        "-XX:ReservedCodeCacheSize=240m",
        "-cp",
        str(compiler),
        "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
    ]
