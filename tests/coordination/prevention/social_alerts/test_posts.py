"""Posts that come in: the signed door, what is only counted, and what a rule finds where."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from coordination.errors import CoordinationError
from coordination.models import User
from coordination.prevention.social_alerts.intake import taking
from coordination.prevention.social_alerts.models import (
    AlertDesk,
    AlertRule,
    AlertTally,
    AlertWindow,
    SocialAlert,
)
from coordination.prevention.social_alerts.signatures import SignedDelivery, check_delivery
from mou.vocabulary import AgencyKind
from tests.coordination.prevention.social_alerts.conftest import Send
from tests.factories.cast import Cast
from tests.factories.mou import make_agency
from tests.factories.prevention.social_alerts import (
    body_of,
    make_alert_desk,
    make_provider,
    post_of,
    signed,
)

pytestmark = pytest.mark.django_db


# --- the signed door --------------------------------------------------------------------------------------------------
def test_a_signature_is_what_standard_webhooks_says_it_is() -> None:
    """The example that the specification's own libraries are tested with."""
    at = datetime.fromtimestamp(1614265330, UTC)
    delivery = SignedDelivery(
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp="1614265330",
        signatures="v2,nonsense v1,%%% v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        body=b'{"test": 2432232314}',
    )

    check_delivery(delivery, secrets=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], at=at)
    with pytest.raises(CoordinationError) as stale:
        check_delivery(delivery, secrets=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], at=at + timedelta(minutes=6))
    assert stale.value.code == "stale_timestamp"


def test_only_what_a_provider_has_signed_just_now_is_taken(send: Send, cast: Cast, desk: AlertDesk) -> None:
    post = post_of(cast.site)

    _, others_secret = make_provider(make_alert_desk(make_agency(AgencyKind.DISTRICT)))
    refused = [
        send(post, secret="whsec_AAAA"),
        send(post, secret=others_secret),
        send(post, provider_id=uuid4()),
        send(post, body=body_of(post) + b" "),
        send(post, body=b"not even JSON"),
        send(post, at=datetime.now(UTC) - timedelta(minutes=6)),
        send(post, at=datetime.now(UTC) + timedelta(minutes=6)),
        send(post, message_id="with.dot"),
    ]

    assert {status for status, _ in refused} == {401}
    assert [one["code"] for _, one in refused].count("stale_timestamp") == 2
    assert not SocialAlert.objects.exists()
    AlertDesk.objects.update(is_open=False)
    assert send(post)[0] == 401
    AlertDesk.objects.update(is_open=True)
    assert send(post) == (202, {"taken": 1, "not_public": 0, "out_of_time": 0})


def test_two_keys_count_while_one_replaces_the_other(cast: Cast, keeper: User, desk: AlertDesk) -> None:
    client, address = Client(), f"/api/v1/districts/{cast.district.pk}/social-alert-desk/providers"
    client.force_login(keeper)
    first = client.post(address, {"name": "Example"}, content_type="application/json").json()
    second = client.post(f"{address}/{first['provider_id']}/keys").json()

    def status(secret: str) -> int:
        body = body_of(post_of(cast.site))
        path = f"/api/v1/social-alert-intake/{first['provider_id']}"
        headers = signed(secret, body)
        return Client().post(path, body, content_type="application/json", headers=headers).status_code

    assert [status(first["secret"]), status(second["secret"])] == [202, 202]
    assert client.delete(f"{address}/{first['provider_id']}/keys/{first['key_id']}").status_code == 204
    assert [status(first["secret"]), status(second["secret"])] == [401, 202]
    assert client.delete(f"{address}/{first['provider_id']}").status_code == 204
    assert status(second["secret"]) == 401


def test_a_delivery_and_a_post_have_effect_once(send: Send, cast: Cast) -> None:
    post = post_of(cast.site)

    answers = [send(post, message_id="msg_1"), send(post, message_id="msg_1"), send(post, message_id="msg_2")]

    assert answers[0] == answers[1]
    assert SocialAlert.objects.count() == 1
    assert AlertTally.objects.get().posts == 2


def test_what_is_not_said_to_be_public_is_only_counted(send: Send, cast: Cast, desk: AlertDesk) -> None:
    closed = [post_of(cast.site, visibility=one) for one in ("private", "friends", "unlisted", "", "PUBLIC")]
    silent = post_of(cast.site)
    del silent["visibility"]
    late = post_of(cast.site, posted_at=(datetime.now(UTC) - timedelta(days=2)).isoformat())

    assert send(*closed, silent, late) == (202, {"taken": 0, "not_public": 6, "out_of_time": 1})

    assert not SocialAlert.objects.exists()
    tally = AlertTally.objects.get()
    assert (tally.posts, tally.not_public, tally.out_of_time) == (7, 6, 1)


