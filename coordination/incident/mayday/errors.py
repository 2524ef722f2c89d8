"""What is refused about maydays, as clients read it. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class OnlyRespondersCallMayday(CoordinationError):
    """All others press the panic alarm, which reaches more people."""

    code, status = "only_responders_call_mayday", 403
    title = _("Only responders call a mayday; press the panic alarm instead.")


class MaydayNotFound(CoordinationError):
    code, status, title = "mayday_not_found", 404, _("There is no such mayday.")


class MaydayAcknowledgedAlready(CoordinationError):
    code, status, title = "mayday_acknowledged_already", 409, _("You have acknowledged this mayday.")


class MaydayNotAcknowledged(CoordinationError):
    """Command says that it has heard before it says that it is over."""

    code, status, title = "mayday_not_acknowledged", 409, _("Command acknowledges a mayday before it is cleared.")


class MaydayIsCleared(CoordinationError):
    code, status, title = "mayday_cleared_already", 409, _("This mayday is cleared.")


class MaydayOpen(CoordinationError):
    code, status, title = "mayday_open", 409, _("A mayday is not cleared yet.")
