from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("administration", "0007_people_who_left_a_team"),
    ]

    operations = [
        migrations.AlterField(
            model_name="speakingrequest",
            name="act",
            field=models.CharField(
                choices=[
                    ("invite_again", "Invite Again"),
                    ("change_address", "Change Address"),
                    ("change_name", "Change Name"),
                    ("change_username", "Change Username"),
                    ("reset_factors", "Reset Factors"),
                    ("change_provider", "Change Provider"),
                    ("make_token", "Make Token"),
                    ("group_roles", "Group Roles"),
                    ("roster_source", "Roster Source"),
                    ("take_roster", "Take Roster"),
                ],
                max_length=16,
            ),
        ),
    ]
