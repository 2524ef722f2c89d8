"""An address names a person once they proved that they read it; no address that is there already was proved."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coordination", "0003_triggers")]
    operations = [
        migrations.RemoveConstraint(model_name="user", name="one_person_per_address"),
        migrations.AddField(
            model_name="user", name="email_proved_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="user", name="sessions_lock_since", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(models.Q(("email", ""), _negated=True), ("email_proved_at__isnull", False)),
                name="one_person_per_proved_address",
            ),
        ),
    ]
