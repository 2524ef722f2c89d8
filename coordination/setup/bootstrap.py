"""Find a fit Python, system libraries, .venv and the locked packages, then run the command there.

Standard library only, Python 3.9 syntax: this file runs before anything is installed. When everything is in place it
reads a stamp, compares hashes, and never touches the network.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from coordination.setup.face_folders import face_folders
from coordination.setup.system_parts import (
    PROBE,
    SetupError,
    find_chromium,
    find_python,
    install_system,
    is_success,
    missing_test_parts,
    report_progress,
    report_step,
)

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMP = VENV / "setup.json"
PAGE_FILES = ROOT / "var" / "static" / "staticfiles.json"

COMPILE_CATALOGUES = (
    "import sys, polib\nfor path in sys.argv[1:]: polib.pofile(path).save_as_mofile(path[:-3] + '.mo')\n"
)

# Debian's and Ubuntu's, then Fedora's.
TRUSTED = (Path("/etc/ssl/certs/ca-certificates.crt"), Path("/etc/pki/tls/certs/ca-bundle.crt"))
LIBRARIES = VENV / "lib"
OUR_CODE = [ROOT / name for name in ("coordination", "mapping", "mou", "push")]

MODES = {"demo": "demo", "test": "test", "serve": "serve"}


def prepare_python(argv: list[str]) -> None:
    """Return inside .venv's Python with everything in place; otherwise set up and replace this process."""
    command = argv[1] if len(argv) > 1 else "help"
    kind = "test" if command in ("test", "bench", "screenshots") else "run"
    try:
        set_up(kind)
        environment = environment_for(command, argv[2:])
    except SetupError as error:
        sys.exit(f"musterpoint: {error}")
    except subprocess.CalledProcessError as error:
        sys.exit(f"musterpoint: set-up failed (exit {error.returncode}): {' '.join(map(str, error.cmd))}")
    if command == "test":
        os.chdir(ROOT)
        os.execve(VENV_PYTHON, [str(VENV_PYTHON), "-m", "tests.gates", *argv[2:]], environment)
    if not runs_in_venv():
        os.execve(VENV_PYTHON, [str(VENV_PYTHON), str(ROOT / "manage.py"), *argv[1:]], environment)
    os.environ.update(environment)


def runs_in_venv() -> bool:
    return Path(sys.prefix).resolve() == VENV.resolve()


# --- what the command's settings are -------------------------------------------------------------------------------


def environment_for(command: str, arguments: list[str]) -> dict[str, str]:
    """Return the environment that Django's settings will read."""
    environment = dict(os.environ)
    environment.setdefault("DJANGO_SETTINGS_MODULE", "coordination.settings")
    environment.setdefault("MUSTERPOINT_MODE", MODES.get(command, "dev"))
    if command == "demo":
        environment.update(demo_environment(once="--once" in arguments))
    if command == "screenshots":
        environment.update(demo_environment(once=True))
    return environment


def demo_environment(*, once: bool) -> dict[str, str]:
    """Return settings of the demo: its own folder, database and secret, whatever else is configured.

    The demo overrides a configured database on purpose: demo people must never land in a real one.
    """
    folder = demo_folder(once=once)
    return {
        "MUSTERPOINT_MODE": "demo",
        "MUSTERPOINT_DEMO_VAR": str(folder),
        "MUSTERPOINT_VAR": str(folder),
        "MUSTERPOINT_DATABASE": f"spatialite://{folder / 'demo.sqlite3'}",
        "MUSTERPOINT_SECRET_KEY": secret_of(folder / "secret_key"),
        "MUSTERPOINT_REDIS": "",
        "MUSTERPOINT_PROCESSES": "1",
        "MUSTERPOINT_HOSTS": "127.0.0.1,localhost",
        "MUSTERPOINT_ORIGIN": "",
        "MUSTERPOINT_ORIGINS": "",
        "MUSTERPOINT_TLS": "false",
    }


def demo_folder(*, once: bool) -> Path:
    """Return the demo's folder; made when it is not there. Raises: SetupError: nothing can be written there."""
    given = os.environ.get("MUSTERPOINT_DEMO_VAR")
    folder = Path(given) if given else ROOT / "var" / "demo"
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if once and not given:
            return Path(tempfile.mkdtemp(prefix="once-", dir=folder.parent))
        folder.mkdir(exist_ok=True)
        # As a database does; a folder of another user, or of a file system that only reads, says it here.
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise SetupError(
            f"the demo keeps its database in {folder}, and this user cannot write there ({error.strerror}). Name "
            "another folder: MUSTERPOINT_DEMO_VAR=~/musterpoint-demo python3 manage.py demo"
        ) from error
    return folder


def secret_of(path: Path) -> str:
    """Return the secret kept at path; make one that only its owner may read when there is none."""
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()


