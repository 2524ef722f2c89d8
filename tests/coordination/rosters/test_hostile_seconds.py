"""Who would be a second person for a roster and is none: made up for it, gone, held back, or who asked once more."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from coordination.administration.accounts.invitations import accept_invitation
from coordination.administration.accounts.people import PersonGiven, invite_person
from coordination.administration.accounts.people_file import read_people
from coordination.administration.accounts.people_import import import_people, look_at_people
from coordination.administration.models import SpeakingRequest
from coordination.administration.second_person.one_holder import are_one_holder
from coordination.administration.second_person.requests import may_confirm
from coordination.models import AgencySecurity, User
from coordination.sign_in.addresses import prove_address
from mou.agencies.memberships.members import Post
from mou.models import Agency, AgencyMember, Suspension
from mou.vocabulary import AgencyKind, MemberRole
from push.models import Device
from push.vocabulary import DeviceKind, RetireReason
from tests.coordination.administration.scim.test_scim import MAYA, Directory, patch
from tests.coordination.rosters.test_second_reader import (
    as_,
    ask_for_system,
    confirmed_by,
    keeper_of,
    post,
    principal_of,
)
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_agency, make_member, make_user
from tests.fakes.openid import FakeOpenId
from tests.stage.sign_in.own_sign_in import MAYA as BY_OPENID
from tests.stage.sign_in.own_sign_in import begin, come_back, is_signed_in, make_provider

pytestmark = pytest.mark.django_db
A, STAFF = MemberRole.ADMINISTRATOR, MemberRole.STAFF
NO_ONE = (403, 404)
PASSWORD = "a password of someone else"


@pytest.fixture
def cast() -> Cast:
    cache.clear()
    return make_cast()


@pytest.fixture
def mallory(cast: Cast) -> User:
    return keeper_of(cast, "mallory")


@pytest.fixture
def row(cast: Cast, mallory: User) -> SpeakingRequest:
    return ask_for_system(cast, mallory)


def on_page(user: User, agency: Agency, row: SpeakingRequest) -> bool:
    """Try to confirm on an agency's page; say whether it was confirmed."""
    browser = Client()
    browser.force_login(user)
    browser.post(f"/administration/agencies/{agency.pk}", {"act": "confirm", "request_id": str(row.pk)})
    return SpeakingRequest.objects.get(pk=row.pk).is_confirmed


def is_refused(user: User, agency: Agency, row: SpeakingRequest) -> bool:
    """Say whether neither door nor the rule lets someone confirm."""
    return (
        confirmed_by(user, row) in NO_ONE
        and not on_page(user, agency, row)
        and not may_confirm(row, user.pk, datetime.now(UTC))
    )


def came(code: str, address: str) -> User:
    """Return who used a code, signed in, and typed the code that was sent to their address."""
    person = accept_invitation(code=code, password=PASSWORD, at=datetime.now(UTC))
    User.objects.filter(pk=person.pk).update(last_login=datetime.now(UTC), email=address)
    person = User.objects.get(pk=person.pk)
    assert prove_address(person, datetime.now(UTC))
    return person


def invited(actor: User, agency: Agency, name: str, role: MemberRole) -> User:
    given = PersonGiven(name.title(), name, f"{name}@sock.example", "", "")
    now = datetime.now(UTC)
    made = invite_person(actor_id=actor.pk, agency_id=agency.pk, given=given, post=Post(role), at=now)
    return came(made.code, f"{name}@sock.example")


# --- made up for it ---------------------------------------------------------------------------------------------------
def test_a_school_that_was_founded_an_hour_ago_has_no_second_person(
    cast: Cast, mallory: User, row: SpeakingRequest
) -> None:
    body = {"kind": "school", "name": "Sock School", "short_name": "S", "parent_id": str(cast.district.pk)}
    founded = post(as_(mallory), "agencies", {**body, "time_zone": "UTC"})
    school = Agency.objects.get(pk=founded.json()["id"])
    sock = invited(mallory, school, "sock", A)
    # Who is appointed by a made-up principal is made up by who made that.
    sock_s_own = invited(sock, school, "vice", A)

    assert [is_refused(one, school, row) for one in (sock, sock_s_own)] == [True, True]


def test_whose_account_is_new_is_none_whoever_appointed_them(cast: Cast, mallory: User, row: SpeakingRequest) -> None:
    """A principal whom no one suspects is asked to appoint a colleague; the one who asked made that account today."""
    principal = principal_of(cast)
    planted = invited(mallory, cast.school, "planted", STAFF)
    member = AgencyMember.objects.get(user=planted)
    appointed = as_(principal).put(
        f"/api/v1/agencies/{cast.school.pk}/members/{member.pk}", {"role": "administrator"}, "application/json"
    )

    assert appointed.status_code == 204
    assert is_refused(planted, cast.school, row)


