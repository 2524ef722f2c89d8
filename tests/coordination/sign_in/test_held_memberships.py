"""A rule of an agency weighs its own memberships: who does not meet it has nothing from it, and all else stays."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client, TestCase
from django.utils import timezone

from coordination.models import AccountLock, AgencySecurity, SessionState, User
from coordination.sign_in.sessions.held import weigh_members_of
from mou.access.fetch import active_memberships
from mou.agencies.memberships.members import reinstate_member, suspend_member
from mou.errors import NotSuspended
from mou.models import Agency, AgencyMember, Suspension
from mou.vocabulary import AgencyKind, MemberRole
from tests.coordination.sign_in.test_second_factors import code_of
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_agency, make_member

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def cast() -> Cast:
    cache.clear()
    cast = make_cast()
    cast.teacher.set_password(PASSWORD)
    cast.teacher.save()
    return cast


@pytest.fixture
def others() -> Agency:
    """An agency that does not keep the teacher's account."""
    return make_agency(AgencyKind.FIRE, name="Farther Fire")


@pytest.fixture
def member(cast: Cast, others: Agency) -> AgencyMember:
    return make_member(others, user=cast.teacher)


@pytest.fixture
def chief(others: Agency) -> User:
    return make_member(others, role=MemberRole.ADMINISTRATOR).user


def ask(agency: Agency, chief: User, **boxes: str) -> None:
    """Let an agency's administrator set its rules, by the page."""
    client = Client()
    client.force_login(chief)
    answer = client.post(f"/security/{agency.pk}", {"act": "security", **boxes})
    assert answer.status_code == 303, answer.content.decode()[-500:]


def sign_in(user: User) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    return client


def add_factor(user: User) -> None:
    """Set an authenticator app up by the page, as its person does."""
    client = sign_in(user)
    client.get("/accounts/factors/app/")
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post("/accounts/factors/app/", {"code": code_of(client.session["mfa.totp.secret"])})
    assert answer.status_code == 302, answer.content.decode()[-500:]


def agencies_of(user: User) -> set[UUID]:
    return {one.agency_id for one in active_memberships(user.pk, datetime.now(UTC))}


def test_a_factor_that_another_agency_asks_for_stands_before_its_own_membership_alone(
    cast: Cast, others: Agency, member: AgencyMember, chief: User
) -> None:
    ask(others, chief, requires_factor="on")

    client = sign_in(cast.teacher)

    place = next(one for one in client.get("/api/v1/me/memberships").json()["memberships"] if not one["keeps_account"])
    assert agencies_of(cast.teacher) == {cast.school.pk}
    assert [one["agency_id"] for one in client.get("/api/v1/me").json()["memberships"]] == [str(cast.school.pk)]
    assert (place["lacks_factor"], place["lacks_session_lock"], place["is_suspended"]) == (True, False, False)
    assert "/account/memberships" in client.get("/").content.decode()


def test_a_membership_counts_again_with_a_factor_and_when_the_rule_is_lifted(
    cast: Cast, others: Agency, member: AgencyMember, chief: User
) -> None:
    ask(others, chief, requires_factor="on")
    add_factor(cast.teacher)
    with_factor = agencies_of(cast.teacher)
    second = make_member(others).user
    User.objects.filter(pk=second.pk).update(home_agency=cast.school)
    weigh_members_of(others, timezone.now())
    without = agencies_of(second)
    ask(others, chief)

    assert with_factor == {cast.school.pk, others.pk}
    assert (without, agencies_of(second)) == (set(), {others.pk})


def test_an_agency_that_keeps_the_account_holds_all_of_its_sessions_to_its_rule(cast: Cast) -> None:
    AgencySecurity.objects.create(agency=cast.district, requires_factor=True)
    make_member(cast.district, user=cast.teacher)

    client = sign_in(cast.teacher)

    assert client.get("/api/v1/me").json()["code"] == "second_factor_needed"
    assert not Suspension.objects.exists()


def test_sessions_lock_for_another_agency_only_where_the_person_chose_so(
    cast: Cast, others: Agency, member: AgencyMember, chief: User
) -> None:
    ask(others, chief, locks_sessions="on")
    client = sign_in(cast.teacher)
    before = agencies_of(cast.teacher), SessionState.objects.filter(locks=True).count()

    client.post("/account/memberships", {"act": "lock", "locks": "on"})
    sign_in(cast.teacher)

    assert before == ({cast.school.pk}, 0)
    assert agencies_of(cast.teacher) == {cast.school.pk, others.pk}
    assert SessionState.objects.filter(user=cast.teacher, locks=True).count() == 1
    client.post("/account/memberships", {"act": "lock", "locks": ""})
    assert agencies_of(cast.teacher) == {cast.school.pk}


def test_a_notice_of_another_agency_stands_before_nothing(
    cast: Cast, others: Agency, member: AgencyMember, chief: User
) -> None:
    ask(others, chief, use_notice="Ours is watched.")

    client = sign_in(cast.teacher)

    assert client.get("/api/v1/me").status_code == 200


def test_wrong_passwords_lock_an_account_by_the_rule_of_its_own_agency_alone(cast: Cast) -> None:
    """A stranger who guesses must not lock out whom a hostile agency has taken in."""
    sheriff = make_agency(AgencyKind.SHERIFF, name="Farther Sheriff")
    AgencySecurity.objects.create(agency=sheriff, locks_accounts=True)
    make_member(sheriff, user=cast.teacher)

    for _ in range(5):
        Client().post("/accounts/login/", {"login": cast.teacher.username, "password": "wrong horse battery"})

    assert not AccountLock.objects.exists()


def test_an_administrator_does_not_lift_what_a_rule_holds_back_and_suspends_beside_it(
    cast: Cast, others: Agency, member: AgencyMember, chief: User
) -> None:
    ask(others, chief, requires_factor="on")
    at = timezone.now()

    def put(act: Callable[..., None]) -> None:
        act(actor_id=chief.pk, agency_id=others.pk, member_id=member.pk, reason="Inquiry.", at=at)

    with pytest.raises(NotSuspended):
        put(reinstate_member)
    put(suspend_member)
    put(reinstate_member)

    assert agencies_of(cast.teacher) == {cast.school.pk}


def test_a_guest_is_held_back_by_no_rule(cast: Cast) -> None:
    """They come under the name of an agency of a kind that asks for factors, and have no account to set one up in."""
    guest = make_agency(AgencyKind.SHERIFF, name="Someone's name")
    Agency.objects.filter(pk=guest.pk).update(guest_of_incident_id=guest.pk)
    user = make_member(guest).user
    User.objects.filter(pk=user.pk).update(home_agency=None)

    weigh_members_of(guest, timezone.now())

    assert agencies_of(user) == {guest.pk}
