"""What can go wrong with shifts and duty. Each class is something a caller can act on; codes are stable."""

from mou.errors import MouError, NotFound
from mou.foundation.labelled import gettext_noop as _


class ShiftNotFound(NotFound):
    code = "shift_not_found"
    title = _("There is no such shift for you.")


class BadShift(MouError):
    """A shift that cannot be meant, or is of no member."""

    code = "bad_shift"
    status = 422
    sentence = _("This is no shift of a member of the agency.")


class ShiftEndsEarly(BadShift):
    code = "shift_ends_early"
    sentence = _("A shift ends after it starts.")


class ShiftTooLong(BadShift):
    code = "shift_too_long"
    sentence = _("A shift lasts 48 hours at most.")


class ShiftOver(BadShift):
    code = "shift_over"
    sentence = _("This shift is over, or began more than a day ago.")


class ShiftTooFar(BadShift):
    code = "shift_too_far"
    sentence = _("Shifts are planned 400 days ahead at most.")


class TooManyShifts(BadShift):
    code = "too_many_shifts"
    sentence = _("The agency has too many planned shifts. Take some back first.")


class BadDutyEnd(MouError):
    code = "bad_duty_end"
    status = 422
    sentence = _("What you set ends in the future, within 72 hours.")
