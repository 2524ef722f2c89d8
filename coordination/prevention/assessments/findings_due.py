"""Tell who mends a finding that its day has come, and no more; and list what waits: never what is weak."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from coordination.casework.clocks import day_in, newest_day
from coordination.casework.districts import school_of_site
from coordination.casework.due_days import tell_by_key
from coordination.casework.telling import Waiting
from mapping.assessments.access import findings_for
from mapping.assessments.models import AssessmentMember, SiteFinding
from mapping.assessments.vocabulary import AssessmentState, FindingState
from mou.foundation.chore_signs import due_while
from mou.foundation.waiting import OverdueThing, WaitingKind, WaitingLine, is_past
from push.vocabulary import Urgency

FINDING_WAITS = Waiting("finding", "finding_waits", "findings", Urgency.ROUTINE)


@due_while(lambda at: [_due_findings(at)])
def tell_due_findings(at: datetime) -> int:
    """Tell of each finding whose day has come, once for each day set; return how many. Durable each."""
    days = _due_findings(at).order_by("due_on").values_list("pk", "due_on")
    due = [(FINDING_WAITS.key_of(pk, f"due-{day}"), partial(_who_hears, pk, at)) for pk, day in days]
    return tell_by_key(due, FINDING_WAITS.tell_by)


def _due_findings(at: datetime) -> QuerySet[SiteFinding]:
    rows = SiteFinding.objects.filter(due_on__lte=newest_day(at), owner__isnull=False, state=FindingState.OPEN.value)
    return rows.exclude(assessment__state=AssessmentState.WITHDRAWN.value)


def _who_hears(finding_id: UUID, at: datetime) -> list[int]:
    """Return the owner of a finding whose day has come; who leads the assessment, where the owner reads it no more."""
    finding = SiteFinding.objects.select_related("site", "assessment").get(pk=finding_id)
    if finding.due_on is None or finding.due_on > day_in(finding.site.time_zone, at):
        return []
    # Of a door sweep there is no assessment, and no one who leads it.
    leads = AssessmentMember.objects.filter(assessment=finding.assessment, is_leader=True)
    wanted = [finding.owner_id, *leads.values_list("user_id", flat=True)]
    read = [one for one in wanted if one is not None and findings_for(one, at).filter(pk=finding.pk).exists()]
    return read[:1]


def list_waiting_findings(user_id: int, at: datetime) -> Iterator[WaitingLine]:
    """Yield the findings that a person mends and still reads. Two queries beside those of access."""
    # Who may is asked with care, and most people own none.
    if not SiteFinding.objects.filter(owner_id=user_id, state=FindingState.OPEN.value).exists():
        return
    rows = findings_for(user_id, at).filter(owner_id=user_id, state=FindingState.OPEN.value)
    for one in rows.exclude(assessment__state=AssessmentState.WITHDRAWN.value).order_by("due_on", "id"):
        yield WaitingLine(
            WaitingKind.MEND_FINDING,
            f"{one.number} · {one.site.name}",
            reverse("site_finding", args=[one.pk]),
            due_on=one.due_on,
            is_overdue=is_past(one.due_on, day_in(one.site.time_zone, at)),
        )


def list_overdue_findings(district_id: UUID, at: datetime) -> Iterator[OverdueThing]:
    """Yield the findings at a district's sites whose day has passed. One query."""
    rows = SiteFinding.objects.filter(
        site__district_id=district_id, state=FindingState.OPEN.value, due_on__lt=newest_day(at)
    ).exclude(assessment__state=AssessmentState.WITHDRAWN.value)
    for due_on, school_id, name, zone in rows.values_list("due_on", *school_of_site("site__"), "site__time_zone"):
        if due_on is not None and is_past(due_on, day_in(zone, at)):
            yield OverdueThing(WaitingKind.MEND_FINDING, school_id, name, due_on)
