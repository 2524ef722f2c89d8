"""Write what a server answered as a set of tables, which is read like one that a person brings. Pure."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence

from coordination.rosters.connection.answers import GONE, RestRow, Row
from coordination.rosters.reading.archive import VERSION
from coordination.rosters.reading.rows import NEEDED
from coordination.rosters.vocabulary import RosterMode, RosterTable

ROLE_COLUMNS = ("sourcedId", "status", "userSourcedId", "roleType", "role", "orgSourcedId")


def packed_set(tables: Iterable[tuple[RosterTable, Sequence[RestRow]]], *, mode: RosterMode) -> bytes:
    """Return a zip archive with its manifest. In a whole set, who is marked to be deleted is not there.

    A table is asked for when the one before it is written: no two are in memory.
    """
    out = io.BytesIO()
    manifest = [{"propertyName": "oneroster.version", "value": VERSION}]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for table, each in tables:
            rows = each if mode is RosterMode.DELTA else [one for one in each if not one.is_gone]
            _write_table(archive, table, NEEDED[table], [one.cells for one in rows])
            manifest.append({"propertyName": f"file.{table}", "value": mode.value})
            if table is RosterTable.USERS:
                _write_table(
                    archive,
                    RosterTable.ROLES,
                    ROLE_COLUMNS,
                    [role for one in rows for role in _roles_of_user(one, mode)],
                )
                manifest.append({"propertyName": f"file.{RosterTable.ROLES}", "value": mode.value})
        _write_table(archive, "manifest", ("propertyName", "value"), manifest)
    return out.getvalue()


def _roles_of_user(user: RestRow, mode: RosterMode) -> tuple[Row, ...]:
    """Return a user's roles. In a delta beside one that goes: it ends a person who has no other any more."""
    if mode is not RosterMode.DELTA or user.is_gone:
        return user.roles
    org = user.cells["primaryOrgSourcedId"] or "-"
    cells = (f"{user.id}/-", GONE, user.id, "", "student", org)
    return (*user.roles, dict(zip(ROLE_COLUMNS, cells, strict=True)))


def _write_table(archive: zipfile.ZipFile, name: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    text = io.StringIO()
    # A table without rows has its head all the same.
    head = dict.fromkeys([*columns, *(rows[0] if rows else ())])
    table = csv.DictWriter(text, list(head), restval="")
    table.writeheader()
    table.writerows(rows)
    archive.writestr(f"{name}.csv", text.getvalue())
