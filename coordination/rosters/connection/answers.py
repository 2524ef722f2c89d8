"""Read what a OneRoster 1.2 server answers, as rows of the tables that a set of files has. Pure.

Fields that are not named here are not asked for and not looked at: passwords, demographics, results.
Source: 1EdTech OneRoster 1.2, Rostering Service, REST/JSON binding.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from coordination.rosters.connection.failures import RosterNotRead
from coordination.rosters.vocabulary import RosterReadFailure, RosterTable

type Row = dict[str, str]
type Json = Mapping[str, object]
T = RosterTable
# A reader of tables refuses a file with a longer cell; cut to this, it is a row that is too long.
CELL_MAX_CHARS = 8_000
GONE = "tobedeleted"
# What is asked for, in this order; roles stand in users.
FIELDS: Mapping[RosterTable, tuple[str, ...]] = {
    T.ORGS: ("sourcedId", "status", "name", "type"),
    T.ACADEMIC_SESSIONS: ("sourcedId", "status", "title", "type", "startDate", "endDate"),
    T.USERS: (
        *("sourcedId", "status", "givenName", "familyName", "preferredFirstName", "identifier", "grades"),
        *("email", "phone", "sms", "agents", "primaryOrg", "roles"),
    ),
    T.CLASSES: ("sourcedId", "status", "title", "classType", "location", "school", "terms", "periods"),
    T.ENROLLMENTS: ("sourcedId", "status", "class", "user", "role", "beginDate", "endDate"),
}
# A row that goes needs no more than its id, and a server may send no more.
OF_WHO_GOES: Mapping[RosterTable, Row] = {
    T.ORGS: {"name": "-", "type": "school"},
    T.ACADEMIC_SESSIONS: {"title": "-", "startDate": "1970-01-01", "endDate": "1970-01-01"},
    T.USERS: {"givenName": "-", "familyName": "-"},
    T.CLASSES: {"title": "-", "schoolSourcedId": "-"},
    T.ENROLLMENTS: {"classSourcedId": "-", "userSourcedId": "-", "role": "student"},
}


@dataclass(frozen=True, slots=True)
class RestRow:
    """A row of a table, and of a user what they are and where."""

    cells: Row
    roles: tuple[Row, ...] = ()

    @property
    def id(self) -> str:
        """The sourced id."""
        return self.cells["sourcedId"]

    @property
    def is_gone(self) -> bool:
        """Whether the server has marked it as one to delete."""
        return self.cells["status"].casefold() == GONE


def rows_in(body: bytes, table: RosterTable) -> tuple[RestRow, ...]:
    """Return the rows of one answer. Raises: RosterNotRead: it is cut off, or nothing of OneRoster's."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RosterNotRead(RosterReadFailure.BROKEN, table) from error
    rows = found.get(table.value) if isinstance(found, dict) else None
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        raise RosterNotRead(RosterReadFailure.BROKEN, table)
    return tuple(_read_row(one, table) for one in rows)


def _read_row(given: Json, table: RosterTable) -> RestRow:
    cells = CELLS[table](given)
    cells |= {name: _read_text(given, name) for name in ("sourcedId", "status")}
    made = RestRow(cells)
    if made.is_gone:
        return RestRow({**cells, **{name: cells[name] or text for name, text in OF_WHO_GOES[table].items()}})
    return RestRow(cells, _read_roles(given, cells)) if table is T.USERS else made


def _read_org(given: Json) -> Row:
    return _read_texts(given, "name", "type")


def _read_session(given: Json) -> Row:
    return _read_texts(given, "title", "type", "startDate", "endDate")


def _read_user(given: Json) -> Row:
    return {
        **_read_texts(given, "givenName", "familyName", "preferredFirstName", "identifier", "email", "phone", "sms"),
        "grades": _read_list(given, "grades"),
        "agentSourcedIds": ",".join(_read_ids(given, "agents")),
        "primaryOrgSourcedId": _read_id(given, "primaryOrg"),
    }


def _read_class(given: Json) -> Row:
    return {
        **_read_texts(given, "title", "classType", "location"),
        "schoolSourcedId": _read_id(given, "school"),
        "termSourcedIds": ",".join(_read_ids(given, "terms")),
        "periods": _read_list(given, "periods"),
    }


def _read_enrollment(given: Json) -> Row:
    return {
        **_read_texts(given, "role", "beginDate", "endDate"),
        "classSourcedId": _read_id(given, "class"),
        "userSourcedId": _read_id(given, "user"),
    }


CELLS: Mapping[RosterTable, Callable[[Json], Row]] = {
    T.ORGS: _read_org,
    T.ACADEMIC_SESSIONS: _read_session,
    T.USERS: _read_user,
    T.CLASSES: _read_class,
    T.ENROLLMENTS: _read_enrollment,
}


def _read_roles(given: Json, cells: Row) -> tuple[Row, ...]:
    """Return what a user is now, and where."""
    found = given.get("roles")
    each = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    key = cells["sourcedId"]
    return tuple(
        {
            **_read_texts(one, "roleType", "role"),
            "sourcedId": f"{key}/{number}",
            "status": "active",
            "userSourcedId": key,
            "orgSourcedId": _read_id(one, "org"),
        }
        for number, one in enumerate(each)
    )


def _read_texts(given: Json, *names: str) -> Row:
    return {name: _read_text(given, name) for name in names}


def _read_text(given: Json, name: str) -> str:
    """Return a value as a cell; what is no text, number or truth is nothing."""
    value = given.get(name)
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value) if isinstance(value, str | int | float) else ""
    # A half of a surrogate pair is no character, and would not go into a file.
    return text[:CELL_MAX_CHARS].encode("utf-8", "replace").decode()


def _read_list(given: Json, name: str) -> str:
    values = given.get(name)
    parts = [_read_text({name: one}, name) for one in values] if isinstance(values, list) else [_read_text(given, name)]
    return ",".join(parts)[:CELL_MAX_CHARS]


def _read_id(given: Json, name: str) -> str:
    value = given.get(name)
    return _read_text(value, "sourcedId") if isinstance(value, dict) else ""


def _read_ids(given: Json, name: str) -> list[str]:
    values = given.get(name)
    return [_read_id({name: one}, name) for one in values][:100] if isinstance(values, list) else []
