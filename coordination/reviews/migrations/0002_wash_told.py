"""When the people of a real incident were told that its hot wash is open."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_first_tables")]

    operations = [
        migrations.AddField(
            model_name="incidentreview",
            name="wash_told_at",
            field=models.DateTimeField(null=True),
        ),
    ]
