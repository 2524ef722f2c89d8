"""What upkeep does for tips: tell of those whose time is over, delete those whose keeping is, sweep up pictures."""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from coordination.casework.due_days import DueMoment
from coordination.casework.retention import MOST_AT_ONCE, Retention, list_own_rules
from coordination.keeping.gate import overwrite_what_is_deleted
from coordination.keeping.holds import Holds, any_of, holds_now
from coordination.keeping.proof import Deleted, lock_deletions, record_deletion
from coordination.keeping.vocabulary import DataClass
from coordination.prevention.tips.access import TIP_DESKS, team_above, team_of
from coordination.prevention.tips.models import Tip, TipAct, TipDesk, TipPhoto, TipRead
from coordination.prevention.tips.reporting.photos import store_photo
from coordination.prevention.tips.telling import tell_of
from coordination.prevention.tips.vocabulary import TipState
from coordination.room.wire.model import Json
from mou.foundation.chore_signs import due_while

WAITING = [one.value for one in TipState if one.is_waiting]
READS_AT_ONCE = 5_000
# Who read what outlives the tip: an agency is asked about it for years.
READS_KEPT = timedelta(days=3 * 365)
# A picture whose report is just being stored has no row yet.
ORPHAN_AFTER_S = 3600


@due_while(lambda at: [OVERDUE_TIPS.late(at)])
def tell_overdue(at: datetime) -> int:
    """Tell the team and the district's of each tip whose clock has run out, once; return how many. Durable each."""
    return OVERDUE_TIPS.tell_late(at)


def _waiting_tips() -> QuerySet[Tip]:
    return Tip.objects.select_related("desk__agency").filter(state__in=WAITING, is_of_flood=False)


def _tell_late(tip: Tip, at: datetime) -> None:
    people = {*team_of(tip.desk, at), *team_above(tip.desk, at)}
    tell_of(tip, occasion=f"overdue-{tip.priority}", user_ids=people, then=[])


OVERDUE_TIPS = DueMoment(_waiting_tips, "due_at", "overdue_told_at", _tell_late)


def _tips_due(desk: TipDesk, at: datetime) -> QuerySet[Tip]:
    return Tip.objects.filter(desk=desk, ended_at__lte=at - timedelta(days=desk.keep_days)).order_by("ended_at")


def _held_tips(desk: TipDesk, holds: Holds) -> Q:
    """Return which tips of a desk a hold keeps."""
    schools, district_id = holds.agency_ids(), desk.agency.parent_id or desk.agency_id
    held = Q(school_id__in=schools) | Q(desk__agency_id__in=schools) | Q(incident_id__in=holds.incident_ids)
    held |= Q(pk__in=TipAct.objects.filter(by_id__in=holds.user_ids).values("tip_id"))
    held |= holds.named("people_words") | holds.named("text")
    spans = (one for one in holds.spans if one.district_id == district_id)
    return held | any_of(Q(received_at__lte=one.until, ended_at__gte=one.since) for one in spans)


def _is_held(tip: Tip, desk: TipDesk, holds: Holds) -> bool:
    return Tip.objects.filter(_held_tips(desk, holds), pk=tip.pk).exists()


TIP_RETENTION = Retention(TIP_DESKS, DataClass.TIPS, "tip_desk", _tips_due, _is_held, held=_held_tips)
TIP_RULES = partial(list_own_rules, (TIP_RETENTION,))


def delete_old(at: datetime) -> int:
    """Delete tips that ended longer ago than their desk retains them, and old reads; return how many tips.

    Pictures of tips that are gone are swept up: their files are as old as their tips.
    """
    overwrite_what_is_deleted()
    deleted = 0
    for desk in TipDesk.objects.select_related("agency"):
        _delete_old_reads(desk, at)
        deleted += TIP_RETENTION.delete_due(desk, at, most=MOST_AT_ONCE)
    sweep_photos(at)
    return deleted


def _delete_old_reads(desk: TipDesk, at: datetime) -> None:
    """Delete who read what three years ago, at most some thousands, in one durable transaction."""
    with transaction.atomic(durable=True):
        lock_deletions()
        old = _reads_due(desk, at, holds_now()).order_by("at")
        reads = list(old.values_list("pk", flat=True)[:READS_AT_ONCE])
        if reads:
            TipRead.objects.filter(pk__in=reads).delete()
            rule: dict[str, Json] = {"days": READS_KEPT.days, "set_by": "default", "of": "readings"}
            record_deletion(Deleted(DataClass.TIPS, len(reads), rule, desk.agency.parent_id or desk.agency_id), at)


def _reads_due(desk: TipDesk, at: datetime, holds: Holds) -> QuerySet[TipRead]:
    """Return who read what so long ago that it is retained no longer, without what a hold keeps."""
    kept = Q(subject_id__in=Tip.objects.filter(_held_tips(desk, holds), desk=desk).values("pk"))
    kept |= Q(user_id__in=holds.user_ids) | Q(desk__agency_id__in=holds.agency_ids())
    for span in holds.spans:
        if span.district_id == (desk.agency.parent_id or desk.agency_id):
            kept |= Q(at__gte=span.since, at__lte=span.until)
    old = TipRead.objects.filter(desk=desk, at__lt=at - READS_KEPT)
    return old.exclude(pk__in=TipRead.objects.filter(kept, desk=desk).values("pk"))


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
