"""What upkeep does for tips: tell of those whose time is over, delete those whose keeping is, sweep up pictures."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from coordination.prevention.tips.access import team_above, team_of
from coordination.prevention.tips.models import Tip, TipDesk, TipPhoto, TipRead
from coordination.prevention.tips.reporting.photos import photo_path
from coordination.prevention.tips.telling import tell_of
from coordination.prevention.tips.vocabulary import TipState

WAITING = [one.value for one in TipState if one.is_waiting]
MOST_AT_ONCE = 100
# Who read what outlives the tip: an agency is asked about it for years.
READS_KEPT = timedelta(days=3 * 365)
# A picture whose report is just being stored has no row yet.
ORPHAN_AFTER_S = 3600


def tell_overdue(at: datetime) -> int:
    """Tell the team and the district's of each tip whose clock has run out, once; return how many. Durable each."""
    due = Tip.objects.filter(state__in=WAITING, due_at__lte=at, overdue_told_at__isnull=True, is_of_flood=False)
    ids = list(due.order_by("due_at").values_list("pk", flat=True)[:MOST_AT_ONCE])
    for tip_id in ids:
        with transaction.atomic(durable=True):
            tip = Tip.objects.select_for_update(of=("self",)).select_related("desk__agency").get(pk=tip_id)
            if tip.overdue_told_at is not None:
                # Another process looks as well.
                continue
            tip.overdue_told_at = at
            tip.save(update_fields=["overdue_told_at"])
            people = {*team_of(tip.desk, at), *team_above(tip.desk, at)}
            tell_of(tip, occasion=f"overdue-{tip.priority}", user_ids=people, then=[])
    return len(ids)


def delete_old(at: datetime) -> int:
    """Delete tips that ended longer ago than their desk keeps them, and reads of three years ago; return how many."""
    deleted = 0
    for desk in TipDesk.objects.all():
        old = Tip.objects.filter(desk=desk, ended_at__lt=at - timedelta(days=desk.keep_days))
        photos = list(TipPhoto.objects.filter(tip__in=old).values_list("pk", flat=True))
        with transaction.atomic(durable=True):
            deleted += old.count()
            old.delete()
        for photo_id in photos:
            photo_path(photo_id).unlink(missing_ok=True)
    TipRead.objects.filter(at__lt=at - READS_KEPT).delete()
    sweep_photos(at)
    return deleted


def sweep_photos(at: datetime) -> int:
    """Delete pictures that no report names, an hour after they were written; return how many."""
    folder, swept = Path(settings.MEDIA_ROOT) / "tip-photos", 0
    named = {str(one) for one in TipPhoto.objects.values_list("pk", flat=True)}
    for path in folder.glob("*"):
        if path.stem not in named and path.stat().st_mtime < at.timestamp() - ORPHAN_AFTER_S:
            path.unlink(missing_ok=True)
            swept += 1
    return swept
