"""Keys that owners of devices need, and whether codes get anywhere: what requests ask, and nothing that calls out."""

import base64
import hashlib
import hmac
from uuid import UUID

from django.conf import settings

from push.devices.configured import is_carried
from push.errors import CodeNotSent, WebPushKeyUnreadable
from push.transports.webpush.vapid import private_key_at, public_key
from push.vocabulary import ASKED_KINDS, DeviceKind, Way


def web_push_key() -> str:
    """Return the public key with which browsers subscribe. Reads a file; makes the key if there is none."""
    return public_key(private_key_at(settings.PUSH_VAPID_KEY_FILE))


def secret_of(kind: DeviceKind, device_id: UUID) -> str | None:
    """Return what a device's owner needs to check our signatures, for the kinds that are signed."""
    return webhook_secret(settings.SECRET_KEY, device_id) if kind is DeviceKind.WEBHOOK else None


def webhook_secret(key: str, device_id: UUID) -> str:
    """Return a device's secret in the form that the libraries of Standard Webhooks take."""
    secret = hmac.digest(key.encode(), b"push webhook " + device_id.bytes, hashlib.sha256)
    return "whsec_" + base64.b64encode(secret).decode()


def webhook_signature(secret: str, message_id: str, stamp: str, body: bytes) -> str:
    """Return the value of webhook-signature."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = hmac.digest(key, f"{message_id}.{stamp}.".encode() + body, hashlib.sha256)
    return "v1," + base64.b64encode(signed).decode()


def check_codes_are_carried(kind: DeviceKind) -> None:
    """Say at once what the settings say; where the demo has no way to an address, its console shows the code.

    Raises: CodeNotSent: there is no mail server or carrier.
    """
    if kind in ASKED_KINDS and not is_carried(kind):
        raise CodeNotSent("This installation has no way to send to such addresses.")


def configured_ways() -> frozenset[Way]:
    """Return the ways for which this installation has what they need. Reads the key of browsers."""
    needs = {
        Way.MAIL: settings.PUSH_MAIL_SERVER,
        Way.TEXT: settings.PUSH_SMS_URL,
        Way.PHONE: settings.PUSH_FCM_CREDENTIALS,
        Way.BROWSER: _has_browser_key(),
    }
    return frozenset(way for way, has in needs.items() if has)


def _has_browser_key() -> bool:
    try:
        return bool(web_push_key())
    except WebPushKeyUnreadable:
        return False
