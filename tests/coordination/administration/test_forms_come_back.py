"""A form of administration that is refused comes back: the reason at its field, what was typed, and no secret."""

import re

import pytest
from django.test import Client

from coordination.administration.models import AgencyProvider
from coordination.models import User
from mou.models import Agency
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member, make_user

pytestmark = pytest.mark.django_db
REFUSED, NOT_FOUND = 422, 404


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def keeper(cast: Cast) -> User:
    person = make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user
    User.objects.filter(pk=cast.teacher.pk).update(home_agency=cast.school)
    return person


def path_of(cast: Cast, page: str) -> str:
    member = cast.teacher.memberships.get()
    names = {"school": cast.school.pk, "district": cast.district.pk, "person": cast.teacher.public_id}
    return page.format(**names, member=member.pk)


def wrong_fields(page: str) -> list[str]:
    """Return the names of the fields that are said to be wrong."""
    elements = re.findall(r"<(?:input|select|textarea)\b[^>]*>", page)
    return [re.findall(r'name="([^"]+)"', one)[0] for one in elements if 'aria-invalid="true"' in one]


FORMS = (
    ("/administration/people/{person}", {"act": "account", "name": "", "phone": "555-0199"}, "name", "555-0199"),
    (
        "/administration/people/{person}",
        {"act": "account", "name": "Ana", "phone": "911"},
        "phone",
        "emergency service",
    ),
    (
        "/administration/agencies/{school}/invite",
        {"act": "invite", "name": "A", "role": "staff", "phone": "0100"},
        "phone",
        "area code",
    ),
    ("/administration/people/{person}", {"act": "deactivate", "reason": " "}, "reason", ""),
    ("/administration/agencies/{school}/invite", {"act": "invite", "name": "Ana Ruiz", "role": "king"}, "role", "Ana"),
    ("/administration/agencies/{school}/people-file", {"act": "look"}, "file", ""),
    (
        "/administration/agencies/{school}",
        {"act": "change", "agency_id": "{school}", "name": "Ford High", "short_name": "FH", "time_zone": "Mars"},
        "time_zone",
        "Ford High",
    ),
    ("/security/{school}", {"act": "security", "use_notice": "So it is. " * 201}, "use_notice", "So it is. So it is."),
    (
        "/security/{district}/directory",
        {"act": "group_roles", "default_role": "administrator", "groups_staff": "Desk"},
        "default_role",
        "Desk",
    ),
    (
        "/security/{district}/sign-in",
        {"act": "provider", "issuer": "", "client_id": "our-client", "secret": "kept-to-ourselves"},
        "issuer",
        "our-client",
    ),
)


@pytest.mark.parametrize(
    ("page", "sent", "wrong", "typed"), FORMS, ids=[f"{sent['act']} {wrong}" for _page, sent, wrong, _typed in FORMS]
)
def test_it_comes_back_with_the_reason_at_its_field(
    cast: Cast, page: str, sent: dict[str, str], wrong: str, typed: str
) -> None:
    client = browser(keeper(cast))

    answer = client.post(path_of(cast, page), {name: path_of(cast, value) for name, value in sent.items()})

    body = answer.content.decode()
    assert (answer.status_code, wrong_fields(body)) == (REFUSED, [wrong])
    assert typed in body
    assert "kept-to-ourselves" not in body
    assert not AgencyProvider.objects.exists()


def test_a_form_that_was_opened_of_another_agency_changes_neither(cast: Cast) -> None:
    client, before = browser(keeper(cast)), list(Agency.objects.order_by("pk").values_list("name", flat=True))
    sent = {"act": "change", "agency_id": str(cast.district.pk), "name": "N", "short_name": "N", "time_zone": "UTC"}

    answer = client.post(f"/administration/agencies/{cast.school.pk}", sent)

    assert answer.status_code == NOT_FOUND
    assert list(Agency.objects.order_by("pk").values_list("name", flat=True)) == before


def test_of_a_code_that_is_not_valid_nothing_else_is_said(cast: Cast) -> None:
    answer = Client().post(
        "/accounts/welcome/", {"act": "choose", "code": "AAAAA-BBBBB", "password": "first-of-mine", "again": "x"}
    )

    body = answer.content.decode()
    assert answer.status_code == NOT_FOUND
    assert "This code is not valid" in body
    assert 'name="password"' not in body
    assert "of-mine" not in body
