"""Four enemies at every door: a stranger's agency, an administrator, the operator, and a stolen session of each.

Each tries all they can think of, by pages, the interface, a directory and a sign-in of their own. Afterwards everything
about the people they were after is as it was.
"""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from coordination.administration.models import AgencyRecovery, Invitation
from coordination.administration.second_person.places import all_places
from coordination.administration.single_sign_on.known_documents import known_documents
from coordination.models import User
from coordination.prevention.support.models import SupportTeam
from coordination.sign_in.addresses import prove_address
from coordination.sign_in.sessions.recent_sign_in import RECENT_S
from mou.agencies.memberships.offers import offers_to
from mou.models import Agency, AgencyMember, Suspension
from mou.vocabulary import AgencyKind, MemberRole
from tests.coordination.access_walk.test_recent_sign_in import RECORDS
from tests.coordination.administration.scim.test_scim import MAYA as IN_DIRECTORY
from tests.coordination.administration.scim.test_scim import Directory, patch
from tests.factories.mou import make_agency, make_member, make_user
from tests.factories.prevention.support import make_support_team
from tests.fakes.openid import FakeOpenId
from tests.stage.sign_in.own_sign_in import MAYA, begin, come_back, is_signed_in, make_provider

pytestmark = pytest.mark.django_db
A = MemberRole.ADMINISTRATOR
JSON = "application/json"
DOMAIN = "prairie.example.org"


@dataclass(frozen=True)
class Plain:
    """A district with two administrators, a counselor on a confidential team, and a teacher; and who is after them."""

    district: Agency
    second: User
    counselor: User
    teacher: User
    mallory: User
    stranger: User
    operator: User
    team: SupportTeam
    strangers_directory: Directory
    own_directory: Directory

    @property
    def victims(self) -> tuple[User, ...]:
        return (self.second, self.counselor, self.teacher)


@pytest.fixture
def plain() -> Plain:
    cache.clear()
    district = make_agency(AgencyKind.DISTRICT, name="Prairie District")
    elsewhere = make_agency(AgencyKind.FIRE, name="Farther Fire")
    # While no one else was there, one person set them up.
    strangers_directory, own_directory = Directory(elsewhere), Directory(district)
    counselor = kept(district, "counselor")
    operator = make_user(username="operator")
    User.objects.filter(pk=operator.pk).update(is_operator=True)
    return Plain(
        district=district,
        second=kept(district, "second", A),
        counselor=counselor,
        teacher=kept(district, "teacher"),
        mallory=kept(district, "mallory", A),
        stranger=kept(elsewhere, "stranger", A),
        operator=User.objects.get(pk=operator.pk),
        team=make_support_team(district, members=[counselor]),
        strangers_directory=strangers_directory,
        own_directory=own_directory,
    )


@pytest.fixture
def idp() -> Iterator[FakeOpenId]:
    known_documents.forget()
    with FakeOpenId() as started:
        yield started


def kept(agency: Agency, name: str, role: MemberRole = MemberRole.STAFF) -> User:
    """Return someone whose account an agency keeps, who has signed in and proved their address."""
    person = make_member(agency, user=make_user(username=name), role=role).user
    fields = {"home_agency": agency, "email": f"{name}@{DOMAIN}", "last_login": timezone.now() - timedelta(days=1)}
    User.objects.filter(pk=person.pk).update(**fields)
    found = User.objects.get(pk=person.pk)
    assert prove_address(found, timezone.now())
    return found


def seen(victims: tuple[User, ...]) -> dict[str, object]:
    """Return all that an enemy would have to change to be one of these people, or to silence them."""
    ids = [one.pk for one in victims]
    of_account = ("pk", "username", "display_name", "email", "email_proved_at", "password", "is_active", "home_agency")
    return {
        "accounts": list(User.objects.filter(pk__in=ids).order_by("pk").values_list(*of_account)),
        "memberships": list(
            AgencyMember.objects.filter(user__in=ids).order_by("pk").values_list("user", "agency", "role", "ended_at")
        ),
        "suspensions": Suspension.objects.filter(member__user__in=ids).count(),
        "invitations": Invitation.objects.filter(user__in=ids).count(),
        "places": [
            list(rows.order_by("pk").values_list("user", "let_in_at", "closed_at", "opens_from"))
            for rows in all_places()
        ],
    }


