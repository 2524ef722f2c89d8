"""Whether a carrier with Twilio's interface really sent us a message: its signature over address and fields. Pure.

https://www.twilio.com/docs/usage/security#validating-requests: HMAC-SHA1 with the account's token over the address
that the carrier calls, followed by each field's name and value in the order of names.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence


def signature_of(*, token: str, url: str, fields: Mapping[str, Sequence[str]]) -> str:
    """Return what the carrier puts into X-Twilio-Signature."""
    signed = url + "".join(name + value for name in sorted(fields) for value in sorted(set(fields[name])))
    return base64.b64encode(hmac.digest(token.encode(), signed.encode(), hashlib.sha1)).decode()


def is_signed(*, token: str, url: str, fields: Mapping[str, Sequence[str]], signature: str) -> bool:
    """Tell whether the signature fits. Without a token nothing does: anybody could sign with no key."""
    expected = signature_of(token=token, url=url, fields=fields)
    return bool(token) and hmac.compare_digest(expected.encode(), signature.encode())
