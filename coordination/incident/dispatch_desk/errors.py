"""What is refused about the desk's entries, as clients read it. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class OnlyRespondersHaveCad(CoordinationError):
    code, status, title = "only_responders_have_cad", 403, _("Agencies that respond have CAD numbers; yours does not.")


class CadNumberUnchanged(CoordinationError):
    code, status, title = "cad_number_unchanged", 409, _("That is your agency's CAD number already.")
