"""Tell who mends a finding of a site assessment that its day has come, and no more: neither where, nor what is weak."""

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from coordination.casework.telling import tell_that_it_waits
from mapping.assessments.access import findings_for
from mapping.assessments.models import AssessmentMember, SiteFinding
from mapping.assessments.vocabulary import AssessmentState, FindingState
from push.models import Recipient
from push.vocabulary import Urgency

MOST_AT_ONCE = 100


def tell_due_findings(at: datetime) -> int:
    """Tell of each finding whose day has come, once for each day set; return how many. Durable each.

    Its owner is told; who leads the assessment instead, where the owner does not read the finding any more.
    """
    # By the earliest calendar on earth: each is then looked at by its site's own.
    day = (at + timedelta(hours=14)).date()
    rows = SiteFinding.objects.filter(due_on__lte=day, owner__isnull=False, state=FindingState.OPEN.value)
    rows = rows.exclude(assessment__state=AssessmentState.WITHDRAWN.value)
    due = {key_of(pk, due_on): pk for pk, due_on in rows.order_by("due_on").values_list("pk", "due_on")}
    told = set(Recipient.objects.filter(source_key__in=due).values_list("source_key", flat=True))
    untold = [(key, pk) for key, pk in due.items() if key not in told]
    return sum(_told(key, pk, at) for key, pk in untold[:MOST_AT_ONCE])


def key_of(finding_id: UUID, due_on: date | None) -> str:
    """Return by what the outbox knows that a finding is due on a day."""
    return f"finding:{finding_id.hex}:due-{due_on}"


def _told(key: str, finding_id: UUID, at: datetime) -> int:
    finding = SiteFinding.objects.select_related("site", "assessment").get(pk=finding_id)
    today = at.astimezone(ZoneInfo(finding.site.time_zone)).date()
    people = _who_hears(finding, at)
    if finding.due_on is None or finding.due_on > today or not people:
        return 0
    try:
        with transaction.atomic(durable=True):
            tell_that_it_waits(
                key,
                kind="finding_waits",
                collapse_key="findings",
                user_ids=people,
                urgency=Urgency.ROUTINE,
                is_exercise=False,
            )
    except IntegrityError:
        # Another process has told.
        return 0
    return 1


def _who_hears(finding: SiteFinding, at: datetime) -> list[int]:
    # Of a door sweep there is no assessment, and nobody who leads it.
    leads = AssessmentMember.objects.filter(assessment=finding.assessment, is_leader=True)
    wanted = [finding.owner_id, *leads.values_list("user_id", flat=True)]
    read = [one for one in wanted if one is not None and findings_for(one, at).filter(pk=finding.pk).exists()]
    return read[:1]
