"""What the page of one case shows: the file, sorted by what people look for."""

from dataclasses import dataclass

from coordination.prevention.cases import words
from coordination.prevention.cases.vocabulary import (
    CaseEntryKind,
    CaseStep,
    EvidenceSource,
    EvidenceWeight,
    InterviewedAs,
    InvestigativeTheme,
    NoticeBy,
    NoticeTo,
    ProtectiveMeasure,
)
from coordination.prevention.cases.work.file import DECIDE_TOGETHER
from coordination.prevention.cases.work.queries import CaseEntryView, CaseView
from coordination.vocabulary import DisclosureAuthority

K = CaseEntryKind


@dataclass(frozen=True, slots=True)
class PlanShown:
    """A safety plan with its reviews."""

    plan: CaseEntryView
    reviews: list[CaseEntryView]


def case_context(view: CaseView) -> dict[str, object]:
    """Return what the page of a case says, besides who read it."""
    by_kind: dict[CaseEntryKind, list[CaseEntryView]] = {kind: [] for kind in K}
    for entry in view.entries:
        by_kind[entry.kind].append(entry)
    on_case = [one for one in view.people if one.is_on_case]
    return {
        "case": view,
        "is_open": view.state.is_open,
        "themes_found": _by_theme(by_kind[K.FACT]),
        "facts": by_kind[K.FACT],
        "interviews": by_kind[K.INTERVIEW],
        "weapons_words": by_kind[K.WEAPONS][-1:],
        "measures_open": [one for one in by_kind[K.MEASURE] if one.done_at is None],
        "measures_done": [one for one in by_kind[K.MEASURE] if one.done_at is not None],
        "evaluations": by_kind[K.EVALUATION],
        "police": by_kind[K.POLICE],
        "copies": by_kind[K.POLICE_COPY],
        "notices": by_kind[K.NOTICE],
        "plans": [
            PlanShown(plan, [one for one in by_kind[K.PLAN_REVIEW] if one.about == plan.entry_id])
            for plan in by_kind[K.PLAN]
        ],
        "has_plan": any(one.done_at is None for one in by_kind[K.PLAN]),
        "decisions": by_kind[K.STEP],
        "on_case": on_case,
        "kept_off": [one for one in view.people if one.has_conflict],
        "is_team_whole": {one.role for one in on_case} >= DECIDE_TOGETHER,
        "authorities": DisclosureAuthority.labels(),
        **_label_tables(),
    }


def _by_theme(facts: list[CaseEntryView]) -> list[tuple[str, list[CaseEntryView]]]:
    """Return every theme in its order, with what is known of it; what is not known shows as well."""
    return [
        (said, [one for one in facts if one.content.get("theme") == theme])
        for theme, said in InvestigativeTheme.labels().items()
    ]


def _label_tables() -> dict[str, dict[str, str]]:
    return {
        "step_words": CaseStep.labels(),
        "step_hints": words.step_hints(),
        "sources": EvidenceSource.labels(),
        "weights": EvidenceWeight.labels(),
        "interviewed": InterviewedAs.labels(),
        "measures": ProtectiveMeasure.labels(),
        "notices_to": NoticeTo.labels(),
        "notices_by": NoticeBy.labels(),
        "doors": words.door_words(),
    }
