"""The app for the stores is built from what lies here, and asks its phone for what pages take from it."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.node import NODE
from tests.support.processes import ROOT

SHELL = ROOT / "coordination" / "clients" / "shell"
DEVICE = (SHELL / "static/coordination/app_shell/device.js").read_text()
CONFIG = json.loads((SHELL / "capacitor.config.json").read_text())
OWN: dict[str, object] = {"appId": "org.lincoln.map", "server": {**CONFIG["server"], "url": "https://map.lincoln.test"}}
# Who brings each plug-in that pages ask for; the last one is ours.
BROUGHT_BY = {
    "App": "@capacitor/app",
    "BackgroundGeolocation": "@capacitor-community/background-geolocation",
    "FirebaseMessaging": "@capacitor-firebase/messaging",
    "Haptics": "@capacitor/haptics",
    "KeepAwake": "@capacitor-community/keep-awake",
    "MusterAlerts": "",
}


def build(folder: Path, changes: dict[str, object]) -> subprocess.CompletedProcess[str]:
    """Build a copy of the shell with a changed configuration."""
    shutil.copytree(SHELL, folder, ignore=shutil.ignore_patterns("node_modules", "dist"))
    (folder / "capacitor.config.json").write_text(json.dumps(CONFIG | changes))
    return subprocess.run([str(NODE), "build.mjs"], cwd=folder, capture_output=True, text=True, check=False, timeout=60)


def test_the_web_side_is_one_page_that_leads_to_the_server_and_to_911(tmp_path: Path) -> None:
    done = build(tmp_path / "shell", OWN)

    assert (done.returncode, done.stdout) == (0, "dist/ is the app of https://map.lincoln.test\n"), done.stderr
    dist = tmp_path / "shell" / CONFIG["webDir"]
    page = (dist / CONFIG["server"]["errorPath"]).read_text()
    assert set(re.findall(r'href="([^"]+)"', page)) == {"https://map.lincoln.test", "tel:911"}
    # On Android it has no plug-ins; and what cannot be reached cannot be asked for anything.
    assert "<script" not in page
    assert (dist / "index.html").read_text() == page


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, "name the address of your server"),
        (OWN | {"appId": CONFIG["appId"]}, "name the app as you have registered it"),
        (OWN | {"server": {"url": "http://map.lincoln.test"}}, "over https only"),
        (OWN | {"server": {"url": "https://map.lincoln.test/start"}}, "without a path"),
    ],
)
def test_what_a_store_or_a_phone_would_refuse_is_not_built(
    changes: dict[str, object], fault: str, tmp_path: Path
) -> None:
    done = build(tmp_path / "shell", changes)

    assert done.returncode == 1
    assert fault in done.stderr
    assert not (tmp_path / "shell" / "dist").exists()


def test_each_plug_in_that_pages_ask_for_is_in_the_app_and_in_its_document() -> None:
    asked = set(re.findall(r"^ \*   (\w+): \{", DEVICE, re.MULTILINE))
    wanted = json.loads((SHELL / "package.json").read_text())["dependencies"]
    document = (ROOT / "docs" / "shell.md").read_text()

    assert asked == set(BROUGHT_BY)
    assert {one for one in BROUGHT_BY.values() if one} <= wanted.keys()
    # All of one great version, which the project's own test of the bridge has, too.
    ours = json.loads((ROOT / "package.json").read_text())["devDependencies"]["@capacitor/android"]
    assert {wanted[f"@capacitor/{one}"] for one in ("core", "android", "ios")} == {ours}
    for name in ("ios/MusterAlertsPlugin.swift", "android/MusterAlertsPlugin.java"):
        assert f"native/{name}" in document
        assert '"MusterAlerts"' in (SHELL / "native" / name).read_text()
        assert '"critical"' in (SHELL / "native" / name).read_text()


def test_only_pages_of_the_one_server_are_shown_in_the_app_and_the_phone_is_asked_for_critical_alerts() -> None:
    assert "allowNavigation" not in CONFIG["server"]
    assert CONFIG["server"].get("cleartext", False) is False
    assert "criticalAlert" in CONFIG["plugins"]["FirebaseMessaging"]["presentationOptions"]
