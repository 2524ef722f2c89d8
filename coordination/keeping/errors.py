"""What keeps something from being deleted, and what is wrong with a rule or a hold. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class UnderHold(CoordinationError):
    """A legal hold forbids deleting this. The caller is not told which hold."""

    code, status = "under_legal_hold", 409
    title = sentence = _("A legal hold forbids to delete this.")


class DaysOutOfBounds(CoordinationError):
    code, status, title = "days_out_of_bounds", 422, "The law, or the product, asks for a longer time."
    sentence = _("This is shorter than the law, or the product, asks for.")


class DataClassNotSet(CoordinationError):
    """The class has no rule of the district's here."""

    code, status, title = "data_class_not_set", 422, _("How long this is kept is set elsewhere.")


class BadHold(CoordinationError):
    code, status, title = "bad_hold", 422, "A hold says what is held, and why."
    sentence = _("Say what is to be held, and why.")


class HoldNotFound(CoordinationError):
    code, status, title = "not_found", 404, _("There is no such hold.")


class HoldReleased(CoordinationError):
    code, status = "hold_released", 409
    title = sentence = _("This hold was released already.")


class SecondPersonNeeded(CoordinationError):
    code, status = "second_administrator_needed", 403
    title = sentence = _("Another administrator has to release it.")
