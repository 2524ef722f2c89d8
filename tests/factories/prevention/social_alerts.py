"""Build desks of alerts, rules, fences and deliveries for tests; name only what matters to the test."""

import itertools
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.conf import settings

from coordination.models import User
from coordination.prevention.social_alerts.models import (
    AlertDesk,
    AlertFence,
    AlertProvider,
    AlertProviderKey,
    AlertRule,
    AlertTeamMember,
    AlertWindow,
    SocialAlert,
)
from coordination.prevention.social_alerts.signatures import secret_of
from coordination.prevention.social_alerts.work.fences import buffer_ground
from mapping.models import Site
from mou.models import Agency
from push.transports.keys import webhook_signature

_numbers = itertools.count(1)
AUTHOR = "@fictional_fenwick"
POST_TEXT = "I will bring a pretend crossbow to the pep rally on Friday, just wait"
PURPOSE = "Find invented threats with weapons near the school"
ALERT_SECRETS = (AUTHOR, "fictional_fenwick", POST_TEXT, "pretend crossbow", PURPOSE)


def make_alert_desk(district: Agency, *, team: Sequence[User] = (), **fields: object) -> AlertDesk:
    """Return an open desk with reviewers."""
    desk = AlertDesk.objects.create(district=district, **fields)
    for user in team:
        AlertTeamMember.objects.create(
            desk=desk, user=user, added_by=None, added_at=datetime.now(UTC), let_in_at=datetime.now(UTC)
        )
    return desk


def make_fence(desk: AlertDesk, site: Site, *, by: User, buffer_m: int = 100, **fields: object) -> AlertFence:
    """Return a fence around a site's boundary."""
    assert site.boundary is not None
    area = buffer_ground(site.boundary, buffer_m)
    return AlertFence.objects.create(
        desk=desk, site=site, buffer_m=buffer_m, area=area, made_by=by, made_at=datetime.now(UTC), **fields
    )


def make_window(fence: AlertFence) -> AlertWindow:
    """Return a game that is on tomorrow."""
    begins = datetime.now(UTC) + timedelta(days=1)
    return AlertWindow.objects.create(fence=fence, kind="game", starts_at=begins, ends_at=begins + timedelta(hours=3))


def make_alert_rule(fence: AlertFence, *, by: User, approved_by: User | None = None, **fields: object) -> AlertRule:
    """Return a rule that looks for a crossbow; approved, if someone is named."""
    now = datetime.now(UTC)
    values: dict[str, object] = {
        "words": ["pretend crossbow"],
        "purpose": PURPOSE,
        "legal_basis": "Board policy 7.77 (invented)",
        "expires_on": now.date() + timedelta(days=60),
        "review_on": now.date() + timedelta(days=30),
        "state": "approved" if approved_by else "proposed",
        "approved_by": approved_by,
        "approved_at": now if approved_by else None,
        **fields,
    }
    number = fence.desk.rules.count() + 1
    rule = AlertRule.objects.create(desk=fence.desk, number=number, written_by=by, written_at=now, **values)
    rule.fences.add(fence)
    return rule


def make_provider(desk: AlertDesk, *, name: str = "Example Listener") -> tuple[AlertProvider, str]:
    """Return a provider, and the secret of its key."""
    now = datetime.now(UTC)
    provider = AlertProvider.objects.create(desk=desk, name=name, created_at=now)
    key = AlertProviderKey.objects.create(provider=provider, created_at=now)
    return provider, secret_of(server_key=settings.SECRET_KEY, key_id=key.pk)


def post_of(site: Site, **fields: object) -> dict[str, object]:
    """Return a public post that was written at a site just now."""
    return {
        "post_id": f"p-{next(_numbers)}",
        "platform": "example.social",
        "author": AUTHOR,
        "text": POST_TEXT,
        "url": "https://social.example/fictional_fenwick/1",
        "posted_at": datetime.now(UTC).isoformat(),
        "visibility": "public",
        "point": {"lon": site.location.x, "lat": site.location.y, "accuracy_m": 10.0},
        **fields,
    }


def signed(secret: str, body: bytes, *, message_id: str = "", at: datetime | None = None) -> dict[str, str]:
    """Return the headers of a delivery, as Standard Webhooks has them."""
    name, stamp = message_id or f"msg_{uuid4().hex}", str(int((at or datetime.now(UTC)).timestamp()))
    return {
        "webhook-id": name,
        "webhook-timestamp": stamp,
        "webhook-signature": webhook_signature(secret, name, stamp, body),
    }


def body_of(*posts: dict[str, object]) -> bytes:
    return json.dumps({"posts": list(posts)}).encode()


def make_social_alert(site: Site, *, team: Sequence[User], keeper: User) -> SocialAlert:
    """Return an alert that waits, with everything that it needs."""
    from coordination.prevention.social_alerts.intake.taking import take_posts
    from coordination.prevention.social_alerts.rules.posts import AlertPost

    desk = make_alert_desk(site.district, team=team)
    make_alert_rule(make_fence(desk, site, by=keeper), by=team[0], approved_by=keeper)
    provider, _ = make_provider(desk)
    post = AlertPost.model_validate_json(json.dumps(post_of(site)))
    take_posts(provider_id=provider.pk, message_id="first", posts=[post], at=datetime.now(UTC))
    return SocialAlert.objects.get(desk=desk)
