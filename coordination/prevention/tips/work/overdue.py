"""What upkeep does for tips: tell of those whose time is over, delete those whose keeping is, sweep up pictures."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from coordination.casework.retention import OwnRule
from coordination.keeping.gate import overwrite_what_is_deleted
from coordination.keeping.holds import Holds, holds_now
from coordination.keeping.proof import Deleted, lock_deletions, record_deletion
from coordination.keeping.vocabulary import DataClass
from coordination.prevention.tips.access import TIP_DESKS, team_above, team_of
from coordination.prevention.tips.models import Tip, TipAct, TipDesk, TipPhoto, TipRead
from coordination.prevention.tips.reporting.photos import photo_path, store_photo
from coordination.prevention.tips.telling import tell_of
from coordination.prevention.tips.vocabulary import TipState
from coordination.room.wire.model import Json
from mou.models import Agency

WAITING = [one.value for one in TipState if one.is_waiting]
MOST_AT_ONCE, READS_AT_ONCE = 100, 5_000
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
    overwrite_what_is_deleted()
    deleted = sum(_delete_old_of(desk, at) for desk in TipDesk.objects.select_related("agency"))
    sweep_photos(at)
    return deleted


def tips_due(desk: TipDesk, at: datetime, holds: Holds) -> QuerySet[Tip]:
    """Return the tips of a desk that are kept no longer at an instant, without those that a hold keeps."""
    old = Tip.objects.filter(desk=desk, ended_at__lt=at - timedelta(days=desk.keep_days))
    return old.exclude(pk__in=Tip.objects.filter(_held_tips(desk, holds), desk=desk).values("pk"))


def list_own_rules(district: Agency, at: datetime, then: datetime, holds: Holds) -> list[OwnRule]:
    """Return the rule of each desk of a district and its schools, by name."""
    return [
        OwnRule(
            DataClass.TIPS,
            one.keep_days,
            one.agency.name,
            tips_due(one, at, holds).count(),
            tips_due(one, then, holds).count(),
        )
        for one in TIP_DESKS.teams_of_district(district)
    ]


def _reads_due(desk: TipDesk, at: datetime, holds: Holds) -> QuerySet[TipRead]:
    """Return who read what so long ago that it is kept no longer, without what a hold keeps."""
    kept = Q(tip_id__in=Tip.objects.filter(_held_tips(desk, holds), desk=desk).values("pk"))
    kept |= Q(user_id__in=holds.user_ids) | Q(desk__agency_id__in=holds.agency_ids())
    for span in holds.spans:
        if span.district_id == (desk.agency.parent_id or desk.agency_id):
            kept |= Q(at__gte=span.since, at__lte=span.until)
    old = TipRead.objects.filter(desk=desk, at__lt=at - READS_KEPT)
    return old.exclude(pk__in=TipRead.objects.filter(kept, desk=desk).values("pk"))


def _held_tips(desk: TipDesk, holds: Holds) -> Q:
    """Return which tips of a desk a hold keeps."""
    district_id = desk.agency.parent_id or desk.agency_id
    schools = holds.agency_ids()
    held = Q(school_id__in=schools) | Q(desk__agency_id__in=schools) | Q(incident_id__in=holds.incident_ids)
    held |= Q(pk__in=TipAct.objects.filter(by_id__in=holds.user_ids).values("tip_id"))
    held |= holds.named("people_words") | holds.named("text")
    for span in holds.spans:
        if span.district_id == district_id:
            held |= Q(received_at__lte=span.until, ended_at__gte=span.since)
    return held


def _delete_old_of(desk: TipDesk, at: datetime) -> int:
    """Delete at most a hundred of one desk, in one durable transaction: the next look goes on."""
    with transaction.atomic(durable=True):
        lock_deletions()
        holds = holds_now()
        district_id = desk.agency.parent_id or desk.agency_id
        reads = list(_reads_due(desk, at, holds).order_by("at").values_list("pk", flat=True)[:READS_AT_ONCE])
        if reads:
            TipRead.objects.filter(pk__in=reads).delete()
            of_reads: dict[str, Json] = {"days": READS_KEPT.days, "set_by": "default", "of": "readings"}
            record_deletion(Deleted(DataClass.TIPS, len(reads), of_reads, district_id), at)
        ids = list(tips_due(desk, at, holds).order_by("ended_at").values_list("pk", flat=True)[:MOST_AT_ONCE])
        photos = list(TipPhoto.objects.filter(tip__in=ids).values_list("pk", flat=True))
        if ids:
            Tip.objects.filter(pk__in=ids).delete()
            rule: dict[str, Json] = {"days": desk.keep_days, "set_by": "tip_desk", "desk": str(desk.pk)}
            # No ids: whose receipt it was must not be told from outside either.
            record_deletion(Deleted(DataClass.TIPS, len(ids), rule, district_id), at)
    for photo_id in photos:
        photo_path(photo_id).unlink(missing_ok=True)
    return len(ids)


def sweep_photos(at: datetime) -> int:
    """Delete pictures that no report names, an hour after they were written; return how many.

    Of the others the file system forgets when they came.
    """
    folder, swept = Path(settings.MEDIA_ROOT) / "tip-photos", 0
    named = {str(one) for one in TipPhoto.objects.values_list("pk", flat=True)}
    for path in folder.glob("*"):
        if path.stem in named:
            _forget_when_it_came(path, at)
        elif path.stat().st_mtime < at.timestamp() - ORPHAN_AFTER_S:
            path.unlink(missing_ok=True)
            swept += 1
    return swept


def _forget_when_it_came(path: Path, at: datetime) -> None:
    """Write a picture anew, once: no program sets when a file system made a file or last touched it.

    Its own time, the minute of the report, stays; what the file system noted is the time of this sweep from now on.
    """
    stat = path.stat()
    if stat.st_ctime - stat.st_mtime < ORPHAN_AFTER_S <= at.timestamp() - stat.st_mtime:
        store_photo(path, path.read_bytes(), as_of=datetime.fromtimestamp(stat.st_mtime, tz=UTC))
