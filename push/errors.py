"""What can go wrong with devices. Each class is something a caller can act on; codes are stable."""

from mou.foundation.labelled import WordedError
from mou.foundation.labelled import gettext_noop as _


class PushError(WordedError):
    """Root of this package's errors."""

    code = "push_error"


class DeviceNotFound(PushError):
    """The device does not exist, or belongs to another person: the two look the same."""

    code = "device_not_found"
    status = 404
    title = _("There is no such device for you.")


class NotificationNotFound(PushError):
    """There is no such notification, or it went to another person: the two look the same."""

    code = "notification_not_found"
    status = 404
    title = _("There is no such notification for you.")


class BadDevice(PushError):
    code = "bad_device"
    status = 422
    sentence = _(
        "That is no address that can be told something. A telephone number begins with + and its country: "
        "+1 555 010 0123."
    )


class WrongCode(PushError):
    """The code is another; a few tries are left."""

    code = "wrong_code"
    status = 422
    sentence = _("That is not the code that was sent. Type it again.")


class CodeExpired(PushError):
    """No code is good any more; registering the address again sends another."""

    code = "code_expired"
    status = 409
    sentence = _("This code is too old. Send another.")


class TooManyTries(PushError):
    """This code was guessed at too often, and is good for nothing now; registering again sends another."""

    code = "too_many_tries"
    status = 409
    sentence = _("This code was tried too often. Send another.")


class TooManyCodes(PushError):
    """A person asks for a few codes an hour."""

    code = "too_many_codes"
    status = 429
    # The limit counts the last hour.
    retry_after_s = 900
    sentence = _("You have asked for several codes within an hour. Wait a while, then send another.")


class CodeNotSent(PushError):
    """The address waits for its code, but this installation has no mail server or carrier to send it by."""

    code = "code_not_sent"
    status = 503
    sentence = _("The code could not be sent: mail or text messages do not go out now. Send it again later.")


class WebPushKeyUnreadable(PushError):
    """This installation cannot tell browsers anything now: its key does not read. Every other way goes on."""

    code = "web_push_key_unreadable"
    status = 503
    title = _("This server cannot tell browsers anything now.")


class NoDevice(PushError):
    """Nothing of the caller's can be told anything: no device is registered, or none is confirmed."""

    code = "no_device"
    status = 409
    sentence = _("Nothing of yours can be told anything yet. Register this browser or an address first.")


class TooManyTests(PushError):
    """A person sends themselves a few test alerts an hour: each may cost a text message."""

    code = "too_many_tests"
    status = 429
    # The limit counts the last hour.
    retry_after_s = 900
    sentence = _("You have sent several test alerts within an hour. Wait a while.")


class AlertTestNotFound(PushError):
    """There is no such test alert, or it was another person's: the two look the same."""

    code = "test_alert_not_found"
    status = 404
    title = _("There is no such test alert for you.")


class TooManyDevices(PushError):
    code = "too_many_devices"
    status = 409
    sentence = _("You have as many devices as can be. Remove one first.")


class DeviceConflict(PushError):
    """Two registrations of one address at the same instant; the second may simply try again."""

    code = "device_conflict"
    status = 409
    sentence = _("Someone is registering this address at this moment. Try again.")
