"""Who read what is never rewritten: the database itself refuses."""

from django.db import migrations

from mou.foundation.database.statements import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("found_things", "0001_initial")]
    operations = [
        refuse_changes(
            "who read something is never changed",
            {"found_things_foundread": "found_reads_are_append_only"},
            function="refuse_rewriting_found_reads",
        ),
    ]
