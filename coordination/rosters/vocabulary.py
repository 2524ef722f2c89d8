"""The words of rosters. Pure; docs/vocabulary.md says what each means."""

from enum import StrEnum

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as pgettext


class RosterPersonKind(StrEnum):
    """Whom a roster keeps; of other roles nothing is stored."""

    STUDENT = "student"
    GUARDIAN = "guardian"
    TEACHER = "teacher"


class RosterTable(Labelled):
    """The tables of OneRoster that are read, in the order in which they are stored."""

    ORGS = "orgs", _("Schools")
    ACADEMIC_SESSIONS = "academicSessions", pgettext("school year", "Terms")
    USERS = "users", _("Students, guardians, teachers")
    ROLES = "roles", _("Roles")
    CLASSES = "classes", _("Classes")
    ENROLLMENTS = "enrollments", _("Enrollments")


class RosterMode(StrEnum):
    """What a table of a set holds: everything, or what has changed (OneRoster 1.2 CSV, section 3.1)."""

    BULK = "bulk"
    DELTA = "delta"
    ABSENT = "absent"


class RosterSource(Labelled):
    """Where a set came from."""

    CSV = "csv", _("File")
    REST = "rest", _("Connection")


class RosterDefectCode(Labelled):
    """Why a row is not stored."""

    CELLS = "cells", _("The row has more or fewer cells than the head.")
    REQUIRED = "required", _("A cell that is needed is empty.")
    TOO_LONG = "too_long", _("A cell is too long.")
    CONTROL_CHARACTERS = "control_characters", _("A cell has control characters.")
    FORMULA = "formula", _("A cell begins like a formula.")
    BAD_DATE = "bad_date", _("A date is not written as 2026-08-31, or ends before it begins.")
    BAD_STATUS = "bad_status", _("The status is neither active nor, in a delta, tobedeleted.")
    BAD_VALUE = "bad_value", _("A cell has a value that does not exist.")
    TWICE = "twice", _("Another row has the same sourcedId.")
    UNKNOWN_ORG = "unknown_org", _("The school is not in the roster.")
    UNKNOWN_USER = "unknown_user", _("The person is not in the roster.")
    UNKNOWN_CLASS = "unknown_class", _("The class is not in the roster.")
    NO_ROLE = "no_role", _("The person has no role in any school.")


class RosterDoor(Labelled):
    """The door through which students were read."""

    PAGE = "page", _("Page")
    API = "api", _("Interface")
    ROOM = "room", _("Incident")


class RosterReadFailure(Labelled):
    """Why the school's system was not read to the end. What is stored stays as it was."""

    AWAY = "away", _("It does not answer, or breaks off. It is tried again in an hour.")
    BAD_ADDRESS = (
        "bad_address",
        _("Its address leads into a network that may not be asked from here. The server's operator can allow it."),
    )
    REFUSED = (
        "refused",
        _("It refuses us: the client ID, the secret or the scopes are not right, or the key was withdrawn."),
    )
    BUSY = "busy", _("It is busy, and says to come back later.")
    NOT_ONEROSTER = "not_oneroster", _("At this address no OneRoster 1.2 service answers.")
    BROKEN = "broken", _("Its answer cannot be read: it is cut off, or none of OneRoster 1.2.")
    INCOMPLETE = "incomplete", _("It gave fewer rows than it says there are, the same ones twice, or none at all.")
    TOO_LARGE = "too_large", _("Its answer is larger than it may be.")
    TOO_SLOW = "too_slow", _("It did not give everything in time.")
    SHRINKS = "shrinks", _("More than a fifth of the students would leave. Look, and confirm it.")
    KEY_CHANGED = "key_changed", _("This server can no longer read the secret: its key was changed. Type it in again.")
    INTERRUPTED = "interrupted", _("This server was stopped meanwhile.")
    FAULT = "fault", _("A fault of this server; its operator finds it in the log.")


class RosterConnectionState(StrEnum):
    """What a connection does at this moment."""

    IDLE = "idle"
    WAITING = "waiting"
    READING = "reading"
