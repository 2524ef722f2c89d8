"""Who read a case, who changed a team, and that something was expunged, is never rewritten: the database itself refuses."""

from django.db import migrations

from mou.foundation.database.statements import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [
        refuse_changes(
            "who read a case is never changed",
            {"cases_caseread": "case_reads_are_append_only", "cases_caseexpunged": "expunged_is_append_only"},
            function="refuse_rewriting_case_records",
        ),
        refuse_changes(
            "what was changed of a team is never rewritten",
            {"cases_caseteamchange": "case_team_changes_are_append_only"},
            function="refuse_rewriting_case_teams",
        ),
    ]
