"""Who keeps a desk, and what its settings may be."""

from datetime import UTC, date, datetime
from functools import partial

import pytest

from coordination.casework.joining import add_to_team, take_from_team
from coordination.errors import CoordinationError
from coordination.prevention.tips.access import TIP_DESKS, TIP_PLACES
from coordination.prevention.tips.errors import NotOfTheAgency, ShortAddressTaken, TipDeskNotFound
from coordination.prevention.tips.models import TipDesk, TipTeamMember
from coordination.prevention.tips.rules.given import ClosedDays, TipDeskIn
from coordination.prevention.tips.work import desks
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member
from tests.factories.prevention.tips import make_desk

add_member = partial(add_to_team, TIP_DESKS, TIP_PLACES)
remove_member = partial(take_from_team, TIP_DESKS, TIP_PLACES)
pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def desk(cast: Cast) -> TipDesk:
    return make_desk(cast.school, team=[cast.teacher], short_address="lincoln")


def test_administrators_keep_a_desk_and_nobody_else(cast: Cast) -> None:
    holidays = ClosedDays(first=date(2026, 12, 21), last=date(2027, 1, 1))
    settings = TipDeskIn(short_address="lincoln", closed_days=[holidays])
    desks.set_desk(actor_id=cast.insider.pk, agency_id=cast.school.pk, given=settings, at=NOW)
    person = cast.teacher.public_id
    add_member(actor_id=cast.insider.pk, agency_id=cast.school.pk, person_id=person, at=NOW)

    assert TipDesk.objects.get().closed_days == [["2026-12-21", "2027-01-01"]]
    for user in (cast.teacher, cast.officer, cast.stranger):
        with pytest.raises(TipDeskNotFound):
            remove_member(actor_id=user.pk, agency_id=cast.school.pk, person_id=person, at=NOW)
    with pytest.raises(NotOfTheAgency):
        add_to_team(
            TIP_DESKS,
            TIP_PLACES,
            actor_id=cast.insider.pk,
            agency_id=cast.school.pk,
            person_id=cast.officer.public_id,
            at=NOW,
        )
    remove_member(actor_id=cast.insider.pk, agency_id=cast.school.pk, person_id=person, at=NOW)
    assert not TipTeamMember.objects.exists()


@pytest.mark.parametrize("address", ["receipt", "Lincoln", "a", "no spaces", "x" * 41, "../up"])
def test_a_short_address_that_cannot_be_is_refused(cast: Cast, address: str) -> None:
    with pytest.raises(CoordinationError) as refused:
        desks.set_desk(
            actor_id=cast.insider.pk,
            agency_id=cast.school.pk,
            # As a caller could give it who asks no class first.
            given=TipDeskIn.model_construct(short_address=address, keep_days=365, closed_days=[]),
            at=NOW,
        )

    assert refused.value.pointer == "/short_address"


@pytest.mark.django_db(transaction=True)
def test_an_address_belongs_to_one_desk(cast: Cast, desk: TipDesk) -> None:
    keeper = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user

    with pytest.raises(ShortAddressTaken):
        desks.set_desk(
            actor_id=keeper.pk,
            agency_id=cast.district.pk,
            given=TipDeskIn(short_address="lincoln"),
            at=NOW,
        )
