"""The transports of this installation, by the settings. What is not configured is not imported."""

from django.conf import settings

from push.transport import Transport
from push.transports.console import ConsoleTransport
from push.vocabulary import DeviceKind


def configured_transports() -> dict[DeviceKind, Transport]:
    """Return a transport for each kind that can be reached from here."""
    return {DeviceKind.CONSOLE: ConsoleTransport(settings.VAR_DIR / "push-console.jsonl")}
