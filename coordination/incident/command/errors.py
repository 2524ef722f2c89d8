"""What stands in the way of taking, handing on and using command, each with its own code. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class NotInCommand(CoordinationError):
    """Also while command is vacant: a person whom the order of command names takes it first, so nothing stays stuck."""

    code, status, title = "not_in_command", 403, _("Only those in command do that; take command first.")


class MayNotClaimCommand(CoordinationError):
    code, status = "may_not_claim_command", 403
    title = _("Neither the school's leadership nor an agreement's order of command names you.")


class CommandHeld(CoordinationError):
    code, status = "command_held", 409
    title = _("Command is held by a person whom the order of command does not place below you; they must offer it.")


class InCommandAlready(CoordinationError):
    code, status, title = "in_command_already", 409, _("You are in command already.")


class OfferedInCommand(CoordinationError):
    code, status, title = "offered_in_command", 409, _("This person is in command already.")


class OfferedMayNotCommand(CoordinationError):
    code, status = "offered_may_not_command", 409
    title = _("Neither the school's leadership nor an agreement's order of command names this person.")


class OfferOpen(CoordinationError):
    code, status = "command_offer_open", 409
    title = _("Command is offered to another person; take that offer back first.")


class NoCommandOffer(CoordinationError):
    code, status, title = "no_command_offer", 409, _("No open offer of command is yours to answer.")
