"""Reviews of real incidents: opened by themselves, from log and ledger, apart from exercises; who reads them."""

from datetime import timedelta

import pytest
from django.test import Client

from coordination.drills.improvement.models import DrillTimes
from coordination.drills.improvement.work.keeping import keep_times
from coordination.keeping.vocabulary import DataClass
from coordination.models import User
from coordination.records.retention.incidents import delete_incident
from coordination.records.retention.rules import Days
from coordination.reviews.access import agency_of_year, review_for, reviews_for
from coordination.reviews.errors import ReviewNotFound
from coordination.reviews.models import IncidentReview
from coordination.reviews.vocabulary import IncidentMilestone, ReviewState, TargetStanding
from coordination.reviews.work.keeping import KEPT_DAYS, delete_old
from coordination.reviews.work.opening import open_due, open_reviews
from coordination.reviews.work.queries import figures_of, review_view, year_view
from coordination.room.models import Incident
from mou.vocabulary import MemberRole
from push.models import Notification, Recipient
from tests.coordination.reviews.reviewed import at, lead, make_closed, promise, reviewed
from tests.factories.cast import Cast, make_cast, open_room
from tests.factories.mou import make_member, make_user
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db
M, S = IncidentMilestone, TargetStanding
NOW = at(700)


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def superintendent(cast: Cast) -> User:
    return make_member(cast.district, user=make_user(username="super"), role=MemberRole.ADMINISTRATOR).user


def test_times_come_from_the_log_and_the_ledger(cast: Cast) -> None:
    review = reviewed(cast)

    figures = figures_of(review)
    found = {one.kind: one.seconds for one in figures.milestones}
    assert (figures.from_press, figures.response_s) == (True, 200)
    assert found == {
        M.FIRST_SEEN: 14,
        M.FIRST_ANSWER: 20,
        M.FIRST_UNIT: 200,
        M.COMMAND: 70,
        M.DIRECTIVE: 0,
        M.ALL_CLEAR: 550,
        M.CLOSED: 600,
    }
    # The teacher reported 101; 102 stayed silent.
    assert (figures.rooms, len(figures.silent or [])) == (2, 1)
    assert figures.alerts.told is not None


@pytest.mark.parametrize(("minutes", "standing"), [(5, S.MET), (3, S.MISSED)])
def test_a_response_stands_before_what_the_agreement_promised(
    cast: Cast, minutes: float, standing: TargetStanding
) -> None:
    promise(cast.agreement, minutes)
    review = reviewed(cast)

    grant = review_for(user_id=cast.insider.pk, incident_id=review.pk, at=NOW)
    found = {one.agency: one for one in review_view(grant).line.responses}
    police, dispatch = found["Fairview Police"], found["Fairview Dispatch"]
    assert (police.on_scene_s, police.target_min, police.standing) == (200, minutes, standing)
    assert police.target_words == "life safety"
    # Where no one has promised anything, that is said.
    assert (dispatch.target_min, dispatch.standing) == (None, S.NOT_PROMISED)


def test_an_exercise_is_never_reviewed_and_a_real_incident_is_no_drill(cast: Cast) -> None:
    exercise, real = make_closed(cast, is_exercise=True), make_closed(cast, since=1000)
    later = at(10_000)

    assert (open_reviews(later), keep_times(later)) == (1, 1)

    assert list(IncidentReview.objects.values_list("pk", flat=True)) == [real.incident_id]
    assert list(DrillTimes.objects.values_list("incident_id", flat=True)) == [exercise.incident_id]
    assert year_view(cast.school, year=2026, at=later).numbers.incidents == 1


