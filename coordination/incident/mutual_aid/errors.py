"""What stands in the way of mutual aid, each with its own code. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class MutualAidNotFound(CoordinationError):
    code, status, title = "mutual_aid_not_found", 404, _("There is no such invitation in this incident.")


class MutualAidOver(CoordinationError):
    code, status, title = "mutual_aid_over", 409, _("It is over; invite the person anew.")


class MutualAidUsed(CoordinationError):
    code, status, title = "mutual_aid_used", 409, _("This person has come in; a new code needs a new invitation.")


class TooManyInvited(CoordinationError):
    code, status = "too_many_invited", 429
    title = _("More than a hundred people are invited and have not come; take some invitations back.")


class AidCodeRefused(CoordinationError):
    """The same whatever is wrong: never given, used, taken back, too old, or of an incident that is closed."""

    code, status, title = "aid_code_refused", 403, _("This code is not valid, or not any more. Ask the commander.")


class AidNotNeeded(CoordinationError):
    """The code is right and stays good: the person may come in by an agreement."""

    code, status, title = "aid_not_needed", 409, _("You may come into this incident without a code.")
