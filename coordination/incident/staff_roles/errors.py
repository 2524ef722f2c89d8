"""What can go wrong with role cards and the people named for roles. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class CardsNotFound(CoordinationError):
    """There is no such school or district, or it is not the reader's to know of: the two look the same."""

    code, status, title = "role_cards_not_found", 404, "There are no such role cards."


class CardsNotYours(CoordinationError):
    code, status, title = "role_cards_not_yours", 403, "Only administrators of the school or district change its cards."
    sentence = _("Only administrators of the school, or of its district, change this.")


class CardChangedMeanwhile(CoordinationError):
    code, status, title = "role_card_changed", 409, "This card was changed meanwhile."
    sentence = _("Someone changed this card meanwhile. Look at it again before you save.")


class NothingToTakeBack(CoordinationError):
    code, status, title = "role_card_not_changed", 409, "This card has no words of your own."
    sentence = _("This card has no words of your own: there is nothing to take back.")


class NotForThisRole(CoordinationError):
    code, status, title = "not_for_this_role", 422, "Only people of the school and its district are named, each once."
    sentence = _("Name people of the school or its district, each once.")


class RoleByAssignment(CoordinationError):
    code, status, title = "role_by_assignment", 409, "Resource officers are named by their assignment."
    sentence = _("School resource officers hold this role by their assignment. It is changed there.")
