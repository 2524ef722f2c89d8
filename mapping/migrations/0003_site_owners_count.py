"""Count every change of a site's district and school: a register that reassigns it ends the access of its people."""

from django.db import migrations

from mou.access.epoch_triggers import Watched, counting


class Migration(migrations.Migration):
    dependencies = [("mapping", "0002_published_plans_for_ever"), ("mou", "0003_access_changes_count")]
    operations = [counting(Watched("mapping_site", ["district_id", "school_id"]))]
