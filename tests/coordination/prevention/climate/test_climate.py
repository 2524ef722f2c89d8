"""School climate: what is said of small cells, who reads, what falls becomes a task, and what is kept."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from coordination.casework.joining import set_team
from coordination.casework.kinds.views import Door
from coordination.models import User
from coordination.prevention.climate import errors
from coordination.prevention.climate.access import CLIMATE_TEAMS, schools_read_by, tasks_for
from coordination.prevention.climate.models import (
    ClimateCell,
    ClimateRead,
    ClimateReading,
    ClimateSurvey,
    ClimateTask,
    ClimateTeam,
    ClimateTipCount,
)
from coordination.prevention.climate.reading.survey import ColumnMeaning
from coordination.prevention.climate.rules.given import ClimateStepIn
from coordination.prevention.climate.vocabulary import (
    ClimateNumbers,
    ClimateRespondents,
    ClimateScale,
    ClimateTaskStep,
)
from coordination.prevention.climate.wire import ClimateTeamIn
from coordination.prevention.climate.work.bringing import (
    Heard,
    SurveyColumn,
    SurveyGiven,
    SurveyLook,
    bring_survey,
    how_far,
    look_at_survey,
)
from coordination.prevention.climate.work.keeping import count_tips, delete_old, tell_due
from coordination.prevention.climate.work.kinds import CLIMATE_TASK_KIND
from coordination.prevention.climate.work.queries import school_climate
from coordination.prevention.tips.vocabulary import TipState
from mapping.assessments.models import AssessmentRead
from mapping.assessments.vocabulary import AssessmentState
from mou.models import Agency, AgencyMember
from mou.vocabulary import AgencyKind, MemberRole
from push.models import Notification, Recipient
from tests.factories.assessments import make_assessment
from tests.factories.cast import Cast
from tests.factories.mou import make_agency, make_member
from tests.factories.prevention.climate import (
    TASK_WORDS,
    answers_file,
    make_climate_task,
    make_climate_team,
    make_survey,
    share_climate,
)
from tests.factories.prevention.tips import make_desk, make_tip

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
S = ClimateScale
HEADINGS = ("School", "SENGREL9 Teachers understand my problems", "There is an adult at this school I can talk to")


@pytest.fixture
def climate(cast: Cast, counselor: User) -> ClimateTeam:
    """The district's team: someone of the district alone. Its administrators keep it."""
    return make_climate_team(cast.district, members=[make_member(cast.district, role=MemberRole.STAFF).user])


@pytest.fixture
def member(climate: ClimateTeam) -> User:
    return climate.members.get().user


def bring(
    climate: ClimateTeam, rows: Sequence[tuple[str, ...]], *, year: int = 2026, stored: bool = True
) -> SurveyLook:
    given = SurveyGiven(school_year=year, respondents=ClimateRespondents.STUDENTS)
    content = answers_file(rows, HEADINGS)
    user_id = climate.members.get().user_id
    look = look_at_survey(actor_id=user_id, agency_id=climate.agency_id, content=content, given=given, at=NOW)
    if not stored:
        return look
    columns = [_meaning(one) for one in look.columns]
    given = SurveyGiven(school_year=year, respondents=ClimateRespondents.STUDENTS, columns=columns)
    return bring_survey(actor_id=user_id, agency_id=climate.agency_id, content=content, given=given, at=NOW)


def _meaning(one: SurveyColumn) -> ColumnMeaning:
    return ColumnMeaning(one.is_school, tuple(one.scales), one.is_reversed)


def answers(school: Agency, agree: int, disagree: int) -> list[tuple[str, str, str]]:
    return [(school.name, "Agree", "Strongly agree")] * agree + [(school.name, "Disagree", "Disagree")] * disagree


