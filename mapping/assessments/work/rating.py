"""Rate the scenarios of an assessment: three numbers from 1 to 5, with a note for each."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mapping.assessments.access import assessment_to_write_for
from mapping.assessments.errors import BadAssessment
from mapping.assessments.models import Assessment, ScenarioScore
from mapping.assessments.rules.machine import check_rateable
from mapping.assessments.rules.risk import SCALE, Rating, band_of
from mapping.assessments.vocabulary import AssessmentState, RiskBand
from mapping.assessments.work.checklists import scenarios_of
from mapping.assessments.work.steps import stored_words

PARTS = ("threat", "vulnerability", "consequence")
NOTE = 500


@dataclass(frozen=True, slots=True)
class ScoreGiven:
    """The three numbers, and why each is what it is."""

    threat: int
    vulnerability: int
    consequence: int
    threat_note: str
    vulnerability_note: str
    consequence_note: str


@dataclass(frozen=True, slots=True)
class ScoreView:
    """A scenario in both languages with its numbers; not rated yet: None."""

    scenario: str
    en: str
    es: str
    threat: int | None
    vulnerability: int | None
    consequence: int | None
    threat_note: str
    vulnerability_note: str
    consequence_note: str
    risk: int | None
    band: RiskBand | None
    by: str


def score_scenario(*, actor_id: int, assessment_id: UUID, scenario: str, given: ScoreGiven, at: datetime) -> None:
    """Rate a scenario, or rate it anew. Durable.

    Raises: AssessmentNotFound, AssessmentTeamWrites. AssessmentStepRefused: the walk is not done, or all is adopted.
    BadAssessment: there is no such scenario, a number is not from 1 to 5, or a note is missing.
    """
    with transaction.atomic(durable=True):
        assessment = assessment_to_write_for(user_id=actor_id, assessment_id=assessment_id, at=at).assessment
        check_rateable(AssessmentState(assessment.state))
        if scenario not in {one.key for one in scenarios_of(assessment)}:
            raise BadAssessment("There is no such scenario.", pointer="/scenario")
        values: dict[str, object] = {"by_id": actor_id, "at": at}
        for part in PARTS:
            number, note = (
                getattr(given, part),
                stored_words(getattr(given, f"{part}_note"), pointer=f"/{part}_note", most=NOTE),
            )
            if number not in SCALE:
                raise BadAssessment("A number from 1 to 5.", pointer=f"/{part}")
            if not note:
                raise BadAssessment("Say why it is this number.", pointer=f"/{part}_note")
            values |= {part: number, f"{part}_note": note}
        ScenarioScore.objects.update_or_create(assessment=assessment, scenario=scenario, defaults=values)


def ratings_of(assessment: Assessment) -> dict[str, Rating]:
    """Return the numbers of each scenario that is rated. One query."""
    rows = assessment.scores.values_list("scenario", *PARTS)
    return {scenario: Rating(*numbers) for scenario, *numbers in rows}


def score_views(assessment: Assessment) -> list[ScoreView]:
    """Return every scenario in the order of the list, rated or not. One query."""
    given = {one.scenario: one for one in assessment.scores.select_related("by")}
    return [
        _score_view(one.key, one.words_in("en"), one.words_in("es"), given.get(one.key))
        for one in scenarios_of(assessment)
    ]


def _score_view(key: str, en: str, es: str, one: ScenarioScore | None) -> ScoreView:
    if one is None:
        return ScoreView(key, en, es, None, None, None, "", "", "", None, None, "")
    risk = Rating(one.threat, one.vulnerability, one.consequence).risk
    return ScoreView(
        key,
        en,
        es,
        one.threat,
        one.vulnerability,
        one.consequence,
        one.threat_note,
        one.vulnerability_note,
        one.consequence_note,
        risk,
        band_of(risk),
        one.by.shown_name(),
    )
