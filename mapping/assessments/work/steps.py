"""What the steps of an assessment ask for, and the answers to its checklist."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from mapping.assessments.access import assessment_to_write_for
from mapping.assessments.errors import BadAssessment
from mapping.assessments.models import Assessment, AssessmentAnswer
from mapping.assessments.rules.machine import AssessmentFile, check_answerable
from mapping.assessments.rules.team import is_multidisciplinary
from mapping.assessments.vocabulary import (
    AssessmentState,
    ChecklistAnswer,
    FindingState,
    UpgradeState,
)
from mapping.assessments.work.checklists import checklist_of, scenarios_of
from mapping.interchange.text import clean_text
from mou.vocabulary import AgencyKind

MOST_CHARS = 1000
SETTLED = [one.value for one in FindingState if one.is_settled]
DECIDED = [one.value for one in UpgradeState if one.is_settled]


def read_file(assessment: Assessment) -> AssessmentFile:
    """Return what the steps ask for. Seven queries."""
    team = assessment.members.all()
    kinds = team.values_list("agency__kind", flat=True).distinct()
    lines = {one.key for one in checklist_of(assessment).lines}
    answered = set(assessment.answers.values_list("line", flat=True))
    rated = set(assessment.scores.values_list("scenario", flat=True))
    findings = assessment.findings.exclude(state__in=SETTLED)
    return AssessmentFile(
        has_leader=team.filter(is_leader=True).exists(),
        is_multidisciplinary=is_multidisciplinary(AgencyKind(one) for one in kinds),
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
