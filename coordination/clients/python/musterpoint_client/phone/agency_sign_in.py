"""Sign in with one's agency: in the phone's browser, and back into the app with a code (docs/onboarding.md)."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_urlsafe
from urllib.parse import parse_qs, urlencode, urlsplit

PATH, RETURN = "/agency-sign-in/app/", "/agency-sign-in/app/return/"
RANDOM_BYTES = 32


@dataclass(frozen=True, slots=True)
class Begun:
    """Where an app sends the browser, and what it keeps for this one sign-in."""

    address: str
    verifier: str
    state: str


def begin_agency_sign_in(origin: str, *, verifier: str = "", state: str = "") -> Begun:
    """Begin. Open `address` in the system's browser, never in a web view.

    Args:
        origin: such as https://musterpoint.example.
        verifier, state: for tests; else made at random.
    """
    verifier, state = verifier or token_urlsafe(RANDOM_BYTES), state or token_urlsafe(RANDOM_BYTES)
    challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
    asked = urlencode({"code_challenge": challenge, "code_challenge_method": "S256", "state": state})
    return Begun(f"{origin}{PATH}?{asked}", verifier, state)


def code_of_return(opened: str, begun: Begun) -> str | None:
    """Return the code in the address with which the app was opened again.

    Give it to `Session.sign_in_with_agency` within a minute. None: that address is not the answer to what this app
    began, and is passed over.
    """
    try:
        at, where = urlsplit(opened), urlsplit(begun.address)
    except ValueError:
        return None
    if (at.scheme, at.netloc, at.path) != (where.scheme, where.netloc, RETURN):
        return None
    said = parse_qs(at.query)
    return said.get("code", [None])[0] if said.get("state") == [begun.state] else None