def test_an_open_incident_has_no_review_and_a_reopened_one_none_until_it_is_closed_again(cast: Cast) -> None:
    running = open_room(cast, at=at(0))
    assert open_reviews(NOW) == 0
    run(cast.insider, running.pk, "claim_command", at=at(5))
    run(cast.insider, running.pk, "close_incident", at=at(60), reason="Nothing.")
    assert open_reviews(NOW) == 1
    # Once: what is kept is not computed again.
    assert open_reviews(NOW) == 0

    run(cast.insider, running.pk, "reopen_incident", at=at(100), reason="Once more.")
    with pytest.raises(ReviewNotFound):
        review_for(user_id=cast.insider.pk, incident_id=running.incident_id, at=NOW)
    assert year_view(cast.school, year=2026, at=NOW).numbers.incidents == 0

    run(cast.insider, running.pk, "close_incident", at=at(300), reason="Over.")
    assert open_reviews(at(800)) == 1
    assert figures_of(IncidentReview.objects.get(pk=running.incident_id)).seconds_of(M.CLOSED) == 300


def test_a_small_incident_without_a_press_says_what_no_record_tells(cast: Cast) -> None:
    room = open_room(cast, at=at(0))
    run(cast.insider, room.pk, "claim_command", at=at(5))
    run(cast.insider, room.pk, "close_incident", at=at(60), reason="Nothing.")
    open_due(cast.insider.pk, NOW)

    figures = figures_of(IncidentReview.objects.get(pk=room.incident_id))
    assert figures.from_press is False
    assert [figures.seconds_of(one) for one in (M.FIRST_UNIT, M.DIRECTIVE, M.ALL_CLEAR)] == [None, None, None]
    # No response action was in force: no room was asked, and none is called silent.
    assert figures.silent is None


# --- who --------------------------------------------------------------------------------------------------------------
def test_the_school_and_its_district_read_all_of_it(cast: Cast) -> None:
    review = reviewed(cast)

    for reader in (cast.insider, superintendent(cast)):
        view = review_view(review_for(user_id=reader.pk, incident_id=review.pk, at=NOW))
        assert view.figures is not None
        assert (view.title, view.line.state) == (Incident.objects.get().shown_title(), ReviewState.OPEN)
        assert [one.name for one in view.silent_rooms] == ["102 Room 102"]


def test_an_agency_reads_its_own_response_and_nothing_of_others(cast: Cast) -> None:
    promise(cast.agreement, 5)
    review = reviewed(cast)
    lead(cast)

    view = review_view(review_for(user_id=cast.officer.pk, incident_id=review.pk, at=NOW))

    assert [one.agency for one in view.line.responses] == ["Fairview Police"]
    assert (view.figures, view.silent_rooms, view.title, view.marks) == (None, [], "", [])
    assert (view.line.silent, view.line.unanswered, view.line.first_seen_s) == (None, None, None)
    year = year_view(cast.police, year=2026, at=NOW)
    assert [one.agency for one in year.numbers.agencies] == ["Fairview Police"]


def test_others_find_nothing(cast: Cast) -> None:
    review = reviewed(cast)

    # A teacher and an officer lead no agency; a stranger has no agreement, also as its commander.
    commander = make_member(cast.strangers, user=make_user(username="boss"), role=MemberRole.COMMANDER).user
    for person in (cast.teacher, cast.officer, cast.stranger, cast.former, commander):
        assert not reviews_for(person.pk, NOW).exists()
        with pytest.raises(ReviewNotFound):
            review_for(user_id=person.pk, incident_id=review.pk, at=NOW)
        for agency in (cast.school, cast.district, cast.police):
            with pytest.raises(ReviewNotFound):
                agency_of_year(user_id=person.pk, agency_id=agency.pk, at=NOW)


def test_an_agency_that_was_not_called_reads_nothing(cast: Cast) -> None:
    review = reviewed(cast)
    lead(cast)
    review.parts.update(told=0, seconds={})

    assert not reviews_for(cast.officer.pk, NOW).exists()


# --- retention --------------------------------------------------------------------------------------------------------
def test_figures_stay_without_a_name_when_log_and_ledger_go(cast: Cast) -> None:
    review = reviewed(cast)
    before = figures_of(review)
    Notification.objects.all().delete()
    Recipient.objects.all().delete()
    long_after = at(0) + timedelta(days=400)
    delete_incident(review.pk, Days(DataClass.INCIDENTS, 365, None, None, "", None, ""), long_after)

    assert not Incident.objects.exists()
    assert open_reviews(long_after) == 0
    kept = IncidentReview.objects.get()
    assert figures_of(kept) == before
    stored = str(kept.figures) + str(list(kept.parts.values()))
    for person in (cast.insider, cast.teacher, cast.officer):
        assert person.shown_name() not in stored
    view = review_view(review_for(user_id=cast.insider.pk, incident_id=kept.pk, at=NOW))
    assert (view.title, view.has_log) == ("", False)


