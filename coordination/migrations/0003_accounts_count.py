"""Count every change of who can sign in: an account that is switched off, or has another password, is out at once."""

from django.db import migrations

from mou.access.epoch_triggers import Watched, counting


class Migration(migrations.Migration):
    dependencies = [("coordination", "0002_initial"), ("mou", "0003_access_changes_count")]
    operations = [counting(Watched("coordination_user", ["is_active", "password"]))]
