"""What can go wrong with records, each with a stable code and an HTTP status. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class WeekNotOver(CoordinationError):
    """A review is of a whole week, from a Monday on."""

    code, status, title = "week_not_over", 422, "Only a week that is over can be reviewed; it begins on a Monday."
    sentence = _("Only a week that is over can be reviewed.")


class NotAllTheirs(CoordinationError):
    """The person also belongs to an agency that the asker does not administer, whose data would come along."""

    code, status, title = "not_all_theirs", 403, "The person belongs to agencies that you do not administer."


class WeekReviewed(CoordinationError):
    code, status, title = "week_reviewed", 409, "This week was reviewed already."
    sentence = _("Someone has reviewed this week already.")
