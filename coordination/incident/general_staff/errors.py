"""What stands in the way of taking, handing on and giving functions of the staff, each with its own code. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class MayNotHoldFunction(CoordinationError):
    code, status = "may_not_hold_function", 403
    title = _("Your agency and role do not hold this function.")


class NotFunctionHolder(CoordinationError):
    code, status = "not_function_holder", 403
    title = _("Only the person who holds this function does that.")


class FunctionIsAppointed(CoordinationError):
    """A branch, division or group comes into being by its appointment."""

    code, status = "function_is_appointed", 403
    title = _("Command or operations appoints to a branch, division or group.")


class FunctionHeld(CoordinationError):
    code, status = "function_held", 409
    title = _("This function is held: its holder offers it, or command appoints.")


class FunctionVacant(CoordinationError):
    code, status, title = "function_vacant", 409, _("This function is vacant.")


class FunctionOfferOpen(CoordinationError):
    code, status = "function_offer_open", 409
    title = _("This function is offered to another person; take that offer back first.")


class NoFunctionOffer(CoordinationError):
    code, status, title = "no_function_offer", 409, _("This function is not offered to you.")


class PersonMayNotHoldFunction(CoordinationError):
    code, status = "person_may_not_hold_function", 409
    title = _("The agency and role of this person do not hold this function.")


class PersonHoldsFunction(CoordinationError):
    code, status, title = "person_holds_function", 409, _("This person holds this function already.")
