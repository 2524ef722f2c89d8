"""The index of the words by which people are found; triggers note whose have changed, whichever door was taken."""

from itertools import batched

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import coordination.room.database.words_field
from coordination.administration.accounts.member_index import words_for

WORDS, DUE = "administration_memberwords", "administration_membertoindex"
MEMBERS, PEOPLE = "mou_agencymember", "coordination_user"
OF_MEMBER, OF_PERSON = ("callsign", "title", "unit", "agency_id", "user_id"), ("username", "display_name", "email")
FTS = f"{WORDS}{coordination.room.database.words_field.FTS_SUFFIX}"
# As the index of the log's words: of letters and digits alone.
SQLITE_INDEX = (
    f"""
CREATE VIRTUAL TABLE {FTS} USING fts5(
    words, content='{WORDS}', content_rowid='id', tokenize='ascii', detail=none, columnsize=0
);
""",
    f"""
CREATE TRIGGER {WORDS}_is_indexed AFTER INSERT ON {WORDS}
BEGIN INSERT INTO {FTS}(rowid, words) VALUES (NEW.id, NEW.words); END;
""",  # noqa: S608 - names of ours
    f"""
CREATE TRIGGER {WORDS}_is_forgotten AFTER DELETE ON {WORDS}
BEGIN INSERT INTO {FTS}({FTS}, rowid, words) VALUES ('delete', OLD.id, OLD.words); END;
""",  # noqa: S608 - names of ours
)
SQLITE_NOTE = {
    MEMBERS: f"INSERT OR IGNORE INTO {DUE}(member_id) VALUES (NEW.id);",  # noqa: S608 - names of ours
    PEOPLE: f"INSERT OR IGNORE INTO {DUE}(member_id) SELECT id FROM {MEMBERS} WHERE user_id = NEW.id;",  # noqa: S608
}
# A row that is there is locked, not passed by: whoever indexes it meanwhile must see what is written here.
POSTGRESQL_FUNCTIONS = (
    f"""
CREATE FUNCTION {MEMBERS}_words_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO {DUE}(member_id) VALUES (NEW.id) ON CONFLICT (member_id) DO UPDATE SET member_id = EXCLUDED.member_id;
    RETURN NULL;
END $$;
""",  # noqa: S608 - names of ours
    f"""
CREATE FUNCTION {PEOPLE}_words_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO {DUE}(member_id) SELECT id FROM {MEMBERS} WHERE user_id = NEW.id
        ON CONFLICT (member_id) DO UPDATE SET member_id = EXCLUDED.member_id;
    RETURN NULL;
END $$;
""",  # noqa: S608 - names of ours
)
AT_ONCE = 500


def _triggers(vendor: str) -> list[str]:
    """Return the triggers: a member comes; a member, or a person, is found by something else."""
    found = []
    for table, event in (
        (MEMBERS, "INSERT"),
        (MEMBERS, f"UPDATE OF {', '.join(OF_MEMBER)}"),
        (PEOPLE, f"UPDATE OF {', '.join(OF_PERSON)}"),
    ):
        does = (
            f"EXECUTE FUNCTION {table}_words_change();"
            if vendor == "postgresql"
            else f"BEGIN {SQLITE_NOTE[table]} END;"
        )
        name = f"{table}_{event.partition(' ')[0].lower()}_to_index"
        found.append(f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW {does}")
    return found


def begin(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        first = (f"CREATE INDEX {WORDS}_words ON {WORDS} USING gin (words);", *POSTGRESQL_FUNCTIONS)
    else:
        first = SQLITE_INDEX
    for statement in (*first, *_triggers(vendor)):
        schema_editor.execute(statement)


def end(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table, event in ((MEMBERS, "insert"), (MEMBERS, "update"), (PEOPLE, "update")):
        schema_editor.execute(f"DROP TRIGGER {table}_{event}_to_index{f' ON {table}' if is_postgresql else ''};")
    if is_postgresql:
        for table in (MEMBERS, PEOPLE):
            schema_editor.execute(f"DROP FUNCTION {table}_words_change();")
    else:
        schema_editor.execute(f"DROP TABLE {FTS};")


def index_who_is_there(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    members, words = apps.get_model("mou", "AgencyMember"), apps.get_model("administration", "MemberWords")
    rows = members.objects.select_related("user").order_by("pk")
    for some in batched(rows.iterator(AT_ONCE), AT_ONCE):
        words.objects.bulk_create(words(member=one, words=words_for(one)) for one in some)


class Migration(migrations.Migration):
    dependencies = [
        ("administration", "0004_directory_tokens"),
        ("coordination", "0005_session_rules"),
        ("mou", "0005_mutual_aid"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="MemberWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", coordination.room.database.words_field.WordsField()),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_words",
                        to="mou.agencymember",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MemberToIndex",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="mou.agencymember",
                    ),
                ),
            ],
        ),
        migrations.RunPython(begin, end),
        migrations.RunPython(index_who_is_there, migrations.RunPython.noop),
    ]
