"""Which step a version of a plan allows, and what it is after it. Pure."""

from coordination.emergency_plans.errors import PlanIsDraft, PlanIsFixed
from coordination.emergency_plans.vocabulary import EmergencyPlanState, EmergencyPlanStep
from mou.foundation.machine import Machine, lead_to

S, T = EmergencyPlanState, EmergencyPlanStep
VERSIONS = Machine(
    begins=S.DRAFT,
    ends=frozenset({S.ADOPTED, S.SUPERSEDED}),
    moves={
        T.SUBMIT: lead_to([S.DRAFT], S.IN_REVIEW),
        T.TAKE_BACK: lead_to([S.IN_REVIEW], S.DRAFT),
        T.ADOPT: lead_to([S.IN_REVIEW], S.ADOPTED, refused={S.DRAFT: PlanIsDraft}),
    },
    refused={S.DRAFT: PlanIsDraft, S.IN_REVIEW: PlanIsFixed, S.ADOPTED: PlanIsFixed, S.SUPERSEDED: PlanIsFixed},
)
