"""The words of mail that goes out beside requests. Pure: no Django."""

from mou.foundation.labelled import Labelled, gettext_noop, pgettext_noop


class MailKind(Labelled):
    """What a letter is. An app that writes one of a kind names its function under `letters` of its `app.py`."""

    INVITATION = "invitation", gettext_noop("Invitation")
    WAITING = "waiting", gettext_noop("What waits for you")


class MailState(Labelled):
    """How far a letter has come."""

    WAITING = "waiting", pgettext_noop("mail", "Waits to be sent")
    SENT = "sent", pgettext_noop("mail", "With the mail server")
    FAILED = "failed", pgettext_noop("mail", "Could not be sent")
    # It says nothing any more: the person has an account by now, or nothing waits for them.
    DROPPED = "dropped", pgettext_noop("mail", "Not needed any more")


class MailFault(Labelled):
    """Why a letter did not go out."""

    REFUSED = "refused", gettext_noop("The mail server refused it.")
    AWAY = "away", gettext_noop("The mail server did not answer.")
    NOT_SIGNED_IN = "not_signed_in", gettext_noop("The mail server does not accept this server's sign-in.")
    NO_ADDRESS = "no_address", gettext_noop("The person has no mail address.")
    NO_MAIL = "no_mail", gettext_noop("No mail server is configured here.")
    NOT_ALLOWED = "not_allowed", gettext_noop("This takes another administrator, or a second person.")
    OWN_FAULT = "own_fault", gettext_noop("This server could not write it. Its log says why.")
