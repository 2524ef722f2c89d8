"""Which schools that a person leads lack lessons this school year."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import ngettext

from coordination.prevention.lessons.queries import school_years
from mou.access.fetch import active_memberships
from mou.foundation.waiting import WaitingKind, WaitingLine
from mou.vocabulary import AgencyKind, MemberRole


def list_waiting_lessons(user_id: int, at: datetime) -> Iterator[WaitingLine]:
    """Yield each school of the person's own that lacks lessons, for its administrators. Five queries.

    A district's administrators read it of all their schools on the page of lessons.
    """
    schools = [
        one.agency
        for one in active_memberships(user_id, at)
        if one.role == MemberRole.ADMINISTRATOR and one.agency.kind == AgencyKind.SCHOOL
    ]
    years = school_years(schools, at) if schools else {}
    for one in schools:
        n = len(years[one.pk].lacking)
        if n:
            words = ngettext("%(n)s lesson is missing", "%(n)s lessons are missing", n) % {"n": n}
            yield WaitingLine(WaitingKind.HOLD_LESSONS, f"{one.name} · {words}", reverse("lessons_of", args=[one.pk]))
