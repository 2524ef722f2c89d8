"""What a provider said, as it may be shown: short, in one line, without addresses, numbers or keys. Pure: no Django."""

import json
import re
import smtplib

MOST_CHARS = 300
# In place of what was left out.
LEFT_OUT = "…"
_ADDRESS = re.compile(r"(?:\"[^\"@]{1,64}\"|[^\s<>@:,;\"']+)(?:@|%40|=40|\(at\))[^\s<>@:,;\"']+", re.IGNORECASE)
# A telephone number, or the digits of one of our codes.
_NUMBER = re.compile(r"\+\d[\d ().-]{5,}\d|\d{6,}|\(?\b\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b")
# A token, a key, an id of an account; and what stands behind a question mark in an address.
_KEY = re.compile(r"[A-Za-z0-9_\-+/.=:%~]{24,}")
_QUERY = re.compile(r"\?\S+")
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")


def clean_words(said: str, *, address: str = "") -> str:
    """Return a provider's words without what names a person or opens anything, in one line, at most 300 characters.

    `address`: the one that was written to. Servers name a person by what stands before its @, too.
    """
    line = " ".join(_HIDDEN.sub(" ", said[: 10 * MOST_CHARS]).split())
    for secret in (_QUERY, _ADDRESS, _KEY, _NUMBER):
        line = secret.sub(LEFT_OUT, line)
    if person := address.rpartition("@")[0]:
        line = re.sub(rf"(?<!\w){re.escape(person)}(?!\w)", LEFT_OUT, line, flags=re.IGNORECASE)
    return line if len(line) <= MOST_CHARS else line[: MOST_CHARS - 1] + LEFT_OUT


def smtp_words(error: BaseException) -> tuple[int, str]:
    """Return the number and the words of a mail server; 0: it gave none, and what the connection met is returned."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()), (0, b""))
        return code, f"{code} {_text_of(said)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code, f"{error.smtp_code} {_text_of(error.smtp_error)}"
    return 0, str(error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__)


def body_words(status: int, body: bytes) -> str:
    """Return what stands in a provider's answer: its message where it is JSON, else its text."""
    text = body[: 10 * MOST_CHARS].decode(errors="replace")
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return f"{status} {re.sub(r'<[^>]*>', ' ', text)}"
    return f"{status} {_message_in(document) or text}"


def _message_in(document: object) -> str:
    """Return the message of an error as Twilio, Firebase and RFC 9457 write it; empty: there is none."""
    if not isinstance(document, dict):
        return ""
    inner = document.get("error")
    if isinstance(inner, dict):
        return _message_in(inner)
    parts = [document.get(name) for name in ("code", "status", "message", "detail", "reason", "title")]
    return " ".join(str(one) for one in parts if isinstance(one, (str, int)))


def _text_of(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said
