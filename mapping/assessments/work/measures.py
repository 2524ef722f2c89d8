"""Write down which protective measures a site has, and to which tier it wants; say what lacks until then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mapping.assessments.access import assessment_to_decide_for, assessment_to_write_for
from mapping.assessments.audit import note_act
from mapping.assessments.errors import BadAssessment
from mapping.assessments.models import Assessment, AssessmentMeasure
from mapping.assessments.rules.machine import check_writable
from mapping.assessments.rules.measures import (
    LACKING,
    TIERS,
    LayerStanding,
    count_unknown,
    list_measures,
    measure_gaps,
    measure_of,
    standing_of,
)
from mapping.assessments.vocabulary import AssessmentState, MeasureState, PassComponent, PassLayer
from mapping.assessments.work.steps import stored_words

NOTE = 500


@dataclass(frozen=True, slots=True)
class MeasureGiven:
    """The state of a measure. A measure that is missing or partial needs a note."""

    measure: str
    state: MeasureState
    note: str = ""


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A measure in both languages, and what was said of it last; nothing yet: None."""

    measure: str
    layer: PassLayer
    component: PassComponent
    tier: int
    en: str
    es: str
    state: MeasureState | None
    note: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class InventoryView:
    """The inventory of an assessment. `gaps` are keys, lowest tier first; `unknown` counts measures without a state."""

    assessment_id: UUID
    site: str
    target_tier: int
    may_write: bool
    layers: list[LayerStanding]
    gaps: list[str]
    unknown: int
    measures: list[MeasureView]


def say_measures(*, actor_id: int, assessment_id: UUID, given: Sequence[MeasureGiven], at: datetime) -> None:
    """Write down what the site has; the newest word of each measure counts. Durable.

    Raises: AssessmentNotFound, AssessmentTeamWrites. AssessmentStepRefused: all is adopted. BadAssessment: there is no
    such measure; or something is lacking and nothing is said of it.
    """
    with transaction.atomic(durable=True):
        assessment = assessment_to_write_for(user_id=actor_id, assessment_id=assessment_id, at=at).assessment
        check_writable(AssessmentState(assessment.state))
        for place, one in enumerate(given):
            if measure_of(one.measure) is None:
                raise BadAssessment("There is no such measure.", pointer=f"/measures/{place}/measure")
            note = stored_words(one.note, pointer=f"/measures/{place}/note", most=NOTE)
            if one.state in LACKING and not note:
                raise BadAssessment("Say what is lacking.", pointer=f"/measures/{place}/note")
            values = {"state": one.state.value, "note": note, "by_id": actor_id, "at": at}
            AssessmentMeasure.objects.update_or_create(assessment=assessment, measure=one.measure, defaults=values)
        note_act("measures", by_id=actor_id, at=at, words=str(len(given)), assessment=assessment)


def choose_tier(*, actor_id: int, assessment_id: UUID, tier: int, at: datetime) -> None:
    """Say which tier the site wants to reach: for its leader and keepers. Durable.

    Raises: AssessmentNotFound, AssessmentLeadDecides, AssessmentStepRefused, BadAssessment.
    """
    with transaction.atomic(durable=True):
        assessment = assessment_to_decide_for(user_id=actor_id, assessment_id=assessment_id, at=at).assessment
        check_writable(AssessmentState(assessment.state))
        if tier not in TIERS:
            raise BadAssessment("A tier from 1 to 4.", pointer="/tier")
        assessment.target_tier = tier
        assessment.save(update_fields=["target_tier"])
        note_act("tier", by_id=actor_id, at=at, words=str(tier), assessment=assessment)


def states_of(assessment: Assessment) -> dict[str, MeasureState]:
    """Return what was said of each measure. One query."""
    return {key: MeasureState(state) for key, state in assessment.measures.values_list("measure", "state")}


def inventory_of(assessment: Assessment, *, may_write: bool) -> InventoryView:
    """Return the inventory of an assessment. One query."""
    said_of = {one.measure: one for one in assessment.measures.select_related("by")}
    states = {key: MeasureState(one.state) for key, one in said_of.items()}
    return InventoryView(
        assessment_id=assessment.pk,
        site=assessment.site.name,
        target_tier=assessment.target_tier,
        may_write=may_write and AssessmentState(assessment.state).takes_writing,
        layers=standing_of(states),
        gaps=[one.key for one in measure_gaps(states, assessment.target_tier)],
        unknown=count_unknown(states, assessment.target_tier),
        measures=[
            MeasureView(
                measure=one.key,
                layer=one.layer,
                component=one.component,
                tier=one.tier,
                en=one.en,
                es=one.es,
                state=states.get(one.key),
                note=row.note if (row := said_of.get(one.key)) is not None else "",
                by=row.by.shown_name() if row is not None else "",
                at=row.at if row is not None else None,
            )
            for one in list_measures()
        ],
    )
