"""What was planned in advance is sent only to those who may still be told when the time comes."""

from datetime import UTC, datetime, timedelta

import pytest

from coordination.push_gate import who_may_still_be_told
from coordination.room.models import Participant
from mou.models import AgencyMember, Version
from push.models import Notification
from push.outbox.notifications import claim_due
from push.vocabulary import NotificationState
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.factories.push import make_device, make_notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_insiders_and_partners_on_duty_are_told_and_strangers_and_former_members_are_not(cast: Cast) -> None:
    room = open_room(cast)
    people = (cast.insider, cast.teacher, cast.officer, cast.stranger, cast.former)

    told = who_may_still_be_told([(one.pk, room.id) for one in people], datetime.now(UTC))

    assert set(told) == {(one.pk, room.id) for one in (cast.insider, cast.teacher, cast.officer)}


@pytest.mark.parametrize("ends", ["membership", "agreement", "duty"])
def test_the_end_of_a_membership_an_agreement_or_a_duty_stops_what_was_planned(cast: Cast, ends: str) -> None:
    room, now = open_room(cast), datetime.now(UTC)
    rung = make_notification(make_device(user=cast.officer), created_at=now - timedelta(seconds=30))
    Notification.objects.filter(id=rung.id).update(room_id=room.id)
    members = AgencyMember.objects.filter(id=cast.officer_member.id)
    if ends == "membership":
        members.update(ended_at=now - timedelta(seconds=1))
    elif ends == "duty":
        members.update(is_on_duty=False)
    else:
        Version.objects.filter(memorandum=cast.agreement).update(
            state="terminated", ended_at=now, ended_why="terminated"
        )

    claimed = claim_due(limit=5, now=now, lease_s=60)

    rung.refresh_from_db()
    assert claimed.messages == []
    assert (rung.state, rung.error_code) == (NotificationState.CANCELLED, "no_longer_told")


def test_whoever_is_in_the_room_is_told_off_duty_and_whoever_was_removed_is_not_told_on_duty(cast: Cast) -> None:
    room, at = open_room(cast), datetime.now(UTC)
    join(cast.officer, room)
    asked = [(cast.officer.pk, room.id)]
    AgencyMember.objects.filter(id=cast.officer_member.id).update(is_on_duty=False)
    present = who_may_still_be_told(asked, at)
    AgencyMember.objects.filter(id=cast.officer_member.id).update(is_on_duty=True)
    Participant.objects.filter(room=room, user=cast.officer).update(removed_at=at)

    assert set(present) == set(asked)
    assert who_may_still_be_told(asked, at) == {}


def test_a_rung_of_somebody_who_may_is_sent(cast: Cast) -> None:
    room, now = open_room(cast), datetime.now(UTC)
    rung = make_notification(make_device(user=cast.officer), created_at=now - timedelta(seconds=30))
    Notification.objects.filter(id=rung.id).update(room_id=room.id)

    assert [one.notification_id for one in claim_due(limit=5, now=now, lease_s=60).messages] == [rung.id]
