"""The words of rosters as people read them, by value."""

from django.utils.translation import gettext as _

from coordination.rosters.vocabulary import RosterDefectCode, RosterDoor, RosterSource, RosterTable


def tables() -> dict[str, str]:
    """Return what the tables of a set hold."""
    return {
        RosterTable.ORGS.value: _("Schools"),
        RosterTable.ACADEMIC_SESSIONS.value: _("Terms"),
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
        "bad_custody_note": _("Say who may not pick the student up, in at most 1,000 characters."),
        "under_legal_hold": _("A legal hold forbids to delete this."),
        "bad_roster_settings": _("A number of days from 1 to 3,650; a school of this district."),
    }
    return words.get(code) or detail
