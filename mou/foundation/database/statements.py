"""SQL in migrations: what either database is told, and the triggers by which it refuses to rewrite records."""

from collections.abc import Mapping, Sequence
from typing import Literal

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

# For PL/pgSQL: retention says so for its own transaction only (coordination/keeping/gate.py).
UNLESS_RETENTION = (
    "IF TG_OP = 'DELETE' AND current_setting('musterpoint.retention', true) = 'on' THEN RETURN OLD; END IF;"
)


class Statements(Operation):
    """Statements of which each database has its own. They are never undone: a new database is made instead."""

    reduces_to_sql = True
    reversible = False

    def __init__(self, *, sqlite: Sequence[str], postgresql: Sequence[str]) -> None:
        self.sqlite = sqlite
        self.postgresql = postgresql

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """No model changes."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Tell the database that this is."""
        is_postgresql = schema_editor.connection.vendor == "postgresql"
        for statement in self.postgresql if is_postgresql else self.sqlite:
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        """Return what `migrate --plan` shows."""
        return "SQL statements of this database"


def refuse_changes(
    words: str,
    triggers: Mapping[str, str],
    *,
    function: str,
    deletion: Literal["refused", "by retention", "free"] = "refused",
) -> Statements:
    """Return the operation that makes the database refuse to change rows, or to delete them.

    On SQLite only changes are refused: tests empty its tables by DELETE, and who can open the file can do anything.

    Args:
        words: what the database says.
        triggers: the trigger's name by the table's.
        function: what PostgreSQL's triggers call.
    """
    unless = f"{UNLESS_RETENTION} " if deletion == "by retention" else ""
    events = "UPDATE" if deletion == "free" else "UPDATE OR DELETE"
    return Statements(
        sqlite=[
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END;"
            for table, name in triggers.items()
        ],
        postgresql=[
            (
                f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {unless}RAISE EXCEPTION '{words}' USING ERRCODE = 'restrict_violation'; END $$;"
            ),
            *(
                f"CREATE TRIGGER {name} BEFORE {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}();"
                for table, name in triggers.items()
            ),
        ],
    )
