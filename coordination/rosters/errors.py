"""What can go wrong with rosters, each with a stable code and an HTTP status. No text names a student. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class RosterNotFound(CoordinationError):
    """Missing and forbidden look alike: a stranger does not learn who goes to a school."""

    code, status, title = "roster_not_found", 404, _("There is no such roster for you.")


class BadRosterFile(CoordinationError):
    """The pointer names the file of the set."""

    code, status, title = "bad_roster_file", 422, _("The file is not a set of OneRoster 1.2 tables.")


class RosterShrinks(CoordinationError):
    """An export that broke off looks like a school that everybody has left."""

    code, status, title = "roster_shrinks", 409, "More than a fifth of the students would leave. Confirm that, or look."
    sentence = _(
        "More than a fifth of the students would leave. An export that broke off looks like that:"
        " look at the file, and confirm if it is right."
    )


class TooManyRosterReadings(CoordinationError):
    code, status = "too_many_roster_readings", 503
    title = sentence = _("Others are having rosters read; try again in a moment.")
    retry_after_s = 10


class RosterReadersNotConfined(CoordinationError):
    code, status = "roster_readers_not_confined", 503
    title = _("This server cannot read files of others safely (docs/operations.md).")


class RosterUploadNotFound(CoordinationError):
    code, status, title = "roster_upload_not_found", 404, "This file was not looked at, or longer ago than a day."
    sentence = _("This file was looked at longer ago than a day. Send it again.")


class BadRosterSettings(CoordinationError):
    """The pointer names the field."""

    code, status, title = "bad_roster_settings", 422, "A part of these settings cannot be."
    sentence = _("A number of days from 1 to 3,650; a school of this district.")


class NotOfTheSchool(CoordinationError):
    code, status = "not_of_the_school", 422
    title = sentence = _("Students are read by people of the school and its district.")


class NotOnesOwnReading(CoordinationError):
    """Keeping is not reading: who names readers is named by another."""

    code, status = "not_ones_own_reading", 403
    title = sentence = _("Someone else has to name you: no one lets themself read.")


class BadCustodyNote(CoordinationError):
    code, status = "bad_custody_note", 422
    title = sentence = _("Say who may not pick the student up, in at most 1,000 characters.")


class RosterConnectionNotFound(CoordinationError):
    code, status, title = "roster_connection_not_found", 404, _("The school's system is not connected.")


class BadRosterConnection(CoordinationError):
    """The pointer names the field."""

    code, status, title = "bad_roster_connection", 422, _("A part of this connection cannot be.")


class RosterReadUnderWay(CoordinationError):
    code, status = "roster_read_under_way", 409
    title = sentence = _("The school's system is being read already.")


class RosterBeingStored(CoordinationError):
    """One set at a time: two would write the same rows."""

    code, status = "roster_being_stored", 409
    title = sentence = _("Another set is being stored in this roster; try again in a moment.")
    retry_after_s = 10


class TooManyRosterTests(CoordinationError):
    code, status = "too_many_roster_tests", 503
    title = sentence = _("Others are trying their connections; try again in a moment.")
    retry_after_s = 10