# --- what is tried ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Try:
    """What is sent, and to where: `{person}`, `{member}` and `{agency}` are those of whom it is about."""

    door: str
    method: str
    path: str
    body: Mapping[str, object]


def named(person: User, **more: str) -> dict[str, object]:
    given = {"name": person.display_name, "username": person.username, "email": person.email, "phone": ""}
    return {**given, "language": "", **more}


def tries_at(person: User) -> Iterator[Try]:
    """Yield what would make one able to act as a person, look like them, silence them, or read what is theirs."""
    api, page = "/api/v1/people/{person}", "/administration/people/{person}"
    member = "/api/v1/agencies/{agency}/members/{member}"
    about = {"agency_id": "{agency}", "member_id": "{member}", "reason": "Because"}
    yield Try("api", "POST", f"{api}/invitations", {})
    yield Try("api", "PUT", api, named(person, email="enemy@elsewhere.example"))
    yield Try("api", "PUT", api, named(person, name="Someone Else"))
    yield Try("api", "PUT", api, named(person, username="somebody.else"))
    yield Try("api", "POST", f"{api}/deactivate", {"reason": "Because"})
    role = "staff" if AgencyMember.objects.filter(user=person, role=A.value).exists() else "administrator"
    yield Try("api", "PUT", member, {"role": role})
    yield Try("page", "POST", page, {"act": "invite", "by": "letter"})
    yield Try("page", "POST", page, {"act": "account", **named(person, email="enemy@elsewhere.example")})
    yield Try("page", "POST", page, {"act": "account", **named(person, name="Someone Else")})
    yield Try("page", "POST", page, {"act": "reset_factors"})
    yield Try("page", "POST", page, {"act": "deactivate", "reason": "Because"})
    yield Try("page", "POST", page, {"act": "post", "role": role, **about})


def tries_at_agency(issuer: str) -> Iterator[Try]:
    """Yield what would change by what an agency's people sign in or are kept, and who reads what is confidential."""
    security, team = "/security/{agency}", "/api/v1/agencies/{agency}/support-team"
    provider = {"act": "provider", "issuer": issuer, "client_id": "c", "secret": "s"}
    yield Try("page", "POST", f"{security}/directory", {"act": "token"})
    yield Try("page", "POST", f"{security}/directory", {"act": "group_roles", "groups_commander": "Enemies"})
    yield Try("page", "POST", f"{security}/sign-in", {**provider, "is_on": "on"})
    yield Try("api", "POST", f"{team}/members", {"person_id": "{enemy}"})
    yield Try("page", "POST", "/prevention/support/teams/{agency}", {"act": "add", "person_id": "{enemy}"})
    yield Try("api", "POST", "/api/v1/agencies/{agency}/people", {"name": "Sock", "role": "administrator"})
    yield Try("api", "PUT", "/api/v1/agencies/{agency}", {"name": "Farther", "short_name": "F", "time_zone": "UTC"})


def carry_out(client: Client, one: Try, plain: Plain, person: User, enemy: User) -> int:
    member = AgencyMember.objects.get(user=person, agency=plain.district, ended_at__isnull=True)
    words = {"person": person.public_id, "member": member.pk, "agency": plain.district.pk, "enemy": enemy.public_id}
    body = {name: str(value).format(**words) for name, value in one.body.items()}
    path = one.path.format(**words)
    if one.door == "page":
        return int(client.post(path, body).status_code)
    return int(client.generic(one.method, path, json.dumps(body), content_type=JSON).status_code)


def browser(enemy: User, *, is_stolen: bool) -> Client:
    """Return a browser that is signed in; a stolen one began long ago, and its thief knows no password."""
    client = Client()
    client.force_login(enemy)
    session = client.session
    age = RECENT_S + 60 if is_stolen else 0
    session[RECORDS] = [{"method": "password", "at": time.time() - age}]
    session.save()
    return client


STEALING = pytest.mark.parametrize("is_stolen", [False, True], ids=["oneself", "stolen"])