# --- small cells ------------------------------------------------------------------------------------------------------
def test_a_second_import_tells_nothing_of_the_few_who_came_between(cast: Cast, climate: ClimateTeam) -> None:
    bring(climate, answers(cast.school, 6, 4))
    # One person more who agrees, or nine who do not: who saw both numbers would know.
    for agree, disagree in ((7, 4), (6, 13)):
        bring(climate, answers(cast.school, agree, disagree))
        assert {(one.favorable, one.answers) for one in ClimateCell.objects.all()} == {(60, 10)}
    # As many as before: their answers were read otherwise. Ten more say what ten people said.
    bring(climate, answers(cast.school, 4, 6))
    assert {one.favorable for one in ClimateCell.objects.all()} == {40}
    bring(climate, answers(cast.school, 14, 6))
    assert {(one.favorable, one.answers) for one in ClimateCell.objects.all()} == {(70, 20)}


# --- a survey is brought in -------------------------------------------------------------------------------------------
def test_a_file_is_looked_at_before_anything_is_stored_and_only_cells_are(cast: Cast, climate: ClimateTeam) -> None:
    small = make_agency(AgencyKind.SCHOOL, parent=cast.district)
    rows = answers(cast.school, 45, 15) + answers(small, 9, 0)

    look = bring(climate, rows, stored=False)

    assert (look.rows, look.rows_counted, look.is_stored) == (69, 69, False)
    assert [one.scales for one in look.columns] == [[], [S.RELATIONSHIPS], [S.TRUSTED_ADULT]]
    assert not ClimateSurvey.objects.exists()

    done = bring(climate, rows)

    assert done.is_stored
    found = {(one.survey.school_id, one.scale): (one.favorable, one.answers) for one in ClimateCell.objects.all()}
    assert found == {
        (cast.school.pk, "relationships"): (75, 60),
        (cast.school.pk, "trusted_adult"): (75, 60),
        (small.pk, "relationships"): (None, None),
        (small.pk, "trusted_adult"): (None, None),
    }


def test_each_row_that_cannot_be_is_listed_and_the_rest_is_counted(cast: Cast, climate: ClimateTeam) -> None:
    name = cast.school.name
    bad = [(name, "Agree"), (name, "purple", "Agree"), (name, "purple", "Agree"), ("Nowhere", "Agree", "Agree")]
    bad += [("", "Agree", "Agree"), (name, "n/a", "")]

    look = bring(climate, [*answers(cast.school, 6, 4), *bad])

    assert (look.rows, look.rows_counted) == (16, 10)
    assert {(one.code, one.column): one.rows for one in look.defects} == {
        ("cells", ""): [(12, 12)],
        ("unknown_answer", HEADINGS[1]): [(13, 14)],
        ("unknown_school", HEADINGS[0]): [(15, 15)],
        ("no_school", HEADINGS[0]): [(16, 16)],
        ("nothing_answered", ""): [(17, 17)],
    }
    assert "purple" not in str(look)
    assert ClimateCell.objects.filter(favorable=60, answers=10).count() == 2


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "/file"),
        (b"\x00\x01\x02\x00", "/file/not_text"),
        (b"one column\nyes\n", "/file/columns"),
        (b'a,b\n"never closed', "/file/not_csv"),
        (b"a,b\n" + b"x" * 5000 + b",y\n", "/file/not_csv"),
    ],
)
def test_what_is_no_table_is_refused_with_why(climate: ClimateTeam, content: bytes, why: str) -> None:
    given = SurveyGiven(school_year=2026, respondents=ClimateRespondents.STUDENTS)
    user_id = climate.members.get().user_id

    with pytest.raises(errors.BadSurveyFile) as refused:
        look_at_survey(actor_id=user_id, agency_id=climate.agency_id, content=content, given=given, at=NOW)

    assert refused.value.pointer == why


