"""Real incidents and exercises are apart in every count: of a school, a district, an agency; on pages and in files."""

from datetime import date, datetime

import pytest
from django.test import Client

from coordination.drills.exercises.vocabulary import ExerciseRole
from coordination.drills.improvement.models import CorrectiveAction, DrillTimes
from coordination.drills.improvement.work.keeping import keep_times
from coordination.drills.requirements.models import Drill
from coordination.drills.requirements.work.from_exercises import write_ended_exercises
from coordination.drills.requirements.work.queries import district_state
from coordination.models import User
from coordination.readiness.queries import district_readiness
from coordination.reviews.models import IncidentReview
from coordination.reviews.rules.given import ReviewAnswerIn
from coordination.reviews.work.opening import open_reviews
from coordination.reviews.work.queries import year_view
from coordination.reviews.work.writing import answer_wash
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole, TermKind
from tests.coordination.reviews.reviewed import at, lead, make_closed, promise
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_agency, make_member, make_memorandum, make_user
from tests.factories.practice.drills import make_drill
from tests.factories.practice.exercises import add_person, make_exercise
from tests.factories.practice.improvement import make_action

pytestmark = pytest.mark.django_db
YEAR = 2026
LATER = at(20_000)
YEAR_TABLES = ("responses", "agencies", "types", "months", "ways")


@pytest.fixture
def cast(db: None) -> Cast:
    made = make_cast()
    promise(made.agreement, 5)
    lead(made)
    return made


def administrator(agency: Agency) -> User:
    name = f"head-of-{agency.short_name}"
    found = User.objects.filter(username=name).first()
    return found or make_member(agency, user=make_user(username=name), role=MemberRole.ADMINISTRATOR).user


def get(user: User, path: str) -> tuple[int, str]:
    client = Client()
    client.force_login(user)
    answer = client.get(path)
    return answer.status_code, answer.content.decode()


def play_exercise(cast: Cast, *, since: float) -> None:
    """Play an exercise to its end, as a plan that counts as a drill, with an action of its own."""
    room = make_closed(cast, since=since, is_exercise=True)
    exercise = make_exercise(
        cast.site,
        cast.school,
        cast.insider,
        state="ended",
        action="secure",
        has_students=True,
        started_at=at(since),
        ended_at=at(since + 600),
        incident_id=room.incident_id,
    )
    add_person(exercise, cast.police, cast.officer, ExerciseRole.PLAYER)
    make_action(exercise, cast.school, by=cast.insider, owner=cast.teacher)
    keep_times(LATER)
    write_ended_exercises(LATER)


def review_real(cast: Cast, *, since: float, kind: str = "secure") -> IncidentReview:
    """Play a real incident to its end, and answer its hot wash."""
    room = make_closed(cast, since=since, kind=kind)
    open_reviews(LATER)
    review = IncidentReview.objects.get(pk=room.incident_id)
    given = ReviewAnswerIn(clarity=4, communication=3, felt_safe=4)
    answer_wash(actor_id=cast.teacher.pk, incident_id=review.pk, given=given, at=at(since + 700))
    return review


def counts_of_exercises(cast: Cast, reader: User) -> dict[str, object]:
    """Return all that counts exercises and drills: readiness, the law, its files, times, actions."""
    (district_id, site_id) = (cast.district.pk, cast.site.pk)
    return {
        "readiness": district_readiness(reader.pk, cast.district, LATER),
        "law": district_state(cast.district, year=YEAR, at=LATER),
        "district file": get(reader, f"/drills/districts/{district_id}/drills.csv?year={YEAR}"),
        "school file": get(reader, f"/drills/schools/{site_id}/drills.csv?year={YEAR}"),
        "drills": Drill.objects.count(),
        "times": sorted(DrillTimes.objects.values_list("incident_id", flat=True)),
        "actions": sorted(CorrectiveAction.objects.values_list("pk", flat=True)),
    }


def counts_of_incidents(cast: Cast, readers: dict[Agency, User]) -> dict[str, object]:
    """Return all that counts real incidents: the lists, and each year as a page's tables, as files and for programs."""
    found: dict[str, object] = {}
    for agency, reader in readers.items():
        found[f"{agency.name}: year"] = year_view(agency, year=YEAR, at=LATER)
        found[f"{agency.name}: program"] = get(reader, f"/api/v1/agencies/{agency.pk}/incident-year?year={YEAR}")
        found[f"{agency.name}: list"] = get(reader, "/reviews?format=csv")
        for name in YEAR_TABLES:
            found[f"{agency.name}: {name}"] = get(reader, f"/reviews/years/{agency.pk}?year={YEAR}&{name}-format=csv")
    return found


def readers_of_years(cast: Cast) -> dict[Agency, User]:
    return {cast.district: administrator(cast.district), cast.school: cast.insider, cast.police: cast.officer}


# --- neither counts as the other --------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["secure", "fire"])
def test_a_real_incident_counts_in_nothing_of_exercises(cast: Cast, kind: str) -> None:
    """Not as the drill that the law asks for, either: a real fire alarm is no practice."""
    keeper = administrator(cast.district)
    make_drill(cast.site, by=keeper, at=at(-86_400), type="fire")
    play_exercise(cast, since=0)
    before = counts_of_exercises(cast, keeper)
    assert before["times"]
    assert before["drills"] == 2

    review_real(cast, since=2000, kind=kind)

    assert counts_of_exercises(cast, keeper) == before


