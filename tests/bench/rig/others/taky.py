"""taky, a TAK server in Python, in a throw-away environment of its own: the baseline for positions."""

import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.rig.bounds import SERVER_CORE, place
from tests.bench.rig.meters import say
from tests.support.processes import ChildProcess, free_port

# It asks setuptools for its version at run time, which newer ones no longer answer.
PACKAGES = ("taky==0.10", "setuptools<81")
CONFIG = """
[taky]
hostname = taky.test
bind_ip = 127.0.0.1
root_dir = {folder}
[cot_server]
port = {port}
[dp_server]
upload_path = {folder}
[ssl]
enabled = false
"""


def install_taky(folder: Path) -> Path | None:
    """Install taky below the folder; return its program, or None where that is not possible."""
    uv = Path(sys.executable).parent / "uv"
    home = folder / "taky"
    try:
        subprocess.run([str(uv), "venv", "-q", "--python", sys.executable, str(home)], check=True, capture_output=True)
        command = [str(uv), "pip", "install", "-q", "--python", str(home / "bin" / "python"), *PACKAGES]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
    except (OSError, subprocess.SubprocessError) as error:
        say(f"taky could not be installed: {error}")
        return None
    return home / "bin" / "taky"


@contextmanager
def taky(program: Path) -> Iterator[tuple[int, int]]:
    """Run taky on the server's core; yield its port and process id."""
    import socket

    port = free_port()

    def listens() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "taky.conf"
        config.write_text(CONFIG.format(folder=folder, port=port))
        process = ChildProcess(name="taky", log=Path(folder) / "log.txt")
        process.launch([str(program), "-l", "error", "-c", str(config)])
        try:
            process.wait_ready(listens, timeout_s=30)
            place(process.pid, SERVER_CORE)
            yield port, process.pid
        finally:
            process.end(signal.SIGKILL)
