"""Who is told that training expires, when, and how often."""

from datetime import datetime, timedelta

from coordination.training.telling import tell_expiring
from mou.models import AgencyMember
from mou.vocabulary import MemberRole
from push.models import Recipient
from tests.coordination.training.conftest import Duty
from tests.factories.mou import NOW, make_member
from tests.factories.practice.training import TRAINING_SECRETS, make_training

TODAY = NOW.date()


def told(at: datetime) -> list[str]:
    """Return who is told at an instant."""
    before = Recipient.objects.count()
    tell_expiring(at)
    rows = Recipient.objects.order_by("pk")[before:]
    return sorted(one.user.username for one in rows)


def test_the_person_and_their_leaders_are_told_60_30_and_7_days_before_and_once_each(duty: Duty) -> None:
    make_training(duty.officer, "cpr_aed", expires_on=TODAY + timedelta(days=61))

    assert told(NOW) == []
    assert told(NOW + timedelta(days=1)) == ["officer", "sergeant"]
    assert told(NOW + timedelta(days=2)) == []
    assert told(NOW + timedelta(days=31)) == ["officer", "sergeant"]
    assert told(NOW + timedelta(days=54)) == ["officer", "sergeant"]
    assert told(NOW + timedelta(days=70)) == []
    said = str(list(Recipient.objects.values()))
    assert [one for one in (TRAINING_SECRETS[0], "cpr", "officer") if one in said] == []


def test_leaders_are_told_once_for_a_day_on_which_much_expires(duty: Duty) -> None:
    for _ in range(5):
        make_training(
            make_member(duty.cast.school, role=MemberRole.STAFF), "srp", expires_on=TODAY + timedelta(days=30)
        )

    assert len(told(NOW)) == 6
    assert Recipient.objects.filter(user=duty.cast.insider).count() == 1


def test_what_was_done_again_or_withdrawn_or_of_who_has_left_is_told_to_nobody(duty: Duty) -> None:
    soon = TODAY + timedelta(days=30)
    make_training(duty.officer, "cpr_aed", expires_on=soon)
    make_training(duty.officer, "cpr_aed", completed_on=TODAY, expires_on=TODAY + timedelta(days=700))
    withdrawn = make_training(duty.officer, "ferpa", expires_on=soon)
    type(withdrawn).objects.filter(pk=withdrawn.pk).update(replaced_at=NOW, replaced_why="withdrawn")
    make_training(AgencyMember.objects.get(user=duty.cast.former), "srm", expires_on=soon)

    assert told(NOW) == []