def test_numbers_are_read_from_the_end_that_agrees(cast: Cast, climate: ClimateTeam) -> None:
    content = answers_file([(cast.school.name, "1", "1")] * 30 + [(cast.school.name, "4", "2")] * 30, HEADINGS)
    user_id = climate.members.get().user_id
    told = {}
    for numbers in ClimateNumbers:
        given = SurveyGiven(2026, ClimateRespondents.STUDENTS, numbers)
        look = look_at_survey(actor_id=user_id, agency_id=climate.agency_id, content=content, given=given, at=NOW)
        told[numbers] = [one.favorable for one in look.cells]

    assert told == {ClimateNumbers.HIGH_AGREES: [50, 5], ClimateNumbers.LOW_AGREES: [50, 95]}
    assert look.has_numbers


def test_a_school_s_team_brings_in_its_own_answers_and_nobody_else_s(cast: Cast) -> None:
    other = make_agency(AgencyKind.SCHOOL, parent=cast.district)
    team = make_climate_team(cast.school, members=[cast.teacher])
    given = SurveyGiven(school_year=2026, respondents=ClimateRespondents.STAFF)
    content = answers_file(answers(other, 20, 0), HEADINGS)

    look = look_at_survey(actor_id=cast.teacher.pk, agency_id=team.agency_id, content=content, given=given, at=NOW)

    # The column with another school's name is no question; the rows are this school's.
    assert {one.school_id for one in look.cells} == {cast.school.pk}
    with pytest.raises(errors.ClimateTeamNotFound):
        look_at_survey(actor_id=cast.teacher.pk, agency_id=cast.district.pk, content=content, given=given, at=NOW)
    named = SurveyGiven(2026, ClimateRespondents.STAFF, schools={"X": other.pk})
    with pytest.raises(errors.BadClimate):
        look_at_survey(actor_id=cast.teacher.pk, agency_id=team.agency_id, content=content, given=named, at=NOW)


def test_how_far_a_reading_is_is_told_to_who_waits_and_to_nobody_else(cast: Cast, member: User) -> None:
    reading = ClimateReading.objects.create(pk=uuid4(), user=member, begun_at=NOW)
    heard = Heard(reading.pk, member.pk)

    assert heard(0, 0)
    assert heard(3_000, 50_000)
    # Once in a second at most.
    assert heard(4_000, 50_000)

    found = how_far(user_id=member.pk, reading_id=reading.pk)
    assert (found.done, found.total) == (3_000, 50_000)
    with pytest.raises(errors.ClimateReadingNotFound):
        how_far(user_id=cast.insider.pk, reading_id=reading.pk)


def test_the_tables_refuse_a_small_cell_whoever_writes_it(cast: Cast, climate: ClimateTeam, member: User) -> None:
    survey = make_survey(climate, cast.school, by=member, cells={})
    for favorable, people in ((50, 9), (100, 20), (0, 20), (50, None)):
        with pytest.raises(IntegrityError), transaction.atomic():
            survey.cells.create(scale="bullying", favorable=favorable, answers=people, people=people)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClimateTipCount.objects.create(school=cast.school, school_year=2026, tips=9)


# --- who reads --------------------------------------------------------------------------------------------------------
def test_teams_read_and_an_agency_by_a_term_at_any_time(cast: Cast, climate: ClimateTeam, member: User) -> None:
    make_climate_task(climate, cast.school)
    beside = make_member(make_agency(AgencyKind.SCHOOL, parent=cast.district), role=MemberRole.ADMINISTRATOR).user
    make_climate_team(AgencyMember.objects.get(user=beside).agency, members=[beside])
    for user in (cast.officer, cast.teacher, cast.insider, cast.stranger, cast.dispatcher, beside):
        assert not schools_read_by(user.pk, NOW).filter(pk=cast.school.pk).exists(), user.username
        assert not tasks_for(user.pk, NOW).exists()
    assert schools_read_by(member.pk, NOW).filter(pk=cast.school.pk).exists()
    assert tasks_for(member.pk, NOW).exists()

    term = share_climate(cast.agreement, when="emergency")
    assert not schools_read_by(cast.officer.pk, NOW).exists()
    term.value = {"when": "continuous"}
    term.save()
    assert schools_read_by(cast.officer.pk, NOW).get() == cast.school
    # The term opens results; tasks and tips are the team's.
    assert not tasks_for(cast.officer.pk, NOW).exists()
    found = school_climate(cast.school, user_id=cast.officer.pk, at=NOW, door=Door.API)
    assert (found.is_on_team, found.tips, found.tasks) == (False, [], [])

    AgencyMember.objects.filter(user=member).delete()
    assert not schools_read_by(member.pk, NOW).exists()


