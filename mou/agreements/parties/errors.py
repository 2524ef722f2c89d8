"""Why the parties of an agreement are not changed, or one does not leave. Codes are stable."""

from mou.errors import MouError, NotFound
from mou.foundation.labelled import gettext_noop as _


class PartyNotFound(NotFound):
    code = "party_not_found"
    title = _("There is no such party for you.")


class PartyThere(MouError):
    """The agency is a party already, or opens its sites in return already."""

    code = "party_there"
    status = 409
    pointer = "/agency_id"
    sentence = _("This agency is a party of this version already.")


class TooManyParties(MouError):
    code = "too_many_parties"
    status = 409
    sentence = _("An agreement has at most 12 parties.")


class BadRole(MouError):
    """An agency of this kind cannot take this part."""

    code = "bad_party_role"
    status = 422
    pointer = "/role"
    sentence = _("An agency of this kind does not take this part. Choose another one.")


class LastParty(MouError):
    """No other party would be left beside the district: that ends the agreement, and the district says so."""

    code = "last_party"
    status = 409
    sentence = _("No other party would be left beside the district. Ask the district to end the agreement.")


class NoticeTooShort(MouError):
    """The last day comes before the notice that was agreed, or after the agreement's own last day."""

    code = "notice_too_short"
    status = 422
    pointer = "/last_day"
    sentence = _("The last day is too early or too late. Keep to the notice that was agreed.")


class AlreadyLeaving(MouError):
    code = "already_leaving"
    status = 409
    sentence = _("This party has given notice already.")
