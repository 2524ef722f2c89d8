"""Agreements of several parties: each has its own terms, reads, signs and leaves; none acts for another."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mou.access.fetch import memoranda_for, standing_at
from mou.agreements.clauses import add_clause
from mou.agreements.errors import BlankLeft, NotInReview, OfAnAgreement, OpensNothing
from mou.agreements.memoranda import terminate_memorandum
from mou.agreements.parties.changing import add_party, change_role, open_in_return, take_out_party
from mou.agreements.parties.errors import (
    AlreadyLeaving,
    BadRole,
    LastParty,
    NoticeTooShort,
    PartyNotFound,
    PartyThere,
)
from mou.agreements.reminders import settle_versions
from mou.agreements.versions import amend_memorandum, move_version, name_signatory
from mou.errors import (
    BadParties,
    MemorandumNotFound,
    NotAllowed,
    SignatoryMissing,
    VersionNotFound,
    WrongState,
)
from mou.models import Agency, AgencyMember, Memorandum, Version
from mou.party_roles import PartyRole, fits_kind
from mou.vocabulary import AgencyKind, MemberRole, TermKind
from tests.factories.mou import NOW, make_agency, make_member
from tests.stage.agreements.desk import ROOM, SITE, YEAR, S, clause
from tests.stage.agreements.party_desk import FLOORS, ROSTER, PartyDesk, make_party_desk

pytestmark = pytest.mark.django_db
K = TermKind


@pytest.fixture
def table() -> PartyDesk:
    return make_party_desk()


def people_of(table: PartyDesk) -> list[AgencyMember]:
    return [table.desk.planner, table.desk.commander, table.chief]


@pytest.fixture
def signed(table: PartyDesk) -> PartyDesk:
    """Police have the room and fire the floor plans, and all three have signed."""
    table.add_fire()
    table.all_sign(*people_of(table))
    return table


# --- what is opened ---------------------------------------------------------------------------------------------------
def test_a_term_of_one_party_opens_nothing_to_another(signed: PartyDesk) -> None:
    assert signed.opened(signed.desk.commander) == {K.ROOM_ACCESS}
    assert signed.opened(signed.chief) == {K.FLOORPLAN_ACCESS}
    assert signed.opened(signed.neighbor_planner) is None


def test_nothing_is_open_before_the_last_party_has_signed(table: PartyDesk) -> None:
    table.add_fire()
    table.desk.move(S.IN_REVIEW)
    places = {one: table.desk.name(one) for one in people_of(table)}
    table.desk.move(S.APPROVED)
    table.desk.move(S.OUT_FOR_SIGNATURE)

    held = []
    for one, signatory_id in places.items():
        held.append((table.desk.sign(one, signatory_id), table.opened(table.desk.commander), table.opened(table.chief)))

    assert held == [(False, None, None), (False, None, None), (True, {K.ROOM_ACCESS}, {K.FLOORPLAN_ACCESS})]


def test_a_decision_asks_no_more_of_several_parties_than_of_two(table: PartyDesk) -> None:
    def asked(of: PartyDesk) -> int:
        with CaptureQueriesContext(connection) as queries:
            standing_at(
                user_id=of.desk.commander.user_id,
                district_id=of.desk.district.pk,
                school_id=None,
                site_id=SITE,
                at=NOW,
            )
        return len(queries)

    other = make_party_desk()
    other.all_sign(other.desk.planner, other.desk.commander)
    table.add_fire()
    table.add_neighbor()
    table.all_sign(*people_of(table), table.neighbor_planner)

    assert (asked(table), asked(other)) == (4, 4)


def test_an_agreement_is_listed_once_and_names_its_parties(signed: PartyDesk) -> None:
    for one in people_of(signed):
        assert [row.pk for row in memoranda_for(one.user_id, NOW)] == [signed.desk.memorandum_id]

    parties = signed.desk.see(signed.chief).parties
    assert [(one.id, one.role, one.has_signed) for one in parties] == [
        (signed.desk.district.pk, None, True),
        (signed.desk.police.pk, None, True),
        (signed.fire.pk, PartyRole.FIRE, True),
    ]


# --- who reads, who changes -------------------------------------------------------------------------------------------
def test_a_draft_is_shown_to_no_party_and_the_review_to_those_in_it(table: PartyDesk) -> None:
    annex = table.add_fire()
    outsiders = [table.desk.commander, table.chief, table.neighbor_planner]
    for one in outsiders:
        with pytest.raises(MemorandumNotFound):
            table.desk.see(one)

    table.desk.move(S.IN_REVIEW)

    for one in outsiders[:2]:
        assert table.desk.see(one).line.state is S.IN_REVIEW
        assert [row.pk for row in memoranda_for(one.user_id, NOW)] == [table.desk.memorandum_id]
    with pytest.raises(MemorandumNotFound):
        table.desk.see(table.neighbor_planner)
    with pytest.raises(MemorandumNotFound):
        add_clause(place=table.place(table.neighbor_planner, annex=annex), given=clause())


def test_a_party_changes_nothing_but_who_signs_for_it(table: PartyDesk) -> None:
    annex = table.add_fire()
    table.desk.move(S.IN_REVIEW)
    chief, place = table.chief, table.place(table.chief)
    sheriff = make_agency(AgencyKind.SHERIFF)

    acts = (
        lambda: add_clause(place=table.place(chief, annex=annex), given=clause("<p>More.</p>", ROSTER)),
        lambda: add_clause(place=place, given=clause("<p>More.</p>", ROSTER)),
        lambda: add_party(place=place, agency_id=sheriff.pk, role=PartyRole.LAW_ENFORCEMENT, is_from_template=False),
        lambda: take_out_party(place=place, agency_id=table.fire.pk),
        lambda: change_role(place=place, agency_id=table.fire.pk, role=PartyRole.EMS),
        lambda: move_version(place=place, to=S.APPROVED, reason=""),
        lambda: name_signatory(
            place=place, agency_id=table.desk.police.pk, member_id=table.desk.commander.pk, title=""
        ),
        lambda: terminate_memorandum(actor_id=chief.user_id, memorandum_id=annex, reason="Mine.", at=NOW),
    )
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(NotAllowed):
        table.desk.sign(chief, table.desk.name(table.desk.commander))

    assert table.desk.name(chief) in {one.id for one in table.desk.see().signatories}


def test_every_party_signs_and_each_is_given_something(table: PartyDesk) -> None:
    annex = table.add(table.fire, PartyRole.FIRE)
    table.desk.move(S.IN_REVIEW)
    table.desk.name(table.desk.planner)
    table.desk.name(table.desk.commander)
    table.desk.move(S.APPROVED)
    with pytest.raises(SignatoryMissing):
        table.desk.move(S.OUT_FOR_SIGNATURE)
    table.desk.move(S.DRAFT)
    table.desk.move(S.IN_REVIEW)
    table.desk.name(table.chief)
    table.desk.move(S.APPROVED)
    with pytest.raises(OpensNothing):
        table.desk.move(S.OUT_FOR_SIGNATURE)
    add_clause(place=table.place(annex=annex), given=clause("<p>On [channel].</p>", FLOORS))
    table.desk.move(S.IN_REVIEW)
    table.desk.move(S.APPROVED)
    with pytest.raises(BlankLeft):
        table.desk.move(S.OUT_FOR_SIGNATURE)


def test_a_change_of_one_partys_terms_voids_every_signature(table: PartyDesk) -> None:
    annex = table.add_fire()
    table.desk.move(S.IN_REVIEW)
    places = {one: table.desk.name(one) for one in people_of(table)}
    table.desk.move(S.APPROVED)
    table.desk.move(S.OUT_FOR_SIGNATURE)
    table.desk.sign(table.desk.commander, places[table.desk.commander])

    add_clause(place=table.place(annex=annex), given=clause("<p>More.</p>", ROSTER))

    seen = table.desk.see()
    assert (seen.line.state, [one.signed_at for one in seen.signatories]) == (S.DRAFT, [None, None, None])
    assert Version.objects.get(memorandum_id=annex).state == S.DRAFT


def test_what_is_said_of_one_party_goes_no_way_of_its_own(signed: PartyDesk) -> None:
    annex = signed.annexes[signed.fire.pk]
    with pytest.raises(OfAnAgreement):
        amend_memorandum(actor_id=signed.desk.planner.user_id, memorandum_id=annex, dates=None, at=NOW)
    signed.desk.number = amend_memorandum(
        actor_id=signed.desk.planner.user_id, memorandum_id=signed.desk.memorandum_id, dates=YEAR, at=NOW
    )
    with pytest.raises(OfAnAgreement):
        move_version(place=signed.place(annex=annex), to=S.IN_REVIEW, reason="")


# --- parties come and go ----------------------------------------------------------------------------------------------
def test_who_is_no_party_of_the_next_version_finds_nothing_of_it_and_ends_with_it(signed: PartyDesk) -> None:
    signed.desk.number = amend_memorandum(
        actor_id=signed.desk.planner.user_id, memorandum_id=signed.desk.memorandum_id, dates=YEAR, at=NOW
    )
    take_out_party(place=signed.place(), agency_id=signed.fire.pk)
    signed.desk.move(S.IN_REVIEW)

    with pytest.raises(VersionNotFound):
        signed.desk.see(signed.chief)
    assert signed.opened(signed.chief) == {K.FLOORPLAN_ACCESS}

    signed.desk.move(S.APPROVED)
    signed.desk.move(S.OUT_FOR_SIGNATURE)
    for one in (signed.desk.planner, signed.desk.commander):
        mine = next(each.id for each in signed.desk.see(one).signatories if each.is_mine)
        signed.desk.sign(one, mine)
    assert signed.opened(signed.chief) is None
    assert signed.opened(signed.desk.commander) == {K.ROOM_ACCESS}
    signed.desk.number = 1
    assert signed.desk.see(signed.chief).line.state is S.SUPERSEDED


def test_a_party_that_was_taken_out_can_come_in_again(table: PartyDesk) -> None:
    table.add_fire()
    take_out_party(place=table.place(), agency_id=table.fire.pk)
    assert [one.id for one in table.desk.see().parties] == [table.desk.district.pk, table.desk.police.pk]

    table.add_fire()
    table.all_sign(*people_of(table))
    assert table.opened(table.chief) == {K.FLOORPLAN_ACCESS}


def test_a_renewal_carries_every_party_with_its_terms(signed: PartyDesk) -> None:
    signed.desk.number = amend_memorandum(
        actor_id=signed.desk.planner.user_id, memorandum_id=signed.desk.memorandum_id, dates=YEAR, at=NOW
    )
    assert [one.role for one in signed.desk.see().parties] == [None, None, PartyRole.FIRE]
    for state in (S.IN_REVIEW, S.APPROVED, S.OUT_FOR_SIGNATURE):
        signed.desk.move(state)
    for one in people_of(signed):
        signed.desk.sign(one, next(each.id for each in signed.desk.see(one).signatories if each.is_mine))
    assert signed.opened(signed.chief) == {K.FLOORPLAN_ACCESS}
    assert Memorandum.objects.filter(annex_of=signed.desk.memorandum_id).count() == 1


@pytest.mark.parametrize(
    ("kind", "role", "fits"),
    [
        (AgencyKind.FIRE, PartyRole.FIRE, True),
        (AgencyKind.FIRE, PartyRole.LEAD_LAW_ENFORCEMENT, False),
        (AgencyKind.SHERIFF, PartyRole.LEAD_LAW_ENFORCEMENT, True),
        (AgencyKind.OTHER, PartyRole.REUNIFICATION_HOST, True),
        (AgencyKind.DISTRICT, PartyRole.NEIGHBOR_DISTRICT, True),
        (AgencyKind.POLICE, PartyRole.NEIGHBOR_DISTRICT, False),
    ],
)
def test_a_part_fits_the_kind_of_agency(kind: AgencyKind, role: PartyRole, fits: bool) -> None:
    assert fits_kind(role, kind) is fits


def test_who_may_not_be_a_party(table: PartyDesk) -> None:
    table.add_fire()
    school = make_agency(AgencyKind.SCHOOL, parent=table.desk.district)
    refused: list[tuple[Agency, PartyRole, type[Exception]]] = [
        (table.fire, PartyRole.FIRE, PartyThere),
        (table.desk.police, PartyRole.LAW_ENFORCEMENT, PartyThere),
        (table.desk.district, PartyRole.OTHER_PARTNER, BadParties),
        (school, PartyRole.OTHER_PARTNER, BadParties),
        (make_agency(AgencyKind.SCHOOL), PartyRole.OTHER_PARTNER, BadParties),
        (make_agency(AgencyKind.DISPATCH), PartyRole.FIRE, BadRole),
    ]
    for agency, role, error in refused:
        with pytest.raises(error):
            add_party(place=table.place(), agency_id=agency.pk, role=role, is_from_template=False)
    with pytest.raises(BadParties):
        take_out_party(place=table.place(), agency_id=table.desk.police.pk)


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
