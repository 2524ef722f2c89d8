"""A person is not an address: what a stranger's agency writes down finds no one and tells nothing."""

import re

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from coordination.administration.scim import wire
from coordination.administration.scim.tokens import make_token
from coordination.models import User
from coordination.sign_in.addresses import prove_address
from coordination.sign_in.attempts.passwords import person_with_login
from coordination.sign_in.mail import wait_until_sent
from mou.models import AgencyMember
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast
from tests.factories.mou import make_member
from tests.stage.sign_in.kept_elsewhere import (
    ADDRESS,
    PASSWORD,
    agencies_of,
    browser,
    invite_by_api,
    invite_by_page,
    take_file,
)

pytestmark = pytest.mark.django_db


# --- an address that no one proved ------------------------------------------------------------------------------------
def test_a_squatted_address_leads_no_invitation_to_the_squatter(cast: Cast, hostile: User) -> None:
    """A directory makes the account first; the district's own invitation then makes another one, and says nothing."""
    chief = "new.chief@district.example.org"
    token = make_token(actor_id=hostile.pk, agency_id=cast.strangers.pk, at=timezone.now())
    squatted = Client().post(
        "/scim/v2/Users",
        {"schemas": [wire.USER], "userName": "squatter", "emails": [{"value": chief}]},
        content_type=wire.CONTENT_TYPE,
        headers={"Authorization": f"Bearer {token}"},
    )
    administrator = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user

    answer = browser(administrator).post(
        f"/api/v1/agencies/{cast.district.pk}/people",
        {"name": "New Chief", "email": chief, "role": "administrator"},
        content_type="application/json",
    )

    made = User.objects.get(public_id=answer.json()["person_id"])
    assert (squatted.status_code, answer.status_code) == (201, 201)
    assert (made.display_name, made.home_agency) == ("New Chief", cast.district)
    assert not AgencyMember.objects.filter(user__username="squatter", agency=cast.district).exists()


@pytest.mark.parametrize("door", ["page", "api", "directory", "file"])
def test_an_address_that_nobody_proved_brings_a_stranger_an_account_of_their_own(
    cast: Cast, hostile: User, door: str
) -> None:
    """The answer is the one for an address that no one has: it does not tell who exists."""
    if door == "page":
        status, _ = invite_by_page(cast, hostile)
    elif door == "api":
        status, _ = invite_by_api(cast, hostile)
    elif door == "directory":
        token = make_token(actor_id=hostile.pk, agency_id=cast.strangers.pk, at=timezone.now())
        said = {"schemas": [wire.USER], "userName": "dee", "emails": [{"value": ADDRESS}]}
        bearer = {"Authorization": f"Bearer {token}"}
        status = Client().post("/scim/v2/Users", said, content_type=wire.CONTENT_TYPE, headers=bearer).status_code
    else:
        status = take_file(cast, hostile)

    made = User.objects.exclude(pk=cast.dispatcher.pk).get(email=ADDRESS)
    assert status in (200, 201)
    assert made.home_agency == cast.strangers
    assert agencies_of(cast.dispatcher) == {cast.dispatch.pk}


def test_whoever_writes_an_address_down_later_does_not_take_its_sign_in(cast: Cast, hostile: User) -> None:
    invite_by_api(cast, hostile)

    assert person_with_login(ADDRESS) == cast.dispatcher
    squatter = User.objects.exclude(pk=cast.dispatcher.pk).get(email=ADDRESS)
    assert prove_address(squatter, timezone.now())
    assert person_with_login(ADDRESS) == squatter


def test_a_new_password_by_mail_is_for_nobody_while_several_have_an_address_that_none_proved(
    cast: Cast, hostile: User, settings: Settings
) -> None:
    settings.HAS_MAIL = True
    invite_by_api(cast, hostile)

    Client().post("/accounts/password/reset/", {"email": ADDRESS})
    wait_until_sent()
    nobodys = len(mail.outbox)
    prove_address(cast.dispatcher, timezone.now())
    Client().post("/accounts/password/reset/", {"email": ADDRESS})
    wait_until_sent()

    assert (nobodys, len(mail.outbox)) == (0, 1)


def test_two_accounts_never_prove_the_same_address(cast: Cast, proved: User, hostile: User) -> None:
    squatter = make_member(cast.strangers).user
    User.objects.filter(pk=squatter.pk).update(email=ADDRESS.upper())
    squatter.refresh_from_db()

    assert not prove_address(squatter, timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=squatter.pk).update(email_proved_at=timezone.now())


def test_an_invitation_that_was_mailed_proves_the_address_and_a_printed_one_does_not(
    cast: Cast, settings: Settings
) -> None:
    settings.HAS_MAIL = True
    page = f"/administration/agencies/{cast.school.pk}/invite"
    for by in ("mail", "letter"):
        sent = {"act": "invite", "by": by, "name": by.title(), "email": f"{by}@example.org", "role": "staff"}
        answer = browser(cast.insider).post(page, sent)
        source = str(mail.outbox[0].body) if by == "mail" else answer.content.decode()
        code = re.findall(r"[0-9A-Z]{5}(?:-[0-9A-Z]{5}){4}", source)[0]
        Client().post("/accounts/welcome/", {"act": "choose", "code": code, "password": PASSWORD, "again": PASSWORD})

    proved = set(User.objects.filter(email_proved_at__isnull=False).values_list("email", flat=True))
    assert User.objects.get(email="letter@example.org").has_usable_password()
    assert proved == {"mail@example.org"}


def test_a_code_that_an_administrator_saw_proves_nothing_though_an_older_one_was_mailed(
    cast: Cast, settings: Settings
) -> None:
    settings.HAS_MAIL = True
    sent = {"act": "invite", "by": "mail", "name": "Ann", "email": "ann@example.org", "role": "staff"}
    browser(cast.insider).post(f"/administration/agencies/{cast.school.pk}/invite", sent)
    ann = User.objects.get(email="ann@example.org")

    seen = browser(cast.insider).post(f"/api/v1/people/{ann.public_id}/invitations").json()["code"]
    Client().post("/accounts/welcome/", {"act": "choose", "code": seen, "password": PASSWORD, "again": PASSWORD})

    ann.refresh_from_db()
    assert (ann.has_usable_password(), ann.email_proved_at) == (True, None)


def test_an_address_that_another_writes_is_not_proved_any_more(cast: Cast, proved: User) -> None:
    keeper = make_member(cast.dispatch, role=MemberRole.ADMINISTRATOR).user
    account = {"name": "Dee", "email": "other@example.org"}

    browser(keeper).put(f"/api/v1/people/{proved.public_id}", account, content_type="application/json")

    proved.refresh_from_db()
    assert (proved.email, proved.email_proved_at) == ("other@example.org", None)
