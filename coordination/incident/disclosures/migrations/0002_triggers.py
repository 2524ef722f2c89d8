"""What was disclosed is never rewritten: the database itself refuses. Retention alone deletes it, on PostgreSQL."""

from django.db import migrations

from mou.foundation.database.statements import Statements, refuse_changes

TABLE = "disclosures_disclosure"


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0001_initial")]
    operations = [
        refuse_changes(
            "disclosures are never changed",
            {TABLE: "disclosure_is_append_only"},
            function="refuse_disclosure_change",
            deletion="by retention",
        ),
        Statements(
            sqlite=[
                f"""
CREATE TRIGGER disclosure_stays BEFORE DELETE ON {TABLE}
BEGIN SELECT RAISE(ABORT, 'disclosures are never deleted'); END;
"""
            ],
            postgresql=[],
        ),
    ]
