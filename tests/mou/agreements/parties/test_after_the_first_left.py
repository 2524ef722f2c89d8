"""The agency of the foundation gave notice, and the others go on without it: what each finds of the next version."""

from datetime import timedelta

import pytest

from mou.agreements.clauses import add_clause
from mou.agreements.parties.changing import take_out_party
from mou.agreements.versions import amend_memorandum
from mou.errors import BadParties, VersionNotFound
from mou.party_roles import PartyRole
from mou.vocabulary import TermKind
from tests.factories.mou import NOW
from tests.stage.agreements.desk import YEAR, S, clause
from tests.stage.agreements.party_desk import FLOORS, ROSTER, PartyDesk

pytestmark = pytest.mark.django_db
K = TermKind
BEFORE_IT_LEAVES, LEFT = NOW + timedelta(days=10), NOW + timedelta(days=11)


@pytest.fixture
def renewed(signed: PartyDesk) -> PartyDesk:
    """Police have given notice with a last day in ten days; district and fire prepare the next version."""
    signed.leave(signed.desk.commander)
    signed.desk.number = amend_memorandum(
        actor_id=signed.desk.planner.user_id, memorandum_id=signed.desk.memorandum_id, dates=YEAR, at=NOW
    )
    return signed


def test_the_others_read_and_sign_the_next_version(renewed: PartyDesk) -> None:
    with pytest.raises(VersionNotFound):
        renewed.desk.see(renewed.chief)
    renewed.desk.move(S.IN_REVIEW)
    assert renewed.desk.see(renewed.chief).line.state is S.IN_REVIEW

    renewed.all_sign(renewed.desk.planner, renewed.chief)
    assert renewed.desk.see(renewed.chief).line.is_in_force
    assert renewed.opened(renewed.chief, at=LEFT) == {K.FLOORPLAN_ACCESS}


def test_who_leaves_finds_nothing_of_a_version_that_it_did_not_sign(renewed: PartyDesk) -> None:
    add_clause(place=renewed.place(), given=clause("<p>For those who stay.</p>", ROSTER, heading="Later"))
    renewed.all_sign(renewed.desk.planner, renewed.chief)

    with pytest.raises(VersionNotFound):
        renewed.desk.see(renewed.desk.commander)
    assert [one.id for one in renewed.desk.see().parties] == [renewed.desk.district.pk, renewed.fire.pk]
    # What it signed holds until its last day, and nothing else.
    assert renewed.opened(renewed.desk.commander) == {K.ROOM_ACCESS}
    assert renewed.opened(renewed.desk.commander, at=BEFORE_IT_LEAVES) == {K.ROOM_ACCESS}
    assert renewed.opened(renewed.desk.commander, at=LEFT) is None


def test_who_comes_back_is_a_party_like_any_other_and_can_be_taken_out_again(renewed: PartyDesk) -> None:
    police = renewed.desk.police
    renewed.add(police, PartyRole.LAW_ENFORCEMENT, FLOORS)
    take_out_party(place=renewed.place(), agency_id=police.pk)
    renewed.add(police, PartyRole.LAW_ENFORCEMENT, FLOORS)
    with pytest.raises(BadParties):
        take_out_party(place=renewed.place(), agency_id=renewed.desk.district.pk)
    renewed.all_sign(*renewed.people())

    assert renewed.desk.see(renewed.desk.commander).line.is_in_force
    assert renewed.opened(renewed.desk.commander, at=LEFT) == {K.FLOORPLAN_ACCESS}
    assert renewed.opened(renewed.chief, at=LEFT) == {K.FLOORPLAN_ACCESS}