def test_a_principal_whose_address_is_proved_anew_is_none_for_a_month(cast: Cast, row: SpeakingRequest) -> None:
    principal, now = principal_of(cast, email_proved_at=datetime.now(UTC)), datetime.now(UTC)

    assert is_refused(principal, cast.school, row)
    assert may_confirm(row, principal.pk, now + timedelta(days=31))


def test_a_file_offers_nobody_a_place_as_administrator(cast: Cast, mallory: User) -> None:
    """Who takes an offer would be no one's appointee; the database refused such a row, and the page failed."""
    sock = invited(mallory, cast.school, "sock", A)
    planted = invited(mallory, cast.district, "planted", STAFF)
    head = "name,email,role\n"
    file = read_people(f"{head}Planted,{planted.email},administrator\n".encode())

    look = look_at_people(actor_id=sock.pk, agency_id=cast.school.pk, file=file, at=datetime.now(UTC))

    assert (look.offered, len(look.defects)) == (0, 1)
    # Who is administrator there already may stand in a file as what they are.
    make_member(cast.school, user=planted, role=A)
    again = import_people(
        actor_id=sock.pk, agency_id=cast.school.pk, file=file, at=datetime.now(UTC), progress=lambda *_: None
    )
    assert (again.unchanged, again.defects) == (1, ())


# --- gone, or held back -----------------------------------------------------------------------------------------------
def leave(cast: Cast) -> None:
    AgencyMember.objects.filter(user=cast.insider).update(ended_at=datetime.now(UTC))


def move(cast: Cast) -> None:
    leave(cast)
    farther = make_agency(AgencyKind.DISTRICT, name="Farther District")
    make_member(make_agency(AgencyKind.SCHOOL, name="Farther High", parent=farther), user=cast.insider, role=A)


def suspend(cast: Cast) -> None:
    member, now = AgencyMember.objects.get(user=cast.insider), datetime.now(UTC)
    Suspension.objects.create(member=member, begun_at=now, reason="Because", begun_by=None)


def demote(cast: Cast) -> None:
    AgencyMember.objects.filter(user=cast.insider).update(role=STAFF.value)


def close_school(cast: Cast) -> None:
    Agency.objects.filter(pk=cast.school.pk).update(is_active=False)


@pytest.mark.parametrize("happens", [leave, move, suspend, demote, close_school])
def test_who_is_gone_or_held_back_confirms_nothing_and_reads_nothing_of_it(
    cast: Cast, row: SpeakingRequest, happens: Callable[[Cast], None]
) -> None:
    principal = principal_of(cast)
    could = may_confirm(row, principal.pk, datetime.now(UTC))
    happens(cast)
    browser = Client()
    browser.force_login(principal)

    assert could
    assert confirmed_by(principal, row) == 404
    assert is_refused(principal, cast.school, row)
    assert row.detail.encode() not in browser.get("/administration", follow=True).content


def test_who_is_switched_off_is_signed_out_of_it(cast: Cast, row: SpeakingRequest) -> None:
    principal = principal_of(cast)
    client = as_(principal)
    User.objects.filter(pk=principal.pk).update(is_active=False)

    assert post(client, f"membership-requests/{row.pk}/confirm", {}).status_code == 401
    assert not may_confirm(row, principal.pk, datetime.now(UTC))


# --- who asked, once more ---------------------------------------------------------------------------------------------
def give_phone(one: User, other: User) -> None:
    User.objects.filter(pk=one.pk).update(phone="(555) 010-0199")
    User.objects.filter(pk=other.pk).update(phone="+1 555.010.0199")


def give_address(one: User, other: User) -> None:
    User.objects.filter(pk=one.pk).update(email="mal.lory@fairview.example")
    User.objects.filter(pk=other.pk).update(email="Mallory+principal@fairview.example")


def give_look_alike(one: User, other: User) -> None:
    User.objects.filter(pk=one.pk).update(email="mallory@fairview.example")
    User.objects.filter(pk=other.pk).update(email="ma11ory@fairview.example")


def give_device(one: User, other: User) -> None:
    """Of one browser, who signs in last has it."""
    now = datetime.now(UTC)
    fields = {"kind": DeviceKind.WEBPUSH.value, "value": "https://push.example/1", "registered_at": now}
    gone = {"is_active": False, "retired_at": now, "retired_reason": next(iter(RetireReason)).value}
    Device.objects.create(user=one, confirmed_at=now, **fields, **gone)
    Device.objects.create(user=other, confirmed_at=now, **fields)