# --- the order of things --------------------------------------------------------------------------------------------


def set_up(asked: str) -> None:
    """Install what the asked kind (run or test) needs and is not there yet."""
    if is_done(asked, read_stamp()):
        return
    with only_one_set_up():
        # What was read before says nothing any more: another start may have set all of it up, or set up more.
        stamp = read_stamp()
        if not is_done(asked, stamp):
            bring_up(wanted_by(asked, stamp), dict(stamp))


def is_done(asked: str, stamp: Mapping[str, str]) -> bool:
    return stamp == wanted_by(asked, stamp) and is_in_place(asked)


def wanted_by(asked: str, stamp: Mapping[str, str]) -> dict[str, str]:
    """Return the stamp of a checkout in which all is there."""
    # Once test packages are in .venv they stay: a later demo must not take them away.
    kind = "test" if stamp.get("kind") == "test" else asked
    return {
        "kind": kind,
        "venv": str(VENV),
        "packages": digest_of(lock_files(kind)),
        "browser_libraries": digest_of([ROOT / "package-lock.json"]),
        "catalogues": digest_of(list_catalogues()),
        "page_files": digest_of([*page_files(), ROOT / "package-lock.json"]),
    }


def bring_up(wanted: Mapping[str, str], stamp: dict[str, str]) -> None:
    """Install what the stamp lacks. Only under the lock."""
    kind = wanted["kind"]
    install_system(kind)
    if make_venv(moved=stamp.get("venv") not in (None, str(VENV))):
        stamp = {}
    if stamp.get("packages") != wanted["packages"]:
        install_packages(kind)
        with report_step("compiling the packages"):
            compile_python([LIBRARIES])
    libraries = ("browser_libraries", "kind")
    if any(stamp.get(key) != wanted[key] for key in libraries) or not (ROOT / "node_modules").is_dir():
        install_browser_libraries(kind)
    compile_catalogues()
    with report_step("compiling the project"):
        compile_python(OUR_CODE)
    if stamp.get("page_files") != wanted["page_files"] or not PAGE_FILES.exists():
        build_page_files()
    if kind == "test" and not find_chromium():
        install_chromium()
    STAMP.write_text(json.dumps(wanted, indent=1))
    report_progress("ready")


def is_in_place(asked: str) -> bool:
    """Look, without starting anything, whether what the stamp promises is still there."""
    if asked == "test" and (any(missing_test_parts()) or not find_chromium()):
        return False
    compiled = all(path.with_suffix(".mo").exists() for path in list_catalogues())
    return VENV_PYTHON.exists() and (ROOT / "node_modules").is_dir() and compiled and PAGE_FILES.exists()


def lock_files(kind: str) -> list[Path]:
    run = ROOT / "requirements.txt"
    return [run, ROOT / "requirements-dev.txt"] if kind == "test" else [run]


def list_catalogues() -> list[Path]:
    return sorted(ROOT.glob("*/web/locale/*/LC_MESSAGES/*.po"))


def page_files() -> list[Path]:
    """Return what pages are made of: scripts, styles, and the templates, which name them."""
    folders = [*face_folders(ROOT, "static"), *face_folders(ROOT, "templates")]
    found = [path for folder in folders for path in folder.rglob("*")]
    makers = [ROOT / "coordination" / "web" / name for name in ("page_files.py", "typeface.py")]
    return sorted(path for path in [*found, *makers] if path.is_file())


