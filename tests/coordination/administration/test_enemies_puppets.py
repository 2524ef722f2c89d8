"""An enemy with accounts that they made this morning, and a stolen session at a directory's and a provider's doors.

The cast and what counts as taken are those of `test_enemies`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from coordination.administration.accounts.invitations import accept_invitation
from coordination.administration.models import DirectoryToken
from coordination.models import User
from coordination.prevention.support.models import SupportTeamMember
from mou.models import Agency, AgencyMember
from mou.vocabulary import AgencyKind, MemberRole
from tests.coordination.administration.scim.test_scim import MAYA as IN_DIRECTORY
from tests.coordination.administration.scim.test_scim import patch
from tests.coordination.administration.test_enemies import (
    DOMAIN,
    JSON,
    Plain,
    Try,
    browser,
    idp,
    plain,
    seen,
    tries_at,
    tries_at_agency,
)
from tests.coordination.administration.test_enemies import carry_out as try_at
from tests.factories.mou import make_agency
from tests.fakes.openid import FakeOpenId
from tests.stage.served import session_of
from tests.stage.sign_in.own_sign_in import MAYA, begin, come_back, led_to, make_provider

__all__ = ("idp", "plain")
pytestmark = pytest.mark.django_db
PASSWORD = "a long way to the ford"


# --- puppets ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Puppets:
    """People whom one administrator made alone: of the district, and the principal of a school of it."""

    staff: User
    principal: User
    deputy: User

    def each(self) -> Iterator[User]:
        yield from (self.staff, self.principal, self.deputy)


def post(person: User, path: str, body: object) -> tuple[int, dict[str, object]]:
    answer = browser(person, is_stolen=False).post(f"/api/v1/{path}", body, content_type=JSON)
    return int(answer.status_code), answer.json() if answer.content else {}


def invited(maker: User, agency: Agency, name: str, role: MemberRole) -> User:
    """Let someone make an account and set its password, as whoever holds both ends would."""
    body = {"name": name, "email": f"{name}@elsewhere.example", "role": role.value}
    status, made = post(maker, f"agencies/{agency.pk}/people", body)
    assert status == 201, made
    accept_invitation(code=str(made["code"]), password=PASSWORD, at=timezone.now())
    return User.objects.get(public_id=UUID(str(made["person_id"])))


@pytest.fixture
def puppets(plain: Plain) -> Puppets:
    school = make_agency(AgencyKind.SCHOOL, name="Ford Elementary", parent=plain.district)
    principal = invited(plain.mallory, school, "sock.principal", MemberRole.ADMINISTRATOR)
    return Puppets(
        staff=invited(plain.mallory, plain.district, "sock", MemberRole.STAFF),
        principal=principal,
        # Made by the puppet, so that no act of its maker's names them.
        deputy=invited(principal, school, "sock.deputy", MemberRole.ADMINISTRATOR),
    )


@pytest.mark.parametrize("act", ["invite_again", "change_address", "change_name", "change_username", "reset_factors"])
@pytest.mark.parametrize("whom", ["second", "counselor"])
def test_a_puppet_is_no_second_person_to_an_act_by_which_one_could_act_as_another(
    plain: Plain, puppets: Puppets, act: str, whom: str
) -> None:
    victim: User = getattr(plain, whom)
    before = seen((plain.second, plain.counselor))
    asks = {"act": act, "detail": f"enemy@{DOMAIN}", "reason": "Because"}

    asked, told = post(plain.mallory, f"people/{victim.public_id}/requests", asks)
    confirmed = [post(one, f"membership-requests/{told['request_id']}/confirm", {})[0] for one in puppets.each()]
    done = [try_at(browser(plain.mallory, is_stolen=False), one, plain, victim, plain.mallory) for one in own(victim)]

    assert asked == 201
    assert set(confirmed) <= {403, 404}
    assert set(done) <= {403, 409, 422}
    assert seen((plain.second, plain.counselor)) == before


def own(victim: User) -> Iterator[Try]:
    """Yield what is tried with a request in hand; switching someone off only takes."""
    yield from (one for one in tries_at(victim) if "deactivate" not in f"{one.path} {one.body}")


@pytest.mark.parametrize("act", ["make_token", "group_roles"])
def test_a_puppet_is_no_second_person_to_what_speaks_for_all(plain: Plain, puppets: Puppets, act: str) -> None:
    asks = {"act": act, "detail": "groups_commander: Enemies", "reason": "Because"}
    tokens = set(DirectoryToken.objects.values_list("pk", flat=True))

    asked, told = post(plain.mallory, f"agencies/{plain.district.pk}/people/requests", asks)
    confirmed = [post(one, f"membership-requests/{told['request_id']}/confirm", {})[0] for one in puppets.each()]
    client = browser(plain.mallory, is_stolen=False)
    for one in tries_at_agency("https://idp.example"):
        if "/directory" in one.path:
            try_at(client, one, plain, plain.second, plain.mallory)

    assert asked == 201
    assert set(confirmed) <= {403, 404}
    assert set(DirectoryToken.objects.values_list("pk", flat=True)) == tokens


def test_a_puppet_makes_no_puppet_an_administrator_and_takes_none(plain: Plain, puppets: Puppets) -> None:
    before = seen(plain.victims)
    members = f"agencies/{plain.district.pk}/members"
    sock = AgencyMember.objects.get(user=puppets.staff)
    second = AgencyMember.objects.get(user=plain.second)
    asks: dict[AgencyMember, dict[str, str]] = {
        sock: {"change": "change_role", "role": "administrator", "reason": "Because"},
        second: {"change": "end", "reason": "Because"},
    }

    asked = [post(plain.mallory, f"{members}/{member.pk}/requests", body) for member, body in asks.items()]
    confirmed = [
        post(one, f"membership-requests/{told['request_id']}/confirm", {})[0]
        for _status, told in asked
        for one in puppets.each()
    ]

    assert [status for status, _told in asked] == [201, 201]
    assert set(confirmed) <= {403, 404}
    assert AgencyMember.objects.get(pk=sock.pk).role == MemberRole.STAFF
    assert seen(plain.victims) == before


def test_a_puppet_lets_no_puppet_in_to_a_team(plain: Plain, puppets: Puppets) -> None:
    """Of the district's team, and of the school's own, which no one is on yet."""
    school = AgencyMember.objects.get(user=puppets.principal).agency
    answers = []
    for agency in (plain.district, school):
        status, _told = post(
            plain.mallory, f"agencies/{agency.pk}/support-team/members", {"person_id": str(puppets.staff.public_id)}
        )
        places = SupportTeamMember.objects.filter(user=puppets.staff)
        answers.append((status, places.count()))
        for place in places:
            path = f"prevention/places/support/{place.pk}/let-in"
            refused = [post(one, path, {})[0] for one in (plain.mallory, *puppets.each())]
            assert set(refused) <= {403, 404, 409}

    assert answers[0] == (204, 1)
    assert not SupportTeamMember.objects.filter(user=puppets.staff, let_in_at__isnull=False).exists()


# --- a stolen session at other systems' doors -------------------------------------------------------------------------
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_a_stolen_session_opens_no_directory(plain: Plain, method: str) -> None:
    """Neither as a cookie nor as a token of either kind; and it is shown no token, nor ends one."""
    client, before = browser(plain.mallory, is_stolen=True), seen(plain.victims)
    key, page = session_of(plain.mallory), f"/security/{plain.district.pk}/directory"
    body = patch("active", value=False) if method == "PATCH" else IN_DIRECTORY
    thieves = [client, Client(headers={"X-Session-Token": key}), Client(headers={"Authorization": f"Bearer {key}"})]
    tokens = list(DirectoryToken.objects.values())

    answers = [
        one.generic(method, f"/scim/v2{path}", b"" if method == "GET" else str(body), content_type=JSON).status_code
        for one in thieves
        for path in ("/Users", f"/Users/{plain.second.public_id}", "/Groups", "/Schemas")
    ]
    revoked = client.post(page, {"act": "revoke_token", "token": str(tokens[0]["id"])})

    assert set(answers) == {401}
    assert (revoked.status_code, revoked["Location"].partition("?")[0]) == (302, "/accounts/reauthenticate/")
    assert list(DirectoryToken.objects.values()) == tokens
    assert plain.own_directory.token not in client.get(page).content.decode()
    assert seen(plain.victims) == before


@pytest.mark.parametrize("is_again", [False, True], ids=["sign in", "say again"])
def test_a_stolen_session_is_made_no_fresher_by_the_thief_s_own_sign_in(
    plain: Plain, idp: FakeOpenId, is_again: bool
) -> None:
    """The thief has an account at the agency's provider, too; what they get is their own session, or nothing."""
    provider = make_provider(idp, plain.district, domains=[DOMAIN], groups={"staff": ["Crews"]})
    idp.claims |= {"sub": "of-the-teacher", "auth_time": int(timezone.now().timestamp())}
    idp.person = {**MAYA, "email": plain.teacher.email}
    come_back(client := Client(), idp, begin(client, who=plain.teacher.email))
    assert client.session["_auth_user_id"] == str(plain.teacher.pk)
    thief, before = browser(plain.mallory, is_stolen=True), seen((plain.second, plain.counselor))

    if is_again:
        page = thief.post(
            "/agency-sign-in/again/", {"act": "choose", "provider": str(provider.pk), "next": "/account/sessions"}
        )
        asked = {name: values[0] for name, values in parse_qs(urlsplit(led_to(page.content)).query).items()}
    else:
        asked = begin(thief, who=plain.teacher.email)
    answer = come_back(thief, idp, asked)
    whose = thief.session.get("_auth_user_id")
    tried = [
        try_at(thief, one, plain, person, plain.mallory)
        for person in (plain.second, plain.counselor)
        for one in tries_at(person)
    ]

    assert (answer.status_code, whose) == ((403, str(plain.mallory.pk)) if is_again else (302, str(plain.teacher.pk)))
    assert set(tried) <= {302, 403, 404}
    assert seen((plain.second, plain.counselor)) == before
