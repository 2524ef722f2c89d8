"""An agency is never locked out of itself: the last administrator stays, and another one goes with two people only."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from coordination.models import User
from mou.access.epoch import access_epoch
from mou.access.fetch import active_memberships
from mou.agencies.actions import change_agency, create_agency
from mou.agencies.acts import acts_of, read_acts
from mou.agencies.memberships.members import Post, change_member, end_membership, reinstate_member, suspend_member
from mou.agencies.memberships.taking_in import add_member
from mou.agencies.second_person import ask_second_person, confirm_request, waiting_requests, withdraw_request
from mou.errors import (
    AgencyNotFound,
    BadName,
    LastAdministrator,
    MemberNotFound,
    NotAllowed,
    RequestDecided,
    RequestNotFound,
    SecondPersonNeeded,
    WrongChange,
)
from mou.models import AdministrativeAct, Agency, AgencyMember, MembershipRequest
from mou.vocabulary import OPERATOR, AdministrativeActKind, AgencyKind, MemberRole, MembershipChange
from tests.factories.mou import NOW, make_agency, make_member, make_user

pytestmark = pytest.mark.django_db
ADMINISTRATOR = MemberRole.ADMINISTRATOR


@dataclass(frozen=True)
class Two:
    """A district with two administrators, and a school of it with one."""

    district: Agency
    first: AgencyMember
    second: AgencyMember
    school: Agency
    principal: AgencyMember


@pytest.fixture
def two() -> Two:
    district = make_agency(AgencyKind.DISTRICT)
    school = make_agency(AgencyKind.SCHOOL, parent=district)
    first, second = (make_member(district, role=ADMINISTRATOR) for _ in range(2))
    return Two(district, first, second, school, make_member(school, role=ADMINISTRATOR))


def operator() -> int:
    user = make_user()
    type(user).objects.filter(pk=user.pk).update(is_operator=True)
    return user.pk


def end(actor_id: int, member: AgencyMember) -> None:
    end_membership(actor_id=actor_id, agency_id=member.agency_id, member_id=member.id, reason="Moved away.", at=NOW)


def ask(actor_id: int, member: AgencyMember, change: MembershipChange = MembershipChange.END) -> UUID:
    return ask_second_person(
        actor_id=actor_id,
        agency_id=member.agency_id,
        member_id=member.id,
        change=change,
        role=MemberRole.STAFF if change is MembershipChange.CHANGE_ROLE else None,
        reason="Retires.",
        at=NOW,
    )


def is_in(member: AgencyMember) -> bool:
    return member.id in {one.id for one in active_memberships(member.user_id, NOW)}


# --- the last administrator -------------------------------------------------------------------------------------------
def test_the_last_administrator_cannot_go_and_the_last_but_one_can(two: Two) -> None:
    end(two.second.user_id, two.second)

    with pytest.raises(LastAdministrator):
        end(two.first.user_id, two.first)
    with pytest.raises(LastAdministrator):
        suspend_member(
            actor_id=two.first.user_id,
            agency_id=two.district.id,
            member_id=two.first.id,
            reason="Leave.",
            at=NOW,
        )
    with pytest.raises(LastAdministrator):
        change_member(
            actor_id=two.first.user_id,
            agency_id=two.district.id,
            member_id=two.first.id,
            post=Post(MemberRole.STAFF),
            at=NOW,
        )
    assert is_in(two.first)


def test_a_suspended_administrator_does_not_count_as_the_one_who_stays(two: Two) -> None:
    suspend_member(actor_id=OPERATOR, agency_id=two.district.id, member_id=two.second.id, reason="Inquiry", at=NOW)

    with pytest.raises(LastAdministrator):
        end(two.first.user_id, two.first)


def test_a_schools_only_administrator_may_go_because_the_district_stays(two: Two) -> None:
    end(two.first.user_id, two.principal)

    assert not is_in(two.principal)


# --- the second person ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("change", MembershipChange)
def test_an_administrator_goes_when_a_second_person_confirms_and_not_before(two: Two, change: MembershipChange) -> None:
    make_member(two.district, role=ADMINISTRATOR)
    with pytest.raises(SecondPersonNeeded):
        end(two.first.user_id, two.second)
    request_id = ask(two.first.user_id, two.second, change)
    before, epoch = is_in(two.second), access_epoch()

    confirm_request(actor_id=operator(), request_id=request_id, at=NOW)

    two.second.refresh_from_db()
    assert before
    assert access_epoch() > epoch
    if change is MembershipChange.CHANGE_ROLE:
        assert two.second.role == MemberRole.STAFF
    else:
        assert not is_in(two.second)


def test_nobody_confirms_what_they_asked_for_or_what_is_about_themselves(two: Two) -> None:
    third = make_member(two.district, role=ADMINISTRATOR)
    request_id = ask(two.first.user_id, two.second)

    for actor in (two.first.user_id, two.second.user_id):
        with pytest.raises(NotAllowed):
            confirm_request(actor_id=actor, request_id=request_id, at=NOW)
    confirm_request(actor_id=third.user_id, request_id=request_id, at=NOW)

    assert not is_in(two.second)


def test_the_database_itself_refuses_a_request_that_is_confirmed_by_who_asked(two: Two) -> None:
    request_id = ask(two.first.user_id, two.second)

    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipRequest.objects.filter(pk=request_id).update(
            is_confirmed=True, decided_by=two.first.user_id, decided_at=NOW
        )


def test_strangers_and_colleagues_find_no_request(two: Two) -> None:
    request_id = ask(two.first.user_id, two.second)
    colleague = make_member(two.district, role=MemberRole.PLANNER).user_id

    for actor in (colleague, make_user().pk, two.principal.user_id):
        with pytest.raises(RequestNotFound):
            confirm_request(actor_id=actor, request_id=request_id, at=NOW)
        with pytest.raises(RequestNotFound):
            withdraw_request(actor_id=actor, request_id=request_id, at=NOW)
        assert waiting_requests(user_id=actor, agency=two.district, at=NOW) == []
    with pytest.raises(RequestNotFound):
        confirm_request(actor_id=two.first.user_id, request_id=uuid4(), at=NOW)


def test_a_request_is_decided_once_and_one_at_a_time_waits(two: Two) -> None:
    request_id = ask(two.first.user_id, two.second)
    waiting = waiting_requests(user_id=two.second.user_id, agency=two.district, at=NOW)

    with pytest.raises(RequestDecided):
        ask(two.first.user_id, two.second, MembershipChange.SUSPEND)
    withdraw_request(actor_id=two.second.user_id, request_id=request_id, at=NOW)
    with pytest.raises(RequestDecided):
        confirm_request(actor_id=operator(), request_id=request_id, at=NOW)

    assert [(one.id, one.may_confirm) for one in waiting] == [(request_id, False)]
    assert is_in(two.second)


def test_a_request_whose_agency_has_lost_its_other_administrator_meanwhile_is_not_carried_out(two: Two) -> None:
    request_id = ask(two.first.user_id, two.second)
    end(OPERATOR, two.first)  # type: ignore[arg-type]  # the console may

    with pytest.raises(LastAdministrator):
        confirm_request(actor_id=operator(), request_id=request_id, at=NOW)


def test_a_second_person_is_asked_only_where_one_is_needed(two: Two) -> None:
    staff = make_member(two.district, role=MemberRole.STAFF)

    for member in (staff, two.principal):
        with pytest.raises(WrongChange):
            ask(two.first.user_id, member)
    with pytest.raises(WrongChange):
        ask_second_person(
            actor_id=two.first.user_id,
            agency_id=two.district.id,
            member_id=two.second.id,
            change=MembershipChange.CHANGE_ROLE,
            role=None,
            reason="Retires.",
            at=NOW,
        )


# --- the operator -----------------------------------------------------------------------------------------------------
def test_the_operator_founds_agencies_and_appoints_the_first_administrator_and_no_second(two: Two) -> None:
    ada, chief = operator(), make_user()
    police = create_agency(
        actor_id=ada,
        kind=AgencyKind.POLICE,
        name="Ford Police",
        short_name="FPD",
        time_zone="America/Chicago",
        parent_id=None,
        at=NOW,
    )

    User.objects.filter(pk=chief.pk).update(home_agency=police)

    def appoint(user_id: int, role: MemberRole, agency_id: UUID = police) -> None:
        add_member(
            actor_id=ada,
            agency_id=agency_id,
            user_id=user_id,
            role=role,
            title="",
            callsign="",
            is_on_duty=False,
            at=NOW,
        )

    with pytest.raises(NotAllowed):
        appoint(chief.pk, MemberRole.OFFICER)
    appoint(chief.pk, ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        appoint(make_user().pk, ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        appoint(make_user().pk, ADMINISTRATOR, two.school.id)
    with pytest.raises(AgencyNotFound):
        appoint(make_user().pk, ADMINISTRATOR, uuid4())
    with pytest.raises(MemberNotFound):
        end(ada, two.first)


def test_who_is_no_operator_founds_no_agency_without_a_district(two: Two) -> None:
    with pytest.raises(NotAllowed):
        create_agency(
            actor_id=two.first.user_id,
            kind=AgencyKind.POLICE,
            name="Ford Police",
            short_name="FPD",
            time_zone="America/Chicago",
            parent_id=None,
            at=NOW,
        )


# --- what is kept -----------------------------------------------------------------------------------------------------
def test_every_act_stands_in_the_record_with_its_reason_and_what_changed(two: Two) -> None:
    actor, member = two.first.user_id, make_member(two.district, role=MemberRole.STAFF)
    about = {"actor_id": actor, "agency_id": two.district.id, "member_id": member.id, "at": NOW}

    change_member(**about, post=Post(MemberRole.PLANNER, "Planner", "", "Central office"))  # type: ignore[arg-type]
    change_member(**about, post=Post(MemberRole.PLANNER, "Planner", "", "Central office"))  # type: ignore[arg-type]
    suspend_member(**about, reason="Inquiry")  # type: ignore[arg-type]
    reinstate_member(**about, reason="Cleared")  # type: ignore[arg-type]
    end_membership(**about, reason="Moved away.")  # type: ignore[arg-type]

    acts = [one for one in reversed(read_acts(acts_of(two.district).order_by("-at", "-id"))) if one.person]
    assert [(one.kind.value, one.reason) for one in acts] == [
        ("member_changed", ""),
        ("member_suspended", "Inquiry"),
        ("member_reinstated", "Cleared"),
        ("membership_ended", "Moved away."),
    ]
    assert acts[0].changes["role"] == ["staff", "planner"]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_nothing_is_taken_from_anybody_without_a_reason(two: Two, reason: str) -> None:
    member = make_member(two.district, role=MemberRole.STAFF)

    for act in (suspend_member, end_membership, reinstate_member):
        with pytest.raises(BadName):
            act(actor_id=two.first.user_id, agency_id=two.district.id, member_id=member.id, reason=reason, at=NOW)
    assert is_in(member)


def test_the_database_refuses_to_rewrite_the_record(two: Two) -> None:
    change_agency(
        actor_id=two.first.user_id,
        agency_id=two.district.id,
        name="Ford Schools",
        short_name="FS",
        time_zone="America/Chicago",
        at=NOW,
    )
    act = AdministrativeAct.objects.get(kind=AdministrativeActKind.AGENCY_CHANGED.value)

    with pytest.raises(Exception, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE mou_administrativeact SET reason = 'another' WHERE kind = %s", [act.kind])


def test_other_members_change_neither_agency_nor_people(two: Two) -> None:
    planner = make_member(two.district, role=MemberRole.PLANNER).user_id

    with pytest.raises(NotAllowed):
        change_agency(
            actor_id=planner,
            agency_id=two.district.id,
            name="Ford Schools",
            short_name="FS",
            time_zone="America/Chicago",
            at=NOW,
        )
    with pytest.raises(NotAllowed):
        change_member(
            actor_id=planner,
            agency_id=two.district.id,
            member_id=two.second.id,
            post=Post(MemberRole.STAFF),
            at=NOW,
        )
