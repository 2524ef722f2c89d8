"""What is refused about the desk's entries, as clients read it. Pure."""

from coordination.errors import CoordinationError


class OnlyRespondersHaveCad(CoordinationError):
    code, status, title = "only_responders_have_cad", 403, "Agencies that respond have CAD numbers; yours does not."


class CadNumberUnchanged(CoordinationError):
    code, status, title = "cad_number_unchanged", 409, "That is your agency's CAD number already."
