"""What the team reads beside its tips: which tips one may repeat, and who is on the team."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from coordination.prevention.tips.access import tips_for
from coordination.prevention.tips.models import Tip, TipDesk, TipTeamMember
from coordination.prevention.tips.vocabulary import TipCategory
from coordination.prevention.tips.words import moment_words

MOST_SIMILAR = 20


def name_similar(tip: Tip, at: datetime) -> list[tuple[object, str]]:
    """Return open tips of the same desk that a tip may repeat, the newest first: those that its reader reads."""
    if not tip.decides:
        return []
    same = Q(category=tip.category) | Q(school=tip.school)
    others = tips_for(tip.reader_id, at).filter(same, desk=tip.desk, ended_at__isnull=True).exclude(pk=tip.pk)
    return name_tips(others.order_by("-received_at")[:MOST_SIMILAR])


def name_tips(tips: QuerySet[Tip]) -> list[tuple[object, str]]:
    """Return what tips are called where one is chosen: what it is about, and when it came by the school's clock."""
    return [
        (one.pk, f"{TipCategory(one.category).label} · {moment_words(one.received_at, one.desk.agency.time_zone)}")
        for one in tips
    ]


def team_members(desk: TipDesk) -> Sequence[TipTeamMember]:
    return list(desk.team.select_related("user").order_by("user__display_name", "id"))
