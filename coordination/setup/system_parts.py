"""Install what the operating system has to bring: a fit Python, GDAL, SpatiaLite; for tests also their services.

Standard library only, Python 3.9 syntax: bootstrap.py uses this before anything is installed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from ctypes.util import find_library
from pathlib import Path

STARTED = time.monotonic()
SAID_EVERY_S = 15.0
# What a person has told the shell about the way to the network; sudo would drop it.
PROXIES = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")

# A version number is not enough: several Pythons are built without loadable extensions, and SpatiaLite is one.
PROBE = (
    "import sys, sqlite3, venv, ensurepip\n"
    "fit = sys.version_info >= (3, 12) and hasattr(sqlite3.connect(':memory:'), 'enable_load_extension')\n"
    "sys.exit(0 if fit else 3)\n"
)
SPATIALITE_PROBE = (
    "import sqlite3\n"
    "c = sqlite3.connect(':memory:')\n"
    "c.enable_load_extension(True)\n"
    "c.load_extension('mod_spatialite')\n"
)
# Each part is a list of alternatives, best first; Debian and Ubuntu name some things differently.
RUN_PACKAGES = (("python3-venv",), ("gdal-bin",), ("libsqlite3-mod-spatialite",))
# What prints: letters are laid out and cut to size by these, and a document needs a typeface.
PRINT_PACKAGES = (("libpango-1.0-0",), ("libpangoft2-1.0-0",), ("libharfbuzz-subset0",), ("fonts-dejavu-core",))
PRINT_LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
POSTGIS_PACKAGES = (("postgresql-17-postgis-3", "postgresql-16-postgis-3", "postgresql-postgis"),)
BROKER_PACKAGES = (("valkey-server", "redis-server"),)
BROWSER_PACKAGES = (("chromium",),)
# For a smoke test; WebKit's small browser needs a screen.
OTHER_BROWSER_PACKAGES = (("firefox-esr",), ("webkit2gtk-driver",), ("xvfb",))
PROXY_PACKAGES = (("nginx-light", "nginx"),)
CLOCK_PACKAGES = (("faketime",),)
# For the generators of clients that are written in Java; the Kotlin that one of them writes reads JSON with gson.
JAVA_PACKAGES = (("default-jre-headless",), ("libgoogle-gson-java",))


class SetupError(Exception):
    """Something that a person has to put right; the text says how."""


def report_progress(text: str) -> None:
    """Report progress on stderr: stdout belongs to the command."""
    print(f"[set-up {time.monotonic() - STARTED:5.1f} s] {text}", file=sys.stderr, flush=True)


@contextlib.contextmanager
def report_step(text: str) -> Iterator[None]:
    """Report that a step begins, and now and then that it is still going on."""
    report_progress(text)
    began = time.monotonic()
    ended = threading.Event()

    def say_still() -> None:
        while not ended.wait(SAID_EVERY_S):
            report_progress(f"  still at it, for {time.monotonic() - began:.0f} s")

    thread = threading.Thread(target=say_still, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def install_system(kind: str) -> None:
    """Install what the system has to bring; say what is missing where we cannot."""
    missing = list(missing_parts(kind))
    if not missing:
        return
    names = [" or ".join(alternatives) for alternatives in missing]
    if not shutil.which("apt-get"):
        raise SetupError(f"this system has no apt-get; please install the equivalents of: {', '.join(names)}")
    if os.geteuid() != 0 and not shutil.which("sudo"):
        first = " ".join(alternatives[0] for alternatives in missing)
        raise SetupError(f"as root, please run: apt-get update && apt-get install -y {first}\nThen start again.")
    install_packages_of_the_system(missing)
    left = [" or ".join(alternatives) for alternatives in missing_parts(kind)]
    if left:
        raise SetupError(f"still missing after installing: {', '.join(left)}. Please install them and start again.")


def install_packages_of_the_system(missing: list[tuple[str, ...]]) -> None:
    """Bring the package lists up to date as far as they can be, and install. Raises: SetupError."""
    complaint = ""
    try:
        apt_get("update", "-q")
    except SetupError as error:
        # One source of many may be broken, and is none of our business as long as the others have what we want.
        complaint = str(error)
        report_progress("not every package list could be read; going on with those that there are")
    try:
        apt_get("install", "-y", "-q", "--no-install-recommends", *(first_available(each) for each in missing))
    except SetupError as error:
        raise SetupError(f"{error}\n{complaint}".strip()) from error


def missing_parts(kind: str) -> Iterator[tuple[str, ...]]:
    """Yield what is missing, judged by what works and not by what a package database says."""
    if find_python() is None:
        yield from RUN_PACKAGES[:1]
    if not shutil.which("gdalinfo"):
        yield from RUN_PACKAGES[1:2]
    if not has_spatialite():
        yield from RUN_PACKAGES[2:]
    if not can_print():
        yield from PRINT_PACKAGES
    if kind == "test":
        yield from missing_test_parts()


def missing_test_parts() -> Iterator[tuple[str, ...]]:
    if not list(Path("/usr/share/postgresql").glob("*/extension/postgis.control")):
        yield from POSTGIS_PACKAGES
    if not (shutil.which("valkey-server") or shutil.which("redis-server")):
        yield from BROKER_PACKAGES
    # Ubuntu's package only asks for a snap, which cannot be driven: bootstrap.py fetches a browser there.
    if not find_chromium() and not is_ubuntu():
        yield from BROWSER_PACKAGES
    if not is_ubuntu() and not finds_other_browsers():
        yield from OTHER_BROWSER_PACKAGES
    if not find_nginx():
        yield from PROXY_PACKAGES
    if not list(Path("/usr/lib").glob("*-linux-gnu/faketime/libfaketime.so.1")):
        yield from CLOCK_PACKAGES
    if not (shutil.which("java") and Path("/usr/share/java/gson.jar").exists()):
        yield from JAVA_PACKAGES


def find_nginx() -> str | None:
    """Return the proxy that the tests put in front of a server; a person's PATH often lacks its folder."""
    return shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"]))


