"""The shell that phones keep: the page of kept maps with scripts and styles, the same for everybody, and its version.

The service worker fetches each file and compares it with its SHA-256: a phone has one version whole, or the one before.
"""

import hashlib
import json
import posixpath
import re
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.utils import translation

from coordination.offline.kept import page_config
from coordination.web.apps.installed import pages_of_alerts
from mapping.sites.wording.words import map_words

ENTRY = "coordination/offline/kept_page.js"
# What the page itself names; scripts that these import are found in them.
NAMED = (
    "coordination/style/theme.js",
    "coordination/mark.svg",
    "coordination/style/typeface.css",
    "coordination/style/tokens.css",
    "coordination/style/base.css",
    "coordination/style/navigation.css",
    "coordination/style/controls.css",
    "coordination/offline/kept.css",
    "mapping/plan/plan.css",
    "vendor/leaflet/leaflet.css",
    "vendor/leaflet/leaflet.js",
    "vendor/inter/inter-latin-wght-normal.woff2",
)
# The incident's own: with them here, an alarm opens without waiting for a script. They say nothing of any incident.
OF_INCIDENTS = (
    "coordination/style/app.css",
    "coordination/incident/incident.css",
    "coordination/incident/incident_page.js",
)
WORKER_PARTS = ("coordination/offline/worker_shell.js", "coordination/offline/worker_push.js")
IMPORT = re.compile(
    r"""^(?:(?:import|export)\b[^"';]*?["'](\.{1,2}/[^"']+\.js)["']|@import "([^"']+\.css)");""", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class ShellFile:
    """One file: where it is fetched, in which language, what it must be, and under which name it is kept."""

    url: str
    sha256: str
    kept_as: str
    language: str = ""


def kept_html() -> str:
    """Return the page in the language of now. It names no one: a phone keeps it for the next person, too."""
    context = {"language": translation.get_language(), "config": page_config(None), "map_words": map_words()}
    return render_to_string("offline/kept.html", context)


@lru_cache
def worker_script() -> bytes:
    """Return the service worker: the shell's list, and the parts that use it. Made once per process."""
    files = shell_files()
    version = _digest_of("".join(f"{one.kept_as} {one.sha256}\n" for one in files).encode())[:16]
    shell = {"version": version, "files": [asdict(one) for one in files]}
    made = f"const SHELL = {json.dumps(shell)};\nconst PAGES_OF_ALERTS = {json.dumps(pages_of_alerts())};\n"
    return b"\n".join([made.encode(), *(static_bytes(name) for name in WORKER_PARTS)])


def shell_files() -> list[ShellFile]:
    """Return every file of the shell: the page in each language, what it names, and what its scripts import."""
    # Where files are built, each script brings along what it imports.
    names = _list_imported(ENTRY, *NAMED) if settings.SERVES_SOURCES else {*NAMED, ENTRY, *OF_INCIDENTS}
    return [_shell_file(name) for name in sorted(names)] + [_shell_page(code) for code, _ in settings.LANGUAGES]


def _shell_file(name: str) -> ShellFile:
    url = staticfiles_storage.url(name)
    served = url.removeprefix(settings.STATIC_URL)
    content = static_bytes(name) if settings.SERVES_SOURCES else Path(staticfiles_storage.path(served)).read_bytes()
    return ShellFile(url, _digest_of(content), served)


def static_bytes(name: str) -> bytes:
    """Return one of our own static files."""
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found).read_bytes()


def _shell_page(language: str) -> ShellFile:
    with translation.override(language):
        return ShellFile("/kept", _digest_of(kept_html().encode()), f"kept.{language}.html", language)


def _list_imported(*entries: str) -> set[str]:
    """Return files, and the scripts and styles that they import."""
    found: set[str] = set()
    waiting = list(entries)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            folder = posixpath.dirname(name)
            text = static_bytes(name).decode() if name.endswith((".js", ".css")) else ""
            waiting += [posixpath.normpath(f"{folder}/{script or style}") for script, style in IMPORT.findall(text)]
    return found


def _digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
