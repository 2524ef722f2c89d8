"""A climate team of the demo's district, and two school years of surveys that no one ever answered."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from coordination.casework.joining import set_team
from coordination.models import User
from coordination.prevention.climate.access import CLIMATE_TEAMS
from coordination.prevention.climate.models import ClimateTask
from coordination.prevention.climate.reading.survey import ColumnMeaning
from coordination.prevention.climate.rules.given import ClimateStepIn
from coordination.prevention.climate.vocabulary import ClimateRespondents, ClimateScale, ClimateTaskStep
from coordination.prevention.climate.wire import ClimateTeamIn
from coordination.prevention.climate.work import teams
from coordination.prevention.climate.work.bringing import SurveyGiven, bring_survey
from coordination.prevention.climate.work.kinds import CLIMATE_TASK_KIND
from coordination.prevention.climate.work.years import school_year_of
from mou.models import Agency

S = ClimateScale
COLUMNS = (
    ColumnMeaning(is_school=True),
    ColumnMeaning(scales=(S.CONNECTEDNESS, S.EMOTIONAL_SAFETY)),
    ColumnMeaning(scales=(S.TRUSTED_ADULT, S.MENTAL_HEALTH)),
    ColumnMeaning(scales=(S.COMFORT_REPORTING,)),
    ColumnMeaning(scales=(S.RELATIONSHIPS,)),
    ColumnMeaning(scales=(S.BULLYING,), is_reversed=True),
)
HEADINGS = "School,I feel that I belong,There is an adult I can talk to,I would report a threat,SENGREL9,SSAFBUL73"
# Of a hundred people, how many agree to each question, from two years ago until now.
STUDENTS = ((72, 81, 64, 70, 30), (74, 80, 66, 71, 28), (73, 62, 71, 69, 27))
STAFF = ((80, 90, 85, 82, 20), (81, 91, 84, 80, 18), (82, 89, 88, 83, 17))
PEOPLE = {ClimateRespondents.STUDENTS: 100, ClimateRespondents.STAFF: 40}
# The last school is too small for anything to be said of it.
SMALL = 7


def load_climate(
    *,
    district_id: UUID,
    school_ids: Sequence[UUID],
    keeper_ids: Mapping[UUID, int],
    team: Sequence[str],
    at: datetime,
) -> None:
    """Set two teams up and bring surveys in through the doors that real use goes through. Durable transactions."""
    people = {one.username: one for one in User.objects.filter(username__in=team)}
    for agency_id, keeper_id in keeper_ids.items():
        set_team(CLIMATE_TEAMS, actor_id=keeper_id, agency_id=agency_id, given=ClimateTeamIn(), at=at)
        for one in people.values():
            if one.home_agency_id == agency_id:
                teams.add_member(actor_id=keeper_id, agency_id=agency_id, person_id=one.public_id, at=at)
    member = people[team[0]]
    names = list(Agency.objects.filter(pk__in=school_ids).order_by("name").values_list("name", flat=True))
    year = school_year_of(at.date())
    for back, (students, staff) in enumerate(zip(STUDENTS[::-1], STAFF[::-1], strict=True)):
        for respondents, agree in ((ClimateRespondents.STUDENTS, students), (ClimateRespondents.STAFF, staff)):
            given = SurveyGiven(year - back, respondents, columns=COLUMNS)
            content = _write_file(names, agree, PEOPLE[respondents])
            bring_survey(actor_id=member.pk, agency_id=district_id, content=content, given=given, at=at)
    # The newest year again, now that there is one before it: what fell becomes a task.
    given = SurveyGiven(year, ClimateRespondents.STUDENTS, columns=COLUMNS)
    content = _write_file(names, STUDENTS[-1], PEOPLE[ClimateRespondents.STUDENTS])
    bring_survey(actor_id=member.pk, agency_id=district_id, content=content, given=given, at=at)
    for task in ClimateTask.objects.order_by("school__name")[:1]:
        said = "The made-up advisory groups begin in January; each student names an adult."
        step = ClimateStepIn(
            step=ClimateTaskStep.ASSIGN,
            words=said,
            owner_id=member.public_id,
            due_on=at.date() + timedelta(days=30),
        )
        CLIMATE_TASK_KIND.take_step(actor_id=member.pk, thing_id=task.pk, given=step, at=at)


def _write_file(names: Sequence[str], agree: Sequence[int], people: int) -> bytes:
    rows = [HEADINGS]
    for place, name in enumerate(names):
        # Each school is a little different, and the last one small.
        asked = SMALL if place == len(names) - 1 else people
        for one in range(asked):
            answers = ("Agree" if one * 100 // asked < share - 3 * place else "Disagree" for share in agree)
            rows.append(",".join((name, *answers)))
    return "\n".join(rows).encode()
