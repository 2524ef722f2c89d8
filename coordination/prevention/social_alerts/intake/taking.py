"""Take a provider's posts: count them, keep those that a rule finds, and nothing of the others."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from coordination.casework.clocks import day_in
from coordination.prevention.social_alerts.access import ALERT_DESKS, ALERT_WAITS
from coordination.prevention.social_alerts.errors import BadAlertPosts, TooManyAlertPosts
from coordination.prevention.social_alerts.models import (
    AlertDelivery,
    AlertDesk,
    AlertProvider,
    AlertProviderKey,
    AlertTally,
    SocialAlert,
)
from coordination.prevention.social_alerts.rules.posts import PUBLIC, AlertPost, AlertPostsTaken
from coordination.prevention.social_alerts.signatures import SignedDelivery, check_delivery, secret_of
from coordination.prevention.social_alerts.work.authors import PostSaid, Pseudonyms, key_now, sealed_post
from coordination.prevention.social_alerts.work.counts import count_of_rule
from coordination.prevention.social_alerts.work.matching import Found, found_by, watch_of

MOST_POSTS_A_MINUTE = 6_000
# What is older is no alert any more.
MOST_AGE, MOST_AHEAD = timedelta(hours=24), timedelta(minutes=5)
TELL_EVERY = timedelta(minutes=10)


def check_provider(provider_id: UUID, given: SignedDelivery, at: datetime) -> UUID:
    """Check a delivery's signature, and return its provider. Raises: BadSignature, StaleTimestamp.

    An unknown provider, one that was revoked and a desk that is closed look like a wrong signature.
    """
    keys = AlertProviderKey.objects.filter(
        provider_id=provider_id,
        revoked_at__isnull=True,
        provider__revoked_at__isnull=True,
        provider__desk__is_open=True,
        provider__desk__district__is_active=True,
    ).values_list("pk", flat=True)
    server_keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    secrets = [secret_of(server_key=str(one), key_id=pk) for pk in keys for one in server_keys]
    check_delivery(given, secrets=secrets, at=at)
    return provider_id


def take_posts(*, provider_id: UUID, message_id: str, posts: Sequence[AlertPost], at: datetime) -> AlertPostsTaken:
    """Take a delivery; the same one again has no effect. Durable; locks the provider, then its desk.

    Raises: TooManyAlertPosts, BadAlertPosts.
    """
    if any(one.posted_at.tzinfo is None for one in posts):
        raise BadAlertPosts("An instant has a time zone.", pointer="/posts")
    public = [one for one in posts if one.visibility == PUBLIC]
    timely = [one for one in public if at - MOST_AGE <= one.posted_at <= at + MOST_AHEAD]
    answer = AlertPostsTaken(
        taken=len(timely), not_public=len(posts) - len(public), out_of_time=len(public) - len(timely)
    )
    id_hash = sha256(f"{provider_id}:{message_id}".encode()).hexdigest()
    with transaction.atomic(durable=True):
        provider = AlertProvider.objects.select_for_update(of=("self",)).get(pk=provider_id)
        if AlertDelivery.objects.filter(provider=provider, id_hash=id_hash).exists():
            return answer
        _count_minute(provider, len(posts), at)
        AlertDelivery.objects.create(provider=provider, id_hash=id_hash, taken_at=at)
        rows = AlertDesk.objects.select_for_update(of=("self",)).select_related("district")
        desk = rows.get(pk=provider.desk_id)
        _count_posts(provider, desk, len(posts), answer, at)
        _keep_found(desk, provider, list(found_by(watch_of(desk, at), timely)), at)
    return answer


def _count_minute(provider: AlertProvider, posts: int, at: datetime) -> None:
    minute = at.replace(second=0, microsecond=0)
    so_far = provider.minute_posts if provider.minute_at == minute else 0
    if so_far + posts > MOST_POSTS_A_MINUTE:
        raise TooManyAlertPosts
    AlertProvider.objects.filter(pk=provider.pk).update(minute_at=minute, minute_posts=so_far + posts)


def _count_posts(provider: AlertProvider, desk: AlertDesk, posts: int, answer: AlertPostsTaken, at: datetime) -> None:
    day = day_in(desk.district.time_zone, at)
    AlertTally.objects.get_or_create(provider=provider, day=day)
    AlertTally.objects.filter(provider=provider, day=day).update(
        posts=F("posts") + posts,
        not_public=F("not_public") + answer.not_public,
        out_of_time=F("out_of_time") + answer.out_of_time,
    )


def _keep_found(desk: AlertDesk, provider: AlertProvider, found: Sequence[Found], at: datetime) -> None:
    """Store what was found, and tell the reviewers that something waits, at most once in ten minutes."""
    if not found:
        return
    pseudonyms = Pseudonyms(key_now(desk, at))
    kept = 0
    for one in found:
        post_hash = pseudonyms.hash_post(one.post.platform, one.post.post_id)
        if SocialAlert.objects.filter(provider=provider, rule_id=one.rule_id, post_hash=post_hash).exists():
            continue
        kept += 1
        _store_alert(desk, provider, one, pseudonyms, post_hash, at, number=desk.last_number + kept)
        count_of_rule(one.rule_id, desk, at, matched=1)
    if not kept:
        return
    desk.last_number += kept
    is_due = desk.told_at is None or desk.told_at <= at - TELL_EVERY
    desk.told_at = at if is_due else desk.told_at
    desk.save(update_fields=["last_number", "told_at"])
    if is_due:
        people = ALERT_DESKS.counting_ids(desk, at)
        ALERT_WAITS.tell_of(desk.pk, occasion=f"received-{desk.last_number}", user_ids=people)


def _store_alert(
    desk: AlertDesk,
    provider: AlertProvider,
    found: Found,
    pseudonyms: Pseudonyms,
    post_hash: str,
    at: datetime,
    *,
    number: int,
) -> None:
    post, point = found.post, found.post.point
    said = PostSaid(
        text=post.text,
        url=post.url or "",
        place=post.place,
        point=(point.lon, point.lat) if point else None,
        accuracy_m=point.accuracy_m if point else None,
        found=found.words,
    )
    SocialAlert.objects.create(
        desk=desk,
        rule_id=found.rule_id,
        fence_id=found.fence_id,
        provider=provider,
        author_key=pseudonyms.key,
        number=number,
        author_hash=pseudonyms.hash_author(post.platform, post.author),
        post_hash=post_hash,
        text_hash=pseudonyms.hash_text(post.text),
        sealed=sealed_post(said),
        match=found.match.value,
        posted_at=post.posted_at.replace(second=0, microsecond=0),
        captured_at=at.replace(second=0, microsecond=0),
    )