def digest_of(paths: Iterable[Path]) -> str:
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
    """Wait until no other start is setting up this checkout. Raises: SetupError: nothing can be written here."""
    try:
        (ROOT / "var").mkdir(exist_ok=True)
        lock = open(ROOT / "var" / "set-up.lock", "w")  # noqa: PTH123, SIM115 - held open as a lock
    except OSError as error:
        raise SetupError(
            f"set-up has to write .venv, node_modules and var into {ROOT}, and this user cannot ({error.strerror}). "
            "Start it once as the user who owns the folder, or copy the folder to where you may write: "
            f"cp -r {ROOT} ~/musterpoint"
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with report_step("another start is setting up; waiting for it"):
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# --- Python and its packages ----------------------------------------------------------------------------------------


def make_venv(*, moved: bool) -> bool:
    """Make .venv, or make it anew when it is broken or the folder was moved; return whether it is new."""
    if not moved and VENV_PYTHON.exists() and is_success([str(VENV_PYTHON), "-c", f"import pip\n{PROBE}"]):
        return False
    python = find_python()
    if python is None:
        raise SetupError(
            "no Python >= 3.12 whose sqlite3 loads extensions. Install one (Debian 13, Ubuntu 24.04: python3 with "
            "python3-venv), or set MUSTERPOINT_PYTHON to it, and start again."
        )
    with report_step(f"making .venv from {python}"):
        subprocess.run([python, "-m", "venv", "--clear", str(VENV)], check=True)
    return True


def install_packages(kind: str) -> None:
    """Bring .venv to exactly the locked packages; every file is checked against its hash."""
    lock = lock_files(kind)[-1]
    if not (VENV / "bin" / "uv").exists():
        first = VENV / "uv.txt"
        first.write_text(locked_requirement(ROOT / "requirements.txt", "uv"))
        pip = [str(VENV_PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        with report_step("installing uv from the lock"):
            subprocess.run([*pip, "--require-hashes", "--no-deps", "-r", str(first)], check=True)
    uv = [str(VENV / "bin" / "uv"), "pip", "sync", "-q", "--require-hashes", "--python", str(VENV_PYTHON), str(lock)]
    environment = uv_environment(os.environ, pip_configuration())
    with report_step(f"installing the packages of {lock.name}"):
        subprocess.run(uv, check=True, cwd=ROOT, env=environment)


def compile_python(folders: Iterable[Path]) -> None:
    """Write the bytecode of what lies in these folders beside it, where it is not there or is older.

    A bounded process may write nothing there: whatever is not compiled it would compile anew each time it is started,
    a second for each print.
    """
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPYCACHEPREFIX"}
    # A library may bring files that this Python cannot read: they are never imported.
    subprocess.run(
        [str(VENV_PYTHON), "-m", "compileall", "-q", "-j", "0", *map(str, folders)],
        check=False,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


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
        "UV_FIND_LINKS": ",".join(one for one in pip.get("find-links", "").split() if is_there(one)),
        "UV_INSECURE_HOST": pip.get("trusted-host", ""),
        "SSL_CERT_FILE": trusted_certificates(pip),
        # Every file is checked against its hash, so it does not matter which index it comes from.
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_LINK_MODE": "copy",
        "VIRTUAL_ENV": str(VENV),
    }
    return {**{key: value for key, value in handed.items() if value}, **environment}


def is_there(place: str) -> bool:
    """Say whether a place with packages can be looked at: pip passes over a folder that is gone, uv ends with it."""
    return "://" in place or Path(place).exists()


def npm_environment(environment: Mapping[str, str], pip: Mapping[str, str]) -> dict[str, str]:
    """Return npm's environment: it, too, trusts whom this machine trusts, such as a proxy of the house."""
    handed = {"NODE_EXTRA_CA_CERTS": trusted_certificates(pip)}
    return {**{key: value for key, value in handed.items() if value}, **environment}


def trusted_certificates(pip: Mapping[str, str]) -> str:
    """Return the file of those whom this machine trusts; uv and npm bring lists of their own."""
    return pip.get("cert", "") or next((str(path) for path in TRUSTED if path.exists()), "")


def install_browser_libraries(kind: str) -> None:
    """Install the browser libraries of package-lock.json, for tests also its tools; no package's own script is run."""
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    npm = [str(VENV / "bin" / "npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
    npm += ["--loglevel=error"]
    npm += [] if kind == "test" else ["--omit=dev"]
    environment = npm_environment(os.environ, pip_configuration())
    with report_step("installing the browser libraries of package-lock.json"):
        subprocess.run(npm, check=True, cwd=ROOT, env={**environment, "PATH": path}, stdout=subprocess.DEVNULL)


def compile_catalogues() -> None:
    """Compile translations; compiled ones are not committed."""
    paths = [str(path) for path in list_catalogues()]
    if paths:
        with report_step("compiling translations"):
            subprocess.run([str(VENV_PYTHON), "-c", COMPILE_CATALOGUES, *paths], check=True)


def build_page_files() -> None:
    """Bundle, hash and compress what pages load. Away with the old ones: a page names only new ones."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "coordination.settings", "MUSTERPOINT_MODE": "dev"}
    environment["MUSTERPOINT_DEBUG"] = "false"
    command = [str(VENV_PYTHON), "-m", "django", "collectstatic", "--no-input", "--clear", "--verbosity", "0"]
    with report_step("building the pages' scripts and styles"):
        subprocess.run(command, check=True, cwd=ROOT, env=environment)


def install_chromium() -> None:
    """Let playwright fetch a browser where the system offers none that can be driven (Ubuntu's is a snap)."""
    playwright = [str(VENV_PYTHON), "-m", "playwright", "install", "--with-deps", "chromium"]
    with report_step("installing Chromium through playwright"):
        is_fetched = is_success(playwright)
    if not is_fetched or not find_chromium():
        raise SetupError(
            "no Chromium that the tests can drive, and playwright could not fetch one. Install Google Chrome or a "
            "Chromium that is no snap, or set MUSTERPOINT_CHROMIUM to the program, and start again."
        )
