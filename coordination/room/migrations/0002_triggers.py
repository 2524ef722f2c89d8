"""The log is never rewritten, an exercise stays one (promise 10): the database itself refuses. And the log's search."""

from django.db import migrations

from coordination.room.database.words_index import words_index
from mou.foundation.database.statements import Statements, refuse_changes

EXERCISES = Statements(
    sqlite=[
        """
CREATE TRIGGER exercise_is_for_ever BEFORE UPDATE OF is_exercise ON room_incident
WHEN OLD.is_exercise IS NOT NEW.is_exercise
BEGIN SELECT RAISE(ABORT, 'an incident stays an exercise, or real'); END;
"""
    ],
    postgresql=[
        """
CREATE FUNCTION refuse_exercise_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'an incident stays an exercise, or real' USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER exercise_is_for_ever BEFORE UPDATE ON room_incident
FOR EACH ROW WHEN (OLD.is_exercise IS DISTINCT FROM NEW.is_exercise) EXECUTE FUNCTION refuse_exercise_change();
"""
    ],
)
# What is deleted goes from the file of the index as well, not only from what is found.
DELETES_WORDS = Statements(
    sqlite=["INSERT INTO room_entrywords_fts(room_entrywords_fts, rank) VALUES ('secure-delete', 1);"],
    postgresql=[],
)


class Migration(migrations.Migration):
    dependencies = [("room", "0001_initial")]
    operations = [
        refuse_changes(
            "log entries are never changed",
            {"room_logentry": "log_is_append_only"},
            function="refuse_log_change",
            deletion="by retention",
        ),
        EXERCISES,
        words_index("room_entrywords", key="entry_id"),
        DELETES_WORDS,
    ]
