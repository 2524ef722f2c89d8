"""Take a step of a case: one after the other, each with its record."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.casework.machine import Need, step_words
from coordination.prevention.cases.access import case_for
from coordination.prevention.cases.errors import CaseLeadDecides, CaseStepLacks
from coordination.prevention.cases.models import Case, CaseEntry
from coordination.prevention.cases.rules.machine import CASES, CLASSIFIES, next_case_state
from coordination.prevention.cases.vocabulary import CaseEntryKind, CaseState, CaseStep
from coordination.prevention.cases.work.file import file_of, leads_case

MOST_CHARS = 4000


def take_step(*, actor_id: int, case_id: UUID, step: CaseStep, words: str, at: datetime) -> Case:
    """Take a step. Durable; locks the case.

    Raises: CaseNotFound. CaseLeadDecides. CaseStepRefused: the state or the file does not allow it; its code says why.
    CaseStepLacks: say why.
    """
    with transaction.atomic(durable=True):
        case = case_for(user_id=actor_id, case_id=case_id, at=at, lock=True)
        before = CaseState(case.state)
        now = next_case_state(before, step, file_of(case, at))
        if CASES.needs(step, Need.LEAD) and not leads_case(case, actor_id):
            raise CaseLeadDecides
        words = step_words(
            words,
            are_needed=CASES.needs(step, Need.WORDS),
            ask="Say why.",
            most_chars=MOST_CHARS,
            lacks=CaseStepLacks,
        )
        _move_case(case, step, now, at)
        note_step(case, step=step, before=before, words=words, by_id=actor_id, at=at)
    return case


def _move_case(case: Case, step: CaseStep, now: CaseState, at: datetime) -> None:
    was_open = not CASES.is_end(CaseState(case.state))
    case.state = now.value
    if step in CLASSIFIES:
        case.classification = CLASSIFIES[step].value
    if step is CaseStep.CLOSE or (was_open and CASES.is_end(now)):
        case.closed_at = at
    if step is CaseStep.REOPEN:
        case.closed_at, case.classification = None, ""
    case.save(update_fields=["state", "classification", "closed_at"])


def note_step(case: Case, *, step: CaseStep, before: CaseState, words: str, by_id: int | None, at: datetime) -> None:
    """Write a step into the file, in the caller's transaction; without `by_id` a rule took it."""
    content = {"step": step.value, "before": before.value, "after": case.state, "words": words}
    CaseEntry.objects.create(case=case, kind=CaseEntryKind.STEP.value, content=content, by_id=by_id, at=at)
