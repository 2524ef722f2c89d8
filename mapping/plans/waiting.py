"""Which floor plans wait for a person who keeps them: to be walked and verified, and to be published."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count
from django.urls import reverse

from mapping.access import sites_for
from mapping.models import Floorplan, Level
from mapping.models.sites import STANDING
from mapping.vocabulary import FloorplanState, SiteNeed
from mou.foundation.waiting import WaitingKind, WaitingLine

KINDS = {
    FloorplanState.DRAFT.value: WaitingKind.VERIFY_PLAN,
    FloorplanState.VERIFIED.value: WaitingKind.PUBLISH_PLAN,
}


def list_waiting_plans(user_id: int, at: datetime) -> Iterator[WaitingLine]:
    """Yield a line for each school and step, with how many plans wait there. One query beside those of access."""
    kept = sites_for(user_id, at, need=SiteNeed.EDIT).order_by()
    levels = Level.objects.filter(STANDING, site__in=kept.values("pk"))
    rows = Floorplan.objects.filter(level__in=levels.values("pk"), state__in=list(KINDS)).order_by()
    found = rows.values_list("level__site_id", "level__site__name", "state").annotate(Count("pk"))
    for site_id, name, state, number in found.order_by("level__site__name", "level__site_id", "state"):
        yield WaitingLine(KINDS[state], f"{name} · {number}", reverse("verify_floors", args=[site_id]))
