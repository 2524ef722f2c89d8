"""Build site assessments and findings for tests; name only what matters to the test."""

from collections.abc import Sequence
from datetime import UTC, datetime

from coordination.models import User
from mapping.assessments.models import Assessment, AssessmentAnswer, AssessmentMember, SiteFinding, SiteUpgrade
from mapping.assessments.rules.checklist import DEFAULT_CHECKLIST, shipped_checklists
from mapping.assessments.vocabulary import (
    AssessmentRole,
    AssessmentState,
    ChecklistAnswer,
    FindingKind,
    SecurityLayer,
    SecurityStrategy,
)
from mapping.models import Site
from mou.models import Agency, Memorandum, Term
from mou.vocabulary import TermKind
from tests.factories.mou import make_term

FINDING_WORDS = "the pretend bolt of door 7 hangs by one screw"
ANSWER_NOTE = "hedge behind the imaginary bus shelter"
SECRETS = (FINDING_WORDS, ANSWER_NOTE)


def share_assessments(agreement: Memorandum, *, when: str = "continuous") -> Term:
    """Return a term of an agreement in force that shares site assessments."""
    assert agreement.current_version is not None
    return make_term(
        agreement.current_version,
        TermKind.DATA_SHARING,
        scope="site_assessment:district_to_agency",
        value={"when": when},
        position=60,
    )


def make_assessment(
    site: Site,
    *,
    leader: User,
    agency: Agency,
    team: Sequence[tuple[User, Agency]] = (),
    state: AssessmentState = AssessmentState.WALKING,
    answered: bool = False,
    school_year: int = 2026,
    at: datetime | None = None,
) -> Assessment:
    """Return an assessment with a leader; `answered`: each line of its checklist is."""
    at = at or datetime.now(UTC)
    checklist = shipped_checklists()[DEFAULT_CHECKLIST]
    made = Assessment.objects.create(
        site=site,
        school_year=school_year,
        state=state.value,
        checklist=checklist.model_dump(mode="json"),
        opened_by=leader,
        opened_at=at,
        adopted_at=at if state.is_adopted else None,
    )
    for user, of in ((leader, agency), *team):
        AssessmentMember.objects.create(
            assessment=made, user=user, agency=of, role=AssessmentRole.OTHER.value, is_leader=user == leader
        )
    if answered:
        for line in checklist.lines:
            AssessmentAnswer.objects.create(
                assessment=made,
                line=line.key,
                answer=ChecklistAnswer.PARTLY.value,
                note=ANSWER_NOTE,
                by=leader,
                at=at,
            )
    return made


def make_finding(assessment: Assessment, *, by: User, **fields: object) -> SiteFinding:
    """Return a finding of an assessment."""
    values: dict[str, object] = {
        "kind": FindingKind.DOOR_DOES_NOT_LATCH.value,
        "layer": SecurityLayer.BUILDING_EXTERIOR.value,
        "strategy": SecurityStrategy.DELAY.value,
        "words": FINDING_WORDS,
        **fields,
    }
    return SiteFinding.objects.create(
        site=assessment.site,
        assessment=assessment,
        number=SiteFinding.objects.filter(site=assessment.site).count() + 1,
        found_by=by,
        found_at=datetime.now(UTC),
        **values,
    )


def make_upgrade(finding: SiteFinding, *, by: User, **fields: object) -> SiteUpgrade:
    """Return an upgrade that settles a finding."""
    assert finding.assessment is not None
    values: dict[str, object] = {"title": "New bolts", "cost_dollars": 900, "effects": [["intruder", 1, 3]], **fields}
    upgrade = SiteUpgrade.objects.create(
        assessment=finding.assessment,
        number=finding.assessment.upgrades.count() + 1,
        proposed_by=by,
        proposed_at=datetime.now(UTC),
        **values,
    )
    upgrade.findings.add(finding)
    return upgrade