# --- a stranger's agency ----------------------------------------------------------------------------------------------
@STEALING
def test_a_stranger_s_administrator_finds_nobody_and_changes_nothing(
    plain: Plain, idp: FakeOpenId, is_stolen: bool
) -> None:
    client, before = browser(plain.stranger, is_stolen=is_stolen), seen(plain.victims)

    answers = {
        (one.door, one.method, one.path, person.username): carry_out(client, one, plain, person, plain.stranger)
        for person in plain.victims
        for one in (*tries_at(person), *tries_at_agency(idp.issuer))
    }
    reads = [
        client.get(f"{base}/people/{plain.second.public_id}").status_code for base in ("/api/v1", "/administration")
    ]

    not_there = {403, 404} if is_stolen else {404}
    asked_again = {302} if is_stolen else set()
    assert {key: status for key, status in answers.items() if status not in not_there | asked_again} == {}
    assert reads == [404, 404]
    assert seen(plain.victims) == before


def test_a_stranger_s_invitation_is_an_offer_and_nothing_more(plain: Plain) -> None:
    client, before = browser(plain.stranger, is_stolen=False), seen(plain.victims)
    home = plain.stranger.home_agency
    assert home is not None

    for person in plain.victims:
        body = {"name": "Anybody", "email": person.email, "role": "officer", "may_offer": True}
        answer = client.post(f"/api/v1/agencies/{home.pk}/people", body, content_type=JSON)
        made_admin = client.post(
            f"/api/v1/agencies/{home.pk}/people", {**body, "role": "administrator"}, content_type=JSON
        )
        assert (answer.status_code, answer.json()["code"], made_admin.status_code) == (201, "", 409)
        assert offers_to(person.pk, timezone.now()).exists()

    assert seen(plain.victims) == before


def test_a_stranger_s_directory_and_sign_in_reach_nobody_else(plain: Plain, idp: FakeOpenId) -> None:
    home = plain.stranger.home_agency
    assert home is not None
    directory, before = plain.strangers_directory, seen(plain.victims)
    told = {**IN_DIRECTORY, "userName": plain.second.username, "active": False}

    answers = [
        directory.ask(method, f"/Users/{person.public_id}", body)[0]
        for person in plain.victims
        for method, body in (("GET", None), ("PUT", told), ("PATCH", patch("active", value=False)), ("DELETE", None))
    ]
    taken = directory.ask("POST", "/Users", {**IN_DIRECTORY, "userName": plain.second.username})[0]
    make_provider(idp, home, domains=["farther.example.org"])
    idp.person = {**MAYA, "email": plain.second.email}
    client, refused = _sign_in_by(idp, "anybody@farther.example.org")

    assert set(answers) == {404}
    assert taken == 409
    assert (refused, is_signed_in(client)) == (403, False)
    assert seen(plain.victims) == before


def _sign_in_by(fake: FakeOpenId, who: str) -> tuple[Client, int]:
    client = Client()
    return client, come_back(client, fake, begin(client, who=who)).status_code


# --- an administrator of the agency itself ----------------------------------------------------------------------------
def test_an_administrator_becomes_no_colleague_and_nobody_of_a_confidential_team(plain: Plain, idp: FakeOpenId) -> None:
    client, before = browser(plain.mallory, is_stolen=False), seen((plain.second, plain.counselor))
    # One person switches off whoever is no administrator: that only takes, and stands in the record.
    of_counselor = (one for one in tries_at(plain.counselor) if "deactivate" not in f"{one.path} {one.body}")
    tried = [(plain.second, one) for one in tries_at(plain.second)]
    tried += [(plain.counselor, one) for one in of_counselor]
    # Their own agency's name is theirs to change.
    tried += [(plain.second, one) for one in tries_at_agency(idp.issuer) if "short_name" not in one.body]

    answers = {
        (one.door, one.path, str(one.body), person.username): carry_out(client, one, plain, person, plain.mallory)
        for person, one in tried
    }

    assert {key: status for key, status in answers.items() if status not in (403, 409, 422)} == {}
    assert seen((plain.second, plain.counselor)) == before


