"""An agency's own sign-in by OpenID Connect: node-oidc-provider in a process that can be stopped and started again."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

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
        self._keys: list[object] = []
        self._silent: tuple[str, ...] = ()
        self._tell()

    def knows(self, login: str, **said: object) -> None:
        """Take a person in, or say otherwise of one."""
        self._people[login] = {**self._people.get(login, {}), **said}
        self._tell()

    def leads_back_to(self, address: str) -> None:
        """Register an address, and start anew with it."""
        self._leads_back_to = [address]
        self._starts_anew()

    def changes_keys(self, name: str) -> None:
        """Sign with another key of this name, and start anew with it; the old one is forgotten."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        made = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key))
        self._keys = [{**made, "kid": name, "use": "sig", "alg": "RS256"}]
        self._starts_anew()

    def is_silent_at(self, *paths: str) -> None:
        """Answer 503 at these paths alone, from now on."""
        self._silent = paths
        self._tell()

    def start(self) -> None:
        script = ROOT / "tests" / "stage" / "sign_in" / "sign_in_provider.mjs"
        self.process.launch([str(NODE), str(script), str(self.port), str(self._file)])
        self.process.wait_ready(self._answers, timeout_s=self.ready_timeout_s)

    def _tell(self) -> None:
        told = {
            "redirect_uris": self._leads_back_to,
            "people": self._people,
            "keys": self._keys,
            "silent": self._silent,
        }
        # It may be read at any moment.
        new = self._file.with_suffix(".new")
        new.write_text(json.dumps(told))
        new.replace(self._file)

    def _starts_anew(self) -> None:
        self._tell()
        self.stop()
        self.start()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.issuer}/.well-known/openid-configuration", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False
