"""What can go wrong with a district's protocol. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class ProtocolNotFound(CoordinationError):
    """There is no such school or district, or it is not the reader's to know of: the two look the same."""

    code, status, title = "response_protocol_not_found", 404, _("There is no such response protocol.")


class ProtocolNotYours(CoordinationError):
    code, status, title = "response_protocol_not_yours", 403, "Only administrators of the district choose its protocol."
    sentence = _("Only administrators of the district choose its protocol.")


class ProtocolChangedMeanwhile(CoordinationError):
    code, status, title = "response_protocol_changed", 409, "The protocol was changed meanwhile."
    sentence = _("Someone changed the protocol meanwhile. Look at it again before you save.")


class ProtocolWithoutWords(CoordinationError):
    code, status, title = "response_protocol_without_words", 422, "A protocol of one's own needs its words."
    sentence = _("For a protocol of your own, write a line for each age.")


class SmallChildrenToldToFight(CoordinationError):
    code, status, title = "small_children_told_to_fight", 422, "Words for small children are about fighting."
    sentence = _("Children up to grade 5 are never told to fight. Write instead whom they listen to and where they go.")
