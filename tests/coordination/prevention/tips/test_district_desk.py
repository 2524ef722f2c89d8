"""A desk of the district reads its schools' tips: who is let in there by rank opens nothing of a living team."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.test import Client

from coordination.casework.joining import add_to_team, take_from_team
from coordination.models import User
from coordination.prevention.places.waiting import let_person_in, waiting_places
from coordination.prevention.tips.access import TIP_DESKS, TIP_PLACES, tips_for
from coordination.prevention.tips.models import TipDesk, TipTeamMember
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole
from push.models import Recipient
from tests.factories.mou import make_agency, make_member
from tests.factories.prevention.tips import make_desk, make_tip
from tests.stage.served import session_of

add_member = partial(add_to_team, TIP_DESKS, TIP_PLACES)
remove_member = partial(take_from_team, TIP_DESKS, TIP_PLACES)
pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.fixture
def district() -> Agency:
    return make_agency(AgencyKind.DISTRICT, name="Prairie District")


@pytest.fixture
def nurse(district: Agency) -> User:
    """Who is on the desk of a school."""
    school = make_agency(AgencyKind.SCHOOL, name="Prairie High", parent=district)
    return make_member(school, role=MemberRole.STAFF).user


@pytest.fixture
def school_desk(district: Agency, nurse: User) -> TipDesk:
    desk = make_desk(nurse.memberships.get().agency, team=[nurse])
    make_tip(desk, at=NOW - timedelta(days=1))
    return desk


def let_in_by_two(district: Agency) -> User:
    """Make an empty desk of the district; one administrator asks for a place on it, and another lets in."""
    first, second = (make_member(district, role=MemberRole.ADMINISTRATOR).user for _ in range(2))
    planted = make_member(district, role=MemberRole.STAFF).user
    make_desk(district)
    add_member(actor_id=first.pk, agency_id=district.pk, person_id=planted.public_id, at=NOW)
    place = next(one for one in waiting_places(second.pk, NOW) if one.kind == "tips")
    let_person_in(actor_id=second.pk, kind="tips", place_id=place.place_id, at=NOW)
    return planted


def told(person: User) -> int:
    return Recipient.objects.filter(user_id=person.pk).count()


def test_a_place_on_an_empty_desk_of_the_district_opens_no_earlier_tip_of_a_school_and_its_team_is_told(
    district: Agency, school_desk: TipDesk, nurse: User
) -> None:
    planted = let_in_by_two(district)
    opened, at_let_in = tips_for(planted.pk, NOW).exists(), told(nurse)
    keeper = make_member(district, role=MemberRole.ADMINISTRATOR).user
    remove_member(actor_id=keeper.pk, agency_id=district.pk, person_id=planted.public_id, at=NOW)

    # Asked for, and let in; then taken away.
    assert (opened, at_let_in, told(nurse)) == (False, 2, 3)


def test_it_opens_what_comes_from_then_on(district: Agency, school_desk: TipDesk) -> None:
    planted = let_in_by_two(district)
    later = make_tip(school_desk, at=NOW + timedelta(minutes=1))

    listed = Client(headers={"X-Session-Token": session_of(planted)}).get("/api/v1/tips").json()

    assert [one.pk for one in tips_for(planted.pk, NOW)] == [later.pk]
    assert str(later.pk) in str(listed)
    assert TipTeamMember.objects.get(user=planted).opens_from is not None


def test_who_empties_a_schools_desk_first_reads_nothing_earlier_on_the_districts(
    district: Agency, school_desk: TipDesk, nurse: User
) -> None:
    keeper = make_member(district, role=MemberRole.ADMINISTRATOR).user
    remove_member(actor_id=keeper.pk, agency_id=school_desk.agency_id, person_id=nurse.public_id, at=NOW)

    assert not tips_for(let_in_by_two(district).pk, NOW).exists()


def test_nor_who_ends_the_membership_of_all_who_are_on_it(district: Agency, school_desk: TipDesk, nurse: User) -> None:
    nurse.memberships.update(ended_at=NOW - timedelta(days=1))

    assert not tips_for(let_in_by_two(district).pk, NOW).exists()


@pytest.mark.parametrize("is_emptied", [False, True])
def test_an_empty_desk_of_a_school_opens_nothing_earlier_that_the_district_s_reads_or_read(
    district: Agency, nurse: User, is_emptied: bool
) -> None:
    reader = make_member(district, role=MemberRole.STAFF).user
    make_desk(district, team=[reader])
    school = nurse.memberships.get().agency
    make_tip(make_desk(school), at=NOW - timedelta(days=1))
    first, second = (make_member(district, role=MemberRole.ADMINISTRATOR).user for _ in range(2))
    if is_emptied:
        remove_member(actor_id=first.pk, agency_id=district.pk, person_id=reader.public_id, at=NOW)

    add_member(actor_id=first.pk, agency_id=school.pk, person_id=nurse.public_id, at=NOW)
    place = TipTeamMember.objects.get(user=nurse)
    let_person_in(actor_id=second.pk, kind="tips", place_id=place.pk, at=NOW)

    assert not tips_for(nurse.pk, NOW).exists()


def test_where_nobody_is_on_a_desk_of_the_schools_a_tip_waits_for_nobody_in_vain(
    district: Agency, school_desk: TipDesk
) -> None:
    TipTeamMember.objects.all().delete()

    assert tips_for(let_in_by_two(district).pk, NOW).count() == 1