def test_too_much_is_refused(send: Send, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert send(*[post_of(cast.site, text="x")] * 101)[0] == 422
    assert send(post_of(cast.site, text="x" * 70_000))[0] == 413
    assert send(post_of(cast.site, url="javascript:alert(1)"))[0] == 422
    assert send(post_of(cast.site, posted_at="2026-11-24T12:00:00"))[0] == 422
    monkeypatch.setattr(taking, "MOST_POSTS_A_MINUTE", 1)

    status, problem = send(post_of(cast.site), post_of(cast.site))

    assert (status, problem["code"]) == (429, "too_many_alert_posts")
    assert not SocialAlert.objects.exists()


@pytest.mark.parametrize(
    "hostile",
    [
        {"text": "pretend crossbow \x00 <script>alert(1)</script> \u202e", "author": "\x00", "post_id": "\x00"},
        {"text": "pretend crossbow " + "\ufdfa" * 3000},
        {"text": "pretend crossbow (?P<x>(a+)+)$", "place": "%s'; DROP TABLE x;--"},
        {"text": "pretend crossbow", "posted_at": "9999-12-31T23:59:59-23:59"},
        {"text": "pretend crossbow", "posted_at": "0001-01-01T00:00:00+23:59"},
        {"text": "pretend crossbow", "point": {"lon": 180.0, "lat": -90.0, "accuracy_m": 0.0}},
        {"text": "pretend crossbow", "likes": {"deep": [[[[]]]]}},
    ],
    ids=range(7),
)
def test_whatever_a_provider_signs_ends_nothing(send: Send, cast: Cast, hostile: dict[str, object]) -> None:
    assert send(post_of(cast.site, **hostile))[0] == 202
    client = Client()
    client.force_login(cast.teacher)
    for alert in SocialAlert.objects.all():
        page = client.get(f"/prevention/alerts/{alert.pk}")
        assert page.status_code == 200
        assert "<script>alert(1)" not in page.content.decode()


@pytest.mark.parametrize(
    "body", [b"[]", b"{}", b'{"posts": []}', b'{"posts": [{"text": "\\ud800"}]}', b"\xff\xfe", b"[" * 9000]
)
def test_what_is_signed_and_no_delivery_is_refused(desk: AlertDesk, body: bytes) -> None:
    provider, secret = make_provider(desk)
    path = f"/api/v1/social-alert-intake/{provider.pk}"
    answer = Client().post(path, body, content_type="application/json", headers=signed(secret, body))
    assert answer.status_code in (400, 422)
    assert not AlertTally.objects.exists()


# --- what is found ----------------------------------------------------------------------------------------------------
def test_a_post_is_found_by_point_tag_or_name_and_only_there(send: Send, cast: Cast, desk: AlertDesk) -> None:
    far = {"lon": cast.site.location.x + 0.2, "lat": cast.site.location.y, "accuracy_m": 5.0}
    vague = {"lon": cast.site.location.x, "lat": cast.site.location.y, "accuracy_m": 5000.0}
    edge = cast.site.boundary.extent[2]  # type: ignore[union-attr]
    beside = {"lon": edge + 0.0009, "lat": cast.site.location.y}  # some 75 m east of the boundary
    beyond = {"lon": edge + 0.0020, "lat": cast.site.location.y}  # some 170 m

    send(
        post_of(cast.site, point=beside),
        post_of(cast.site, point=beyond),
        post_of(cast.site, point=far),
        post_of(cast.site, point=vague),
        post_of(cast.site, point=None),
        post_of(cast.site, point=None, place="LINCOLN  high school"),
        post_of(cast.site, point=far, text="a Pretend  CROSSBÖW at lincoln high school"),
        post_of(cast.site, text="a pretend crossbowman"),
        post_of(cast.site, text="nothing at all"),
    )

    assert sorted(SocialAlert.objects.values_list("match", flat=True)) == ["place_tag", "point", "text_mention"]


def test_a_fence_of_events_counts_only_then(send: Send, cast: Cast, desk: AlertDesk) -> None:
    now, fence = datetime.now(UTC), desk.fences.get()
    desk.fences.update(only_in_windows=True)
    AlertWindow.objects.create(
        fence=fence, kind="game", starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=2)
    )
    send(post_of(cast.site))
    assert not SocialAlert.objects.exists()

    send(post_of(cast.site, posted_at=(now - timedelta(hours=2, minutes=30)).isoformat()))

    assert SocialAlert.objects.count() == 1


@pytest.mark.parametrize("change", [{"state": "proposed", "approved_by": None}, {"state": "ended"}, "expired"])
def test_a_rule_that_does_not_run_finds_nothing(
    send: Send, cast: Cast, desk: AlertDesk, change: dict[str, object] | str
) -> None:
    yesterday = datetime.now(UTC).date() - timedelta(days=2)
    past = {"expires_on": yesterday, "review_on": yesterday}
    AlertRule.objects.update(**(past if isinstance(change, str) else change))

    assert send(post_of(cast.site))[0] == 202

    assert not SocialAlert.objects.exists()
