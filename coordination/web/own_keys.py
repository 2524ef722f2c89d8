"""The key files of this installation: which of them do not read. What they sign waits, and everything else goes on."""

import logging
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from mapping.errors import PackKeyUnreadable
from mapping.exports.packs.key import pack_key_at
from mou.errors import SealKeyUnreadable
from mou.papers.sealed_copies import seal_key
from push.errors import WebPushKeyUnreadable
from push.transports.webpush.vapid import private_key_at

logger = logging.getLogger(__name__)


def unreadable_keys() -> list[str]:
    """Return the names of key files that are there and cannot be used. One that is not there is made when needed."""
    reads: dict[Path, Callable[[Path], object]] = {
        settings.PUSH_VAPID_KEY_FILE: private_key_at,
        settings.MOU_SIGNING_KEY_FILE: lambda _path: seal_key(timezone.now()),
        settings.PACK_KEY_FILE: pack_key_at,
    }
    return [path.name for path, read in reads.items() if path.exists() and not _is_fine(path, read)]


def warn_of_unreadable_keys() -> None:
    """Log which key files cannot be used."""
    names = unreadable_keys()
    if names:
        logger.error("these keys do not read, and what they sign waits: %s", ", ".join(names))


def _is_fine(path: Path, read: Callable[[Path], object]) -> bool:
    try:
        read(path)
    except (WebPushKeyUnreadable, SealKeyUnreadable, PackKeyUnreadable):
        return False
    return True
