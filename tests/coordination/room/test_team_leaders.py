"""A leader hears which of their people do not answer, in the room or not, if the leader may still be told."""

from datetime import timedelta

import pytest

from coordination.models import User
from coordination.push_gate import who_may_still_be_told
from coordination.room.dispatch import Accepted
from mou.models import AgencyMember, Version
from mou.vocabulary import AgencyKind, MemberRole, TermKind
from push.ledger.queries import read_board
from push.models import Notification, Recipient
from push.outbox.notifications import claim_due
from push.texts import UNANSWERED
from tests.factories.cast import Cast, join, make_cast
from tests.factories.mou import NOW, make_agency, make_member, make_memorandum, make_term, make_user
from tests.factories.push import make_device
from tests.stage.incident.panic import press, room_of, told

pytestmark = pytest.mark.django_db
LATER = timedelta(seconds=130)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def led(cast: Cast, name: str = "sergeant", *, is_on_duty: bool = True) -> User:
    """Return a supervisor of the police with a phone."""
    leader = make_user(username=name)
    make_member(cast.police, user=leader, role=MemberRole.SUPERVISOR, is_on_duty=is_on_duty)
    make_device(user=leader)
    return leader


def planned_words() -> set[str]:
    """Return who is still going to hear that someone does not answer."""
    rows = Notification.objects.filter(kind=UNANSWERED, next_try_at__isnull=False)
    return set(rows.values_list("device__user__username", flat=True))


def sent_words() -> set[int]:
    """Let the time for the leaders come, and return the devices' owners that are told of the silence."""
    first = Notification.objects.order_by("created_at").values_list("created_at", flat=True)[0]
    messages = claim_due(limit=100, now=first + LATER, lease_s=60).messages
    devices = [message.device_id for message in messages if message.kind == UNANSWERED]
    return set(Notification.objects.filter(device_id__in=devices).values_list("device__user_id", flat=True))


def test_a_silent_officer_is_their_own_sergeants_to_look_for_although_nobody_is_in_the_room(cast: Cast) -> None:
    sergeant = led(cast)
    make_device(user=cast.officer)

    press(cast.teacher, cast.site)

    assert sent_words() == {sergeant.pk}


def test_supervisors_off_duty_of_other_agencies_and_those_who_lead_nobody_are_left_in_peace(cast: Cast) -> None:
    led(cast, "off_duty", is_on_duty=False)
    elsewhere = make_agency(AgencyKind.FIRE)
    make_memorandum(cast.district, elsewhere)
    make_device(user=make_member(elsewhere, user=make_user(username="captain"), role=MemberRole.COMMANDER).user)

    press(cast.teacher, cast.site)

    # The captain is alone on duty: that they do not answer is no news to them.
    assert planned_words() == set()


@pytest.mark.parametrize("ends", ["agreement", "duty"])
def test_a_leader_who_may_not_be_told_any_more_when_it_comes_to_it_is_not_told(cast: Cast, ends: str) -> None:
    led(cast)
    press(cast.teacher, cast.site)
    if ends == "duty":
        AgencyMember.objects.filter(user__username="sergeant").update(is_on_duty=False)
    else:
        versions = Version.objects.filter(memorandum=cast.agreement)
        versions.update(state="terminated", ended_at=NOW, ended_why="terminated")

    assert planned_words() == {"sergeant"}
    assert sent_words() == set()


def test_the_word_to_leaders_is_taken_back_once_the_team_has_answered_whoever_else_is_silent(cast: Cast) -> None:
    sergeant = led(cast)
    partner = make_member(cast.police).user
    accepted = press(cast.teacher, cast.site)
    room = room_of(accepted)

    join(cast.officer, room)
    join(sergeant, room)
    with_one_silent = planned_words()
    join(partner, room)

    assert (with_one_silent, planned_words()) == ({"sergeant"}, set())
    assert not_answered(accepted) == {"principal", "dispatcher"}


def test_the_board_shows_a_leader_once_as_told_and_once_as_leader(cast: Cast) -> None:
    sergeant = led(cast)

    accepted = press(cast.teacher, cast.site)

    rows = [one for one in read_board(f"room:{accepted.room_id}:{accepted.seq}") if one.user_id == sergeant.pk]
    assert [one.is_supervisor for one in rows] == [False, True]
    assert "sergeant" in told(accepted)


def test_nobody_at_a_school_in_lockdown_is_rung_because_others_there_do_not_answer(cast: Cast) -> None:
    make_device(user=cast.insider)
    head = make_member(cast.school, user=make_user(username="deputy"), role=MemberRole.ADMINISTRATOR).user
    make_device(user=head)

    press(cast.officer, cast.site, kind="active_threat")

    assert Notification.objects.filter(kind=UNANSWERED).count() == 0
    assert set(Notification.objects.values_list("step", "channel")) == {(0, "critical")}


def test_an_agreement_may_say_that_off_duty_people_are_paged_and_only_then_they_are(cast: Cast) -> None:
    make_member(cast.police, user=make_user(username="resting"), is_on_duty=False)
    make_member(cast.dispatch, user=make_user(username="asleep"), is_on_duty=False)
    before = told(press(cast.teacher, cast.site, is_exercise=True))
    make_term(cast.agreement.versions.get(), TermKind.DUTY_PAGING, value={"yes": True})

    after = told(press(cast.teacher, cast.site))

    assert after - before == {"resting"}


@pytest.mark.parametrize(("says", "reached"), [(True, {"resting"}), (False, set())])
def test_the_gate_asks_the_agreement_about_off_duty_people_too(cast: Cast, says: bool, reached: set[str]) -> None:
    resting = make_user(username="resting")
    make_member(cast.police, user=resting, is_on_duty=False)
    room = room_of(press(cast.teacher, cast.site))
    make_term(cast.agreement.versions.get(), TermKind.DUTY_PAGING, value={"yes": says})

    may = who_may_still_be_told([(resting.pk, room.id)], NOW)

    assert {"resting" for _ in may} == reached


def not_answered(accepted: Accepted) -> set[str]:
    rows = Recipient.objects.filter(source_key=f"room:{accepted.room_id}:{accepted.seq}", acknowledged_at__isnull=True)
    return set(rows.values_list("user__username", flat=True))
