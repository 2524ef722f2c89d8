"""Ask every configured provider whether it would take a message from us, without sending one to anybody."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from push.errors import WebPushKeyUnreadable
from push.transports.configured import sms_provider
from push.transports.email import server_fault, smtp_at
from push.transports.sms import account_fault as account_fault_of_carrier
from push.transports.webpush.vapid import private_key_at

TAKEN = "ok: it would take a message from us"
SIGNED = "ok: a message can be encrypted and signed; a push service is asked only for a real browser"


class Command(BaseCommand):
    help = "Check every way to reach people with a dry run; exits 1 when a configured one does not work."
    requires_system_checks = []

    def handle(self, **_options: object) -> None:
        checks: list[tuple[str, str, str, Callable[[], str]]] = [
            ("firebase", "MUSTERPOINT_FCM_CREDENTIALS", settings.PUSH_FCM_CREDENTIALS, firebase_fault),
            ("mail", "MUSTERPOINT_MAIL_SERVER", settings.PUSH_MAIL_SERVER, mail_fault),
            ("sms", "MUSTERPOINT_SMS_URL", settings.PUSH_SMS_URL, sms_fault),
        ]
        faults = [self._report(name, check(), TAKEN) for name, _, value, check in checks if value]
        # Always configured: the key is made when there is none.
        faults.append(self._report("web push", web_push_fault(), SIGNED))
        for name, variable, value, _ in checks:
            if not value:
                self.stdout.write(f"{name:<10} not configured: set {variable}")
        self._report_the_rest()
        if any(faults):
            raise CommandError("a configured provider does not take messages from us")

    def _report(self, name: str, fault: str, good: str) -> str:
        self.stdout.write(f"{name:<10} {f'FAILED: {fault}' if fault else good}")
        return fault

    def _report_the_rest(self) -> None:
        """Say of the others what is known: there is no server to ask."""
        self.stdout.write("webhook    nothing to configure; each receiver is registered as a device")


def firebase_fault() -> str:
    """Return why Firebase refuses us, or nothing. Calls the network."""
    from push.transports.fcm.transport import account_fault, start_app  # noqa: PLC0415 - heavy, and often not configured

    try:
        app = start_app(Path(settings.PUSH_FCM_CREDENTIALS), base_url=settings.PUSH_FCM_BASE_URL)
    except (OSError, ValueError):
        return "the credentials file cannot be read"
    return account_fault(app)


def mail_fault() -> str:
    """Return why the mail server refuses us, or nothing. Calls the network."""
    try:
        return server_fault(smtp_at(settings.PUSH_MAIL_SERVER))
    except ValueError as error:
        return str(error)


def sms_fault() -> str:
    """Return why the carrier refuses us, or nothing. Calls the network; no text is sent."""
    return account_fault_of_carrier(sms_provider())


def web_push_fault() -> str:
    """Return why nothing could be encrypted and signed for a browser, or nothing. Sends nothing."""
    from push.transports.webpush.trial import Nowhere, trial_fault  # noqa: PLC0415 - heavy, as above

    try:
        key = private_key_at(settings.PUSH_VAPID_KEY_FILE)
    except WebPushKeyUnreadable:
        return "the key file cannot be read"
    return trial_fault(key, contact=settings.PUSH_CONTACT, outbound=Nowhere())
