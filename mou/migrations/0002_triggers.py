"""Histories are never rewritten: the database itself refuses. It counts every change of access, whoever makes it."""

from django.db import migrations

from mou.foundation.database.access_counts import Watched, build_counter, count_changes
from mou.foundation.database.statements import refuse_changes

# What is not signed opens nothing; its dates and sites change at every save.
SIGNED = "OLD.in_force_from IS NOT NULL OR NEW.in_force_from IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("mou", "0001_initial")]
    operations = [
        refuse_changes(
            "the history of an agreement is never changed",
            {"mou_clauseedit": "edits_are_append_only", "mou_versionstep": "steps_are_append_only"},
            function="refuse_rewriting_agreements",
        ),
        refuse_changes(
            "what administrators did is never changed",
            {"mou_administrativeact": "acts_are_append_only"},
            function="refuse_rewriting_acts",
            deletion="by retention",
        ),
        build_counter(),
        count_changes(
            # Duty gives no access.
            Watched("mou_agencymember", ["agency_id", "user_id", "role", "started_at", "ended_at"], rows_too=True),
            Watched("mou_suspension", ["member_id", "ended_at"], rows_too=True),
            Watched("mou_agency", ["kind", "parent_id", "is_active", "time_zone"]),
            Watched(
                "mou_version",
                ["state", "effective_on", "expires_on", "in_force_from", "ended_at", "covers_all_sites"],
                when=SIGNED,
            ),
            Watched("mou_mutualaid", ["member_id", "incident_id", "ends_at", "ended_at"], rows_too=True),
        ),
    ]
