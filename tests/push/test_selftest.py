"""The self-test says the truth: what is not configured, what works, what refuses us."""

import contextlib
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from tests.fakes.fcm import FakeFcm
from tests.fakes.sms import ACCOUNT, SENDER, TOKEN, FakeSms
from tests.fakes.smtp import FakeSmtp


def test_what_is_not_configured_is_said_and_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("push_selftest")

    said = capsys.readouterr().out
    assert "firebase   not configured: set MUSTERPOINT_FCM_CREDENTIALS" in said
    assert "sms        not configured: set MUSTERPOINT_SMS_URL" in said
    assert "web push   ok" in said


def test_a_dry_run_reaches_the_provider_and_nobodys_phone(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with FakeFcm() as fcm, FakeSmtp() as mail:
        settings.PUSH_FCM_CREDENTIALS = str(fcm.credentials(tmp_path))
        settings.PUSH_FCM_BASE_URL = fcm.url
        settings.PUSH_MAIL_SERVER = f"smtp://127.0.0.1:{mail.port}"
        call_command("push_selftest")

    assert capsys.readouterr().out.count("ok: it would take a message from us") == 2
    assert b'"validate_only": true' in fcm.received[-1].body
    assert mail.mails == []


def test_a_provider_that_refuses_us_fails_the_test(settings: Settings, tmp_path: Path) -> None:
    with FakeFcm() as fcm:
        fcm.is_down = True
        settings.PUSH_FCM_CREDENTIALS = str(fcm.credentials(tmp_path))
        settings.PUSH_FCM_BASE_URL = fcm.url
        with pytest.raises(CommandError):
            call_command("push_selftest")
    settings.PUSH_FCM_CREDENTIALS = str(tmp_path / "missing.json")
    with pytest.raises(CommandError):
        call_command("push_selftest")


@pytest.mark.parametrize(
    ("token", "said"), [(TOKEN, "sms        ok"), ("wrong", "sms        FAILED: sms_account_refused")]
)
def test_a_carrier_is_asked_with_a_text_to_nobody(
    settings: Settings, capsys: pytest.CaptureFixture[str], token: str, said: str
) -> None:
    with FakeSms() as carrier:
        settings.PUSH_SMS_URL, settings.PUSH_SMS_ACCOUNT = carrier.url, ACCOUNT
        settings.PUSH_SMS_TOKEN, settings.PUSH_SMS_FROM = token, SENDER
        with contextlib.suppress(CommandError):
            call_command("push_selftest")

    assert said in capsys.readouterr().out
    assert [parse_qs(one.body.decode()).get("To") for one in carrier.received] == [None]


def test_a_carrier_that_is_away_fails_the_test(settings: Settings) -> None:
    with FakeSms() as carrier:
        settings.PUSH_SMS_URL, settings.PUSH_SMS_ACCOUNT = f"{carrier.url}/elsewhere", ACCOUNT
        settings.PUSH_SMS_TOKEN, settings.PUSH_SMS_FROM = TOKEN, SENDER
        with pytest.raises(CommandError):
            call_command("push_selftest")


def test_a_key_for_web_push_that_cannot_be_read_or_a_contact_that_is_none_fails_the_test(
    settings: Settings, tmp_path: Path
) -> None:
    settings.PUSH_CONTACT = "nobody"
    with pytest.raises(CommandError):
        call_command("push_selftest")
    settings.PUSH_CONTACT = "mailto:push@demo.example"
    settings.PUSH_VAPID_KEY_FILE = tmp_path / "key.pem"
    settings.PUSH_VAPID_KEY_FILE.write_text("no key")
    with pytest.raises(CommandError):
        call_command("push_selftest")


def test_a_worker_with_settings_that_make_no_sense_refuses_to_start(settings: Settings, tmp_path: Path) -> None:
    """Exit code 2: whoever keeps it alive must not try again and again."""
    settings.PUSH_FCM_CREDENTIALS = str(tmp_path / "missing.json")

    with pytest.raises(CommandError) as caught:
        call_command("push_worker", "--once")

    assert caught.value.returncode == 2
