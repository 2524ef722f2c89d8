"""Which scans of signed papers wait for a second person."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache

from django.db.models import F
from django.urls import reverse

from mou.access.fetch import kept_districts
from mou.access.policy import local_date
from mou.agencies.administrators import is_second_keeper_to
from mou.foundation.waiting import WaitingKind, WaitingLine, is_past
from mou.models import SignedPaper
from mou.vocabulary import VersionState


def list_waiting_papers(user_id: int, at: datetime) -> Iterator[WaitingLine]:
    """Yield the scans that a person may confirm. Two queries, and some for each person who recorded one."""
    kept = kept_districts(user_id, at)
    if not kept:
        return
    is_second = cache(lambda recorder_id, district_id: is_second_keeper_to(user_id, recorder_id, district_id, at))
    rows = SignedPaper.objects.filter(
        version__memorandum__district__in=kept,
        version__state=VersionState.OUT_FOR_SIGNATURE.value,
        version__canonical_sha256=F("sha256"),
        confirmed_at__isnull=True,
        set_aside_at__isnull=True,
    )
    for one in rows.defer("scan").select_related("version__memorandum__district").order_by("recorded_at"):
        version, memorandum = one.version, one.version.memorandum
        # After its last day it can come into force no more.
        is_over = is_past(version.expires_on, local_date(at, memorandum.district.time_zone))
        if not is_over and is_second(one.recorded_by_id, memorandum.district_id):
            link = reverse("agreement_paper", args=[memorandum.pk, version.number])
            yield WaitingLine(WaitingKind.CONFIRM_PAPER, memorandum.title, link)