def test_an_administrator_alone_has_no_directory_and_no_sign_in_that_speaks_for_a_colleague(
    plain: Plain, idp: FakeOpenId
) -> None:
    """Both were there before the others were: by what one person set up no one is taken over, renamed or revived."""
    directory, before = plain.own_directory, seen((plain.second, plain.counselor))
    make_provider(idp, plain.district, domains=[DOMAIN])
    User.objects.filter(pk=plain.teacher.pk).update(is_active=False)

    answers = {
        (person.username, name): directory.ask("PATCH", f"/Users/{person.public_id}", body)[0]
        for person in (plain.second, plain.counselor)
        for name, body in (
            ("address", patch("emails", [{"value": "enemy@elsewhere.example", "primary": True}])),
            ("name", patch("displayName", "Someone Else")),
            ("user name", patch("userName", "somebody.else")),
        )
    }
    revived = directory.ask("PATCH", f"/Users/{plain.teacher.public_id}", patch("active", value=True))[0]
    signed_in = {}
    for person in (plain.second, plain.counselor):
        idp.claims["sub"] = f"of-{person.username}"
        idp.person = {**MAYA, "email": person.email}
        client, _answer = _sign_in_by(idp, person.email)
        signed_in[person.username] = is_signed_in(client)

    assert set(answers.values()) == {400}
    assert revived == 409
    assert signed_in == {"second": False, "counselor": False}
    assert seen((plain.second, plain.counselor)) == before


def test_a_stolen_session_of_an_administrator_does_nothing_at_all(plain: Plain, idp: FakeOpenId) -> None:
    client, before = browser(plain.mallory, is_stolen=True), seen(plain.victims)

    answers = {
        (one.door, one.path, str(one.body), person.username): carry_out(client, one, plain, person, plain.mallory)
        for person in plain.victims
        for one in (*tries_at(person), *tries_at_agency(idp.issuer))
    }
    own = [
        client.post(
            "/accounts/password/change/", {"oldpassword": "guess", "password1": "x" * 14, "password2": "x" * 14}
        ),
        client.post("/account/address", {"step": "ask", "address": "enemy@elsewhere.example", "password": "guess"}),
    ]

    # By the interface it is refused; a page asks who it is, and does nothing before it is told.
    assert {key: status for key, status in answers.items() if status not in (302, 403)} == {}
    assert seen(plain.victims) == before
    assert User.objects.get(pk=plain.mallory.pk).email == f"mallory@{DOMAIN}"
    assert all(one.status_code in (200, 302, 404, 422) for one in own)
    assert User.objects.get(pk=plain.mallory.pk).password == plain.mallory.password


# --- the operator -----------------------------------------------------------------------------------------------------
@STEALING
def test_the_operator_is_nobody_s_administrator_and_reads_nothing(
    plain: Plain, idp: FakeOpenId, is_stolen: bool
) -> None:
    client, before = browser(plain.operator, is_stolen=is_stolen), seen(plain.victims)

    answers = {
        (one.door, one.path, str(one.body), person.username): carry_out(client, one, plain, person, plain.operator)
        for person in plain.victims
        for one in (*tries_at(person), *tries_at_agency(idp.issuer))
    }
    reads = [
        client.get(path).status_code
        for path in (
            f"/api/v1/people/{plain.counselor.public_id}",
            f"/api/v1/agencies/{plain.district.pk}/roster",
            f"/api/v1/agencies/{plain.district.pk}/support-team",
            f"/administration/people/{plain.counselor.public_id}",
        )
    ]

    assert {key: status for key, status in answers.items() if status not in (302, 403, 404, 422)} == {}
    assert reads == [404] * 4
    assert client.get("/api/v1/sites").json() in ([], {"items": [], "total": 0}, {"sites": []})
    assert seen(plain.victims) == before


def test_an_operator_alone_recovers_no_agency(plain: Plain) -> None:
    past = timezone.now() - timedelta(days=30)
    User.objects.filter(pk__in=[plain.second.pk, plain.mallory.pk]).update(last_login=past)
    before = seen(plain.victims)
    call_command("recover_agency", plain.district.name, administrator="teacher", reason="Because", stdout=StringIO())
    row = AgencyRecovery.objects.get()
    AgencyRecovery.objects.update(asked_at=past)

    answer = browser(plain.operator, is_stolen=False).post(
        "/administration/recovery", {"act": "confirm", "recovery": str(row.pk)}
    )

    assert answer.status_code == 422
    assert seen(plain.victims) == before
