"""Find a fit Python, system libraries, .venv and the locked packages, then run the command there.

Standard library only, Python 3.9 syntax: this file runs before anything is installed. When everything is in place it
reads a stamp, compares hashes, and never touches the network.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Optional

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMP = VENV / "setup.json"
STARTED = time.monotonic()

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
COMPILE_CATALOGUES = (
    "import sys, polib\n"
    "for path in sys.argv[1:]: polib.pofile(path).save_as_mofile(path[:-3] + '.mo')\n"
)

# Each part is a list of alternatives, best first; Debian and Ubuntu name some things differently.
RUN_PACKAGES = (("python3-venv",), ("gdal-bin",), ("libsqlite3-mod-spatialite",))
POSTGIS_PACKAGES = (("postgresql-17-postgis-3", "postgresql-16-postgis-3", "postgresql-postgis"),)
BROKER_PACKAGES = (("valkey-server", "redis-server"),)
BROWSER_PACKAGES = (("chromium",),)

MODES = {"demo": "demo", "test": "test", "serve": "serve"}


class SetupError(Exception):
    """Something that a person has to put right; the text says how."""


def prepare(argv: list[str]) -> None:
    """Return inside .venv's Python with everything in place; otherwise set up and replace this process."""
    command = argv[1] if len(argv) > 1 else "help"
    kind = "test" if command in ("test", "bench") else "run"
    try:
        set_up(kind)
    except SetupError as error:
        sys.exit(f"musterpoint: {error}")
    except subprocess.CalledProcessError as error:
        sys.exit(f"musterpoint: set-up failed (exit {error.returncode}): {' '.join(map(str, error.cmd))}")
    environment = environment_for(command, argv[2:])
    if command == "test":
        os.chdir(ROOT)
        os.execve(VENV_PYTHON, [str(VENV_PYTHON), "-m", "tests.gates", *argv[2:]], environment)
    if not runs_in_venv():
        os.execve(VENV_PYTHON, [str(VENV_PYTHON), str(ROOT / "manage.py"), *argv[1:]], environment)
    os.environ.update(environment)


def runs_in_venv() -> bool:
    return Path(sys.prefix).resolve() == VENV.resolve()


def say(text: str) -> None:
    """Report progress on stderr: stdout belongs to the command."""
    print(f"[set-up {time.monotonic() - STARTED:5.1f} s] {text}", file=sys.stderr, flush=True)


# --- what the command's settings are -------------------------------------------------------------------------------


def environment_for(command: str, arguments: list[str]) -> dict[str, str]:
    """Return the environment that Django's settings will read."""
    environment = dict(os.environ)
    environment.setdefault("DJANGO_SETTINGS_MODULE", "coordination.settings")
    environment.setdefault("MUSTERPOINT_MODE", MODES.get(command, "dev"))
    if command == "demo":
        environment.update(demo_environment(once="--once" in arguments))
    return environment


def demo_environment(*, once: bool) -> dict[str, str]:
    """Return settings of the demo: its own folder, database and secret, whatever else is configured.

    The demo overrides a configured database on purpose: demo people must never land in a real one.
    """
    parent = ROOT / "var"
    parent.mkdir(exist_ok=True)
    if once and "MUSTERPOINT_DEMO_VAR" not in os.environ:
        folder = Path(tempfile.mkdtemp(prefix="once-", dir=parent))
    else:
        folder = Path(os.environ.get("MUSTERPOINT_DEMO_VAR") or parent / "demo")
    folder.mkdir(parents=True, exist_ok=True)
    return {
        "MUSTERPOINT_MODE": "demo",
        "MUSTERPOINT_DEMO_VAR": str(folder),
        "MUSTERPOINT_VAR": str(folder),
        "MUSTERPOINT_DATABASE": f"spatialite://{folder / 'demo.sqlite3'}",
        "MUSTERPOINT_SECRET_KEY": secret_of(folder / "secret_key"),
        "MUSTERPOINT_REDIS": "",
        "MUSTERPOINT_PROCESSES": "1",
        "MUSTERPOINT_HOSTS": "127.0.0.1,localhost",
        "MUSTERPOINT_ORIGINS": "",
        "MUSTERPOINT_TLS": "false",
    }


def secret_of(path: Path) -> str:
    """Return the secret kept at path; make one that only its owner may read when there is none."""
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()


# --- the order of things --------------------------------------------------------------------------------------------


