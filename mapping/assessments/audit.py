"""Record reads and acts of assessments. The only module that does, so that the records can move."""

from datetime import datetime

from mapping.assessments.models import Assessment, AssessmentRead, AssessmentRecord, SiteFinding
from mapping.assessments.vocabulary import AssessmentAct
from mou.foundation.reads import ReadLog

# Of assessments and findings.
ASSESSMENT_READS: ReadLog[AssessmentRead, str] = ReadLog(AssessmentRead)


def note_act(
    act: AssessmentAct,
    *,
    by_id: int,
    at: datetime,
    words: str = "",
    assessment: Assessment | None = None,
    finding: SiteFinding | None = None,
) -> None:
    """Record what a person did, in the caller's transaction."""
    AssessmentRecord.objects.create(
        assessment=assessment, finding=finding, act=act.value, words=words[:1000], by_id=by_id, at=at
    )
