"""Vectors of signing in with an agency: where an app sends the browser, and which address it takes for the answer."""

from urllib.parse import urlencode

from coordination.administration.single_sign_on.app_codes import challenge_of
from coordination.room.wire.model import JsonObject

ORIGIN = "https://musterpoint.example"
# The verifier of RFC 7636, appendix B, and one with every character that may stand in one.
VERIFIERS = (
    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0-9._~",
)
STATE, CODE = "the-state-of-this-app-0001", "Zk3v0q9d1m7x2w8s4r6t5y1u0aBcDeFgHiJkLmNoPqR"


def sign_in_vectors() -> JsonObject:
    """Return what begins a sign-in (`begun`), and addresses that open the app (`returned`), with the code of each."""
    return {
        "begun": [_describe_begun(verifier) for verifier in VERIFIERS],
        "returned": [
            {"name": "the answer", "address": _way_in(code=CODE, state=STATE), "code": CODE},
            {"name": "another state", "address": _way_in(code=CODE, state=STATE[:-1] + "2"), "code": None},
            {"name": "no state", "address": _way_in(code=CODE), "code": None},
            {"name": "no code", "address": _way_in(state=STATE), "code": None},
            {
                "name": "another host",
                "address": _way_in("https://evil.example", code=CODE, state=STATE),
                "code": None,
            },
            {
                "name": "a scheme",
                "address": _way_in("musterpoint://sign-in", code=CODE, state=STATE),
                "code": None,
            },
            {
                "name": "another page",
                "address": f"{ORIGIN}/accounts/welcome/?{urlencode({'code': CODE, 'state': STATE})}",
                "code": None,
            },
            {"name": "no address", "address": "code", "code": None},
        ],
    }


def _describe_begun(verifier: str) -> JsonObject:
    challenge = challenge_of(verifier)
    asked = urlencode({"code_challenge": challenge, "code_challenge_method": "S256", "state": STATE})
    address = f"{ORIGIN}/agency-sign-in/app/?{asked}"
    return {"origin": ORIGIN, "verifier": verifier, "state": STATE, "challenge": challenge, "address": address}


def _way_in(origin: str = ORIGIN, **said: str) -> str:
    return f"{origin}/agency-sign-in/app/return/?{urlencode(said)}"
