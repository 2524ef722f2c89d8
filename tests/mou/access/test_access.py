"""Standings at sites: the cast of insider, partner, stranger and former member, on a real database."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError
from pytest_django import DjangoAssertNumQueries

from coordination.models import User
from mou.access.fetch import (
    Coverage,
    active_memberships,
    standing_at,
    standings_at_site_for_users,
    standings_of,
)
from mou.access.reached import people_granted
from mou.models import Agency, Version, VersionSite
from mou.vocabulary import GRANTS, AgencyKind, TermKind, VersionState
from tests.factories.mou import NOW, make_agency, make_member, make_memorandum, make_user

pytestmark = pytest.mark.django_db
SITE, OTHER_SITE = UUID(int=1), UUID(int=2)


@pytest.fixture
def district() -> Agency:
    return make_agency(AgencyKind.DISTRICT)


@pytest.fixture
def school(district: Agency) -> Agency:
    return make_agency(AgencyKind.SCHOOL, parent=district)


@pytest.fixture
def police() -> Agency:
    return make_agency(AgencyKind.POLICE)


def grants(user: User, district: Agency, school: Agency | None, site_id: UUID = SITE) -> list[frozenset[TermKind]]:
    found = standing_at(
        user_id=user.id,
        district_id=district.id,
        school_id=school.id if school else None,
        site_id=site_id,
        at=NOW,
    )
    return [standing.grants for standing in found]


def test_district_members_are_insiders_at_every_site_of_the_district(district: Agency, school: Agency) -> None:
    member = make_member(district)

    found = standing_at(user_id=member.user_id, district_id=district.id, school_id=school.id, site_id=SITE, at=NOW)

    assert [(one.member, one.is_insider, one.memorandum_id) for one in found] == [(member, True, None)]
    assert found[0].grants == frozenset(GRANTS)


def test_school_members_are_insiders_at_their_own_site_only(district: Agency, school: Agency) -> None:
    user = make_member(school).user
    other_school = make_agency(AgencyKind.SCHOOL, parent=district)

    assert grants(user, district, school) == [frozenset(GRANTS)]
    assert grants(user, district, other_school) == []
    assert grants(user, district, None) == []


def test_partners_have_what_the_agreement_grants_where_it_grants_it(district: Agency, police: Agency) -> None:
    user = make_member(police).user
    row = make_memorandum(
        district, police, sites=[SITE], grants=[TermKind.ROOM_ACCESS], withheld=[TermKind.ROSTER_ACCESS]
    )

    found = standing_at(user_id=user.id, district_id=district.id, school_id=None, site_id=SITE, at=NOW)

    assert [(one.is_insider, one.grants, one.memorandum_id) for one in found] == [
        (False, frozenset({TermKind.ROOM_ACCESS}), row.id)
    ]
    assert grants(user, district, None, OTHER_SITE) == []
    assert grants(user, make_agency(AgencyKind.DISTRICT), None) == []


@pytest.mark.parametrize("state", [state for state in VersionState if state is not VersionState.IN_FORCE])
def test_an_agreement_in_any_other_state_gives_nothing(district: Agency, police: Agency, state: VersionState) -> None:
    user = make_member(police).user
    make_memorandum(district, police, state=state)

    assert grants(user, district, None) == []


def test_an_agreement_counts_days_in_the_districts_time_zone(police: Agency) -> None:
    """At 03:30 UTC on the 25th it is still the 24th in New York, and long the 25th in Tokyo."""
    at = datetime(2026, 11, 25, 3, 30, tzinfo=UTC)
    user = make_member(police).user
    new_york = make_agency(AgencyKind.DISTRICT, time_zone="America/New_York")
    tokyo = make_agency(AgencyKind.DISTRICT, time_zone="Asia/Tokyo")
    for district in (new_york, tokyo):
        make_memorandum(district, police, effective_on=date(2026, 1, 1), expires_on=date(2026, 11, 24))

    found = [
        bool(standing_at(user_id=user.id, district_id=one.id, school_id=None, site_id=SITE, at=at))
        for one in (new_york, tokyo)
    ]

    assert found == [True, False]
    assert standings_of(user.id, at).covered.district_ids == {new_york.id}


def test_strangers_have_no_standing(district: Agency, school: Agency, police: Agency) -> None:
    make_memorandum(district, police)

    assert grants(make_member(make_agency(AgencyKind.SHERIFF)).user, district, school) == []
    assert grants(make_user(), district, school) == []


@pytest.mark.parametrize("agency_kind", ["district", "school", "police"])
def test_former_members_have_no_standing(district: Agency, school: Agency, police: Agency, agency_kind: str) -> None:
    agency = {"district": district, "school": school, "police": police}[agency_kind]
    make_memorandum(district, police)
    former = make_member(agency, ended_at=NOW)

    assert grants(former.user, district, school) == []
    assert active_memberships(former.user_id, NOW) == []


def test_whoever_came_back_has_standing_through_the_new_membership(district: Agency) -> None:
    former = make_member(district, ended_at=NOW)
    again = make_member(district, user=former.user)

    assert active_memberships(former.user_id, NOW) == [again]
    assert grants(former.user, district, None) == [frozenset(GRANTS)]


def test_a_membership_does_not_count_before_it_starts(district: Agency) -> None:
    member = make_member(district, started_at=datetime(2026, 11, 25, tzinfo=UTC))

    assert grants(member.user, district, None) == []


def test_an_inactive_agency_or_person_has_no_standing(district: Agency, police: Agency) -> None:
    make_memorandum(district, police)
    retired = make_agency(AgencyKind.FIRE, is_active=False)
    make_memorandum(district, retired)

    assert grants(make_member(retired).user, district, None) == []
    assert grants(make_member(police, user=make_user(is_active=False)).user, district, None) == []
    assert grants(make_member(district, user=make_user(is_active=False)).user, district, None) == []


def test_an_agreement_with_an_inactive_district_gives_nothing(police: Agency) -> None:
    gone = make_agency(AgencyKind.DISTRICT, is_active=False)
    make_memorandum(gone, police)

    assert grants(make_member(police).user, gone, None) == []


def test_a_person_in_two_agencies_stands_in_each_insider_first(district: Agency, police: Agency) -> None:
    user = make_member(police).user
    make_member(district, user=user)
    make_memorandum(district, police, grants=[TermKind.ROOM_ACCESS])

    assert grants(user, district, None) == [frozenset(GRANTS), frozenset({TermKind.ROOM_ACCESS})]


def test_the_list_version_says_the_same_in_sets(district: Agency, school: Agency, police: Agency) -> None:
    user = make_member(police).user
    make_member(school, user=user)
    make_memorandum(district, police, sites=[SITE], grants=[TermKind.ROOM_ACCESS])
    make_memorandum(district, police, sites=[OTHER_SITE], grants=[])

    found = standings_of(user.id, NOW)

    assert found.insider_district_ids == frozenset()
    assert found.insider_school_ids == {school.id}
    assert found.covered.district_ids == frozenset()
    assert named_by(found.covered) == {(district.id, SITE), (district.id, OTHER_SITE)}
    assert named_by(found.granted[TermKind.ROOM_ACCESS]) == {(district.id, SITE)}
    assert found.granted[TermKind.ROSTER_ACCESS] == Coverage(frozenset(), frozenset(), frozenset())


def named_by(coverage: Coverage) -> set[tuple[UUID, UUID]]:
    rows = VersionSite.objects.filter(version_id__in=coverage.version_ids)
    return set(rows.values_list("version__memorandum__district_id", "site_id"))


def test_a_check_costs_four_queries_at_most_however_many_people_and_agreements(
    district: Agency, police: Agency, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    users = [make_member(agency).user for agency in (district, police) for _ in range(10)]
    for _ in range(5):
        make_memorandum(district, police, sites=[SITE, uuid4()])

    with django_assert_max_num_queries(4):
        many = standings_at_site_for_users(
            user_ids=[user.id for user in users], district_id=district.id, school_id=None, site_id=SITE, at=NOW
        )
    with django_assert_max_num_queries(4):
        standings_of(users[-1].id, NOW)
    with django_assert_max_num_queries(4):
        people_granted(TermKind.ROOM_ACCESS, district_id=district.id, school_id=None, site_id=SITE, at=NOW)

    assert [len(many[user.id]) for user in users] == [1] * 20


def test_people_asked_for_are_answered_even_without_standing(district: Agency) -> None:
    found = standings_at_site_for_users(
        user_ids=[1_000_001], district_id=district.id, school_id=None, site_id=SITE, at=NOW
    )

    assert found == {1_000_001: []}


def test_the_database_refuses_an_agreement_whose_state_and_instants_disagree(district: Agency, police: Agency) -> None:
    row = make_memorandum(district, police)

    with pytest.raises(IntegrityError, match="version_state_matches_instants"):
        Version.objects.filter(memorandum=row).update(ended_at=NOW)


def test_an_alert_reaches_the_sites_own_people_and_partners_on_duty_whom_the_agreement_names(
    district: Agency, school: Agency, police: Agency
) -> None:
    fire, neighbours = make_agency(AgencyKind.FIRE), make_agency(AgencyKind.SCHOOL, parent=district)
    make_memorandum(district, police, sites=[SITE], grants=[TermKind.ROOM_ACCESS])
    make_memorandum(district, fire, sites=[SITE], grants=[TermKind.FLOORPLAN_ACCESS])
    told = [make_member(district, is_on_duty=False), make_member(school, is_on_duty=False), make_member(police)]
    make_member(police, is_on_duty=False)
    make_member(police, ended_at=NOW)
    make_member(police, user=make_user(is_active=False))
    make_member(fire)
    make_member(neighbours)

    found = people_granted(TermKind.ROOM_ACCESS, district_id=district.id, school_id=school.id, site_id=SITE, at=NOW)
    elsewhere = people_granted(
        TermKind.ROOM_ACCESS, district_id=district.id, school_id=None, site_id=OTHER_SITE, at=NOW
    )

    assert found == [one.user_id for one in told]
    assert elsewhere == [told[0].user_id]


def test_somebody_in_two_reached_agencies_is_told_once(district: Agency, school: Agency) -> None:
    user = make_member(district).user
    make_member(school, user=user)

    found = people_granted(TermKind.ROOM_ACCESS, district_id=district.id, school_id=school.id, site_id=SITE, at=NOW)

    assert found == [user.id]
