"""What accounts have to do with agencies."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("coordination", "0001_initial"),
        ("mou", "0001_initial"),
        # Before most tables of ours are there: each of their steps makes anew, in memory, what refers to a person.
        ("mfa", "0003_authenticator_type_uniq"),
        ("push", "0001_initial"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="home_agency",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mou.agency"
            ),
        ),
        migrations.CreateModel(
            name="AgencySecurity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="security", to="mou.agency"
                    ),
                ),
                ("requires_factor", models.BooleanField(default=False)),
                ("locks_sessions", models.BooleanField(default=False)),
                ("locks_accounts", models.BooleanField(default=False)),
                ("use_notice", models.TextField(blank=True, max_length=2000)),
            ],
        ),
    ]
