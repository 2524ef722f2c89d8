"""What a page must know to keep maps on the phone that shows it: whose it is, the key, for how long, the words."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import get_language

from coordination.offline.words import kept_words
from mapping.errors import PackKeyUnreadable
from mapping.exports.packs.key import pack_key_at, public_hex

type PageConfig = dict[str, str | int | dict[str, str] | None]


def kept_on_phone(request: HttpRequest) -> dict[str, PageConfig]:
    """Return it for every template: a page without a sign-in says so, and the browser then deletes what it kept."""
    user = getattr(request, "user", AnonymousUser())
    user_id = None if isinstance(user, AnonymousUser) else str(user.public_id)
    return {"kept_on_phone": page_config(user_id)}


def page_config(user_id: str | None) -> PageConfig:
    """Return the configuration as JSON values."""
    return {
        "user_id": user_id,
        "language": (get_language() or "en")[:2],
        "pack_key": _public_key(settings.PACK_KEY_FILE),
        "max_age_h": settings.OFFLINE_MAX_AGE_H,
        "words": kept_words(),
    }


def _public_key(path: Path) -> str:
    """Return the key that packs are signed with now; empty: it does not read, and every page is shown all the same.

    Phones then keep what they have, and still ask whether they may.
    """
    try:
        if not path.exists():
            pack_key_at(path)
        return _public_key_in(path, path.stat().st_mtime_ns)
    except (PackKeyUnreadable, OSError):
        return ""


@lru_cache(maxsize=1)
def _public_key_in(path: Path, _written_ns: int) -> str:
    # Read once for as long as the file stays: a page must not name another key than the one that signs.
    return public_hex(pack_key_at(path))
