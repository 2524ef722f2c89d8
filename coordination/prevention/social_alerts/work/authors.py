"""Turn an author into a pseudonym, and seal what was posted: a copy of the database alone says neither."""

import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from coordination.prevention.social_alerts.models import AlertAuthorKey, AlertDesk, SocialAlert
from coordination.prevention.social_alerts.rules.texts import fold_text
from coordination.sign_in.sealed import can_unseal, seal_secret, unseal_secret

OF_KEYS, OF_POSTS = "coordination.prevention.social_alerts.author_key", "coordination.prevention.social_alerts.post"
SHOWN_CHARS = 8


@dataclass(frozen=True, slots=True)
class PostSaid:
    """What a reviewer sees of a post until the decision. The author's name stands in it only if the post says it."""

    text: str
    url: str
    place: str
    point: tuple[float, float] | None
    accuracy_m: float | None
    found: tuple[str, ...]


def key_now(desk: AlertDesk, at: datetime) -> AlertAuthorKey:
    """Return the key of this time, a new one after each time of keeping. In the caller's transaction, with the desk.

    Also where the server's secret key opens it no more: pseudonyms begin anew, and posts are taken as ever.
    """
    newest = desk.author_keys.order_by("-begun_at").first()
    is_young = newest is not None and newest.begun_at > at - timedelta(days=desk.keep_days)
    if newest is not None and is_young and can_unseal(OF_KEYS, newest.sealed):
        return newest
    sealed = seal_secret(OF_KEYS, secrets.token_bytes(32))
    return AlertAuthorKey.objects.create(desk=desk, sealed=sealed, begun_at=at)


class Pseudonyms:
    """Hashes by one key: of authors, posts and texts."""

    def __init__(self, key: AlertAuthorKey) -> None:
        self.key = key
        self._secret = unseal_secret(OF_KEYS, key.sealed)

    def hash_author(self, platform: str, name: str) -> str:
        """Return the pseudonym of an author on a platform, whatever the case of the name."""
        return self._hash_parts("author", platform, fold_text(name).removeprefix("@"))

    def hash_post(self, platform: str, post_id: str) -> str:
        return self._hash_parts("post", platform, post_id)

    def hash_text(self, text: str) -> str:
        return self._hash_parts("text", text)

    def _hash_parts(self, *parts: str) -> str:
        return hmac.new(self._secret, "\x00".join(parts).encode(), sha256).hexdigest()


def shown_author(author_hash: str) -> str:
    """Return a pseudonym as people compare it."""
    return author_hash[:SHOWN_CHARS].upper()


def sealed_post(said: PostSaid) -> str:
    return seal_secret(OF_POSTS, json.dumps(asdict(said)).encode())


def opened_post(alert: SocialAlert) -> PostSaid | None:
    """Return what a post said; None once it was decided, or where the server's secret key opens it no more."""
    if not alert.sealed or not can_unseal(OF_POSTS, alert.sealed):
        return None
    held = json.loads(unseal_secret(OF_POSTS, alert.sealed))
    point = held["point"]
    return PostSaid(**{**held, "point": tuple(point) if point else None, "found": tuple(held["found"])})
