"""Agreements of several parties: each has its own terms, reads, signs and leaves; none acts for another."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mou.access.fetch import memoranda_for, standing_at
from mou.agreements.clauses import add_clause
from mou.agreements.errors import BlankLeft, OfAnAgreement, OpensNothing
from mou.agreements.memoranda import terminate_memorandum
from mou.agreements.parties.changing import add_party, change_role, take_out_party
from mou.agreements.parties.errors import (
    BadRole,
    PartyThere,
)
from mou.agreements.versions import amend_memorandum, move_version, name_signatory
from mou.errors import (
    BadParties,
    MemorandumNotFound,
    NotAllowed,
    SignatoryMissing,
    VersionNotFound,
)
from mou.models import Agency, Memorandum, Version
from mou.party_roles import PartyRole, fits_kind
from mou.vocabulary import AgencyKind, TermKind
from tests.factories.mou import NOW, make_agency
from tests.stage.agreements.desk import SITE, YEAR, S, clause
from tests.stage.agreements.party_desk import FLOORS, ROSTER, PartyDesk, make_party_desk

pytestmark = pytest.mark.django_db
K = TermKind


# --- what is opened ---------------------------------------------------------------------------------------------------
def test_a_term_of_one_party_opens_nothing_to_another(signed: PartyDesk) -> None:
    assert signed.opened(signed.desk.commander) == {K.ROOM_ACCESS}
    assert signed.opened(signed.chief) == {K.FLOORPLAN_ACCESS}
    assert signed.opened(signed.neighbor_planner) is None


def test_nothing_is_open_before_the_last_party_has_signed(table: PartyDesk) -> None:
    table.add_fire()
    table.desk.move(S.IN_REVIEW)
    places = {one: table.desk.name(one) for one in table.people()}
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
    table.all_sign(*table.people(), table.neighbor_planner)

    assert (asked(table), asked(other)) == (4, 4)


def test_an_agreement_is_listed_once_and_names_its_parties(signed: PartyDesk) -> None:
    for one in signed.people():
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
    places = {one: table.desk.name(one) for one in table.people()}
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
    table.all_sign(*table.people())
    assert table.opened(table.chief) == {K.FLOORPLAN_ACCESS}


def test_a_renewal_carries_every_party_with_its_terms(signed: PartyDesk) -> None:
    signed.desk.number = amend_memorandum(
        actor_id=signed.desk.planner.user_id, memorandum_id=signed.desk.memorandum_id, dates=YEAR, at=NOW
    )
    assert [one.role for one in signed.desk.see().parties] == [None, None, PartyRole.FIRE]
    for state in (S.IN_REVIEW, S.APPROVED, S.OUT_FOR_SIGNATURE):
        signed.desk.move(state)
    for one in signed.people():
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
