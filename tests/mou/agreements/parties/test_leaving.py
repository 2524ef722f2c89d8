"""A party leaves, and the others stay; two districts open their sites to each other, each by its own words."""

from datetime import timedelta

import pytest

from mou.agreements.clauses import add_clause
from mou.agreements.errors import NotInReview, OpensNothing
from mou.agreements.memoranda import terminate_memorandum
from mou.agreements.parties.changing import open_in_return
from mou.agreements.parties.errors import (
    AlreadyLeaving,
    LastParty,
    NoticeTooShort,
    PartyNotFound,
)
from mou.agreements.reminders import settle_versions
from mou.agreements.versions import amend_memorandum, name_signatory
from mou.errors import (
    BadParties,
    MemorandumNotFound,
    NotAllowed,
    VersionNotFound,
    WrongState,
)
from mou.vocabulary import AgencyKind, MemberRole, TermKind
from tests.factories.mou import NOW, make_agency, make_member
from tests.stage.agreements.desk import ROOM, YEAR, S, clause
from tests.stage.agreements.party_desk import FLOORS, ROSTER, PartyDesk

pytestmark = pytest.mark.django_db
K = TermKind


# --- leaving ----------------------------------------------------------------------------------------------------------
def test_a_party_leaves_after_its_last_day_and_the_others_stay(signed: PartyDesk) -> None:
    last_day = signed.leave(signed.chief)
    day_after = NOW + timedelta(days=11)

    assert signed.opened(signed.chief) == {K.FLOORPLAN_ACCESS}
    assert signed.opened(signed.chief, at=NOW + timedelta(days=10)) == {K.FLOORPLAN_ACCESS}
    assert signed.opened(signed.chief, at=day_after) is None
    assert signed.opened(signed.desk.commander, at=day_after) == {K.ROOM_ACCESS}
    (leaving,) = [one for one in signed.desk.see().parties if one.last_day]
    assert (leaving.id, leaving.last_day, leaving.reason) == (signed.fire.pk, last_day, "We merge.")
    settle_versions(at=day_after)
    assert signed.desk.see().line.is_in_force


def test_the_first_agency_may_leave_and_the_others_stay(signed: PartyDesk) -> None:
    signed.leave(signed.desk.commander)
    day_after = NOW + timedelta(days=11)
    assert signed.opened(signed.desk.commander, at=day_after) is None
    assert signed.opened(signed.chief, at=day_after) == {K.FLOORPLAN_ACCESS}
    with pytest.raises(LastParty):
        signed.leave(signed.chief)


def test_who_left_is_no_party_of_the_next_version(signed: PartyDesk) -> None:
    signed.leave(signed.desk.commander)
    signed.desk.number = amend_memorandum(
        actor_id=signed.desk.planner.user_id, memorandum_id=signed.desk.memorandum_id, dates=YEAR, at=NOW
    )
    signed.desk.move(S.IN_REVIEW)

    assert [one.id for one in signed.desk.see().parties] == [signed.desk.district.pk, signed.fire.pk]
    with pytest.raises(VersionNotFound):
        signed.desk.see(signed.desk.commander)
    with pytest.raises(NotAllowed):
        name_signatory(
            place=signed.place(), agency_id=signed.desk.police.pk, member_id=signed.desk.commander.pk, title=""
        )


def test_a_notice_ends_what_holds_until_a_signed_renewal_begins_too(signed: PartyDesk) -> None:
    desk = signed.desk
    dates = ((NOW + timedelta(days=20)).date(), (NOW + timedelta(days=90)).date())
    desk.number = amend_memorandum(actor_id=desk.planner.user_id, memorandum_id=desk.memorandum_id, dates=dates, at=NOW)
    signed.all_sign(*signed.people())
    for one in (signed.chief, desk.commander):
        assert signed.opened(one, at=NOW + timedelta(days=11)) is not None

    signed.leave(signed.chief)

    assert signed.opened(signed.chief, at=NOW + timedelta(days=10)) == {K.FLOORPLAN_ACCESS}
    for days in (11, 19, 21):
        assert signed.opened(signed.chief, at=NOW + timedelta(days=days)) is None
        assert signed.opened(desk.commander, at=NOW + timedelta(days=days)) == {K.ROOM_ACCESS}


