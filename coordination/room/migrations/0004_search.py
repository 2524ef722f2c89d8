"""The index of the log's words: beside the log, made from it, and made here for the entries that are there already."""

from itertools import batched

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import coordination.room.database.words_field
from coordination.room.text_search.search import index_rows

TABLE = "room_entrywords"
FTS = f"{TABLE}{coordination.room.database.words_field.FTS_SUFFIX}"
# The words come as they are compared, of letters and digits alone: the tokenizer that knows least fits them exactly.
SQLITE = (
    f"""
CREATE VIRTUAL TABLE {FTS} USING fts5(
    words, content='{TABLE}', content_rowid='entry_id', tokenize='ascii', detail=none, columnsize=0
);
""",
    f"""
CREATE TRIGGER {TABLE}_is_indexed AFTER INSERT ON {TABLE}
BEGIN INSERT INTO {FTS}(rowid, words) VALUES (NEW.entry_id, NEW.words); END;
""",  # noqa: S608 - names of ours
    f"""
CREATE TRIGGER {TABLE}_is_forgotten AFTER DELETE ON {TABLE}
BEGIN INSERT INTO {FTS}({FTS}, rowid, words) VALUES ('delete', OLD.entry_id, OLD.words); END;
""",  # noqa: S608 - names of ours
)
POSTGRESQL = (f"CREATE INDEX {TABLE}_words ON {TABLE} USING gin (words);",)
AT_ONCE = 500
FIELDS = ("entry_id", "author_id", "words", "lon", "lat", "level_id")


def make_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create what this database searches with."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove it; PostgreSQL's goes with its table."""
    if schema_editor.connection.vendor != "postgresql":
        schema_editor.execute(f"DROP TABLE {FTS};")


def index_what_is_there(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write the rows of the entries that are there."""
    entries, index = apps.get_model("room", "LogEntry"), apps.get_model("room", "EntryWords")
    for some in batched(entries.objects.order_by("pk").iterator(AT_ONCE), AT_ONCE):
        rows = index_rows(some)
        index.objects.bulk_create(index(**{name: getattr(row, name) for name in FIELDS}) for row in rows)


class Migration(migrations.Migration):
    dependencies = [("room", "0003_exercise_for_ever")]
    operations = [
        migrations.CreateModel(
            name="EntryWords",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="index",
                        serialize=False,
                        to="room.logentry",
                    ),
                ),
                ("author_id", models.UUIDField()),
                ("words", coordination.room.database.words_field.WordsField()),
                ("lon", models.FloatField(null=True)),
                ("lat", models.FloatField(null=True)),
                ("level_id", models.UUIDField(null=True)),
            ],
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(index_what_is_there, migrations.RunPython.noop),
    ]
