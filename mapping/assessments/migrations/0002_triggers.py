"""Who read and did what is never rewritten: the database itself refuses."""

from django.db import migrations

from mou.foundation.database.statements import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]
    operations = [
        refuse_changes(
            "who read and did what is never changed",
            {
                "assessments_assessmentread": "assessment_reads_are_append_only",
                "assessments_assessmentrecord": "assessment_records_are_append_only",
            },
            function="refuse_rewriting_assessment_records",
        ),
    ]
