from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("room", "0005_read_marks"),
    ]

    operations = [
        migrations.AddField(
            model_name="incident",
            name="title_in",
            field=models.JSONField(null=True),
        ),
    ]
