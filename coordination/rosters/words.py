"""The words of rosters as people read them, by value."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordination.rosters.vocabulary import RosterDefectCode, RosterDoor, RosterReadFailure, RosterSource, RosterTable


def tables() -> dict[str, str]:
    """Return what the tables of a set hold."""
    return {
        RosterTable.ORGS.value: _("Schools"),
        RosterTable.ACADEMIC_SESSIONS.value: pgettext("school year", "Terms"),
        RosterTable.USERS.value: _("Students, guardians, teachers"),
        RosterTable.ROLES.value: _("Roles"),
        RosterTable.CLASSES.value: _("Classes"),
        RosterTable.ENROLLMENTS.value: _("Enrollments"),
    }


def defects() -> dict[str, str]:
    """Return why a row is not stored."""
    return {
        RosterDefectCode.CELLS.value: _("The row has more or fewer cells than the head."),
        RosterDefectCode.REQUIRED.value: _("A cell that is needed is empty."),
        RosterDefectCode.TOO_LONG.value: _("A cell is too long."),
        RosterDefectCode.CONTROL_CHARACTERS.value: _("A cell has control characters."),
        RosterDefectCode.FORMULA.value: _("A cell begins like a formula."),
        RosterDefectCode.BAD_DATE.value: _("A date is not written as 2026-08-31, or ends before it begins."),
        RosterDefectCode.BAD_STATUS.value: _("The status is neither active nor, in a delta, tobedeleted."),
        RosterDefectCode.BAD_VALUE.value: _("A cell has a value that does not exist."),
        RosterDefectCode.TWICE.value: _("Another row has the same sourcedId."),
        RosterDefectCode.UNKNOWN_ORG.value: _("The school is not in the roster."),
        RosterDefectCode.UNKNOWN_USER.value: _("The person is not in the roster."),
        RosterDefectCode.UNKNOWN_CLASS.value: _("The class is not in the roster."),
        RosterDefectCode.NO_ROLE.value: _("The person has no role in any school."),
    }


def doors() -> dict[str, str]:
    """Return by which door students were read."""
    return {
        RosterDoor.PAGE.value: _("Page"),
        RosterDoor.API.value: _("Interface"),
        RosterDoor.ROOM.value: _("Incident"),
    }


def sources() -> dict[str, str]:
    """Return where a set came from."""
    return {RosterSource.CSV.value: _("File"), RosterSource.REST.value: _("Connection")}


def failures() -> dict[str, str]:
    """Return why the school's system was not read, and what helps."""
    return {
        RosterReadFailure.AWAY.value: _("It does not answer, or breaks off. It is tried again in an hour."),
        RosterReadFailure.BAD_ADDRESS.value: _(
            "Its address leads into a network that may not be asked from here. Whoever runs the server can allow it."
        ),
        RosterReadFailure.REFUSED.value: _(
            "It refuses us: the client ID, the secret or the scopes are not right, or the key was withdrawn."
        ),
        RosterReadFailure.BUSY.value: _("It is busy, and says to come back later."),
        RosterReadFailure.NOT_ONEROSTER.value: _("At this address no OneRoster 1.2 service answers."),
        RosterReadFailure.BROKEN.value: _("Its answer cannot be read: it is cut off, or none of OneRoster 1.2."),
        RosterReadFailure.INCOMPLETE.value: _(
            "It gave fewer rows than it says there are, the same ones twice, or none at all."
        ),
        RosterReadFailure.TOO_LARGE.value: _("Its answer is larger than it may be."),
        RosterReadFailure.TOO_SLOW.value: _("It did not give everything in time."),
        RosterReadFailure.SHRINKS.value: _("More than a fifth of the students would leave. Look, and confirm it."),
        RosterReadFailure.KEY_CHANGED.value: _(
            "This server can no longer read the secret: its key was changed. Type it in again."
        ),
        RosterReadFailure.INTERRUPTED.value: _("This server was stopped meanwhile."),
        RosterReadFailure.FAULT.value: _("A fault of this server; whoever runs it finds it in the log."),
    }


def connection_fields() -> dict[str, str]:
    """Return what is wrong with a field of a connection."""
    return {
        "base_url": _("Address of the service: it begins with https:// and is on the public network."),
        "token_url": _("Address for the token: it begins with https:// and is on the public network."),
        "client_id": _("Client ID: as the school's system shows it."),
        "secret": _("Client secret: as the school's system shows it. For another server it is typed again."),
        "scopes": _("Scopes: words with spaces between."),
        "hour": _("Hour: from 0 to 23."),
    }


def problem_words(code: str, detail: str) -> str:
    """Return words for a refusal. What names a file is said as it is."""
    words = {
        "roster_shrinks": _(
            "More than a fifth of the students would leave. An export that broke off looks like that:"
            " look at the file, and confirm if it is right."
        ),
        "roster_upload_not_found": _("This file was looked at longer ago than a day. Send it again."),
        "too_many_roster_readings": _("Others are having rosters read; try again in a moment."),
        "not_of_the_school": _("Students are read by people of the school and its district."),
        "not_ones_own_reading": _("Somebody else has to name you: nobody lets themself read."),
        "second_person_needed": _("A second person has to confirm this first: ask for it below."),
        "not_ones_own_place": _("Somebody else has to let them in: nobody lets in themself, or whom they named."),
        "place_not_yours": _("Somebody who reads students here has to let this person in."),
        "request_decided": _("This was asked for already, and waits."),
        "wrong_change": _("Nobody else has to confirm this: do it."),
        "bad_name": _("Say why, in one line."),
        "bad_custody_note": _("Say who may not pick the student up, in at most 1,000 characters."),
        "roster_read_under_way": _("The school's system is being read already."),
        "roster_being_stored": _("Another set is being stored in this roster; try again in a moment."),
        "too_many_roster_tests": _("Others are trying their connections; try again in a moment."),
        "under_legal_hold": _("A legal hold forbids to delete this."),
        "bad_roster_settings": _("A number of days from 1 to 3,650; a school of this district."),
    }
    return words.get(code) or detail
