"""A tip's page names its receivers, before it is sent and after."""

import pytest
from django.test import Client

from coordination.prevention.tips.models import TipDesk
from coordination.prevention.tips.vocabulary import TipCategory
from coordination.prevention.tips.work.receivers import name_receivers
from push.models import Recipient
from tests.coordination.prevention.tips.test_team import NOW, share_tips
from tests.factories.cast import Cast, make_cast
from tests.factories.prevention.tips import make_desk, make_tip

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def desk(cast: Cast) -> TipDesk:
    return make_desk(cast.school, team=[cast.teacher], short_address="lincoln")


def test_its_receivers_are_named_before_a_tip_is_sent_and_after_and_to_officers_never(
    cast: Cast, desk: TipDesk
) -> None:
    tip, client = make_tip(desk, category=TipCategory.WEAPON), Client()
    client.force_login(cast.teacher)
    address = f"/prevention/tips/{tip.pk}"
    client.post(address, {"act": "step", "step": "triage", "priority": "urgent"})

    unshared = client.get(address).content.decode()
    share_tips(cast)
    before = client.get(address).content.decode()
    client.post(address, {"act": "step", "step": "send"})
    after = client.get(address).content.decode()

    assert f"The tip team of {cast.school.name}" in before
    assert f"Officers of {cast.police.name} who are on duty" in before
    assert "no agreement in force lets them read it" in unshared
    assert cast.police.name not in unshared
    told = Recipient.objects.filter(source_key__contains="sent-").values("user_id").distinct().count()
    assert told > 0
    assert f"{told} p" in after
    assert "told when it was sent" in after
    assert "told when it was sent" not in before
    client.force_login(cast.officer)
    assert "Its receivers" not in client.get(address).content.decode()


def test_without_a_team_of_its_own_a_schools_tip_names_the_districts(cast: Cast) -> None:
    make_desk(cast.district, team=[cast.insider])
    tip = make_tip(make_desk(cast.school, team=[], short_address="lincoln"))

    assert name_receivers(tip, NOW).team == cast.district.name