def test_no_one_says_for_another_that_it_leaves(signed: PartyDesk) -> None:
    planner = make_member(signed.fire, role=MemberRole.PLANNER)
    for who, agency in (
        (signed.desk.commander, signed.fire),
        (signed.desk.planner, signed.fire),
        (planner, signed.fire),
    ):
        with pytest.raises(NotAllowed):
            signed.leave(who, agency=agency)
    with pytest.raises(MemorandumNotFound):
        signed.leave(make_member(signed.neighbor, role=MemberRole.COMMANDER))
    with pytest.raises(NoticeTooShort):
        signed.leave(signed.chief, days=0)
    signed.leave(signed.chief)
    with pytest.raises(AlreadyLeaving):
        signed.leave(signed.chief)


def test_of_two_parties_none_leaves(table: PartyDesk) -> None:
    table.all_sign(table.desk.planner, table.desk.commander)
    with pytest.raises(LastParty):
        table.leave(table.desk.commander)


def test_the_district_ends_it_for_all_or_for_one(signed: PartyDesk) -> None:
    planner = signed.desk.planner.user_id
    terminate_memorandum(actor_id=planner, memorandum_id=signed.annexes[signed.fire.pk], reason="Closed.", at=NOW)
    assert (signed.opened(signed.chief), signed.opened(signed.desk.commander)) == (None, {K.ROOM_ACCESS})

    terminate_memorandum(actor_id=planner, memorandum_id=signed.desk.memorandum_id, reason="Over.", at=NOW)
    assert signed.opened(signed.desk.commander) is None


def test_ending_the_agreement_ends_it_for_every_party(signed: PartyDesk) -> None:
    terminate_memorandum(
        actor_id=signed.desk.planner.user_id, memorandum_id=signed.desk.memorandum_id, reason="Over.", at=NOW
    )
    assert (signed.opened(signed.chief), signed.opened(signed.desk.commander)) == (None, None)


# --- two districts with each other ------------------------------------------------------------------------------------
def test_two_districts_open_their_sites_to_each_other(table: PartyDesk) -> None:
    table.add_neighbor()
    table.return_from_neighbor()
    table.desk.move(S.IN_REVIEW)
    table.write_return(FLOORS)
    table.all_sign(table.desk.planner, table.desk.commander, table.neighbor_planner)
    colleague = make_member(table.desk.district)

    assert table.opened(table.neighbor_planner) == {K.ROOM_ACCESS}
    assert K.FLOORPLAN_ACCESS in (table.opened(colleague, far=True) or ())
    assert table.opened(table.desk.commander, far=True) is None

    table.leave(make_member(table.neighbor, role=MemberRole.ADMINISTRATOR))
    day_after = NOW + timedelta(days=11)
    assert table.opened(table.neighbor_planner, at=day_after) is None
    assert table.opened(colleague, at=day_after, far=True) is None


def test_what_a_district_opens_its_own_people_write_and_only_in_review(table: PartyDesk) -> None:
    table.add_neighbor()
    annex = table.return_from_neighbor()
    theirs, ours = table.place(table.neighbor_planner, annex=annex), table.place(annex=annex)
    with pytest.raises(MemorandumNotFound):
        add_clause(place=theirs, given=clause("<p>Mine.</p>", ROOM))

    table.desk.move(S.IN_REVIEW)
    with pytest.raises(NotAllowed):
        add_clause(place=ours, given=clause("<p>Open all.</p>", ROSTER))
    with pytest.raises(NotAllowed):
        table.desk.move(S.APPROVED, table.neighbor_planner)
    with pytest.raises(PartyNotFound):
        open_in_return(place=table.place(), agency_id=make_agency(AgencyKind.DISTRICT).pk)
    with pytest.raises(BadParties):
        open_in_return(place=table.place(), agency_id=table.desk.police.pk)
    table.write_return(FLOORS)
    table.desk.move(S.APPROVED)
    with pytest.raises(NotInReview):
        add_clause(place=theirs, given=clause("<p>Late.</p>", ROSTER))


def test_no_site_is_opened_in_return_unless_its_district_names_it(table: PartyDesk) -> None:
    table.add_neighbor()
    table.return_from_neighbor()
    table.desk.move(S.IN_REVIEW)
    for one in (table.desk.planner, table.desk.commander, table.neighbor_planner):
        table.desk.name(one)
    table.desk.move(S.APPROVED)
    with pytest.raises(OpensNothing):
        table.desk.move(S.OUT_FOR_SIGNATURE)


def test_nothing_in_force_is_left_or_changed_that_is_not(table: PartyDesk) -> None:
    table.add_fire()
    table.desk.move(S.IN_REVIEW)
    with pytest.raises(WrongState):
        table.leave(table.chief)