def test_each_reading_is_written_down_and_never_changed(cast: Cast, climate: ClimateTeam, member: User) -> None:
    assessment = make_assessment(cast.site, leader=cast.teacher, agency=cast.school, state=AssessmentState.ADOPTED)
    values = {f"{part}_note": "x" for part in ("threat", "vulnerability", "consequence")}
    assessment.scores.create(
        scenario="intruder", threat=5, vulnerability=4, consequence=3, by=cast.teacher, at=NOW, **values
    )
    AgencyMember.objects.filter(user=member).update(role=MemberRole.PLANNER.value)

    found = school_climate(cast.school, user_id=member.pk, at=NOW, door=Door.PAGE)

    assert [one.mean_risk for one in found.risks] == [60]
    assert ClimateRead.objects.get().subject_id == cast.school.pk
    # A trend of assessments is a reading of them.
    assert AssessmentRead.objects.get().subject_id == assessment.pk
    with pytest.raises(DatabaseError), transaction.atomic():
        ClimateRead.objects.update(door="api")


# --- what falls -------------------------------------------------------------------------------------------------------
def test_an_indicator_that_falls_becomes_one_task_and_tells_nothing_of_it(cast: Cast, climate: ClimateTeam) -> None:
    bring(climate, answers(cast.school, 90, 10), year=2025)
    assert not ClimateTask.objects.exists()

    look = bring(climate, answers(cast.school, 60, 40))

    task = ClimateTask.objects.get()
    assert (look.tasks_raised, task.scale, task.before, task.now) == (1, "trusted_adult", 90, 60)
    assert {one.kind for one in Notification.objects.all()} <= {"climate_waits"}
    assert Recipient.objects.get().user == climate.members.get().user
    assert not any(word in str(one.__dict__) for one in Notification.objects.all() for word in ("Lincoln", "trusted"))

    # The same file again: the same task. A corrected one: its numbers.
    assert bring(climate, answers(cast.school, 55, 45)).tasks_raised == 0
    task.refresh_from_db()
    assert task.now == 55


def test_a_hidden_year_raises_no_task(cast: Cast, climate: ClimateTeam) -> None:
    bring(climate, answers(cast.school, 90, 10), year=2025)
    bring(climate, answers(cast.school, 0, 9))

    assert not ClimateTask.objects.exists()


def test_a_task_has_an_owner_a_day_and_an_end(cast: Cast, climate: ClimateTeam, member: User) -> None:
    task = make_climate_task(climate, cast.school)

    def step(kind: ClimateTaskStep, words: str = "We talked.", **fields: object) -> ClimateTask:
        given = ClimateStepIn.model_validate({"step": kind, "words": words, **fields})
        return CLIMATE_TASK_KIND.take_step(actor_id=member.pk, thing_id=task.pk, given=given, at=NOW)

    with pytest.raises(errors.ClimateStepLacks):
        step(ClimateTaskStep.ASSIGN)
    with pytest.raises(errors.NotOnClimateTeam):
        step(ClimateTaskStep.ASSIGN, owner_id=cast.teacher.public_id, due_on=date(2026, 12, 1))
    step(ClimateTaskStep.ASSIGN, owner_id=member.public_id, due_on=date(2026, 12, 1))
    with pytest.raises(errors.ClimateStepLacks):
        step(ClimateTaskStep.FINISH, words=" ")
    assert step(ClimateTaskStep.FINISH).ended_at == NOW
    with pytest.raises(errors.ClimateTaskIsDone):
        step(ClimateTaskStep.NOTE)
    assert step(ClimateTaskStep.REOPEN).ended_at is None
    with pytest.raises(errors.ClimateTaskNotFound):
        CLIMATE_TASK_KIND.take_step(
            actor_id=cast.insider.pk,
            thing_id=task.pk,
            given=ClimateStepIn(step=ClimateTaskStep.NOTE, words="x"),
            at=NOW,
        )


