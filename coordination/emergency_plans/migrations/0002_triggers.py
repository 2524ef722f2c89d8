"""What was written down, agreed to and adopted is never rewritten: the database itself refuses."""

from django.db import migrations

from mou.foundation.database.statements import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("emergency_plans", "0001_initial")]
    operations = [
        refuse_changes(
            "what was agreed to or adopted is never changed",
            {
                "emergency_plans_plansectionedit": "plan_edits_are_final",
                "emergency_plans_plansteptaken": "plan_steps_are_final",
                "emergency_plans_planconsent": "plan_consents_are_final",
                "emergency_plans_sealedplan": "sealed_plans_are_final",
            },
            function="refuse_rewriting_emergency_plans",
        ),
    ]
