"""Build drills as school law counts them; name only what matters to the test."""

from datetime import UTC, datetime, timedelta

from coordination.drills.requirements.models import Drill
from coordination.drills.requirements.rules.record import day_at
from coordination.models import User
from mapping.models import Site

SCENARIO = "a make-believe kiln fire in the pottery room"
ISSUES = "the imaginary bell of the west wing stayed silent"
DRILL_SECRETS = (SCENARIO, ISSUES)


def make_drill(site: Site, *, by: User, at: datetime | None = None, **fields: object) -> Drill:
    """Return a drill, held an hour ago and announced."""
    starts_at = at or datetime.now(UTC) - timedelta(hours=1)
    values: dict[str, object] = {
        "type": "lockdown",
        "state": "held",
        "starts_at": starts_at,
        "on": day_at(starts_at, site.time_zone),
        "scenario": SCENARIO,
        "issues": ISSUES,
        "created_by": by,
        "created_at": starts_at,
        **fields,
    }
    return Drill.objects.create(site=site, **values)
