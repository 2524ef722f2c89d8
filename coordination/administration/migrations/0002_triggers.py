"""The index of the words by which people are found; triggers note whose have changed, whichever door was taken."""

from django.db import migrations

from coordination.room.database.words_index import words_index
from mou.foundation.database.statements import Statements

DUE = "administration_membertoindex"
MEMBERS, PEOPLE = "mou_agencymember", "coordination_user"
OF_MEMBER, OF_PERSON = ("callsign", "title", "unit", "agency_id", "user_id"), ("username", "display_name", "email")
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


class Migration(migrations.Migration):
    dependencies = [("administration", "0001_initial"), ("coordination", "0002_initial")]
    operations = [
        words_index("administration_memberwords", key="id"),
        Statements(
            sqlite=_triggers("sqlite"),
            postgresql=[*POSTGRESQL_FUNCTIONS, *_triggers("postgresql")],
        ),
    ]
