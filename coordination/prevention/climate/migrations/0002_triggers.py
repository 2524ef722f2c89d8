"""Who read what is never rewritten: the database itself refuses."""

from django.db import migrations

from mou.foundation.database.statements import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("climate", "0001_initial")]
    operations = [
        refuse_changes(
            "who read something is never changed",
            {"climate_climateread": "climate_reads_are_append_only"},
            function="refuse_rewriting_climate_reads",
        ),
    ]
