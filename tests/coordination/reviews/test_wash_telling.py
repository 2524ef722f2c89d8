"""Who was in a real incident hears once that its hot wash is open: quietly, without a word of it, and no one else."""

from datetime import timedelta

import pytest
from django.test import Client

from coordination.reviews.rules.given import ReviewAnswerIn
from coordination.reviews.work.opening import open_reviews
from coordination.reviews.work.telling import TOLD_WITHIN, tell_opened
from coordination.reviews.work.waiting import list_waiting
from coordination.reviews.work.writing import answer_wash, close_wash
from mou.models import AgencyMember
from push.models import Notification, Recipient
from push.vocabulary import Urgency
from tests.coordination.reviews.reviewed import at, make_closed, reviewed
from tests.factories.cast import Cast, make_cast
from tests.factories.push import make_device
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db
NOW = at(700)
ANSWER = ReviewAnswerIn(clarity=4, communication=3, felt_safe=4)


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def told() -> set[int]:
    """Return who was told that the hot wash of a real incident is open."""
    return set(Recipient.objects.filter(source_key__startswith="incident-wash:").values_list("user_id", flat=True))


def test_who_was_there_is_told_once_and_no_one_else(cast: Cast) -> None:
    reviewed(cast)

    assert (tell_opened(NOW), tell_opened(at(760))) == (1, 0)

    assert told() == {cast.teacher.pk, cast.insider.pk, cast.officer.pk}


def test_the_push_is_quiet_and_says_neither_who_nor_where_nor_what(cast: Cast) -> None:
    review = reviewed(cast)
    make_device(user=cast.teacher)
    tell_opened(NOW)

    sent = list(Notification.objects.filter(kind="incident_wash_open"))
    assert {one.device.user_id for one in sent} == {cast.teacher.pk, cast.insider.pk, cast.officer.pk}
    for one in sent:
        assert (one.urgency, one.is_exercise, one.recipient.demands_acknowledgement) == (Urgency.ROUTINE, False, False)
        said = " ".join(str(value) for key, value in vars(one).items() if key != "source_key")
        for secret in (review.pk, review.room_id, cast.site.name, "Secure", cast.teacher.shown_name()):
            assert str(secret) not in said


def test_an_exercise_is_not_told_of_as_a_real_incident(cast: Cast) -> None:
    make_closed(cast, is_exercise=True)

    assert (open_reviews(NOW), tell_opened(NOW)) == (0, 0)
    assert told() == set()


def test_who_has_answered_or_left_is_not_asked(cast: Cast) -> None:
    review = reviewed(cast)
    answer_wash(actor_id=cast.teacher.pk, incident_id=review.pk, given=ANSWER, at=NOW)
    AgencyMember.objects.filter(pk=cast.officer_member.pk).update(ended_at=at(650))

    tell_opened(NOW)

    assert told() == {cast.insider.pk}


def test_no_one_is_told_of_what_is_closed_long_over_or_open_again(cast: Cast) -> None:
    review = reviewed(cast)
    assert tell_opened(review.closed_at + TOLD_WITHIN + timedelta(seconds=1)) == 0
    run(cast.insider, review.room_id, "reopen_incident", at=at(660), reason="Once more.")
    assert tell_opened(NOW) == 0
    run(cast.insider, review.room_id, "close_incident", at=at(690), reason="Over.")
    open_reviews(NOW)
    close_wash(actor_id=cast.insider.pk, incident_id=review.pk, at=NOW)

    assert tell_opened(NOW) == 0
    assert told() == set()


def test_it_stands_in_what_waits_as_what_it_is(cast: Cast) -> None:
    """The hot wash of a real incident is not called that of an exercise."""
    reviewed(cast)
    client = Client()

    (line,) = list_waiting(cast.teacher.pk, NOW)

    assert (line.kind.label, line.is_exercise) == ("Say how it went", False)
    assert list(list_waiting(cast.dispatcher.pk, NOW)) == []
    client.force_login(cast.teacher)
    assert client.get(line.link).status_code == 200
    client.force_login(cast.dispatcher)
    assert client.get(line.link).status_code == 404
