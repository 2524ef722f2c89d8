"""The acts of school climate as their doors ask for them: from what a body or a form gave to the action."""

from uuid import UUID

from coordination.prevention.climate.reading.survey import ColumnMeaning
from coordination.prevention.climate.rules.given import SurveyIn
from coordination.prevention.climate.work import bringing
from coordination.room.access import Asker


def look_at_survey(asker: Asker, agency_id: UUID, content: bytes, given: SurveyIn) -> bringing.SurveyLook:
    """Say what a file of answers would do. Stores nothing."""
    return bringing.look_at_survey(
        actor_id=asker.user_id, agency_id=agency_id, content=content, given=_survey_of(given), at=asker.at
    )


def bring_survey(asker: Asker, agency_id: UUID, content: bytes, given: SurveyIn) -> bringing.SurveyLook:
    """Store what may be said of a file of answers."""
    return bringing.bring_survey(
        actor_id=asker.user_id, agency_id=agency_id, content=content, given=_survey_of(given), at=asker.at
    )


def _survey_of(given: SurveyIn) -> bringing.SurveyGiven:
    columns = None
    if given.columns is not None:
        columns = [ColumnMeaning(one.is_school, tuple(one.scales), one.is_reversed) for one in given.columns]
    return bringing.SurveyGiven(
        school_year=given.school_year,
        respondents=given.respondents,
        numbers=given.numbers,
        highest=given.highest,
        columns=columns,
        schools={one.name: one.school_id for one in given.schools},
        reading_id=given.reading_id,
    )