def set_up(kind: str) -> None:
    """Install what `kind` (run or test) needs and is not there yet."""
    stamp = read_stamp()
    # Once test packages are in .venv they stay: a later demo must not take them away.
    if stamp.get("kind") == "test":
        kind = "test"
    wanted = {
        "kind": kind,
        "venv": str(VENV),
        "packages": digest(lock_files(kind)),
        "browser": digest([ROOT / "package-lock.json"]),
        "catalogues": digest(catalogues()),
    }
    if stamp == wanted and VENV_PYTHON.exists():
        return
    with only_one_set_up():
        if stamp.get("kind") != kind or not VENV_PYTHON.exists():
            install_system(kind)
        make_venv(moved=stamp.get("venv") not in (None, str(VENV)))
        if stamp.get("packages") != wanted["packages"] or stamp.get("kind") != kind:
            install_packages(kind)
        if stamp.get("browser") != wanted["browser"]:
            install_browser_libraries()
        if stamp.get("catalogues") != wanted["catalogues"]:
            compile_catalogues()
        STAMP.write_text(json.dumps(wanted, indent=1))
        say("ready")


def lock_files(kind: str) -> list[Path]:
    run = ROOT / "requirements.txt"
    return [run, ROOT / "requirements-dev.txt"] if kind == "test" else [run]


def catalogues() -> list[Path]:
    return sorted((ROOT / "coordination" / "web" / "locale").glob("*/LC_MESSAGES/*.po"))


def digest(paths: Iterable[Path]) -> str:
    """Return a hash over names and contents; times of files say nothing after a clone."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def read_stamp() -> Mapping[str, str]:
    try:
        stamp = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


@contextlib.contextmanager
def only_one_set_up() -> Iterator[None]:
    """Wait until no other start is setting up this checkout."""
    (ROOT / "var").mkdir(exist_ok=True)
    with open(ROOT / "var" / "set-up.lock", "w") as lock:  # noqa: PTH123 - held open as a lock
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another start is setting up; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# --- system libraries -----------------------------------------------------------------------------------------------


def install_system(kind: str) -> None:
    """Install what the system has to bring; say what is missing where we cannot."""
    missing = list(missing_parts(kind))
    if not missing:
        return
    names = [" or ".join(alternatives) for alternatives in missing]
    if not shutil.which("apt-get"):
        raise SetupError(f"this system has no apt-get; please install the equivalents of: {', '.join(names)}")
    apt_get("update", "-q")
    apt_get("install", "-y", "-q", "--no-install-recommends", *(available(each) for each in missing))
    left = [" or ".join(alternatives) for alternatives in missing_parts(kind)]
    if left:
        raise SetupError(f"still missing after installing: {', '.join(left)}. Please install them and start again.")


def missing_parts(kind: str) -> Iterator[tuple[str, ...]]:
    """Yield what is missing, judged by what works and not by what a package database says."""
    if find_python() is None:
        yield from RUN_PACKAGES[:1]
    if not shutil.which("gdalinfo"):
        yield from RUN_PACKAGES[1:2]
    if not has_spatialite():
        yield from RUN_PACKAGES[2:]
    if kind == "test":
        yield from missing_test_parts()


def missing_test_parts() -> Iterator[tuple[str, ...]]:
    if not list(Path("/usr/share/postgresql").glob("*/extension/postgis.control")):
        yield from POSTGIS_PACKAGES
    if not (shutil.which("valkey-server") or shutil.which("redis-server")):
        yield from BROKER_PACKAGES
    if not find_chromium():
        if is_ubuntu():
            raise SetupError(
                "no Chromium. Ubuntu's package is a snap, which the tests cannot drive. Install Google Chrome or a "
                "real Chromium package, or set MUSTERPOINT_CHROMIUM to the program, and start again."
            )
        yield from BROWSER_PACKAGES


def find_chromium() -> Optional[str]:
    """Return a browser program that is not Ubuntu's snap stub."""
    given = os.environ.get("MUSTERPOINT_CHROMIUM")
    if given:
        return given
    for name in ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"):
        path = shutil.which(name)
        if path and b"snap" not in Path(path).read_bytes()[:4096]:
            return path
    return None


def is_ubuntu() -> bool:
    release = Path("/etc/os-release")
    return release.exists() and "ID=ubuntu" in release.read_text().splitlines()


def has_spatialite() -> bool:
    python = find_python()
    return python is not None and succeeds([python, "-c", SPATIALITE_PROBE])


def available(alternatives: tuple[str, ...]) -> str:
    """Return the first alternative that the package lists offer."""
    for name in alternatives:
        policy = subprocess.run(["apt-cache", "policy", name], capture_output=True, text=True, check=False).stdout
        if "Candidate:" in policy and "Candidate: (none)" not in policy:
            return name
    raise SetupError(f"the package lists offer none of: {', '.join(alternatives)}")


