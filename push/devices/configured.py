"""Which servers may be called for devices, by the settings of this installation."""

from django.conf import settings

from push.devices.addresses import MayCall


def may_call_for_devices() -> MayCall:
    """Return it for one who registers a device and for who sends to it: the same for both."""
    return MayCall(
        allows_local=settings.MODE != "serve",
        trusted_hosts=settings.PUSH_TRUSTED_HOSTS,
        push_services=settings.PUSH_SERVICES,
    )
