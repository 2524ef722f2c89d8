"""What the page of one's own devices says: how loud, and faults, in plain words, in the reader's language."""

from django.utils.translation import gettext as _

from push.vocabulary import DeviceKind


def quiet_words(kind: DeviceKind, *, is_staff: bool) -> str:
    """Return how loud a kind of device is told something; staff are told without a sound while they may be hiding."""
    if kind is DeviceKind.WEBHOOK:
        return _("A signed call: what makes a sound there is that system's to decide.")
    if kind in (DeviceKind.EMAIL, DeviceKind.SMS):
        return _("Your telephone decides whether this makes a sound; nothing sent from here can silence it.")
    if is_staff:
        return _("With sound; without sound and vibration during a lockdown at your own schools.")
    if kind in (DeviceKind.FID, DeviceKind.TOKEN):
        return _("With sound; life safety also breaks through “do not disturb”.")
    return _("With sound, as your browser and your system allow it.")
