"""What was signed is never rewritten: the database itself refuses. It may go with its exercise."""

from django.db import migrations

from mou.foundation.database.statements import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("improvement", "0001_initial")]
    operations = [
        refuse_changes(
            "what was signed or written down is never changed",
            {
                "improvement_sealedreport": "sealed_reports_are_final",
                "improvement_actionrecord": "action_records_are_final",
            },
            function="refuse_rewriting_improvement",
            deletion="free",
        ),
    ]
