"""Apps that belong to this host use its passkeys, and no others do; phones are told which they are."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django import Settings

from coordination.models import User
from coordination.sign_in.own_apps.named_apps import AndroidApp, android_apps_in, ios_apps_in
from tests.coordination.sign_in.test_app_onboarding import ask
from tests.factories.mou import make_user
from tests.fakes.passkey import Passkey

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
PRINT, OTHER_PRINT = ":".join(["0A"] * 32), ":".join(["0B"] * 32)
ANDROID = AndroidApp("org.example.muster", PRINT)
APPLE, LINKS = "/.well-known/apple-app-site-association", "/.well-known/assetlinks.json"


@pytest.fixture
def teacher(settings: Settings) -> User:
    # As it is served to real people: not every origin is taken.
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
    settings.ANDROID_APPS = (ANDROID,)
    cache.clear()
    user = make_user(username="teacher")
    user.set_password(PASSWORD)
    user.save()
    return user


def add(passkey: Passkey) -> tuple[int, str]:
    """Sign in by the password and add a passkey; return the answer, and the token."""
    token = str(ask("auth/login", username="teacher", password=PASSWORD)[1]["meta"]["session_token"])
    options = ask("account/authenticators/webauthn?passwordless", token, method="GET")[1]["data"]["creation_options"]
    return ask("account/authenticators/webauthn", token, name="Phone", credential=passkey.made_from(options))[0], token


def sign_in(passkey: Passkey) -> tuple[int, str]:
    """Sign in with a passkey alone; return the answer, and the token if there is one."""
    status, said = ask("auth/webauthn/login", method="GET")
    options, token = said["data"]["request_options"], str(said["meta"]["session_token"])
    status, said = ask("auth/webauthn/login", token, credential=passkey.answer_to(options))
    return status, str(said.get("meta", {}).get("session_token", ""))


@pytest.mark.parametrize("origin", [ANDROID.origin(), "https://testserver"])
def test_an_app_of_this_host_adds_a_passkey_and_signs_in_with_it_alone(teacher: User, origin: str) -> None:
    passkey = Passkey(origin)

    added, _ = add(passkey)
    status, token = sign_in(passkey)

    assert (added, status) == (200, 200)
    assert ask("/api/v1/me", token, method="GET")[0] == 200


@pytest.mark.parametrize(
    "origin",
    [
        AndroidApp("org.example.muster", OTHER_PRINT).origin(),
        "android:apk-key-hash:",
        "https://elsewhere.example",
        "http://testserver",
        "https://testserver.elsewhere.example",
    ],
)
def test_an_app_that_does_not_belong_here_adds_none_and_signs_in_with_none(teacher: User, origin: str) -> None:
    stranger, ours = Passkey(origin), Passkey(ANDROID.origin())

    refused = add(stranger)[0]
    added = add(ours)[0]
    ours.origin = origin

    assert (refused, added, sign_in(ours)[0], sign_in(stranger)[0]) == (400, 200, 400, 400)
    assert Authenticator.objects.filter(user=teacher, type=Authenticator.Type.WEBAUTHN).count() == 1


def test_phones_are_told_which_apps_belong_here(settings: Settings) -> None:
    settings.IOS_APPS = ("ABCDE12345.org.example.muster",)
    settings.ANDROID_APPS = (ANDROID, AndroidApp("org.example.muster", OTHER_PRINT))

    apple, links = (Client().get(one) for one in (APPLE, LINKS))

    assert (apple.status_code, apple["Content-Type"]) == (200, "application/json")
    assert apple.json()["webcredentials"] == {"apps": ["ABCDE12345.org.example.muster"]}
    opened = [one["/"] for one in apple.json()["applinks"]["details"][0]["components"]]
    assert opened == ["/accounts/welcome/", "/agency-sign-in/app/return/"]
    (link,) = links.json()
    assert link["target"]["sha256_cert_fingerprints"] == [PRINT, OTHER_PRINT]


def test_where_no_app_belongs_nothing_is_said() -> None:
    assert [Client().get(one).status_code for one in (APPLE, LINKS)] == [404, 404]
    assert [Client().post(one).status_code for one in (APPLE, LINKS)] == [405, 405]


@pytest.mark.parametrize("text", ["org.example.muster", "abcde12345.org", "ABCDE12345", "ABCDE12345.org;x"])
def test_an_ios_app_that_cannot_be_meant_is_refused_at_the_start(text: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        ios_apps_in(text)


@pytest.mark.parametrize(
    "text", ["org.example.muster", f"muster={PRINT}", f"org.example={PRINT}:0A", "org.example=0A:0B"]
)
def test_an_android_app_that_cannot_be_meant_is_refused_at_the_start(text: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        android_apps_in(text)


def test_several_apps_are_named_with_commas() -> None:
    assert ios_apps_in("ABCDE12345.org.a, ABCDE12345.org.b-c") == ("ABCDE12345.org.a", "ABCDE12345.org.b-c")
    assert android_apps_in(f"org.a={PRINT}, org.a={OTHER_PRINT}") == (
        AndroidApp("org.a", PRINT),
        AndroidApp("org.a", OTHER_PRINT),
    )
    assert (ios_apps_in(""), android_apps_in("")) == ((), ())
