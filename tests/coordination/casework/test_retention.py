"""What a desk retains no longer is deleted, one by one; a legal hold keeps its own, and nothing else."""

import json
from datetime import timedelta

import pytest

from coordination.keeping.models import Deletion, LegalHold
from coordination.keeping.vocabulary import HoldScope
from coordination.prevention.support.models import Referral, SupportTeam
from coordination.prevention.support.work.keeping import SUPPORT_RETENTIONS
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import NOW
from tests.factories.prevention.support import make_referral, make_support_team

pytestmark = pytest.mark.django_db(transaction=True)
REFERRALS = SUPPORT_RETENTIONS[0]


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def team(cast: Cast) -> SupportTeam:
    return make_support_team(cast.school, members=[cast.teacher], keep_days=30)


def closed_for(team: SupportTeam, days: int, **fields: object) -> Referral:
    """Return a referral that was closed so many days ago."""
    return make_referral(
        team,
        by=team.members.get().user,
        at=NOW - timedelta(days=days + 1),
        state="closed",
        closed_at=NOW - timedelta(days=days),
        **fields,
    )


def test_what_is_held_does_not_stand_in_the_way_of_the_rest(cast: Cast, team: SupportTeam) -> None:
    """However many are held and older: one run deletes as many of the others as it may."""
    held = [closed_for(team, 90 + one, student_name="Fictional Held Student") for one in range(2)]
    closed_for(team, 31)
    LegalHold.objects.create(
        district=cast.district,
        scope=HoldScope.PERSON.value,
        name="held student",
        reason="A court asks.",
        set_by=cast.insider,
        set_at=NOW,
    )

    deleted = REFERRALS.delete_due(team, NOW, most=1)

    assert (deleted, set(Referral.objects.all())) == (1, set(held))
    assert json.loads(Deletion.objects.get().content)["rule"] == {
        "days": 30,
        "set_by": "support_team",
        "team": str(team.pk),
    }


def test_a_run_deletes_no_more_than_it_is_told_the_oldest_first(team: SupportTeam) -> None:
    newest = closed_for(team, 31)
    closed_for(team, 60)

    assert REFERRALS.delete_due(team, NOW, most=1) == 1

    assert list(Referral.objects.all()) == [newest]
