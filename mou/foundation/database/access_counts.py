"""Let the database itself count changes of access, for migrations: a shell, a register and bare SQL count as well.

SQLite counts row by row; only one transaction writes at a time. PostgreSQL counts at the commit, once a transaction:
the counter's row is then held for an instant, also by an import that reassigns a thousand schools.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mou.foundation.database.statements import Statements

POSTGRESQL_FUNCTION = """
CREATE FUNCTION mou_count_access_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A setting of this transaction says that it was counted; a savepoint that is undone undoes the setting as well.
    IF current_setting('mou.access_change_counted', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        INSERT INTO mou_accessepoch (id, count) VALUES (1, 1)
            ON CONFLICT (id) DO UPDATE SET count = mou_accessepoch.count + 1;
        PERFORM set_config('mou.access_change_counted', pg_current_xact_id()::text, true);
    END IF;
    RETURN NULL;
END $$;
"""
SQLITE_COUNT = (
    "INSERT OR IGNORE INTO mou_accessepoch (id, count) VALUES (1, 0); "
    "UPDATE mou_accessepoch SET count = count + 1 WHERE id = 1;"
)


@dataclass(frozen=True, slots=True)
class Watched:
    """Rows of a table of which a change is a change of access.

    Args:
        columns: whose change counts.
        when: a condition on `OLD` and `NEW` besides, for updates.
        rows_too: adding and deleting rows counts as well.
    """

    table: str
    columns: Sequence[str]
    when: str = ""
    rows_too: bool = False

    def events(self) -> list[Literal["UPDATE", "INSERT", "DELETE"]]:
        return ["UPDATE", "INSERT", "DELETE"] if self.rows_too else ["UPDATE"]

    def name(self, event: str) -> str:
        return f"{self.table}_{event.lower()}_counts"


def count_changes(*watched: Watched) -> Statements:
    """Return the operation that makes changes of these rows count."""
    every = [(one, event) for one in watched for event in one.events()]
    return Statements(
        sqlite=[_trigger_sql(one, event, vendor="sqlite") for one, event in every],
        postgresql=[_trigger_sql(one, event, vendor="postgresql") for one, event in every],
    )


def build_counter() -> Statements:
    """Return the operation that makes what PostgreSQL's triggers call."""
    return Statements(sqlite=[], postgresql=[POSTGRESQL_FUNCTION])


def _trigger_sql(watched: Watched, event: str, *, vendor: str) -> str:
    differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    of_columns, condition = "", ""
    if event == "UPDATE":
        changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in watched.columns)
        besides = f" AND ({watched.when})" if watched.when else ""
        of_columns, condition = f" OF {', '.join(watched.columns)}", f" WHEN (({changed}){besides})"
    head = f"TRIGGER {watched.name(event)} AFTER {event}{of_columns} ON {watched.table}"
    if vendor == "postgresql":
        return (
            f"CREATE CONSTRAINT {head} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW{condition}"
            " EXECUTE FUNCTION mou_count_access_change()"
        )
    return f"CREATE {head} FOR EACH ROW{condition} BEGIN {SQLITE_COUNT} END"
