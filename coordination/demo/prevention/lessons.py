"""Which grades each school of the demo has; a high school lacks no lessons of small children."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from coordination.prevention.lessons.actions import choose_audiences
from coordination.prevention.lessons.vocabulary import LessonAudience
from coordination.prevention.lessons.wire import SchoolAudiencesIn

A = LessonAudience
GRADES: Mapping[str, tuple[LessonAudience, ...]] = {
    "lincoln-high": (A.GRADES_9_TO_12,),
    "bluestem-middle": (A.GRADES_6_TO_8,),
    "cottonwood-elementary": (A.K_TO_2, A.GRADES_3_TO_5),
    "meadowlark-elementary": (A.K_TO_2, A.GRADES_3_TO_5),
}


def load_grades(*, schools: Mapping[str, UUID], keeper_id: int, at: datetime) -> None:
    """Say which grades each school has. Durable transactions. `schools`: the ids of the schools, by key."""
    for key, grades in GRADES.items():
        given = SchoolAudiencesIn(audiences=[*grades, A.STAFF, A.FAMILIES])
        choose_audiences(user_id=keeper_id, agency_id=schools[key], given=given, at=at)
