"""Why a try did not get through to a device, in the reader's language."""

from django.utils.translation import gettext as _


def fault_words(code: str) -> str:
    """Return why a try did not get through, for the owner of the device; the code itself stands beside it."""
    words = {
        "no_transport": _("this installation has no way to send there yet"),
        "no_answer": _("the provider did not answer"),
        "name_unknown": _("its address is not known to the network"),
        "unregistered": _("its provider no longer knows it"),
        "sender_id_mismatch": _("it belongs to another app"),
        "bad_subscription": _("its subscription is not a valid one"),
        "http_404": _("its provider no longer knows it"),
        "http_410": _("its provider no longer knows it"),
        "quota": _("the provider asks us to wait"),
        "provider_paused": _("the provider asks us to wait"),
        "http_429": _("the provider asks us to wait"),
        "smtp_away": _("the mail server did not answer"),
        "smtp_sign_in_refused": _("the mail server does not let us in"),
        "sms_account_refused": _("the carrier does not let us in"),
        "sms_21610": _("this number has asked for no more text messages"),
        "waited_too_long": _("it waited too long here"),
        "host_rests": _("its server did not answer in time; we leave it alone for a while, then try again"),
        "share_taken": _("others of your devices are being told; this one comes after them"),
        "too_slow": _("its server did not answer in time"),
        "no_push_service": _("it is at no push service that this installation sends to; register the browser again"),
        "stopped": _("the server was stopped meanwhile"),
    }
    return words.get(code, _("the provider refused it, or we could not send it"))
