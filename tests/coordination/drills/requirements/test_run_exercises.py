"""An exercise that was run counts before the law when it meets the rule: once, everywhere, with what it knows."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from coordination.drills.conduct.vocabulary import ConductStep
from coordination.drills.exercises.vocabulary import ExerciseKind
from coordination.drills.requirements.models import DistrictDrillRules, Drill
from coordination.drills.requirements.rules.from_exercise import ExerciseRun, type_of, why_no_drill
from coordination.drills.requirements.rules.record import DrillGiven
from coordination.drills.requirements.views import DrillSchoolLine
from coordination.drills.requirements.vocabulary import DrillType
from coordination.drills.requirements.work.from_exercises import write_ended_exercises
from coordination.drills.requirements.work.queries import district_state
from coordination.drills.requirements.work.records import correct_drill
from coordination.readiness.queries import district_readiness
from coordination.readiness.vocabulary import ReadinessTopic
from mou.models import Agency
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, join, make_cast
from tests.factories.mou import NOW, make_member, make_user
from tests.factories.practice.drills import make_drill
from tests.stage.exercises.played import Played, make_played

pytestmark = pytest.mark.django_db
END = NOW + timedelta(minutes=10)
LATER = NOW + timedelta(minutes=20)
RUN = ExerciseRun(ExerciseKind.DRILL, "lockdown", "ACTSHOOT", True, True, 1.0, was_stopped=False)


def test_what_an_exercise_practices_is_the_type_that_laws_count_and_what_is_open_stays_open() -> None:
    found = {
        (action, incident): type_of(action, incident)
        for action in ("", "lockdown", "evacuate", "shelter")
        for incident in ("ACTSHOOT", "FSTRU", "BOMB", "HAZMAT", "WEATHER", "TORNADO", "EARTHQUAKE")
    }
    assert found["lockdown", "ACTSHOOT"] is found["lockdown", "FSTRU"] is DrillType.LOCKDOWN
    assert found["evacuate", "FSTRU"] is DrillType.FIRE
    assert found["evacuate", "BOMB"] is DrillType.BOMB_THREAT
    assert found["evacuate", "HAZMAT"] is DrillType.EVACUATE
    assert found["shelter", "HAZMAT"] is DrillType.SHELTER_HAZMAT
    assert found["shelter", "WEATHER"] is DrillType.SHELTER_WEATHER
    assert found["shelter", "TORNADO"] is DrillType.TORNADO
    assert found["shelter", "EARTHQUAKE"] is DrillType.EARTHQUAKE
    # Leaving or hiding from a storm is what it is, not the shelter that a law asks for.
    assert found["evacuate", "WEATHER"] is found["evacuate", "EARTHQUAKE"] is DrillType.EVACUATE
    assert found["lockdown", "TORNADO"] is DrillType.LOCKDOWN
    # Of which shelter it was, the plan says nothing.
    assert found["shelter", "ACTSHOOT"] is found["", "FSTRU"] is None


@pytest.mark.parametrize(
    "other",
    [
        replace(RUN, has_ended=False),
        replace(RUN, kind=ExerciseKind.TABLETOP),
        replace(RUN, has_students=False),
        replace(RUN, fastest_pace=4.0),
        replace(RUN, was_stopped=True),
        replace(RUN, action="shelter"),
        replace(RUN, action=""),
    ],
)
def test_what_no_rule_would_accept_is_never_written_down_by_itself(other: ExerciseRun) -> None:
    assert why_no_drill(RUN) is None
    assert why_no_drill(other) is not None


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def played(cast: Cast) -> Played:
    told = {"action": "lockdown", "has_students": True, "age_tiers": ["grades_9_12"]}
    return make_played(cast, at=NOW, kind="drill", **told)


def line_of(cast: Cast) -> DrillSchoolLine:
    """Return how the school stands before the law of Illinois, where a lockdown counts with the police there."""
    chosen = {"law_key": "IL", "set_by": cast.insider, "set_at": NOW}
    DistrictDrillRules.objects.update_or_create(district=cast.district, defaults=chosen)
    (line,) = district_state(Agency.objects.get(pk=cast.district.pk), year=None, at=LATER).schools
    return line


@pytest.mark.parametrize("with_police", [True, False])
def test_a_run_exercise_is_written_down_once_and_counts_where_it_meets_the_rule(
    cast: Cast, played: Played, with_police: bool
) -> None:
    before = line_of(cast)
    planner = make_member(cast.district, role=MemberRole.PLANNER).user
    played.step(ConductStep.START)
    if with_police:
        join(cast.officer, played.room(), at=NOW)
    assert write_ended_exercises(LATER) == 0
    played.step(ConductStep.END, at=END)

    assert [write_ended_exercises(LATER), write_ended_exercises(LATER)] == [1, 0]

    drill = Drill.objects.get()
    assert (drill.type, drill.state, drill.exercise_id) == ("lockdown", "held", played.exercise.pk)
    assert (drill.police_present, drill.starts_at, drill.ends_at) == (with_police, NOW, END)
    after = line_of(cast)
    assert (before.held, after.held) == (0, 1)
    assert after.done == before.done + with_police
    # Readiness reads the same line.
    (row,) = district_readiness(planner.pk, Agency.objects.get(pk=cast.district.pk), LATER)
    assert row.standings[ReadinessTopic.DRILLS].count == 1


@pytest.mark.parametrize("how", ["no_students", "rehearsed", "stopped", "by_hand", "canceled_record", "long_ago"])
def test_what_is_no_drill_or_is_written_down_already_is_not_written_down(cast: Cast, played: Played, how: str) -> None:
    exercise = played.exercise
    exercise.has_students = how != "no_students"
    exercise.save()
    played.step(ConductStep.START)
    if how == "rehearsed":
        played.step(ConductStep.PACE, pace=10.0)
    if how == "stopped":
        played.step(ConductStep.PAUSE, at=NOW + timedelta(minutes=1))
    if how == "by_hand":
        make_drill(cast.site, by=cast.insider, at=NOW)
    if how == "canceled_record":
        make_drill(cast.site, by=cast.insider, at=NOW, state="canceled", exercise_id=exercise.pk)
    played.step(ConductStep.END, at=END)
    known = Drill.objects.count()

    assert write_ended_exercises(LATER + (timedelta(days=40) if how == "long_ago" else timedelta())) == 0
    assert Drill.objects.count() == known


def test_what_a_keeper_corrected_is_not_written_down_a_second_time(cast: Cast, played: Played) -> None:
    played.step(ConductStep.START)
    played.step(ConductStep.END, at=END)
    assert write_ended_exercises(LATER) == 1
    drill = Drill.objects.get()
    # A program that corrects a record need not name its exercise.
    told = {name: getattr(drill, name) for name in DrillGiven.model_fields if name != "exercise_id"}
    given = DrillGiven.model_validate({**told, "type": "secure"})

    correct_drill(
        actor_id=cast.insider.pk, drill_id=drill.pk, given=given, version=drill.version, reason="It was", at=LATER
    )

    assert write_ended_exercises(LATER) == 0
    assert list(Drill.objects.values_list("type", flat=True)) == ["secure"]


def test_the_page_of_the_exercise_says_to_its_keepers_whether_it_counts_and_to_players_nothing(
    cast: Cast, played: Played, client: Client
) -> None:
    page = reverse("exercise", args=[played.exercise.pk])
    played.step(ConductStep.START)
    played.step(ConductStep.PACE, pace=10.0)
    played.step(ConductStep.END, at=END)

    client.force_login(played.director)
    shown = client.get(page).content.decode()
    client.force_login(cast.teacher)
    of_player = client.get(page).content.decode()

    assert "Not written down as a drill. Its time ran faster than the clock" in shown
    assert f"exercise={played.exercise.pk}" in shown
    assert "Not written down as a drill" not in of_player
    drill = make_drill(cast.site, by=cast.insider, at=NOW, exercise_id=played.exercise.pk)
    client.force_login(played.director)
    assert "Written down as a drill: Lockdown." in client.get(page).content.decode()
    assert "From an exercise that was run" in client.get(reverse("drill", args=[drill.pk])).content.decode()
    client.force_login(make_user(username="another"))
    assert client.get(page).status_code == 404


def test_the_page_of_a_run_exercise_says_when_it_was_run_beside_when_it_was_planned(
    cast: Cast, played: Played, client: Client
) -> None:
    page = reverse("exercise", args=[played.exercise.pk])
    client.force_login(played.director)
    before = client.get(page).content.decode()
    played.step(ConductStep.START)
    played.step(ConductStep.END, at=END)
    after = client.get(page).content.decode()

    assert "Began" not in before
    assert f'Ended\n      <time datetime="{END.astimezone(ZoneInfo(cast.site.time_zone)).isoformat()}"' in after
    assert "As it was when it began." in after
