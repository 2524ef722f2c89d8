"""A district whose desk takes posts: the teacher reviews, by a rule that the keeper has approved."""

from collections.abc import Callable

import pytest
from django.test import Client

from coordination.models import User
from coordination.prevention.social_alerts.models import (
    AlertDesk,
    SocialAlert,
)
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member
from tests.factories.prevention.social_alerts import (
    body_of,
    make_alert_desk,
    make_alert_rule,
    make_fence,
    make_provider,
    post_of,
    signed,
)

type Send = Callable[..., tuple[int, dict[str, object]]]


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def keeper(cast: Cast) -> User:
    return make_member(cast.district, role=MemberRole.ADMINISTRATOR).user


@pytest.fixture
def desk(cast: Cast, keeper: User) -> AlertDesk:
    """The district's desk: the teacher reviews, by a rule that the keeper has approved."""
    desk = make_alert_desk(cast.district, team=[cast.teacher])
    make_alert_rule(make_fence(desk, cast.site, by=keeper), by=cast.teacher, approved_by=keeper)
    return desk


@pytest.fixture
def send(desk: AlertDesk) -> Send:
    """Send posts as a provider would, by a signed request."""
    provider, secret = make_provider(desk)

    def sent(*posts: dict[str, object], **said: object) -> tuple[int, dict[str, object]]:
        body = body_of(*posts)
        response = Client().post(
            f"/api/v1/social-alert-intake/{said.pop('provider_id', provider.pk)}",
            said.pop("body", body),
            content_type="application/json",
            headers=signed(str(said.pop("secret", secret)), body, **said),  # type: ignore[arg-type]
        )
        return response.status_code, response.json()

    return sent


@pytest.fixture
def alert(send: Send, cast: Cast) -> SocialAlert:
    send(post_of(cast.site))
    return SocialAlert.objects.get()
