"""The closed lists of messages to families. Values are stored and travel; docs/vocabulary.md. Pure."""

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as pgettext


class FamilyWay(Labelled):
    """By which way a guardian is told."""

    TEXT = "text", pgettext("families", "Text message")
    MAIL = "mail", pgettext("families", "Mail")


class FamilyMessageState(Labelled):
    """How far a message has come."""

    DRAFT = "draft", pgettext("families", "Not sent: it waits for approval")
    APPROVED = "approved", pgettext("families", "Approved and sent")
    WITHDRAWN = "withdrawn", pgettext("families", "Withdrawn, never sent")


class FamilyAudience(Labelled):
    """Which guardians of the schools a message goes to."""

    EVERYONE = "everyone", _("All guardians")
    UNDER_WAY = "under_way", _("Guardians whose child is not handed over and not asked for yet")


class DeliveryState(Labelled):
    """What has become of a message to one guardian by one way."""

    WAITING = "waiting", pgettext("families", "Waits to be sent")
    SENT = "sent", pgettext("families", "With the carrier or mail server")
    FAILED = "failed", pgettext("families", "Could not be sent")


class DeliveryFault(Labelled):
    """Why a message did not go out to a guardian."""

    REFUSED = "refused", pgettext("families", "The carrier or mail server refused it.")
    AWAY = "away", pgettext("families", "The carrier or mail server did not answer.")
    NO_ADDRESS = "no_address", pgettext("families", "The roster has no such number or address any more.")
    STOPPED = "stopped", pgettext("families", "The guardian has said stop.")
    NOT_CONFIGURED = "not_configured", pgettext("families", "This way is not configured here.")


class NotReached(Labelled):
    """Why a guardian is told by no way at all."""

    NO_WAY = "no_way", _("No number and no mail address")
    ALL_STOPPED = "all_stopped", _("Has said stop")
    SAME_ADDRESS = "same_address", _("Another guardian has the same number or address")


class Placeholder(Labelled):
    """What the words of a template may have in braces. There is none for a child, and there will be none."""

    SCHOOL = "school", _("School")
    ACTION = "action", _("Action")
    SITE = "site", pgettext("reunification", "Site")
    ADDRESS = "address", _("Address")
    TIME = "time", _("Time")


class Contradiction(Labelled):
    """What a message says otherwise than the room, or than an earlier message of the incident."""

    NOT_IN_FORCE = "not_in_force", _("This action is not in force at the school")
    OTHER_ACTION = "other_action", _("Another action is in force at the school")
    ACTION_STANDS = "action_stands", _("An action is still in force")
    SITE_NOT_OPEN = "site_not_open", _("No reunification is open at this site. Open now")
    NOT_CLOSED = "not_closed", _("The reunification is still open")
    EARLIER_ACTION = "earlier_action", _("Families were told another action, and no all clear since")
    EARLIER_SITE = "earlier_site", _("Families were told another site")
    EARLIER_TIME = "earlier_time", _("Families were told another time")
    AFTER_ALL_CLEAR = "after_all_clear", _("Families were told all clear before")
    TOLD_ALREADY = "told_already", _("Families were told the same before")
    REAL_INCIDENT = "real_incident", _("An incident is open at the school: families may take one for the other")
