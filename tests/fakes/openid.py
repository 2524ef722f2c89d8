"""A provider of OpenID Connect that can be told to lie: one thing in its tokens, its keys or its description."""

import json
import time
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.fakes.http import FakeHttp, Received, Reply

CLIENT, SECRET = "musterpoint", "a secret between two servers, long enough"
KEY, OTHER_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _number in range(2))


class FakeOpenId(FakeHttp):
    """`claims` go over what the token says, None takes one out; `person` is the answer about its person."""

    def __init__(self) -> None:
        super().__init__(self._answer)
        self.nonce = ""
        self.claims: dict[str, object] = {}
        self.person: dict[str, object] = {}
        self.description: dict[str, object] = {}
        self.key, self.algorithm, self.key_name = KEY, "RS256", "one"
        self.is_away = False
        self.waits_s = 0.0

    @property
    def issuer(self) -> str:
        return self.url

    @property
    def asked(self) -> dict[str, list[str]]:
        """The form with which the newest code was traded for a token."""
        return parse_qs(next(one for one in reversed(self.received) if one.path == "/token").body.decode())

    def token(self) -> str:
        now = int(time.time())
        said = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "person-1",
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
            **self.claims,
        }
        said = {name: value for name, value in said.items() if value is not None}
        if self.algorithm == "none":
            return jwt.encode(said, "", algorithm="none")
        if self.algorithm == "HS256":
            return jwt.encode(said, SECRET, algorithm="HS256", headers={"kid": self.key_name})
        return jwt.encode(said, self.key, algorithm=self.algorithm, headers={"kid": self.key_name})

    def _answer(self, request: Received) -> Reply:
        time.sleep(self.waits_s)
        if self.is_away:
            return Reply(503, b"")
        path = request.path.partition("?")[0]
        if path == "/.well-known/openid-configuration":
            return _json(self._description())
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return _json({"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]})
        if path == "/token":
            return _json({"access_token": "opaque", "token_type": "Bearer", "id_token": self.token()})
        if path == "/person":
            sub = str({"sub": "person-1", **self.claims}["sub"])
            return _json({"sub": sub, **self.person})
        return Reply(404, b"{}")

    def _description(self) -> dict[str, object]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "userinfo_endpoint": f"{self.url}/person",
            **self.description,
        }


def _json(said: object) -> Reply:
    return Reply(200, json.dumps(said).encode(), {"content-type": "application/json"})
