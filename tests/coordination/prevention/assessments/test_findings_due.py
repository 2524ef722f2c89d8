"""Who mends a finding is told on its day, once, without a word of what is weak."""

from datetime import UTC, date, datetime, timedelta

import pytest

from coordination.prevention.assessments.findings_due import tell_due_findings
from mapping.assessments.vocabulary import AssessmentState, FindingState
from mou.models import AgencyMember
from push.models import Notification, Recipient
from tests.factories.assessments import FINDING_WORDS, make_assessment, make_finding
from tests.factories.cast import Cast

pytestmark = pytest.mark.django_db
# The evening before, at a site in the middle of the country: already the day in London.
EVENING = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
DUE_ON = date(2026, 11, 25)


def test_an_owner_is_told_on_the_day_of_the_site_once(cast: Cast) -> None:
    assessment = make_assessment(cast.site, leader=cast.teacher, agency=cast.school)
    finding = make_finding(assessment, by=cast.teacher, owner=cast.insider, due_on=DUE_ON)
    morning = EVENING + timedelta(hours=12)

    assert [tell_due_findings(one) for one in (EVENING, morning, morning)] == [0, 1, 0]
    assert Recipient.objects.get().user == cast.insider
    assert all(FINDING_WORDS not in str(one.__dict__) for one in Notification.objects.all())

    # Another day is another reminder; without the owner the leader hears.
    finding.due_on = DUE_ON + timedelta(days=7)
    finding.save()
    AgencyMember.objects.filter(user=cast.insider).delete()
    assert [tell_due_findings(morning), tell_due_findings(morning + timedelta(days=7))] == [0, 1]
    assert Recipient.objects.filter(user=cast.teacher).exists()


@pytest.mark.parametrize("state", [one for one in FindingState if one is not FindingState.OPEN])
def test_what_is_mended_settled_or_withdrawn_is_told_to_nobody(cast: Cast, state: FindingState) -> None:
    assessment = make_assessment(cast.site, leader=cast.teacher, agency=cast.school)
    finding = make_finding(assessment, by=cast.teacher, owner=cast.insider, due_on=DUE_ON)
    later = EVENING + timedelta(days=30)
    finding.state = state.value
    finding.save()
    assert tell_due_findings(later) == 0

    finding.state = FindingState.OPEN.value
    finding.save()
    assessment.state = AssessmentState.WITHDRAWN.value
    assessment.save()
    assert tell_due_findings(later) == 0
    assert not Recipient.objects.exists()
