"""A child who is called by another name is found by the roster's own name, too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reunification", "0003_changed_restrictions"),
    ]

    operations = [
        migrations.AddField(
            model_name="reunitedstudent",
            name="roster_given_name",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
    ]
