"""A mail server, a carrier of text messages or Firebase in a process that can be stopped, frozen and killed.

Run as `python -m tests.stage.devices.provider KIND PORT FILE`: appends a line for each message that it takes.
"""

import os
import signal
import socket
import sys
import time
from pathlib import Path

from tests.fakes.fcm import FakeFcm, write_credentials
from tests.fakes.sms import ACCOUNT, SENDER, TOKEN, FakeSms
from tests.fakes.smtp import FakeSmtp
from tests.support.processes import free_port
from tests.support.services import Service

LOOK_S = 0.02
type Fake = FakeSmtp | FakeSms | FakeFcm
FAKES: dict[str, type[Fake]] = {"mail": FakeSmtp, "sms": FakeSms, "fcm": FakeFcm}


class Provider(Service):
    """Starts at the same port again; what it has taken outlives it."""

    name = "provider"

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind, self.port = kind, free_port()
        self.file = self.folder / "taken"
        self.file.touch()

    @property
    def env(self) -> dict[str, str]:
        """The settings that lead a worker to it."""
        if self.kind == "mail":
            return {
                "MUSTERPOINT_MAIL_SERVER": f"smtp://127.0.0.1:{self.port}",
                "MUSTERPOINT_MAIL_FROM": "a@example.org",
            }
        if self.kind == "fcm":
            url = f"http://127.0.0.1:{self.port}"
            credentials = write_credentials(self.folder, url)
            return {"MUSTERPOINT_FCM_CREDENTIALS": str(credentials), "MUSTERPOINT_FCM_URL": url}
        return {
            "MUSTERPOINT_SMS_URL": f"http://127.0.0.1:{self.port}",
            "MUSTERPOINT_SMS_ACCOUNT": ACCOUNT,
            "MUSTERPOINT_SMS_TOKEN": TOKEN,
            "MUSTERPOINT_SMS_FROM": SENDER,
        }

    @property
    def taken(self) -> list[str]:
        """To whom, for each message in turn."""
        return self.file.read_text(encoding="utf-8").splitlines()

    def start(self) -> None:
        self.process.launch(
            [sys.executable, "-m", "tests.stage.devices.provider", self.kind, str(self.port), str(self.file)]
        )
        self.process.wait_ready(self._answers, timeout_s=self.ready_timeout_s)

    def freeze(self) -> None:
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


def serve(kind: str, port: int, file: Path) -> None:
    """Take messages until ended."""
    written = 0
    with FAKES[kind](port=port) as fake, file.open("a", encoding="utf-8") as out:
        while True:
            told = told_by(fake)
            for one in told[written:]:
                print(one, file=out, flush=True)
            written = len(told)
            time.sleep(LOOK_S)


def told_by(fake: Fake) -> list[str]:
    """Return to whom each message went."""
    if isinstance(fake, FakeSmtp):
        return [str(one["To"]) for one in fake.mails]
    return fake.addresses if isinstance(fake, FakeFcm) else [to for to, _ in fake.texts]


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
