"""Halls, whole buildings and places outdoors are walked as rooms are."""

from django.db import migrations, models

LOCKS = [
    ("inside", "INSIDE"),
    ("hall", "HALL"),
    ("none", "NONE"),
    ("once", "ONCE"),
    ("each", "EACH"),
    ("not_all", "NOT_ALL"),
]
KINDS = [("room", "ROOM"), ("hall", "HALL"), ("grounds", "GROUNDS"), ("building", "BUILDING")]


class Migration(migrations.Migration):
    dependencies = [("options", "0001_room_walks")]

    operations = [
        migrations.AddField(
            model_name="roomwalk",
            name="kind",
            field=models.CharField(choices=KINDS, default="room", max_length=8),
        ),
        migrations.AlterField(
            model_name="roomwalk",
            name="locks",
            field=models.CharField(blank=True, choices=LOCKS, max_length=8),
        ),
        migrations.AlterField(
            model_name="roomwalk",
            name="can_barricade",
            field=models.BooleanField(null=True),
        ),
        migrations.AlterField(
            model_name="roomwalk",
            name="is_hidden",
            field=models.BooleanField(null=True),
        ),
    ]
