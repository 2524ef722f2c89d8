"""What is refused about follow-ups, as clients read it. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class FollowUpMarkedAlready(CoordinationError):
    code, status, title = "follow_up_marked_already", 409, _("This entry is marked already.")


class FollowUpNotFound(CoordinationError):
    code, status, title = "follow_up_not_found", 404, _("This entry is not marked for follow-up.")


class FollowUpSettledAlready(CoordinationError):
    code, status, title = "follow_up_settled_already", 409, _("This was followed up already.")


class NothingToFollowUp(CoordinationError):
    """What marks is itself no news: it would be marked without an end."""

    code, status, title = "nothing_to_follow_up", 409, _("An entry about a follow-up is not marked itself.")
