"""Notice that a key of this installation is another one, or gone: by what is remembered of each, never by the key."""

import hashlib
import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from coordination.records.models import ServerKey
from coordination.records.server_keys.vocabulary import KeyStanding
from coordination.web.own_keys import public_halves

logger = logging.getLogger(__name__)
SIGNER = "MUSTERPOINT_SECRET_KEY"
SALT = "coordination.records.server_keys"
CHARS = 16
# So long is said that a key is another one; what is lost is said until it is back or made anew.
TOLD_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key: `since` when it is the one that it is, or was before it was lost; None: it is not noted yet."""

    name: str
    standing: KeyStanding
    fingerprint: str
    since: datetime | None


def note_keys(at: datetime) -> None:
    """Remember which keys are in use, each change in a durable transaction. One query where nothing changed."""
    newest = {one.name: one for one in ServerKey.objects.order_by("since", "pk")}
    for name, fingerprint in _read_fingerprints().items():
        if fingerprint and (name not in newest or newest[name].fingerprint != fingerprint):
            with transaction.atomic(durable=True):
                # A key that comes back from a copy is known already.
                ServerKey.objects.update_or_create(name=name, fingerprint=fingerprint, defaults={"since": at})


def list_keys(at: datetime) -> list[KeyLine]:
    """Return how each key that is there, or was, stands. One query; reads the files."""
    remembered: dict[str, list[ServerKey]] = defaultdict(list)
    for row in ServerKey.objects.order_by("since", "pk"):
        remembered[row.name].append(row)
    found = _read_fingerprints()
    return [_line_of(name, found.get(name), remembered[name], at) for name in sorted({*found, *remembered})]


def _line_of(name: str, fingerprint: str | None, rows: list[ServerKey], at: datetime) -> KeyLine:
    last = rows[-1] if rows else None
    known, since = (last.fingerprint, last.since) if last is not None else ("", None)
    if fingerprint is None:
        return KeyLine(name, KeyStanding.LOST, known, since)
    if not fingerprint:
        return KeyLine(name, KeyStanding.UNREADABLE, known, since)
    if last is not None and fingerprint != known:
        return KeyLine(name, KeyStanding.ANEW, fingerprint, at)
    is_lately = len(rows) > 1 and since is not None and at - since < TOLD_FOR
    standing = KeyStanding.ANEW if is_lately else KeyStanding.BEFORE if _is_changing(name) else KeyStanding.SAME
    return KeyLine(name, standing, fingerprint, since)


def _is_changing(name: str) -> bool:
    return name == SIGNER and bool(settings.SECRET_KEY_FALLBACKS)


def _read_fingerprints() -> dict[str, str]:
    """Return what each key that is there is known by; empty: its file does not read."""
    halves = public_halves()
    found = {name: hashlib.sha256(half).hexdigest()[:CHARS] if half else "" for name, half in halves.items()}
    # Keyed by the secret itself: from what is remembered no one comes to it.
    return {**found, SIGNER: salted_hmac(SALT, SIGNER, algorithm="sha256").hexdigest()[:CHARS]}


def changed_in_words() -> str:
    """Return what of the keys is not as it was, for `/readyz` and the log; nothing: all is. May not reach the database.

    Which files do not read is said beside.
    """
    try:
        lines = list_keys(timezone.now())
    except DatabaseError:
        return ""
    told = (KeyStanding.LOST, KeyStanding.ANEW, KeyStanding.BEFORE)
    names = {standing: [_words_of(one) for one in lines if one.standing is standing] for standing in told}
    return "; ".join(f"{standing.value}: {', '.join(found)}" for standing, found in names.items() if found)


def _words_of(line: KeyLine) -> str:
    is_new = line.standing is KeyStanding.ANEW and line.since is not None
    return f"{line.name} (since {line.since:%Y-%m-%d})" if is_new else line.name


def tell_of_keys_at_start() -> None:
    """Log what of the keys is not as it was when the server last ran, and remember what is. Nothing keeps it down."""
    try:
        note_keys(timezone.now())
    except (DatabaseError, OSError) as error:
        logger.warning("which keys are in use could not be noted (%s)", type(error).__name__)
    if words := changed_in_words():
        logger.warning("keys of this installation: %s", words)
