"""For migrations: what a database searches a WordsField with."""

from coordination.room.database.words_field import FTS_SUFFIX
from mou.foundation.database.statements import Statements


def words_index(table: str, *, key: str) -> Statements:
    """Return the operation that makes the index of a table's column `words`; `key` is the column of its primary key."""
    fts = f"{table}{FTS_SUFFIX}"
    return Statements(
        sqlite=[
            # The words hold letters and digits alone: the simplest tokenizer fits them exactly.
            f"""
CREATE VIRTUAL TABLE {fts} USING fts5(
    words, content='{table}', content_rowid='{key}', tokenize='ascii', detail=none, columnsize=0
);
""",
            f"""
CREATE TRIGGER {table}_is_indexed AFTER INSERT ON {table}
BEGIN INSERT INTO {fts}(rowid, words) VALUES (NEW.{key}, NEW.words); END;
""",  # noqa: S608 - names of ours
            f"""
CREATE TRIGGER {table}_is_forgotten AFTER DELETE ON {table}
BEGIN INSERT INTO {fts}({fts}, rowid, words) VALUES ('delete', OLD.{key}, OLD.words); END;
""",  # noqa: S608 - names of ours
        ],
        postgresql=[f"CREATE INDEX {table}_words ON {table} USING gin (words);"],
    )
