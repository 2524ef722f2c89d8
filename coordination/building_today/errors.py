"""What can go wrong with cards for the day, visitors and changes of the day. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class TodayNotFound(CoordinationError):
    """There is no such site, or its office is not the reader's: the two look the same."""

    code, status, title = "building_today_not_found", 404, _("There is no such site.")


class DayCardNotFound(CoordinationError):
    code, status, title = "day_card_not_found", 404, _("There is no such card.")


class EntryNotFound(CoordinationError):
    code, status, title = "entry_of_today_not_found", 404, _("There is no such entry.")


class TooManyCards(CoordinationError):
    code, status, title = "too_many_day_cards", 409, "So many cards hold at this site at once."
    sentence = _("Too many cards are in use here. End some of them first.")


class DayCardRefused(CoordinationError):
    """Whatever is wrong with a code: it was never one, it was replaced, or its card is of another server."""

    code, status, title = "day_card_refused", 403, "This code is not valid."
    sentence = _("This code is not valid, or not any more. Ask the office for a new card.")


class DayCardOver(CoordinationError):
    code, status, title = "day_card_over", 403, "This card has ended."
    sentence = _("This card has ended. Ask the office for a new one.")


class DayCardTooEarly(CoordinationError):
    code, status, title = "day_card_too_early", 403, "This card does not hold yet."
    sentence = _("This card does not hold yet. Scan it again when your day begins.")


class DayCardTaken(CoordinationError):
    code, status, title = "day_card_taken", 409, "This card is in use on another phone."
    sentence = _("This card is in use on another phone. The office can give you a new one.")


class TooManyTries(CoordinationError):
    code, status, title = "too_many_day_card_tries", 429, "Too many wrong codes came from here."
    retry_after_s = 300
    sentence = _("Too many wrong codes came from here. Wait five minutes, or ask the office.")


class TooOften(CoordinationError):
    code, status, title = "day_card_too_often", 429, "That was sent too often within a minute."
    retry_after_s = 60
    sentence = _("That was sent too often. Wait a minute. Help can be called at any time.")


class NoOpenIncident(CoordinationError):
    code, status, title = "no_open_incident_here", 409, "No incident is open at this site."
    sentence = _("Nothing is open at this school now. If you need help, call for it.")


class HasLeft(CoordinationError):
    code, status, title = "visitor_has_left", 409, "This visitor has checked out."
    sentence = _("This visitor has checked out already.")