def apt_get(*arguments: str) -> None:
    """Call apt-get as root or through sudo. Its own words are shown only when it fails."""
    command = ["apt-get", *arguments]
    if os.geteuid() != 0:
        if not shutil.which("sudo"):
            raise SetupError(f"please run as root, then start again: {' '.join(command)}")
        command = ["sudo", "DEBIAN_FRONTEND=noninteractive", *command]
    say(" ".join(command))
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, env=environment, stdin=sys.stdin, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SetupError(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


# --- Python and its packages ----------------------------------------------------------------------------------------


def find_python() -> Optional[str]:
    """Return the first Python that passes the probe; the system's before whatever else is on PATH."""
    folders = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin", *os.environ.get("PATH", "").split(os.pathsep)]
    names = ("python3.14", "python3.13", "python3.12", "python3")
    given = os.environ.get("MUSTERPOINT_PYTHON")
    paths = [given] if given else [os.path.join(folder, name) for folder in folders for name in names]  # noqa: PTH118
    for path in dict.fromkeys(paths):
        if os.access(path, os.X_OK) and succeeds([path, "-c", PROBE]):
            return path
    return None


def succeeds(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def make_venv(*, moved: bool) -> None:
    """Make .venv, or make it anew when its Python is gone or the folder was moved."""
    if VENV_PYTHON.exists() and not moved and succeeds([str(VENV_PYTHON), "-c", PROBE]):
        return
    python = find_python()
    if python is None:
        raise SetupError(
            "no Python >= 3.12 whose sqlite3 loads extensions. Install one (Debian 13, Ubuntu 24.04: python3 with "
            "python3-venv), or set MUSTERPOINT_PYTHON to it, and start again."
        )
    say(f"making .venv from {python}")
    subprocess.run([python, "-m", "venv", "--clear", str(VENV)], check=True)


def install_packages(kind: str) -> None:
    """Bring .venv to exactly the locked packages; every file is checked against its hash."""
    lock = lock_files(kind)[-1]
    if not (VENV / "bin" / "uv").exists():
        say("installing uv from the lock")
        first = VENV / "uv.txt"
        first.write_text(locked_requirement(ROOT / "requirements.txt", "uv"))
        pip = [str(VENV_PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, "--require-hashes", "--no-deps", "-r", str(first)], check=True)
    say(f"installing the packages of {lock.name}")
    uv = [str(VENV / "bin" / "uv"), "pip", "sync", "-q", "--require-hashes", "--python", str(VENV_PYTHON), str(lock)]
    subprocess.run(uv, check=True, cwd=ROOT, env=uv_environment(os.environ, pip_configuration()))


def locked_requirement(lock: Path, name: str) -> str:
    """Return one package's lines of a lock file, with its hashes."""
    lines = lock.read_text().splitlines(keepends=True)
    start = next(index for index, line in enumerate(lines) if line.startswith(f"{name}=="))
    end = next((index for index in range(start + 1, len(lines)) if not lines[index].startswith(" ")), len(lines))
    return "".join(line for line in lines[start:end] if not line.strip().startswith("#"))


def pip_configuration() -> dict[str, str]:
    """Return what this machine tells pip about where packages come from: {"index-url": …}."""
    listing = subprocess.run(
        [str(VENV_PYTHON), "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    found = {}
    for line in listing.splitlines():
        key, _, value = line.partition("=")
        found[key.rsplit(".", 1)[-1]] = value.strip().strip("'\"").replace("\\n", " ")
    return found


def uv_environment(environment: Mapping[str, str], pip: Mapping[str, str]) -> dict[str, str]:
    """Return uv's environment: uv does not read pip's configuration, so hand it over; what is set for uv wins."""
    handed = {
        "UV_DEFAULT_INDEX": pip.get("index-url", ""),
        "UV_INDEX": pip.get("extra-index-url", ""),
        "UV_FIND_LINKS": ",".join(pip.get("find-links", "").split()),
        "UV_INSECURE_HOST": pip.get("trusted-host", ""),
        "SSL_CERT_FILE": pip.get("cert", ""),
        # Every file is checked against its hash, so it does not matter which index it comes from.
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_LINK_MODE": "copy",
        "VIRTUAL_ENV": str(VENV),
    }
    return {**{key: value for key, value in handed.items() if value}, **environment}


def install_browser_libraries() -> None:
    """Install the browser libraries of package-lock.json; no package's own script is run."""
    say("installing the browser libraries of package-lock.json")
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    npm = [str(VENV / "bin" / "npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(npm, check=True, cwd=ROOT, env={**os.environ, "PATH": path}, stdout=subprocess.DEVNULL)


def compile_catalogues() -> None:
    """Compile translations; compiled ones are not committed."""
    paths = [str(path) for path in catalogues()]
    if paths:
        say("compiling translations")
        subprocess.run([str(VENV_PYTHON), "-c", COMPILE_CATALOGUES, *paths], check=True)
