"""Count every change of memberships, suspensions, agencies and signed agreements, whoever makes it."""

from django.db import migrations

from mou.access.epoch_triggers import Watched, counting, postgresql_function

# What is not signed opens nothing; its dates and sites change at every save.
SIGNED = "OLD.in_force_from IS NOT NULL OR NEW.in_force_from IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("mou", "0002_append_only_edits")]
    operations = [
        postgresql_function(),
        counting(
            # Duty gives no access.
            Watched("mou_agencymember", ["agency_id", "user_id", "role", "started_at", "ended_at"], rows_too=True),
            Watched("mou_suspension", ["member_id", "ended_at"], rows_too=True),
            Watched("mou_agency", ["kind", "parent_id", "is_active", "time_zone"]),
            Watched(
                "mou_version",
                ["state", "effective_on", "expires_on", "in_force_from", "ended_at", "covers_all_sites"],
                when=SIGNED,
            ),
        ),
    ]
