"""Every command says in a sentence that its database is away, or has not this version's tables."""

import json
import os
import subprocess
import sys
from pathlib import Path

from django.core.management import get_commands

from tests.support.processes import ROOT

# Ask no database: they describe, draw, hash and measure, or make the tables.
ASK_NONE = {
    *("openapi", "asyncapi", "clients", "licenses", "bench", "screenshots", "demo", "migrate", "restore"),
    *("bruno", "draw_worker", "hash_worker", "push_sandbox", "push_selftest", "streets", "verify_memorandum"),
}
# Says it in words of its own.
OTHERWISE = {
    "backup": "no backup was made: there is no database",
    "backup_regularly": "no proved backup: there is no database",
}
ID = "0b5c1a52-7f0e-4a55-9d0f-3a1f6f2a8d11"
# The arguments with which a command gets as far as its database.
CALLS: dict[str, list[str]] = {
    "backup": ["out.zip"],
    "backup_regularly": ["backups"],
    "check_records": [],
    "confirm_domain": ["school.example", "--agency", "School"],
    "create_operator": ["somebody"],
    "export_site": [ID, "geojson"],
    "held_roster": ["District", "out.json", "--reason", "asked"],
    "import_floorplan": ["plan.geojson", "--site", ID],
    "import_people": ["people.csv", "--agency", "School"],
    "import_sites": ["plan.geojson"],
    "import_worker": ["--once"],
    "load_demo": [],
    "mou_reminders": [],
    "person_data": ["somebody", "out.zip", "--reason", "asked"],
    "push_worker": ["--once"],
    "recover_agency": ["School", "--administrator", "somebody", "--reason", "asked"],
    "release_account": ["somebody"],
    "roster_import": ["set.zip", "--district", "District"],
    "roster_sync": ["--district", "District"],
    "rotate_secret_key": [],
    "serve": ["--port", "0", "--no-worker"],
}
# In one process: to start is the longest of it.
EACH = """
import contextlib, io, json, sys, traceback
import django
django.setup()
from coordination.management.command_line import run_command
found = {}
for name, arguments in json.loads(sys.argv[1]).items():
    said, code = io.StringIO(), 0
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        try:
            run_command(["manage.py", name, *arguments])
        except SystemExit as ended:
            code = ended.code
        except BaseException:
            code = traceback.format_exc()
    found[name] = [code, said.getvalue()]
print(json.dumps(found))
"""


OURS = {"coordination", "mapping", "mou", "push"}


def test_every_command_of_ours_stands_here() -> None:
    ours = {name for name, app in get_commands().items() if app.partition(".")[0] in OURS}

    assert ours == ASK_NONE | set(CALLS)


def each_said(folder: Path, database: str) -> dict[str, tuple[object, str]]:
    (folder / "people.csv").write_text("name,email\n")
    (folder / "plan.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    (folder / "set.zip").write_bytes(b"")
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "coordination.settings",
        "MUSTERPOINT_MODE": "dev",
        "MUSTERPOINT_DATABASE": database,
        "MUSTERPOINT_VAR": str(folder / "var"),
    }
    done = subprocess.run(
        [sys.executable, "-c", EACH, json.dumps(CALLS)], cwd=folder, env=env,
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, tuple[object, str]] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_an_empty_database_is_said_by_every_command_in_a_sentence(tmp_path: Path) -> None:
    for name, (code, said) in each_said(tmp_path, f"spatialite://{tmp_path}/empty.sqlite3").items():
        assert OTHERWISE.get(name, "database_behind: ") in said, (name, said)
        assert code == (1 if name in OTHERWISE else 2), (name, code)


def test_a_database_that_is_away_is_said_by_every_command_in_a_sentence(tmp_path: Path) -> None:
    for name, (code, said) in each_said(tmp_path, f"spatialite://{tmp_path}/nowhere/db.sqlite3").items():
        assert OTHERWISE.get(name, "database_away: ") in said, (name, said)
        assert code == 1, (name, code)
