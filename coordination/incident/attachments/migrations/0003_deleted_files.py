"""When retention deleted the bytes of a file."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("attachments", "0002_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="deleted_at",
            field=models.DateTimeField(null=True),
        ),
    ]