def test_an_exercise_counts_in_nothing_of_real_incidents(cast: Cast) -> None:
    review_real(cast, since=0)
    readers = readers_of_years(cast)
    before = counts_of_incidents(cast, readers)
    answers = [one for one in before.values() if isinstance(one, tuple)]
    assert {status for status, _text in answers} == {200}
    assert not [text for _status, text in answers if "<html" in text]

    play_exercise(cast, since=2000)

    assert counts_of_incidents(cast, readers) == before
    assert [year_view(one, year=YEAR, at=LATER).numbers.incidents for one in readers] == [1, 1, 1]


def test_each_counts_where_it_belongs(cast: Cast) -> None:
    """The tests above would pass, too, where nothing counts at all."""
    keeper, readers = administrator(cast.district), readers_of_years(cast)
    review_real(cast, since=0)
    play_exercise(cast, since=2000)
    exercises, incidents = counts_of_exercises(cast, keeper), counts_of_incidents(cast, readers)

    play_exercise(cast, since=4000)
    review_real(cast, since=6000)

    # Readiness says how much of the law is missing, and another secure drill is none that it asks for.
    changed = {key for key, one in counts_of_exercises(cast, keeper).items() if one != exercises[key]}
    assert {"district file", "school file", "drills", "times", "actions"} <= changed
    after = counts_of_incidents(cast, readers)
    same = {key for key, one in after.items() if one == incidents[key]}
    # How alerts were tried changes only where one of them has no answer.
    assert {key.partition(": ")[2] for key in same} <= {"ways"}


# --- who counts what --------------------------------------------------------------------------------------------------
def test_a_partner_with_a_partial_agreement_counts_what_it_was_called_to(cast: Cast) -> None:
    """Fire may see plans and is never alerted: its year has nothing of what police did, and no exercise."""
    fire = make_agency(AgencyKind.FIRE, name="Fairview Fire")
    grants, withheld = [TermKind.FLOORPLAN_ACCESS], [TermKind.ROOM_ACCESS]
    make_memorandum(cast.district, fire, grants=grants, withheld=withheld, expires_on=date(2999, 1, 1))
    chief = make_member(fire, user=make_user(username="chief"), role=MemberRole.COMMANDER).user
    review_real(cast, since=0)
    play_exercise(cast, since=2000)

    year = year_view(fire, year=YEAR, at=LATER)

    assert (year.numbers.incidents, year.responses, year.numbers.agencies) == (0, [], [])
    _status, listed = get(chief, "/reviews?format=csv")
    assert "Lincoln High School" not in listed
    for agency in (cast.police, cast.school, cast.district):
        assert get(chief, f"/reviews/years/{agency.pk}?year={YEAR}")[0] == 404


def test_police_count_their_own_response_and_never_an_exercise_they_played_in(cast: Cast) -> None:
    play_exercise(cast, since=0)
    assert year_view(cast.police, year=YEAR, at=LATER).numbers.incidents == 0

    review_real(cast, since=2000)

    year = year_view(cast.police, year=YEAR, at=LATER)
    assert (year.numbers.incidents, [one.agency for one in year.responses]) == (1, ["Fairview Police"])
    assert (year.numbers.rooms, year.numbers.silent, year.numbers.ways) == (0, 0, {})


def test_a_hostile_agency_s_administrator_counts_and_finds_nothing(cast: Cast) -> None:
    enemy = administrator(cast.strangers)
    review = review_real(cast, since=0)
    play_exercise(cast, since=2000)

    assert year_view(cast.strangers, year=YEAR, at=LATER).numbers.incidents == 0
    _status, listed = get(enemy, "/reviews?format=csv")
    assert "Lincoln" not in listed
    addresses = [f"/reviews/{review.pk}", f"/reviews/{review.pk}.json", f"/reviews/{review.pk}/hot-wash"]
    for agency in (cast.district, cast.school, cast.police):
        addresses += [f"/reviews/years/{agency.pk}", f"/reviews/years/{agency.pk}?year={YEAR}&types-format=csv"]
        addresses += [f"/api/v1/agencies/{agency.pk}/incident-year"]
    addresses += [f"/districts/{cast.district.pk}/readiness", f"/drills/districts/{cast.district.pk}/drills.csv"]
    addresses += [f"/drills/schools/{cast.site.pk}/drills.csv", f"/drills/schools/{cast.site.pk}"]
    assert {address: get(enemy, address)[0] for address in addresses} == dict.fromkeys(addresses, 404)


def test_the_first_day_of_a_year_is_the_district_s_for_both(cast: Cast) -> None:
    """Real incidents and drills of one evening lie in the same school year, though UTC has another day."""
    Agency.objects.filter(pk__in=(cast.district.pk, cast.school.pk)).update(time_zone="America/Chicago")
    type(cast.site).objects.filter(pk=cast.site.pk).update(time_zone="America/Chicago")
    cast.site.refresh_from_db()
    review = review_real(cast, since=0)
    evening = datetime.fromisoformat("2026-08-15T03:00:00+00:00")
    IncidentReview.objects.filter(pk=review.pk).update(opened_at=evening)
    drill = make_drill(cast.site, by=cast.insider, at=evening)

    district = Agency.objects.get(pk=cast.district.pk)
    assert (drill.on, year_view(district, year=2025, at=LATER).numbers.incidents) == (date(2026, 8, 14), 1)
