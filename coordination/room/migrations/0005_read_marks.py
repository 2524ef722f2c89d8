"""How far the people of a room have come."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("room", "0004_search")]
    operations = [
        migrations.CreateModel(
            name="ReadMark",
            fields=[
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="room.participant",
                    ),
                ),
                ("received_seq", models.BigIntegerField()),
                ("opened_seq", models.BigIntegerField()),
            ],
        ),
    ]
