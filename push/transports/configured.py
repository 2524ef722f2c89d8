"""The transports of this installation, by the settings. A provider's library is imported when it is configured."""

import logging
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from push.devices.configured import may_call_for_devices
from push.errors import WebPushKeyUnreadable
from push.outgoing.calls import SMS, WEB_PUSH, WEBHOOK, OutgoingCall
from push.transport import Transport
from push.transports.console import ConsoleTransport
from push.transports.email import EmailTransport, smtp_at
from push.transports.outbound import Outbound
from push.transports.sms import SmsProvider, SmsTransport, TwilioShaped
from push.transports.webhook import WebhookTransport
from push.transports.webpush.vapid import private_key_at
from push.vocabulary import DeviceKind

logger = logging.getLogger(__name__)


def configured_transports() -> dict[DeviceKind, Transport]:
    """Return a transport for each kind that can be reached from here. Reads key files; makes the one for web push.

    Without a key that reads web push is left out, and the log says so.
    """
    found: dict[DeviceKind, Transport] = {}
    try:
        found[DeviceKind.WEBPUSH] = _webpush_transport(_outbound_for(WEB_PUSH))
    except WebPushKeyUnreadable as error:
        # Mail, text messages and phones go on. People who have browsers alone wait until it is mended.
        logger.error("browsers are told nothing: the key in %s does not read", error)  # noqa: TRY400
    if settings.MODE != "serve":
        found[DeviceKind.CONSOLE] = _console_transport()
    if settings.PUSH_FCM_CREDENTIALS:
        found.update(_fcm_transports())
    return found | _asked_transports()


def sms_provider() -> SmsProvider:
    """Return the carrier of text messages that the settings name."""
    return _twilio_shaped()


def _console_transport() -> Transport:
    return ConsoleTransport(settings.VAR_DIR / "push-console.jsonl")


def _outbound_for(call: OutgoingCall) -> Outbound:
    return Outbound(call, trusted_hosts=settings.PUSH_TRUSTED_HOSTS, allows_local=settings.MODE != "serve")


def _asked_transports() -> dict[DeviceKind, Transport]:
    found: dict[DeviceKind, Transport] = {
        DeviceKind.WEBHOOK: WebhookTransport(
            _outbound_for(WEBHOOK),
            key=settings.SECRET_KEY,
            clock=timezone.now,
            trusted_hosts=settings.PUSH_TRUSTED_HOSTS,
        )
    }
    if settings.PUSH_MAIL_SERVER:
        found[DeviceKind.EMAIL] = EmailTransport(smtp_at(settings.PUSH_MAIL_SERVER), sender=settings.PUSH_MAIL_FROM)
    if settings.PUSH_SMS_URL:
        found[DeviceKind.SMS] = SmsTransport(_twilio_shaped())
    return found


def _webpush_transport(outbound: Outbound) -> Transport:
    from push.transports.webpush.transport import WebPushTransport  # noqa: PLC0415 - heavy, and not needed by the pages

    key = private_key_at(settings.PUSH_VAPID_KEY_FILE)
    return WebPushTransport(
        outbound, key=key, contact=settings.PUSH_CONTACT, clock=timezone.now, may_call=may_call_for_devices()
    )


def _fcm_transports() -> dict[DeviceKind, Transport]:
    from push.transports.fcm.transport import FcmTransport, start_app  # noqa: PLC0415 - the heaviest of all

    app = start_app(Path(settings.PUSH_FCM_CREDENTIALS), base_url=settings.PUSH_FCM_BASE_URL)
    return {kind: FcmTransport(app, kind=kind, clock=timezone.now) for kind in (DeviceKind.FID, DeviceKind.TOKEN)}


def _twilio_shaped() -> TwilioShaped:
    # The operator's own word: this address need not be judged like one that a user gave us.
    outbound = Outbound(SMS, trusted_hosts=_host_of(settings.PUSH_SMS_URL), allows_local=settings.MODE != "serve")
    return TwilioShaped(
        outbound,
        base_url=settings.PUSH_SMS_URL,
        account=settings.PUSH_SMS_ACCOUNT,
        token=settings.PUSH_SMS_TOKEN,
        sender=settings.PUSH_SMS_FROM,
    )


def _host_of(url: str) -> frozenset[str]:
    return frozenset({urlsplit(url).hostname or ""})
