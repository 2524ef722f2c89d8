"""The page of ways: what each way's provider said last, what waits, and a test that goes to oneself alone."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from coordination.environment import mailer_from_url
from coordination.mailing.models import OutgoingMail
from coordination.models import User
from coordination.records.audit.rules import RULES
from mou.vocabulary import MemberRole
from push.models import Device, Notification
from push.outbox.delivery import deliver_due
from push.transports.configured import configured_transports
from push.vocabulary import DeviceKind
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member, make_user
from tests.factories.push import make_device
from tests.fakes.fcm import FakeFcm
from tests.fakes.sms import ACCOUNT, SENDER, TOKEN, FakeSms
from tests.fakes.smtp import FakeSmtp

pytestmark = pytest.mark.django_db(transaction=True)
PAGE, API = "/administration/ways", "/api/v1/ways"
GOOD_NUMBER, GONE_NUMBER = "+15550100011", "+155501021610"
SEE_OTHER, NOT_FOUND, FORBIDDEN = 303, 404, 403


@pytest.fixture
def providers(settings: Settings, tmp_path: Path) -> Iterator[tuple[FakeSmtp, FakeSms]]:
    with FakeSmtp() as mail, FakeSms() as sms, FakeFcm() as fcm:
        settings.PUSH_MAIL_SERVER = f"smtp://127.0.0.1:{mail.port}"
        settings.PUSH_MAIL_FROM = "alerts@example.org"
        settings.HAS_MAIL = True
        settings.MAILERS = {"default": mailer_from_url(settings.PUSH_MAIL_SERVER)}
        settings.PUSH_SMS_URL, settings.PUSH_SMS_FROM = sms.url, SENDER
        settings.PUSH_SMS_ACCOUNT, settings.PUSH_SMS_TOKEN = ACCOUNT, TOKEN
        settings.PUSH_FCM_CREDENTIALS = str(fcm.credentials(tmp_path))
        settings.PUSH_FCM_BASE_URL = fcm.url
        yield mail, sms


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def operator(cast: Cast) -> User:
    user = make_user(username="operator")
    User.objects.filter(pk=user.pk).update(is_operator=True)
    return User.objects.get(pk=user.pk)


def keeper(cast: Cast) -> User:
    return make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(answer: object) -> str:
    assert isinstance(answer, HttpResponse)
    return answer.content.decode()


def deliver() -> None:
    deliver_due(transports=configured_transports(), clock=lambda: datetime.now(UTC))


def send(client: Client, way: str) -> HttpResponse:
    answer = client.post("/api/v1/way-tests", {"way": way}, content_type="application/json")
    assert isinstance(answer, HttpResponse)
    return answer


def states(client: Client) -> dict[str, dict[str, object]]:
    return {one["way"]: one for one in client.get(API).json()}


def test_a_test_goes_to_oneself_and_each_provider_is_heard(cast: Cast, providers: tuple[FakeSmtp, FakeSms]) -> None:
    mail, sms = providers
    me = operator(cast)
    client = browser(me)
    make_device(user=me, kind=DeviceKind.EMAIL, value="me@example.org")
    make_device(user=me, kind=DeviceKind.SMS, value=GOOD_NUMBER)
    make_device(user=me, kind=DeviceKind.FID, value="gone-phone")
    # Of someone else, and one of mine that no one has confirmed.
    make_device(kind=DeviceKind.EMAIL, value="other@example.org")
    make_device(user=me, kind=DeviceKind.EMAIL, value="unproved@example.org", is_confirmed=False)

    first = client.post(PAGE, {"act": "test", "way": "mail"})
    before = text_of(client.get(first["Location"]))
    deliver()
    after = text_of(client.get(first["Location"]))

    assert (first.status_code, [str(one["To"]) for one in mail.mails], sms.texts) == (SEE_OTHER, ["me@example.org"], [])
    assert ("On its way." in before, 'data-over="true"' in after) == (True, True)
    assert [one["can_test"] for one in states(client).values()] == [True, True, True, False]

    for way in ("text", "phone"):
        test_id = json.loads(send(client, way).content)["test_id"]
        deliver()
        [tried] = client.get(f"/api/v1/way-tests/{test_id}").json()
        assert tried["state"] == ("accepted" if way == "text" else "failed")
    assert [number for number, _text in sms.texts] == [GOOD_NUMBER]
    found = states(client)
    assert {way: (one["is_failing"], bool(one["sent_at"])) for way, one in found.items() if way != "browser"} == {
        "mail": (False, True),
        "text": (False, True),
        "phone": (True, False),
    }
    assert found["phone"]["error_code"] == "unregistered"
    assert found["phone"]["said"]
    assert str(found["phone"]["said"]) in text_of(client.get(PAGE)).replace("&#x27;", "'").replace("&quot;", '"')


def test_a_refusal_is_shown_in_the_providers_words_without_whom_it_names(
    cast: Cast, providers: tuple[FakeSmtp, FakeSms], settings: Settings
) -> None:
    me = operator(cast)
    client = browser(me)
    make_device(user=me, kind=DeviceKind.EMAIL, value="550me@example.org")
    make_device(user=me, kind=DeviceKind.SMS, value=GONE_NUMBER)

    refused = client.post(PAGE, {"act": "test", "way": "mail"})
    deliver()
    page = text_of(client.get(refused["Location"]))
    assert "550 no" in page
    settings.PUSH_SMS_TOKEN = "wrong"
    send(client, "text")
    deliver()

    found = states(client)
    assert [found[way]["is_failing"] for way in ("mail", "text")] == [True, True]
    assert found["text"]["error_code"] == "sms_account_refused"
    assert found["text"]["said"] == "401 20003 401"
    shown = text_of(client.get(PAGE))
    assert "The newest try failed" in shown
    for secret in (GONE_NUMBER, "550me", ACCOUNT, TOKEN, "wrong"):
        assert secret not in shown


def test_what_waits_and_since_when_is_the_operators_and_a_dead_worker_shows(
    cast: Cast, providers: tuple[FakeSmtp, FakeSms]
) -> None:
    me, chief = operator(cast), keeper(cast)
    make_device(user=me, kind=DeviceKind.EMAIL, value="me@example.org")
    make_device(user=chief, kind=DeviceKind.EMAIL, value="chief@example.org")
    send(browser(me), "mail")
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    Notification.objects.update(created_at=hour_ago, next_try_at=hour_ago)

    found, theirs = states(browser(me)), states(browser(chief))

    assert found["mail"]["waiting"] == 1
    assert "the oldest since 1" in text_of(browser(me).get(PAGE))
    assert (theirs["mail"]["waiting"], theirs["mail"]["said"], theirs["mail"]["oldest_at"]) == (None, "", None)
    assert (theirs["mail"]["people"], theirs["text"]["people"]) == (1, 0)
    assert "Waits to be sent" not in text_of(browser(chief).get(PAGE))


def test_letters_that_the_mail_server_did_not_take_make_mail_fail(
    cast: Cast, providers: tuple[FakeSmtp, FakeSms]
) -> None:
    me, now = operator(cast), datetime.now(UTC)
    OutgoingMail.objects.create(
        kind="invitation",
        key="k",
        user=cast.teacher,
        made_at=now,
        expires_at=now,
        tried_at=now,
        next_try_at=now,
        fault="refused",
        said="451 later",
    )

    found = states(browser(me))["mail"]

    assert (found["is_failing"], found["said"], found["waiting"]) == (True, "451 later", 1)


def test_who_neither_operates_nor_administers_finds_no_page_and_a_test_is_bounded(
    cast: Cast, providers: tuple[FakeSmtp, FakeSms]
) -> None:
    make_device(user=cast.teacher, kind=DeviceKind.EMAIL, value="teacher@example.org")
    stranger = browser(cast.teacher)
    assert (stranger.get(PAGE).status_code, stranger.get(API).status_code) == (NOT_FOUND, FORBIDDEN)
    assert send(stranger, "mail").status_code == FORBIDDEN
    assert Notification.objects.count() == 0

    chief = keeper(cast)
    client = browser(chief)
    assert json.loads(send(client, "mail").content)["code"] == "no_device"
    make_device(user=chief, kind=DeviceKind.EMAIL, value="chief@example.org")
    answers = [send(client, "mail").status_code for _number in range(8)]
    assert answers.count(201) == 6
    assert answers[-1] == 429
    assert send(client, "pigeon").status_code == 422
    # A test of one is no one else's to read.
    test_id = Notification.objects.values_list("room_id", flat=True)[0]
    assert browser(operator(cast)).get(f"/api/v1/way-tests/{test_id}").status_code == NOT_FOUND
    assert "way_tried" in {one.what for one in RULES}


def test_a_way_that_is_not_configured_says_what_to_set_to_the_operator_alone(cast: Cast, settings: Settings) -> None:
    settings.PUSH_MAIL_SERVER = settings.PUSH_SMS_URL = settings.PUSH_FCM_CREDENTIALS = ""
    me, chief = operator(cast), keeper(cast)

    pages = [text_of(browser(one).get(PAGE)) for one in (me, chief)]

    assert [page.count("Not configured") for page in pages] == [3, 3]
    assert ["MUSTERPOINT_SMS_URL" in page for page in pages] == [True, False]
    assert Device.objects.count() == 0
