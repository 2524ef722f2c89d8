"""Take a step of an assessment, and answer its checklist."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from mapping.assessments.access import assessment_to_decide_for, assessment_to_write_for
from mapping.assessments.audit import note_act
from mapping.assessments.errors import AssessmentStepLacks, BadAssessment
from mapping.assessments.models import Assessment, AssessmentAnswer
from mapping.assessments.rules.machine import ASSESSMENTS, AssessmentFile, check_answerable, check_file
from mapping.assessments.vocabulary import (
    AssessmentState,
    AssessmentStep,
    ChecklistAnswer,
    FindingState,
    UpgradeState,
)
from mapping.assessments.work.checklists import checklist_of, scenarios_of
from mapping.interchange.text import clean_text
from mou.foundation.machine import Need

MOST_CHARS = 1000
SETTLED = [one.value for one in FindingState if one.is_settled]
DECIDED = [one.value for one in UpgradeState if one.is_settled]


def take_step(*, actor_id: int, assessment_id: UUID, step: AssessmentStep, words: str, at: datetime) -> Assessment:
    """Take a step. Durable; locks the assessment.

    Raises: AssessmentNotFound, AssessmentLeadDecides. AssessmentStepRefused: the state, or what is open, does not
    allow it; its code says why. AssessmentStepLacks: say why.
    """
    with transaction.atomic(durable=True):
        assessment = assessment_to_decide_for(user_id=actor_id, assessment_id=assessment_id, at=at).assessment
        now = ASSESSMENTS.next_state(AssessmentState(assessment.state), step)
        check_file(step, file_of(assessment))
        words = stored_words(words, pointer="/words")
        if ASSESSMENTS.needs(step, Need.WORDS) and not words:
            raise AssessmentStepLacks(pointer="/words")
        assessment.state = now.value
        if step is AssessmentStep.ADOPT:
            assessment.adopted_at = at
        if step is AssessmentStep.REOPEN:
            assessment.adopted_at = None
        if ASSESSMENTS.is_end(now):
            assessment.closed_at = at
        assessment.save(update_fields=["state", "adopted_at", "closed_at"])
        note_act(step.value, by_id=actor_id, at=at, words=words, assessment=assessment)
    return assessment


def file_of(assessment: Assessment) -> AssessmentFile:
    """Return what the steps ask for. Seven queries."""
    team = assessment.members.all()
    lines = {one.key for one in checklist_of(assessment).lines}
    answered = set(assessment.answers.values_list("line", flat=True))
    rated = set(assessment.scores.values_list("scenario", flat=True))
    findings = assessment.findings.exclude(state__in=SETTLED)
    return AssessmentFile(
        has_leader=team.filter(is_leader=True).exists(),
        agencies=team.values("agency").distinct().count(),
        lines_open=len(lines - answered),
        findings_unowned=findings.filter(Q(owner=None) | Q(due_on=None)).count(),
        findings_open=findings.count(),
        scenarios_open=len({one.key for one in scenarios_of(assessment)} - rated),
        upgrades_open=assessment.upgrades.exclude(state__in=DECIDED).count(),
    )


def answer_line(
    *, actor_id: int, assessment_id: UUID, line: str, answer: ChecklistAnswer, note: str, at: datetime
) -> None:
    """Answer one line of the checklist, or answer it anew. Durable.

    Raises: AssessmentNotFound, AssessmentTeamWrites. AssessmentStepRefused: the walk has not begun, or all is adopted.
    BadAssessment: there is no such line; or something is lacking and nothing is said of it.
    """
    with transaction.atomic(durable=True):
        assessment = assessment_to_write_for(user_id=actor_id, assessment_id=assessment_id, at=at).assessment
        check_answerable(AssessmentState(assessment.state))
        if checklist_of(assessment).line_of(line) is None:
            raise BadAssessment("The checklist has no such line.", pointer="/line")
        note = stored_words(note, pointer="/note")
        if answer in (ChecklistAnswer.NO, ChecklistAnswer.PARTLY) and not note:
            raise BadAssessment("Say what is lacking.", pointer="/note")
        values = {"answer": answer.value, "note": note, "by_id": actor_id, "at": at}
        AssessmentAnswer.objects.update_or_create(assessment=assessment, line=line, defaults=values)


def stored_words(words: str, *, pointer: str, most: int = MOST_CHARS) -> str:
    """Return words as they are stored, on one line. Raises: BadAssessment: too long, or no text."""
    found = clean_text(words)
    if len(found.text) > most or found.had_controls:
        raise BadAssessment(f"At most {most} characters of text.", pointer=pointer)
    return found.text
