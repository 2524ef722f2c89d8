"""One administrator is not two: whom they made confirms nothing of theirs, and no code is older than a place."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from coordination.administration.accounts.invitations import accept_invitation
from coordination.administration.accounts.people import PersonGiven, invite_again, invite_person
from coordination.administration.accounts.people_file import read_people
from coordination.administration.accounts.people_import import import_people, look_at_people
from coordination.administration.errors import InvitationNotFound, NotOnesOwnPlace
from coordination.administration.models import LeftPlace, SpeakingAct
from coordination.administration.second_person.deciding import confirm_either, waiting_requests
from coordination.administration.second_person.requests import ask_to_speak_for
from coordination.casework.joining import add_to_team, take_from_team
from coordination.models import User
from coordination.prevention.places.waiting import let_person_in, waiting_places
from coordination.prevention.support.access import SUPPORT_PLACES, SUPPORT_TEAMS
from coordination.prevention.support.models import SupportTeamMember
from mou.agencies.makers import LATELY
from mou.agencies.memberships.members import Post, change_member, end_membership
from mou.agencies.second_person import ask_second_person, confirm_request
from mou.errors import NotAllowed, SecondPersonNeeded
from mou.models import Agency, AgencyMember
from mou.vocabulary import AgencyKind, MemberRole, MembershipChange
from tests.factories.mou import make_agency, make_member, make_user
from tests.factories.prevention.support import make_support_team

add_member = partial(add_to_team, SUPPORT_TEAMS, SUPPORT_PLACES)
remove_member = partial(take_from_team, SUPPORT_TEAMS, SUPPORT_PLACES)
pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
A, STAFF = MemberRole.ADMINISTRATOR, MemberRole.STAFF
PASSWORD = "a password of someone else"


def member_of(agency: Agency, name: str, role: MemberRole = STAFF) -> User:
    """Return someone whose account the agency keeps, who has signed in before; no one has made them."""
    person = make_member(agency, user=make_user(username=name), role=role).user
    fields = {"home_agency": agency, "last_login": NOW - timedelta(days=9), "email": f"{name}@prairie.example"}
    User.objects.filter(pk=person.pk).update(**fields)
    return User.objects.get(pk=person.pk)


@pytest.fixture
def district() -> Agency:
    return make_agency(AgencyKind.DISTRICT, name="Prairie District")


@pytest.fixture
def mallory(district: Agency) -> User:
    return member_of(district, "mallory", A)


@pytest.fixture
def counselor(district: Agency) -> User:
    person = member_of(district, "counselor")
    make_support_team(district, members=[person])
    return person


def made_by(actor: User, agency: Agency, name: str = "sock", role: MemberRole = A) -> User:
    """Return someone whom the actor made alone, and whose code they used themselves."""
    given = PersonGiven(name.title(), name, "", "", "")
    invited = invite_person(actor_id=actor.pk, agency_id=agency.pk, given=given, post=Post(role), at=NOW)
    return accept_invitation(code=invited.code, password=PASSWORD, at=NOW)


def ask(actor: User, person: User) -> UUID:
    act = SpeakingAct.INVITE_AGAIN
    return ask_to_speak_for(
        actor_id=actor.pk, person_id=person.public_id, act=act, detail="", reason="Lost everything", at=NOW
    )


def change_role(actor: User, member: AgencyMember, role: MemberRole) -> None:
    change_member(actor_id=actor.pk, agency_id=member.agency_id, member_id=member.pk, post=Post(role), at=NOW)


def let_in_what_waits(actor: User, at: datetime = NOW) -> int:
    waiting = waiting_places(actor.pk, at)
    for one in waiting:
        let_person_in(actor_id=actor.pk, kind=one.kind, place_id=one.place_id, at=at)
    return len(waiting)


# --- whom one administrator made alone --------------------------------------------------------------------------------
def test_whom_one_administrator_made_confirms_nothing_that_they_ask(
    district: Agency, mallory: User, counselor: User
) -> None:
    sock = made_by(mallory, district)
    asked = ask(mallory, counselor)

    with pytest.raises(NotAllowed):
        confirm_either(actor_id=sock.pk, request_id=asked, at=NOW)
    assert [one.may_confirm for one in waiting_requests(user_id=sock.pk, agency=district, at=NOW)] == [False]


def test_nor_do_they_confirm_what_whom_they_made_asks(district: Agency, mallory: User, counselor: User) -> None:
    asked = ask(made_by(mallory, district), counselor)

    with pytest.raises(NotAllowed):
        confirm_either(actor_id=mallory.pk, request_id=asked, at=NOW)


def test_nor_do_two_whom_one_has_made_one_by_way_of_the_other(district: Agency, mallory: User, counselor: User) -> None:
    first = made_by(mallory, district, "first")
    change_role(mallory, AgencyMember.objects.get(user=mallory), STAFF)
    second = made_by(first, district, "second")
    change_role(first, AgencyMember.objects.get(user=first), STAFF)
    change_role(second, AgencyMember.objects.get(user=mallory), A)
    asked = ask(mallory, counselor)

    with pytest.raises(NotAllowed):
        confirm_either(actor_id=second.pk, request_id=asked, at=NOW)


def test_the_operator_confirms_and_whom_two_have_made_is_somebody_else(
    district: Agency, mallory: User, counselor: User
) -> None:
    sock = made_by(mallory, district)
    operator = make_user(username="operator")
    User.objects.filter(pk=operator.pk).update(is_operator=True)
    member = AgencyMember.objects.get(user=member_of(district, "deputy"))
    asked = ask_second_person(
        actor_id=mallory.pk,
        agency_id=district.pk,
        member_id=member.pk,
        change=MembershipChange.CHANGE_ROLE,
        role=A,
        reason="Takes over",
        at=NOW,
    )
    with pytest.raises(NotAllowed):
        confirm_request(actor_id=sock.pk, request_id=asked, at=NOW)

    confirm_request(actor_id=operator.pk, request_id=asked, at=NOW)
    confirm_either(actor_id=member.user_id, request_id=ask(mallory, counselor), at=NOW)

    assert invite_again(actor_id=mallory.pk, person_id=counselor.public_id, at=NOW).code


def test_a_file_makes_one_administrator_and_nobody_s_second(district: Agency, mallory: User, counselor: User) -> None:
    head = b"name,email,role\n"
    both = read_people(head + b"Sock One,one@x.example,administrator\nSock Two,two@x.example,administrator\n")
    one = read_people(head + b"Sock One,one@x.example,administrator\n")

    look = look_at_people(actor_id=mallory.pk, agency_id=district.pk, file=both, at=NOW)
    import_people(actor_id=mallory.pk, agency_id=district.pk, file=one, at=NOW, progress=lambda *_: None)
    sock = User.objects.get(email="one@x.example")

    assert [defect.number for defect in look.defects] == [both.rows[1].number]
    with pytest.raises(NotAllowed):
        confirm_either(actor_id=sock.pk, request_id=ask(mallory, counselor), at=NOW)


# --- places on confidential teams -------------------------------------------------------------------------------------
def test_whom_one_administrator_made_lets_nobody_in_whom_they_asked_for(
    district: Agency, mallory: User, counselor: User
) -> None:
    sock, planted = made_by(mallory, district), member_of(district, "planted")
    add_member(actor_id=mallory.pk, agency_id=district.pk, person_id=planted.public_id, at=NOW)
    place = SupportTeamMember.objects.get(user=planted)

    assert let_in_what_waits(sock) == 0
    with pytest.raises(NotOnesOwnPlace):
        let_person_in(actor_id=sock.pk, kind="support", place_id=place.pk, at=NOW)
    assert let_in_what_waits(counselor) == 1


def test_who_asked_lets_nobody_in_by_another_account_of_theirs(
    district: Agency, mallory: User, counselor: User
) -> None:
    twin, planted = member_of(district, "twin", A), member_of(district, "planted")
    add_member(actor_id=mallory.pk, agency_id=district.pk, person_id=planted.public_id, at=NOW)
    place = SupportTeamMember.objects.get(user=planted)
    found = [len(waiting_places(twin.pk, NOW))]

    User.objects.filter(pk=mallory.pk).update(phone="555 010 0199")
    # An extension makes no other holder.
    User.objects.filter(pk=twin.pk).update(phone="+15550100199 x12")

    assert [*found, let_in_what_waits(twin)] == [1, 0]
    with pytest.raises(NotOnesOwnPlace):
        let_person_in(actor_id=twin.pk, kind="support", place_id=place.pk, at=NOW)


def test_beside_one_s_own_second_person_a_place_opens_only_what_comes(
    district: Agency, mallory: User, counselor: User
) -> None:
    made_by(mallory, district)
    planted = member_of(district, "planted")

    remove_member(actor_id=mallory.pk, agency_id=district.pk, person_id=counselor.public_id, at=NOW)
    add_member(actor_id=mallory.pk, agency_id=district.pk, person_id=planted.public_id, at=NOW)

    assert SupportTeamMember.objects.get(user=planted).opens_from is not None


@pytest.mark.parametrize("by", ["place", "membership"])
def test_who_comes_to_a_team_that_was_emptied_lately_reads_only_what_comes(
    district: Agency, mallory: User, counselor: User, by: str
) -> None:
    second, planted = member_of(district, "second", A), member_of(district, "planted")
    asks: dict[str, Any] = {"actor_id": mallory.pk, "agency_id": district.pk, "at": NOW}
    if by == "place":
        remove_member(**asks, person_id=counselor.public_id)
    else:
        member = AgencyMember.objects.get(user=counselor)
        end_membership(**asks, member_id=member.pk, reason="Moved")
    add_member(**asks, person_id=planted.public_id)

    let_in_what_waits(second)

    assert SupportTeamMember.objects.get(user=planted).opens_from is not None


def test_what_nobody_has_read_for_long_is_opened_by_a_second_administrator(
    district: Agency, mallory: User, counselor: User
) -> None:
    second, new = member_of(district, "second", A), member_of(district, "new")
    asks: dict[str, Any] = {"actor_id": mallory.pk, "agency_id": district.pk}
    remove_member(**asks, person_id=counselor.public_id, at=NOW - LATELY - timedelta(days=1))
    add_member(**asks, person_id=new.public_id, at=NOW)

    let_in_what_waits(second)

    assert SupportTeamMember.objects.get(user=new).opens_from is None


def test_who_left_a_team_is_kept_no_longer_than_it_counts(district: Agency, mallory: User, counselor: User) -> None:
    asks: dict[str, Any] = {"actor_id": mallory.pk, "agency_id": district.pk}
    other = member_of(district, "other")
    remove_member(**asks, person_id=counselor.public_id, at=NOW - LATELY)
    add_member(**asks, person_id=other.public_id, at=NOW)
    remove_member(**asks, person_id=other.public_id, at=NOW)

    assert [one.user_id for one in LeftPlace.objects.all()] == [other.pk]


# --- who was it lately ------------------------------------------------------------------------------------------------
def test_a_school_s_administrator_is_not_unmade_and_invited_anew_by_one_person(district: Agency, mallory: User) -> None:
    school = make_agency(AgencyKind.SCHOOL, name="Prairie High", parent=district)
    principal = member_of(school, "principal", A)

    change_role(mallory, AgencyMember.objects.get(user=principal), STAFF)

    with pytest.raises(SecondPersonNeeded):
        invite_again(actor_id=mallory.pk, person_id=principal.public_id, at=NOW)
    later = NOW + LATELY + timedelta(minutes=1)
    assert invite_again(actor_id=mallory.pk, person_id=principal.public_id, at=later).code


def test_who_was_taken_off_a_team_is_not_invited_anew_by_one_person(
    district: Agency, mallory: User, counselor: User
) -> None:
    remove_member(actor_id=mallory.pk, agency_id=district.pk, person_id=counselor.public_id, at=NOW)

    with pytest.raises(SecondPersonNeeded):
        invite_again(actor_id=mallory.pk, person_id=counselor.public_id, at=NOW)


# --- codes from before ------------------------------------------------------------------------------------------------
def test_a_code_from_before_a_place_opens_no_place(district: Agency, mallory: User, counselor: User) -> None:
    teacher = member_of(district, "teacher")
    code = invite_again(actor_id=mallory.pk, person_id=teacher.public_id, at=NOW).code
    add_member(actor_id=mallory.pk, agency_id=district.pk, person_id=teacher.public_id, at=NOW)
    let_in_what_waits(counselor)

    with pytest.raises(InvitationNotFound):
        accept_invitation(code=code, password=PASSWORD, at=NOW)
    assert SUPPORT_TEAMS.teams_of(teacher.pk, NOW).exists()


def test_a_code_from_before_a_place_opens_none_of_somebody_who_has_never_come(
    district: Agency, mallory: User, counselor: User
) -> None:
    given = PersonGiven("New Here", "new", "", "", "")
    before = NOW - timedelta(hours=1)
    new = invite_person(actor_id=mallory.pk, agency_id=district.pk, given=given, post=Post(STAFF), at=before)
    add_member(actor_id=mallory.pk, agency_id=district.pk, person_id=new.person_id, at=NOW)
    let_in_what_waits(counselor)

    with pytest.raises(InvitationNotFound):
        accept_invitation(code=new.code, password=PASSWORD, at=NOW)


def test_a_code_from_before_makes_no_administrator(district: Agency, mallory: User) -> None:
    member = AgencyMember.objects.get(user=member_of(district, "vera"))
    code = invite_again(actor_id=mallory.pk, person_id=member.user.public_id, at=NOW).code
    change_role(mallory, member, A)

    with pytest.raises(InvitationNotFound):
        accept_invitation(code=code, password=PASSWORD, at=NOW)


def test_a_code_that_two_have_made_is_good(district: Agency, mallory: User, counselor: User) -> None:
    second = member_of(district, "second", A)
    confirm_either(actor_id=second.pk, request_id=ask(mallory, counselor), at=NOW)
    code = invite_again(actor_id=mallory.pk, person_id=counselor.public_id, at=NOW).code

    assert accept_invitation(code=code, password=PASSWORD, at=NOW) == counselor


def test_the_first_team_of_one_administrator_comes_by_its_codes(district: Agency, mallory: User) -> None:
    given = PersonGiven("First One", "first", "", "", "")
    make_support_team(district)
    first = invite_person(actor_id=mallory.pk, agency_id=district.pk, given=given, post=Post(STAFF), at=NOW)
    add_member(actor_id=mallory.pk, agency_id=district.pk, person_id=first.person_id, at=NOW)

    person = accept_invitation(code=first.code, password=PASSWORD, at=NOW)

    assert SUPPORT_TEAMS.teams_of(person.pk, NOW).exists()
