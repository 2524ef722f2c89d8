"""What would make a site safer, by what it takes away of the risk for its cost; and what was decided about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from mapping.assessments.access import assessment_to_write_for, upgrade_to_decide_for
from mapping.assessments.audit import note_act
from mapping.assessments.errors import BadAssessment, UpgradeStepLacks
from mapping.assessments.models import Assessment, SiteUpgrade
from mapping.assessments.rules.machine import UPGRADES, check_rateable
from mapping.assessments.rules.risk import SCALE, Effect, Weighed, rank_upgrades, risk_reduced
from mapping.assessments.vocabulary import AssessmentState, UpgradeState, UpgradeStep
from mapping.assessments.work.rating import ratings_of
from mapping.assessments.work.steps import stored_words
from mou.foundation.machine import Need

MOST_UPGRADES = 200
MOST_DOLLARS = 1_000_000_000
TITLE, WORDS = 200, 1000


@dataclass(frozen=True, slots=True)
class UpgradeGiven:
    """What to build or change, for which findings, what it costs, and what it alone leaves of each scenario."""

    title: str
    words: str
    cost_dollars: int
    finding_ids: Sequence[UUID]
    effects: Sequence[Effect]


@dataclass(frozen=True, slots=True)
class UpgradeEffect:
    """What an upgrade alone leaves of a scenario."""

    scenario: str
    vulnerability: int
    consequence: int


@dataclass(frozen=True, slots=True)
class UpgradeView:
    """An upgrade in its rank. `per_1000`: risk reduced for each thousand dollars; `findings` by their number."""

    upgrade_id: UUID
    rank: int
    number: int
    title: str
    words: str
    cost_dollars: int
    risk_reduced: int
    per_1000: float
    state: UpgradeState
    findings: list[int]
    effects: list[UpgradeEffect]
    steps: list[UpgradeStep]


def propose_upgrade(*, actor_id: int, assessment_id: UUID, given: UpgradeGiven, at: datetime) -> SiteUpgrade:
    """Propose an upgrade. Durable.

    Raises: AssessmentNotFound, AssessmentTeamWrites. AssessmentStepRefused: the walk is not done, or all is adopted.
    BadAssessment: it takes nothing away, or names what is not of this assessment.
    """
    with transaction.atomic(durable=True):
        assessment = assessment_to_write_for(user_id=actor_id, assessment_id=assessment_id, at=at).assessment
        check_rateable(AssessmentState(assessment.state))
        title = stored_words(given.title, pointer="/title", most=TITLE)
        words = stored_words(given.words, pointer="/words", most=WORDS)
        if not title:
            raise BadAssessment("Say what is to be done.", pointer="/title")
        if not 0 <= given.cost_dollars <= MOST_DOLLARS:
            raise BadAssessment("The cost in whole dollars.", pointer="/cost_dollars")
        last = assessment.upgrades.aggregate(last=Max("number"))["last"] or 0
        if last >= MOST_UPGRADES:
            raise BadAssessment(f"An assessment holds at most {MOST_UPGRADES} upgrades.")
        findings = list(assessment.findings.filter(pk__in=given.finding_ids))
        if len(findings) != len(set(given.finding_ids)):
            raise BadAssessment("A finding is not of this assessment.", pointer="/finding_ids")
        _check_effects(assessment, given.effects)
        upgrade = SiteUpgrade.objects.create(
            assessment=assessment,
            number=last + 1,
            title=title,
            words=words,
            cost_dollars=given.cost_dollars,
            effects=[[one.scenario, one.vulnerability, one.consequence] for one in given.effects],
            proposed_by_id=actor_id,
            proposed_at=at,
        )
        upgrade.findings.set(findings)
        note_act("proposed", by_id=actor_id, at=at, words=title, assessment=assessment)
    return upgrade


def take_upgrade_step(*, actor_id: int, upgrade_id: UUID, step: UpgradeStep, words: str, at: datetime) -> SiteUpgrade:
    """Decide on an upgrade: for keepers of the site. Durable.

    Raises: UpgradeNotFound, AssessmentKeeperDecides. UpgradeStepRefused, UpgradeStepLacks.
    """
    with transaction.atomic(durable=True):
        upgrade = upgrade_to_decide_for(user_id=actor_id, upgrade_id=upgrade_id, at=at)
        now = UPGRADES.next_state(UpgradeState(upgrade.state), step)
        words = stored_words(words, pointer="/words")
        if UPGRADES.needs(step, Need.WORDS) and not words:
            raise UpgradeStepLacks(pointer="/words")
        upgrade.state = now.value
        upgrade.save(update_fields=["state"])
        about = f"{upgrade.title}: {words}" if words else upgrade.title
        note_act(f"upgrade_{step.value}", by_id=actor_id, at=at, words=about, assessment=upgrade.assessment)
    return upgrade


def upgrade_views(assessment: Assessment, *, may_decide: bool) -> list[UpgradeView]:
    """Return the upgrades of an assessment by risk reduced per cost. Three queries."""
    rows = {one.number: one for one in assessment.upgrades.prefetch_related("findings")}
    ratings = ratings_of(assessment)
    weighed = rank_upgrades(
        Weighed(one.number, risk_reduced(effects_of(one), ratings), one.cost_dollars) for one in rows.values()
    )
    return [
        _upgrade_view(rank, one, rows[one.number], may_decide=may_decide) for rank, one in enumerate(weighed, start=1)
    ]


def effects_of(upgrade: SiteUpgrade) -> list[Effect]:
    """Return what an upgrade alone leaves of each scenario that it is about."""
    return [Effect(*one) for one in upgrade.effects]


def _upgrade_view(rank: int, weighed: Weighed, row: SiteUpgrade, *, may_decide: bool) -> UpgradeView:
    state = UpgradeState(row.state)
    return UpgradeView(
        upgrade_id=row.pk,
        rank=rank,
        number=row.number,
        title=row.title,
        words=row.words,
        cost_dollars=row.cost_dollars,
        risk_reduced=weighed.reduced,
        per_1000=round(weighed.per_1000, 2),
        state=state,
        findings=sorted(one.number for one in row.findings.all()),
        effects=[UpgradeEffect(one.scenario, one.vulnerability, one.consequence) for one in effects_of(row)],
        steps=UPGRADES.steps_from(state) if may_decide else [],
    )


def _check_effects(assessment: Assessment, effects: Sequence[Effect]) -> None:
    ratings = ratings_of(assessment)
    if not effects or len({one.scenario for one in effects}) != len(effects):
        raise BadAssessment("Say of at least one scenario, and of each once, what is left.", pointer="/effects")
    for place, one in enumerate(effects):
        before = ratings.get(one.scenario)
        if before is None:
            raise BadAssessment("Rate the scenario first.", pointer=f"/effects/{place}/scenario")
        if one.vulnerability not in SCALE or one.vulnerability > before.vulnerability:
            raise BadAssessment("From 1 to what it is now.", pointer=f"/effects/{place}/vulnerability")
        if one.consequence not in SCALE or one.consequence > before.consequence:
            raise BadAssessment("From 1 to what it is now.", pointer=f"/effects/{place}/consequence")
    if risk_reduced(effects, ratings) == 0:
        raise BadAssessment("It takes nothing away.", pointer="/effects")
