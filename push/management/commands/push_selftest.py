"""Ask every configured provider whether it would take a message from us, without sending one to anybody."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from push.transports.configured import web_push_key
from push.transports.email import server_fault, smtp_at


class Command(BaseCommand):
    help = "Check every way to reach people with a dry run; exits 1 when a configured one does not work."

    def handle(self, **_options: object) -> None:
        checks: list[tuple[str, str, str, Callable[[], str]]] = [
            ("firebase", "MUSTERPOINT_FCM_CREDENTIALS", settings.PUSH_FCM_CREDENTIALS, firebase_fault),
            ("mail", "MUSTERPOINT_MAIL_SERVER", settings.PUSH_MAIL_SERVER, mail_fault),
        ]
        faults = [self._report(name, check()) for name, _, value, check in checks if value]
        for name, variable, value, _ in checks:
            if not value:
                self.stdout.write(f"{name:<10} not configured: set {variable}")
        self._report_the_rest()
        if any(faults):
            raise CommandError("a configured provider does not take messages from us")

    def _report(self, name: str, fault: str) -> str:
        self.stdout.write(f"{name:<10} {f'FAILED: {fault}' if fault else 'ok: it would take a message from us'}")
        return fault

    def _report_the_rest(self) -> None:
        """Say of the others what is known: they have no dry run."""
        self.stdout.write(
            f"web push   key {web_push_key()[:16]}…; a push service is asked only when a browser subscribes"
        )
        texts = (
            "configured, but carriers have no dry run"
            if settings.PUSH_SMS_URL
            else "not configured: set MUSTERPOINT_SMS_URL"
        )
        self.stdout.write(f"sms        {texts}")
        self.stdout.write("webhook    nothing to configure; each receiver is registered as a device")


def firebase_fault() -> str:
    """Return why Firebase refuses us, or nothing. Calls the network."""
    from push.transports.fcm import account_fault, start_app  # noqa: PLC0415 - heavy, and often not configured

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
