"""Apps on clients that generators of three families wrote open an incident, post, and read on where they were.

Slow: each generator writes a thousand classes, and compilers read them.
"""

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.serving.clients.generated.written import (
    HERE,
    PYTHON,
    answer_of,
    compile_strictly,
    find_kotlin,
    run,
    sources_needed,
)
from tests.end_to_end.serving.clients.test_python_client import PASSWORD
from tests.stage.devices.clients import whole_log
from tests.stage.live_room import LiveRoom
from tests.support.node import NODE
from tests.support.processes import ROOT

pytestmark = pytest.mark.e2e
GSON = "/usr/share/java/gson.jar"
STARTS_RETROFIT = {"ApiClient.kt", "ResponseExt.kt", "ApiKeyAuth.kt"}


def given(room: LiveRoom) -> list[str]:
    return [room.url, "teacher", PASSWORD, str(room.stage.site_id)]


def is_right(answer: dict[str, Any], room: LiveRoom) -> bool:
    """Say whether an app did all it should: what it has read is what the log has, and nothing stands there twice."""
    assert answer["texts"] == ["Second."]
    assert answer["is_repeat"] is True
    assert answer["refused"] == "not_found"
    log = whole_log(room.url, room.token("teacher"), answer["room_id"])
    events = [one["content"]["event"] for one in log]
    return [one["text"] for one in events if one["type"] == "message_posted"] == ["First.", "Second."]


def test_openapi_typescript_and_openapi_fetch(room: LiveRoom, tmp_path: Path) -> None:
    tool = ROOT / "node_modules" / ".bin" / "openapi-typescript"
    options = ["--default-non-nullable=false", "--output", str(tmp_path / "written.ts")]
    made = run([str(tool), str(ROOT / "docs" / "openapi.json"), *options], timeout_s=60)
    assert made.returncode == 0, made.stderr
    app = compile_strictly(tmp_path, "openapi_fetch_client.ts")

    assert is_right(answer_of([str(NODE), str(app), *given(room)]), room)


def test_typescript_fetch(room: LiveRoom, clients: Path, tmp_path: Path) -> None:
    """All that was written is compiled, needed or not."""
    shutil.copytree(clients / "typescript-fetch", tmp_path / "written")
    app = compile_strictly(tmp_path, "typescript_fetch_client.ts")

    assert is_right(answer_of([str(NODE), str(app), *given(room)]), room)


def test_python(room: LiveRoom, clients: Path) -> None:
    """All that was written is imported, needed or not."""
    everything = (
        "import importlib, pkgutil, openapi_client as written\n"
        "names = [one.name for one in pkgutil.walk_packages(written.__path__, 'openapi_client.')]\n"
        "print(len([importlib.import_module(name) for name in names]))"
    )
    imported = run([PYTHON, "-W", "error", "-c", everything], timeout_s=60, folder=clients / "python")
    assert imported.returncode == 0, imported.stderr
    assert int(imported.stdout) > 1000

    app = [PYTHON, str(HERE / "openapi_generator_client.py"), str(clients / "python")]
    assert is_right(answer_of([*app, *given(room)]), room)


def test_kotlin(room: LiveRoom, clients: Path, tmp_path: Path) -> None:
    """All that was written is compiled, needed or not, but what starts Retrofit itself: it can be had from no registry
    of ours, so of what calls name of it there are stand-ins.
    """
    sources = list((clients / "kotlin" / "src" / "main").rglob("*.kt"))
    compiled = [path for path in sources if path.name not in STARTS_RETROFIT]
    assert len(sources) - len(compiled) == len(STARTS_RETROFIT)
    assert len(compiled) > 1000
    stand_ins = sorted((HERE / "retrofit").glob("*.kt"))
    libraries = [str(ROOT / "node_modules" / "kotlin-compiler" / "lib" / "kotlin-stdlib.jar"), GSON]
    options = ["-no-stdlib", "-no-reflect", "-nowarn", "-cp", ":".join(libraries), "-d", str(tmp_path)]
    files = [HERE / "KotlinClient.kt", *stand_ins, *compiled]
    made = run([*find_kotlin(), *options, *map(str, files)], timeout_s=240)
    assert made.returncode == 0, made.stderr[:4000]

    runs = ["java", "-cp", ":".join([str(tmp_path), *libraries]), "KotlinClientKt"]
    assert is_right(answer_of([*runs, *given(room)]), room)


def test_swift(room: LiveRoom, clients: Path, tmp_path: Path) -> None:
    """Without Swift's compiler, which is 2 GB that no set-up installs, only what was written is looked at."""
    app = HERE / "SwiftClient.swift"
    sources = list((clients / "swift6" / "Sources").rglob("*.swift"))
    assert not any("[Array]" in path.read_text() for path in sources)
    needed = sources_needed(
        app, sources, r"^(?:public |open |internal |final )*(?:struct|enum|class|protocol|typealias) (\w+)"
    )
    assert len(needed) > 100
    compiler = shutil.which("swiftc")
    if compiler is None:
        return
    infrastructure = [path for path in sources if path.parent.name == "Infrastructure"]
    files = sorted({*needed, *infrastructure})
    program = tmp_path / "client"
    options = ["-swift-version", "6", "-Onone", "-wmo", "-parse-as-library", "-suppress-warnings", "-o", str(program)]
    made = run([compiler, *options, *map(str, files)], timeout_s=400)
    assert made.returncode == 0, made.stderr[:4000]

    assert is_right(answer_of([str(program), *given(room)]), room)
