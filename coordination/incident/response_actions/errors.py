"""What can go wrong with a response action."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class ResponseActionNotFound(CoordinationError):
    code, status, title = "response_action_not_found", 404, _("There is no such response action in this room.")


class ResponseActionEnded(CoordinationError):
    code, status, title = "response_action_ended", 409, _("This response action was released or changed before.")


class ResponseActionInForce(CoordinationError):
    """Who closes an incident with an action in force would leave people waiting in their rooms."""

    code, status, title = "response_action_in_force", 409, _("A response action is in force; release it first.")


class SameActionInForce(CoordinationError):
    code, status, title = "same_action_in_force", 409, _("The same response action is in force there already.")


class LockdownInForce(CoordinationError):
    """A voice on the loudspeaker may be the attacker's, or forced."""

    code, status = "lockdown_in_force", 409
    title = _("A lockdown ends room by room, by responders; no all clear ends it.")


class RoomsNotOpened(CoordinationError):
    code, status, title = "rooms_not_opened", 409, _("Not every room of this lockdown has been opened by a responder.")


class RoomOpenedAlready(CoordinationError):
    code, status, title = "room_opened", 409, _("These rooms were opened before.")


class NotALockdown(CoordinationError):
    code, status, title = "not_a_lockdown", 409, _("Only the rooms of a lockdown are opened one by one.")


class OnlyRespondersRelease(CoordinationError):
    code, status = "only_responders_release", 403
    title = _("Only responders end a lockdown, or turn it into another action.")


class ScopeNotAtSite(CoordinationError):
    code, status = "scope_not_at_site", 422
    title = _("That building, floor or room is on no published plan of this site.")


class ActionIncomplete(CoordinationError):
    code, status = "action_incomplete", 422
    title = _("Evacuate needs a destination, Shelter a hazard and a strategy, and no other action has either.")