def test_a_task_tells_its_owner_on_the_school_s_day_once_and_the_team_without_one(
    cast: Cast, climate: ClimateTeam, member: User
) -> None:
    evening = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
    make_climate_task(climate, cast.school, due_on=date(2026, 11, 25), owner=cast.teacher)
    morning = evening + timedelta(hours=12)

    # The teacher owns it and is not on the team: the team hears.
    assert [tell_due(one) for one in (evening, morning, morning)] == [0, 1, 0]
    assert Recipient.objects.get().user == member
    assert not any(TASK_WORDS in str(one.__dict__) for one in Notification.objects.all())


# --- tips beside it, and what is kept ---------------------------------------------------------------------------------
def test_tips_are_counted_from_ten_on_and_outlive_the_tips(cast: Cast, climate: ClimateTeam) -> None:
    desk = make_desk(cast.school)
    tips = [make_tip(desk, at=NOW) for _ in range(9)]
    make_tip(desk, at=NOW, state=TipState.TEST)
    assert count_tips(NOW) == 0

    make_tip(desk, at=NOW)
    assert count_tips(NOW) == 1
    tips[0].delete()
    assert count_tips(NOW) == 0
    assert ClimateTipCount.objects.get().tips == 10


def test_what_is_old_goes_by_the_team_s_rule_unless_it_is_held(cast: Cast, climate: ClimateTeam, member: User) -> None:
    rules = ClimateTeamIn(keep_days=365, fall_points=7)
    set_team(CLIMATE_TEAMS, actor_id=_keeper(cast).pk, agency_id=cast.district.pk, given=rules, at=NOW)
    make_survey(climate, cast.school, by=member, cells={S.BULLYING: (50, 20)}, at=NOW - timedelta(days=366))
    make_survey(climate, cast.school, by=member, cells={}, school_year=2025, at=NOW - timedelta(days=300))
    make_climate_task(climate, cast.school, state="done", ended_at=NOW - timedelta(days=400))
    open_task = make_climate_task(climate, cast.school, scale="connectedness", at=NOW - timedelta(days=900))

    assert delete_old(NOW) == 2
    assert ClimateSurvey.objects.get().school_year == 2025
    assert ClimateTask.objects.get() == open_task


def _keeper(cast: Cast) -> User:
    return make_member(cast.district, role=MemberRole.ADMINISTRATOR).user


# --- pages ------------------------------------------------------------------------------------------------------------
def test_pages_show_a_team_its_plots_with_tables_and_nobody_else_anything(
    cast: Cast, climate: ClimateTeam, member: User
) -> None:
    make_survey(climate, cast.school, by=member, cells={S.TRUSTED_ADULT: (80, 100), S.BULLYING: None}, school_year=2025)
    make_survey(climate, cast.school, by=member, cells={S.TRUSTED_ADULT: (60, 90)})
    task = make_climate_task(climate, cast.school)
    paths = ["/prevention/climate", f"/prevention/climate/schools/{cast.school.pk}"]
    paths += [f"/prevention/climate/tasks/{task.pk}", f"/prevention/climate/surveys/{cast.district.pk}"]
    client, nobody = Client(), Client()
    client.force_login(member)
    nobody.force_login(cast.stranger)

    texts = [client.get(path) for path in paths]

    assert [one.status_code for one in texts] == [200] * 4
    assert [nobody.get(path).status_code for path in paths] == [404] * 4
    shown_page = texts[1].content.decode()
    assert 'role="img"' in shown_page
    assert "under ten<" in shown_page
    done = client.post(paths[2], {"act": "step", "step": "finish", "words": "A club began."})
    assert (done.status_code, ClimateTask.objects.get().state) == (303, "done")
