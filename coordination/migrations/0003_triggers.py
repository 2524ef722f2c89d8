"""Count every change of who can sign in: an account that is switched off, or has another password, is out at once."""

from django.db import migrations

from mou.foundation.database.access_counts import Watched, count_changes


class Migration(migrations.Migration):
    dependencies = [("coordination", "0002_initial"), ("mou", "0002_triggers")]
    operations = [count_changes(Watched("coordination_user", ["is_active", "password"]))]
