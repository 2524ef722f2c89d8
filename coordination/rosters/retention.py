"""Delete people who left a district, when its days are over. That it was done can be shown; who they were cannot."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from coordination.rosters.models import Roster, RosterDeletion, RosterPerson, RosterReading
from coordination.rosters.vocabulary import RosterPersonKind

logger = logging.getLogger(__name__)
# 34 CFR 99.32: as long as the records; a district is asked about who read for years.
READINGS_KEPT = timedelta(days=5 * 365)


def delete_people_who_left(at: datetime) -> int:
    """Delete who left longer ago than their district keeps them, with all of theirs; return how many. Durable each."""
    deleted = 0
    for roster in Roster.objects.all():
        left_before = at - timedelta(days=roster.keep_days)
        with transaction.atomic(durable=True):
            old = RosterPerson.objects.select_for_update().filter(roster=roster, left_at__lt=left_before)
            kinds = list(old.values_list("kind", flat=True))
            if not kinds:
                continue
            students = kinds.count(RosterPersonKind.STUDENT.value)
            RosterPerson.objects.filter(roster=roster, left_at__lt=left_before).delete()
            RosterDeletion.objects.create(
                roster=roster, at=at, left_before=left_before, students=students, others=len(kinds) - students
            )
        deleted += len(kinds)
        # A line that a collector of logs keeps, also where the database is restored from a copy.
        logger.warning(
            "rosters: deleted %d students and %d others of district %s who left before %s",
            students,
            len(kinds) - students,
            roster.district_id,
            left_before.isoformat(timespec="seconds"),
        )
    RosterReading.objects.filter(at__lt=at - READINGS_KEPT).delete()
    return deleted