@pytest.mark.parametrize("give", [give_phone, give_address, give_look_alike, give_device])
def test_two_accounts_of_one_person_are_no_two_people(
    cast: Cast, mallory: User, row: SpeakingRequest, give: Callable[[User, User], None]
) -> None:
    principal = principal_of(cast)
    could = may_confirm(row, principal.pk, datetime.now(UTC))
    give(mallory, principal)

    assert could
    assert is_refused(principal, cast.school, row)


def test_nor_where_administrators_are_made_and_taken(cast: Cast, mallory: User) -> None:
    second = keeper_of(cast, "second")
    third = AgencyMember.objects.get(user=keeper_of(cast, "third"))
    give_phone(mallory, second)
    asks = {"change": "end", "reason": "Because"}
    asked = post(as_(mallory), f"agencies/{cast.district.pk}/members/{third.pk}/requests", asks)
    request_id = asked.json()["request_id"]
    browser = Client()
    browser.force_login(second)

    answer = post(as_(second), f"membership-requests/{request_id}/confirm", {})
    browser.post(f"/administration/agencies/{cast.district.pk}", {"act": "confirm", "request_id": request_id})

    assert (asked.status_code, answer.status_code) == (201, 403)
    assert AgencyMember.objects.get(pk=third.pk).ended_at is None


def test_what_reaches_nobody_makes_nobody_one(cast: Cast) -> None:
    one, other, now = make_user(username="one"), make_user(username="other"), datetime.now(UTC)
    User.objects.filter(pk__in=[one.pk, other.pk]).update(email="", phone="911")

    assert not are_one_holder(one.pk, other.pk, now)


# --- by a directory and a sign-in of one's own ------------------------------------------------------------------------
def test_a_directory_makes_no_principal_and_takes_none_over(cast: Cast) -> None:
    """The token is from before anybody else was there."""
    # Whose accounts the district keeps: a principal's, too.
    directory, principal = Directory(cast.district), principal_of(cast, home_agency=cast.district)
    make_member(cast.district, user=principal)
    before = User.objects.filter(pk=principal.pk).values().get()

    answers = [
        directory.ask("PATCH", f"/Users/{principal.public_id}", body)[0]
        for body in (
            patch("emails", [{"value": "enemy@elsewhere.example", "primary": True}]),
            patch("displayName", "Mallory"),
            patch("userName", "mallory.too"),
        )
    ]
    made = directory.ask("POST", "/Users", {**MAYA, "roles": [{"value": "administrator"}]})[0]

    assert (answers, made) == ([400, 400, 400], 400)
    assert User.objects.filter(pk=principal.pk).values().get() == before


def test_a_sign_in_of_one_s_own_comes_as_no_principal(cast: Cast, row: SpeakingRequest) -> None:
    """Who never came is signed in so, being no one's to be asked about; they confirm nothing."""
    principal = principal_of(cast, home_agency=cast.district, last_login=None, email_proved_at=None)
    make_member(cast.district, user=principal)
    with FakeOpenId() as idp:
        make_provider(idp, cast.district, domains=["fairview.example"], default_role="staff")
        idp.person = {**BY_OPENID, "email": principal.email}
        client = Client()
        come_back(client, idp, begin(client, who=principal.email))

        came_by_it = is_signed_in(client)
        answer = client.post(f"/api/v1/membership-requests/{row.pk}/confirm", {}, "application/json")

    assert came_by_it
    assert User.objects.get(pk=principal.pk).email_proved_at is not None
    assert answer.status_code in NO_ONE
    assert is_refused(principal, cast.school, row)


def test_nor_as_one_who_has_come_before(cast: Cast, row: SpeakingRequest) -> None:
    principal = principal_of(cast, home_agency=cast.district)
    make_member(cast.district, user=principal)
    with FakeOpenId() as idp:
        make_provider(idp, cast.district, domains=["fairview.example"], default_role="staff")
        idp.person = {**BY_OPENID, "email": principal.email}
        client = Client()
        come_back(client, idp, begin(client, who=principal.email))

    assert not is_signed_in(client)
    assert not SpeakingRequest.objects.get(pk=row.pk).is_confirmed


def test_a_session_that_owes_a_second_factor_confirms_nothing(cast: Cast, row: SpeakingRequest) -> None:
    principal = principal_of(cast)
    principal.set_password(PASSWORD)
    principal.save()
    AgencySecurity.objects.create(agency=cast.school, requires_factor=True)
    client = Client()
    client.post("/accounts/login/", {"login": principal.username, "password": PASSWORD})

    answer = client.post(f"/api/v1/membership-requests/{row.pk}/confirm", {}, "application/json")
    client.post(f"/administration/agencies/{cast.school.pk}", {"act": "confirm", "request_id": str(row.pk)})

    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_needed")
    assert not SpeakingRequest.objects.get(pk=row.pk).is_confirmed
