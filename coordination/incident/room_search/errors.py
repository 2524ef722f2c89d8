"""What is refused about the search of rooms, as clients read it. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class OnlyRespondersSearch(CoordinationError):
    """Where teams are gives them away: no one of the school marks rooms, or reads where teams are."""

    code, status, title = "only_responders_search", 403, "Only responders search rooms."
    sentence = _("Only responders search rooms.")


class SearchReasonMissing(CoordinationError):
    code, status, title = "search_reason_missing", 422, "A search is taken back with a reason."
    sentence = _("Say why the room counts as not searched after all.")


class RoomUnsearched(CoordinationError):
    code, status, title = "room_unsearched", 409, "The room has not been searched yet."
    sentence = _("The room has not been searched yet.")


class RoomSearchUnderWay(CoordinationError):
    code, status, title = "room_search_under_way", 409, "The room is being searched now."
    sentence = _("The room is being searched now.")


class RoomCleared(CoordinationError):
    code, status, title = "room_cleared", 409, "The room is cleared; say first that it was opened again."
    sentence = _("The room is cleared: say first that it was opened again.")


class RoomClearedAlready(CoordinationError):
    code, status, title = "room_cleared_already", 409, "The room is cleared already."
    sentence = _("The room is cleared already.")


class RoomSecured(CoordinationError):
    code, status, title = "room_secured", 409, "The room is secured; say first why it is not any more."
    sentence = _("The room is secured: say first why it is not any more.")


class SecuredStaysSecured(CoordinationError):
    """A quick look takes nothing away from a complete search."""

    code, status, title = "secured_stays_secured", 409, "Cleared is less than secured, which the room is."
    sentence = _("The room is secured. Cleared says less, and does not replace it.")


class RoomSecuredAlready(CoordinationError):
    code, status, title = "room_secured_already", 409, "The room is secured already."
    sentence = _("The room is secured already.")


class RoomBlocked(CoordinationError):
    code, status, title = "room_blocked", 409, "The room is blocked."
    sentence = _("The room is blocked.")


class RoomHazardous(CoordinationError):
    code, status, title = "room_hazardous", 409, "A hazard is known in the room."
    sentence = _("A hazard is known in this room.")


class RoomHasCasualty(CoordinationError):
    code, status, title = "room_has_casualty", 409, "A casualty is known in the room."
    sentence = _("A casualty is known in this room.")


class SearchAreaNotFound(CoordinationError):
    code, status, title = "search_area_not_found", 404, _("There is no such search area.")


class AreaRangeReversed(CoordinationError):
    code, status, title = "area_range_reversed", 422, "The last room comes before the first."
    sentence = _("The last room comes before the first.")


class TooManySearchAreas(CoordinationError):
    code, status, title = "too_many_search_areas", 409, "As many search areas as one incident takes are assigned."
    sentence = _("Too many search areas are assigned: end some first.")
