"""An agency's own sign-in by OpenID Connect: node-oidc-provider in a process that can be stopped and started again."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping

from tests.support.processes import ROOT, free_port
from tests.support.services import Service

CLIENT, SECRET = "musterpoint", "a secret between two servers, long enough"
NODE = ROOT / ".venv" / "bin" / "node"


class SignInProvider(Service):
    """Starts at the same port again. Its people are told to it at any time; where it may lead back to, at its start."""

    name = "sign-in-provider"

    def __init__(self) -> None:
        super().__init__()
        self.port = free_port()
        self.issuer = f"http://127.0.0.1:{self.port}"
        self._file = self.folder / "people.json"
        self._people: dict[str, Mapping[str, object]] = {}
        self._leads_back_to = ["http://127.0.0.1/nowhere"]
        self._tell()

    def knows(self, login: str, **said: object) -> None:
        """Take a person in, or say otherwise of one."""
        self._people[login] = {**self._people.get(login, {}), **said}
        self._tell()

    def leads_back_to(self, address: str) -> None:
        """Register an address, and start anew with it."""
        self._leads_back_to = [address]
        self._tell()
        self.stop()
        self.start()

    def start(self) -> None:
        script = ROOT / "tests" / "stage" / "sign_in_provider.mjs"
        self.process.launch([str(NODE), str(script), str(self.port), str(self._file)])
        self.process.wait_ready(self._answers, timeout_s=self.ready_timeout_s)

    def _tell(self) -> None:
        self._file.write_text(json.dumps({"redirect_uris": self._leads_back_to, "people": self._people}))

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.issuer}/.well-known/openid-configuration", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False
