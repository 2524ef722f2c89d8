"""The audit, who may read it, its reviews and signed heads are never rewritten: the database itself refuses."""

from django.db import migrations

from mou.foundation.database.statements import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [
        refuse_changes(
            "the audit is never changed",
            {
                "records_auditevent": "audit_is_append_only",
                "records_auditreader": "audit_readers_are_append_only",
                "records_auditreview": "audit_reviews_are_append_only",
            },
            function="refuse_audit_change",
            deletion="by retention",
        ),
        refuse_changes(
            "signed heads are never changed",
            {"records_signedhead": "signed_heads_are_for_ever"},
            function="refuse_head_change",
        ),
    ]
