"""The words of an alarm: kept on the phone, and fetched anew where they changed (docs/mobile.md)."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

TIMEOUT_S = 30


@dataclass(frozen=True, slots=True)
class KeptWords:
    """What to keep: the words, and by which mark the server knows them."""

    etag: str
    words: Any


def fetch_safety_words(origin: str, kept: KeptWords | None = None) -> KeptWords:
    """Return the words as the server has them now; where it does not answer, those that are kept stay good.

    Raises: OSError: there is no answer, and nothing is kept.
    """
    headers = {"If-None-Match": kept.etag} if kept is not None else {}
    asked = urllib.request.Request(f"{origin}/api/v1/safety-words", headers=headers)  # noqa: S310 - the user's own server
    try:
        with urllib.request.urlopen(asked, timeout=TIMEOUT_S) as answer:  # noqa: S310
            return KeptWords(answer.headers.get("ETag") or "", json.loads(answer.read()))
    except OSError as error:
        if isinstance(error, urllib.error.HTTPError):
            error.close()
        if kept is None:
            raise
        return kept
