"""The words of rosters. Pure; docs/vocabulary.md says what each means."""

from enum import StrEnum


class RosterPersonKind(StrEnum):
    """Whom a roster keeps; of other roles nothing is stored."""

    STUDENT = "student"
    GUARDIAN = "guardian"
    TEACHER = "teacher"


class RosterTable(StrEnum):
    """The tables of OneRoster that are read, in the order in which they are stored."""

    ORGS = "orgs"
    ACADEMIC_SESSIONS = "academicSessions"
    USERS = "users"
    ROLES = "roles"
    CLASSES = "classes"
    ENROLLMENTS = "enrollments"


class RosterMode(StrEnum):
    """What a table of a set holds: everything, or what has changed (OneRoster 1.2 CSV, section 3.1)."""

    BULK = "bulk"
    DELTA = "delta"
    ABSENT = "absent"


class RosterSource(StrEnum):
    """Where a set came from."""

    CSV = "csv"
    REST = "rest"


class RosterDefectCode(StrEnum):
    """Why a row is not stored."""

    CELLS = "cells"
    REQUIRED = "required"
    TOO_LONG = "too_long"
    CONTROL_CHARACTERS = "control_characters"
    FORMULA = "formula"
    BAD_DATE = "bad_date"
    BAD_STATUS = "bad_status"
    BAD_VALUE = "bad_value"
    TWICE = "twice"
    UNKNOWN_ORG = "unknown_org"
    UNKNOWN_USER = "unknown_user"
    UNKNOWN_CLASS = "unknown_class"
    NO_ROLE = "no_role"


class RosterDoor(StrEnum):
    """By which door students were read."""

    PAGE = "page"
    API = "api"
    ROOM = "room"


class RosterReadFailure(StrEnum):
    """Why the school's system was not read to the end. What is stored stays as it was."""

    AWAY = "away"
    BAD_ADDRESS = "bad_address"
    REFUSED = "refused"
    BUSY = "busy"
    NOT_ONEROSTER = "not_oneroster"
    BROKEN = "broken"
    INCOMPLETE = "incomplete"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    SHRINKS = "shrinks"
    KEY_CHANGED = "key_changed"
    INTERRUPTED = "interrupted"
    FAULT = "fault"


class RosterConnectionState(StrEnum):
    """What a connection does at this moment."""

    IDLE = "idle"
    WAITING = "waiting"
    READING = "reading"