def find_chromium() -> str | None:
    """Return a browser program that is not Ubuntu's snap stub."""
    given = os.environ.get("MUSTERPOINT_CHROMIUM")
    if given:
        return given
    for name in ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"):
        path = shutil.which(name)
        if path and b"snap" not in Path(path).read_bytes()[:4096]:
            return path
    fetched = sorted(Path.home().glob(".cache/ms-playwright/chromium-*/chrome-linux*/chrome"))
    return str(fetched[-1]) if fetched else None


def find_firefox() -> str | None:
    return shutil.which("firefox-esr")


def find_minibrowser() -> str | None:
    """Return WebKit's small browser, where its driver is there, too."""
    found = sorted(Path("/usr/lib").glob("*-linux-gnu/webkit*gtk-*/MiniBrowser"))
    return str(found[-1]) if found and shutil.which("WebKitWebDriver") else None


def finds_other_browsers() -> bool:
    return bool(find_firefox() and find_minibrowser() and shutil.which("Xvfb"))


def is_ubuntu() -> bool:
    release = Path("/etc/os-release")
    return release.exists() and "ID=ubuntu" in release.read_text().splitlines()


def has_spatialite() -> bool:
    python = find_python()
    return python is not None and is_success([python, "-c", SPATIALITE_PROBE])


def can_print() -> bool:
    return all(find_library(name) for name in PRINT_LIBRARIES) and any(Path("/usr/share/fonts").rglob("*.ttf"))


def first_available(alternatives: tuple[str, ...]) -> str:
    """Return the first alternative that the package lists offer."""
    for name in alternatives:
        policy = subprocess.run(["apt-cache", "policy", name], capture_output=True, text=True, check=False).stdout
        if "Candidate:" in policy and "Candidate: (none)" not in policy:
            return name
    raise SetupError(f"the package lists offer none of: {', '.join(alternatives)}")


def apt_get(*arguments: str) -> None:
    """Call apt-get as root or through sudo. Its own words are shown only when it fails."""
    command = ["apt-get", *arguments]
    words = " ".join(command)
    if os.geteuid() != 0:
        words = f"sudo {words}"
        proxies = [f"{name}={os.environ[name]}" for name in PROXIES if os.environ.get(name)]
        command = ["sudo", "DEBIAN_FRONTEND=noninteractive", *proxies, *command]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with report_step(words):
        done = subprocess.run(command, env=environment, stdin=sys.stdin, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        # Not the whole command: the address of a proxy may hold a password.
        raise SetupError(f"{words} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def find_python() -> str | None:
    """Return the first Python that passes the probe; the system's before whatever else is on PATH."""
    folders = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin", *os.environ.get("PATH", "").split(os.pathsep)]
    names = ("python3.14", "python3.13", "python3.12", "python3")
    given = os.environ.get("MUSTERPOINT_PYTHON")
    paths = [given] if given else [os.path.join(folder, name) for folder in folders for name in names]  # noqa: PTH118
    for path in dict.fromkeys(paths):
        if os.access(path, os.X_OK) and is_success([path, "-c", PROBE]):
            return path
    return None


def is_success(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
