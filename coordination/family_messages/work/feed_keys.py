"""Keys by which a district's own caller reads the feed: shown once, kept as a hash, ended by an administrator."""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.errors import BadSignature
from coordination.family_messages.access import words_to_change
from coordination.family_messages.errors import TooManyFeedKeys
from coordination.family_messages.models import FamilyFeedKey
from coordination.family_messages.wire import FamilyFeedKeyLine, FamilyFeedKeyMade
from mou.administrative_acts import administrative_act
from mou.models import Agency

# The one in use and the one that takes its place.
KEYS_MOST = 2
PREFIX = "mpf_"


@administrative_act(
    who="administrators of the district",
    told="no one",
    recorded="rules_changed, and the key with who made it and when",
)
def make_feed_key(*, user_id: int, agency_id: UUID, name: str, at: datetime) -> FamilyFeedKeyMade:
    """Make a key of a district; only its hash is stored. It reads what families were told, and nothing else.

    Raises: FamilyWordsNotFound, FamilyWordsNotYours, TooManyFeedKeys.
    """
    token = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic(durable=True):
        district = words_to_change(user_id=user_id, agency_id=agency_id, at=at)
        if len(list_feed_keys(district)) >= KEYS_MOST:
            raise TooManyFeedKeys
        row = FamilyFeedKey.objects.create(
            district=district, name=name, token_hash=_hash_token(token), made_by_id=user_id, made_at=at
        )
    return FamilyFeedKeyMade(key_id=row.pk, name=row.name, token=token)


@administrative_act(
    who="administrators of the district",
    told="no one",
    recorded="rules_changed",
)
def end_feed_key(*, user_id: int, agency_id: UUID, key_id: UUID, at: datetime) -> None:
    """End a key now; one that has ended stays so. Raises: FamilyWordsNotFound, FamilyWordsNotYours."""
    with transaction.atomic(durable=True):
        district = words_to_change(user_id=user_id, agency_id=agency_id, at=at)
        FamilyFeedKey.objects.filter(pk=key_id, district=district, revoked_at__isnull=True).update(revoked_at=at)


def list_feed_keys(district: Agency) -> list[FamilyFeedKeyLine]:
    """Return a district's keys that count, the newest first."""
    rows = FamilyFeedKey.objects.filter(district=district, revoked_at__isnull=True).select_related("made_by")
    return [
        FamilyFeedKeyLine(key_id=one.pk, name=one.name, made_by=one.made_by.shown_name(), made_at=one.made_at)
        for one in rows.order_by("-made_at", "-pk")
    ]


def district_of_key(token: str) -> Agency:
    """Return the district whose key this is. Raises: BadSignature: of none that counts."""
    rows = FamilyFeedKey.objects.select_related("district").filter(revoked_at__isnull=True, district__is_active=True)
    found = rows.filter(token_hash=_hash_token(token)).first() if token.startswith(PREFIX) else None
    if found is None:
        raise BadSignature
    return found.district


def _hash_token(token: str) -> str:
    # 256 random bits need no slow hash.
    return hashlib.sha256(token.encode()).hexdigest()
