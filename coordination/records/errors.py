"""What can go wrong with records, each with a stable code and an HTTP status. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class WeekNotOver(CoordinationError):
    """A review is of a whole week, from a Monday on."""

    code, status, title = "week_not_over", 422, "Only a week that is over can be reviewed; it begins on a Monday."
    sentence = _("Only a week that is over can be reviewed.")


class NotAllTheirs(CoordinationError):
    """The person also belongs to an agency that the asker does not administer, whose data would come along."""

    code, status, title = "not_all_theirs", 403, _("The person belongs to agencies that you do not administer.")


class WeekReviewed(CoordinationError):
    code, status, title = "week_reviewed", 409, "This week was reviewed already."
    sentence = _("Someone has reviewed this week already.")


class NoBackupFolder(CoordinationError):
    """The settings name no folder for backups that are asked for by page."""

    code, status, title = "no_backup_folder", 409, "MUSTERPOINT_BACKUPS names no folder."
    sentence = _("No folder for backups is set here.")


class BackupAskedLately(CoordinationError):
    """One is under way, or was asked for within the last ten minutes."""

    code, status, title = "backup_asked_lately", 409, "A backup is under way, or was asked for just now."
    sentence = _("A backup is being made, or was asked for within the last ten minutes.")