def test_a_review_goes_after_ten_years_and_is_not_opened_again(cast: Cast) -> None:
    reviewed(cast)
    then = at(600) + timedelta(days=KEPT_DAYS + 1)

    assert delete_old(then - timedelta(days=2)) == 0
    assert delete_old(then) == 1
    assert open_reviews(then) == 0


# --- pages ------------------------------------------------------------------------------------------------------------
def get(user: User, path: str) -> tuple[int, str]:
    client = Client()
    client.force_login(user)
    answer = client.get(path)
    return answer.status_code, answer.content.decode()


def test_the_pages_show_a_closed_incident_at_once(cast: Cast) -> None:
    promise(cast.agreement, 3)
    room = make_closed(cast)

    status, listed = get(cast.insider, "/reviews")
    assert (status, f"/reviews/{room.incident_id}" in listed) == (200, True)
    status, page = get(cast.insider, f"/reviews/{room.incident_id}")
    assert status == 200
    assert "Later than the target" in page
    assert "102 Room 102" in page
    status, page = get(cast.insider, f"/reviews/years/{cast.school.pk}?year=2026")
    assert status == 200
    assert "review-bar over" in page
    assert get(cast.teacher, f"/reviews/{room.incident_id}")[0] == 404
    assert get(cast.teacher, f"/reviews/years/{cast.school.pk}")[0] == 404


def test_a_list_says_to_an_agency_what_it_did_itself_by_the_clock_of_the_site(cast: Cast) -> None:
    promise(cast.agreement, 3)
    type(cast.site).objects.filter(pk=cast.site.pk).update(time_zone="America/Chicago")
    reviewed(cast)
    lead(cast)

    _status, page = get(cast.officer, "/reviews")

    for said in ("3:20", "Later than the target", "09:00"):
        assert said in page
    # The rooms are the school's, and so are its own alerts.
    assert "Silent rooms" not in page
    assert "Silent rooms" in get(cast.insider, "/reviews")[1]


def test_who_reads_no_review_is_not_told_that_there_was_no_incident(cast: Cast) -> None:
    reviewed(cast)

    _status, page = get(cast.teacher, "/reviews")

    assert "Reviews are read by administrators" in page
    assert "No real incident was closed" not in page


def test_a_month_that_has_not_come_is_not_counted_as_quiet(cast: Cast) -> None:
    reviewed(cast)

    months = year_view(cast.district, year=2026, at=NOW).months

    assert (months[0].month.month, months[-1].month.month, sum(one.incidents for one in months)) == (8, 11, 1)
    assert len(year_view(cast.district, year=2025, at=NOW).months) == 13


def test_the_year_is_the_district_s_and_its_day_is_not_utc_s(cast: Cast) -> None:
    """The evening before the first day of a school year, after midnight in UTC."""
    for agency in (cast.district, cast.school):
        agency.time_zone = "America/Chicago"
        agency.save(update_fields=["time_zone"])
    review = reviewed(cast)
    IncidentReview.objects.filter(pk=review.pk).update(opened_at="2026-08-15T03:00:00Z")

    assert year_view(cast.district, year=2026, at=NOW).numbers.incidents == 0
    assert year_view(cast.district, year=2025, at=NOW).numbers.incidents == 1


def test_the_table_of_a_year_is_a_file(cast: Cast) -> None:
    promise(cast.agreement, 5)
    reviewed(cast)

    status, text = get(cast.insider, f"/reviews/years/{cast.school.pk}?year=2026&responses-format=csv")

    assert status == 200
    assert text.lstrip("\ufeff").startswith("Day,Site,Agency")
    assert "Fairview Police" in text
