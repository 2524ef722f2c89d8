"""Which servers may be called for devices, and which kinds are carried, by the settings of this installation."""

from django.conf import settings

from push.devices.addresses import MayCall
from push.vocabulary import DeviceKind


def may_call_for_devices() -> MayCall:
    """Return it for one who registers a device and for who sends to it: the same for both."""
    return MayCall(
        allows_local=settings.MODE != "serve",
        trusted_hosts=settings.PUSH_TRUSTED_HOSTS,
        push_services=settings.PUSH_SERVICES,
    )


def is_carried(kind: DeviceKind) -> bool:
    """Tell whether this installation sends to such addresses; where the demo has no way, its console shows the word."""
    if settings.MODE != "serve":
        return True
    needs = {
        DeviceKind.EMAIL: settings.PUSH_MAIL_SERVER,
        DeviceKind.SMS: settings.PUSH_SMS_URL,
        DeviceKind.FID: settings.PUSH_FCM_CREDENTIALS,
        DeviceKind.TOKEN: settings.PUSH_FCM_CREDENTIALS,
        DeviceKind.CONSOLE: "",
    }
    return bool(needs.get(kind, "nothing"))
