"""A person is not an address: what a stranger's agency writes down opens nobody, and a place counts once taken."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.core.cache import cache
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
from mou.access.fetch import active_memberships
from mou.agencies.members import Post, change_member
from mou.agencies.offers import VALID_FOR
from mou.agencies.taking_in import add_member
from mou.errors import AdministratorKeptElsewhere, KeptElsewhere
from mou.models import AdministrativeAct, Agency, AgencyMember, MembershipOffer
from mou.vocabulary import AgencyKind, MemberRole, OfferOutcome
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member

pytestmark = pytest.mark.django_db
ADDRESS = "dee@dispatch.example.org"
PASSWORD = "a long way to the ford"
MINE = "/account/memberships"
DISPATCHER = {"name": "Somebody", "email": ADDRESS, "role": "dispatcher"}


@pytest.fixture
def cast() -> Cast:
    cache.clear()
    cast = make_cast()
    User.objects.filter(pk=cast.dispatcher.pk).update(email=ADDRESS)
    cast.dispatcher.refresh_from_db()
    return cast


@pytest.fixture
def proved(cast: Cast) -> User:
    """The dispatcher, who has shown that they read mail at their address."""
    assert prove_address(cast.dispatcher, timezone.now())
    return cast.dispatcher


@pytest.fixture
def hostile(cast: Cast) -> User:
    """The administrator of an agency that nobody has an agreement with, and that asks nothing at sign-in."""
    Agency.objects.filter(pk=cast.strangers.pk).update(kind=AgencyKind.FIRE.value)
    return make_member(cast.strangers, role=MemberRole.ADMINISTRATOR).user


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def invite_by_page(cast: Cast, actor: User, **more: str) -> tuple[int, str]:
    sent = {"step": "invite", "by": "letter", **DISPATCHER, **more}
    answer = browser(actor).post(f"/administration/agencies/{cast.strangers.pk}/invite", sent)
    return answer.status_code, answer.content.decode()


def invite_by_api(cast: Cast, actor: User, **more: object) -> tuple[int, dict[str, str]]:
    answer = browser(actor).post(
        f"/api/v1/agencies/{cast.strangers.pk}/people", {**DISPATCHER, **more}, content_type="application/json"
    )
    return answer.status_code, answer.json()


def offered(cast: Cast, actor: User) -> UUID:
    status, made = invite_by_api(cast, actor, may_offer=True)
    assert (status, made["member_id"], made["username"], made["code"]) == (201, None, "", "")
    return UUID(made["offer_id"])


def agencies_of(user: User) -> set[UUID]:
    return {one.agency_id for one in active_memberships(user.pk, datetime.now(UTC))}


# --- an address that nobody proved ------------------------------------------------------------------------------------
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
    """The answer is the one for an address that nobody has: it does not tell who exists."""
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


def take_file(cast: Cast, actor: User) -> int:
    from django.core.files.uploadedfile import SimpleUploadedFile

    page, client = f"/administration/agencies/{cast.strangers.pk}/people-file", browser(actor)
    content = f"name,email,role\nDee Sample,{ADDRESS},dispatcher\n".encode()
    looked = client.post(page, {"step": "look", "file": SimpleUploadedFile("people.csv", content)}).content.decode()
    upload = re.findall(r'name="upload_id" value="([^"]+)"', looked)[0]
    return client.post(page, {"step": "take", "upload_id": upload}).status_code


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
        sent = {"step": "invite", "by": by, "name": by.title(), "email": f"{by}@example.org", "role": "staff"}
        answer = browser(cast.insider).post(page, sent)
        source = str(mail.outbox[0].body) if by == "mail" else answer.content.decode()
        code = re.findall(r"[0-9A-Z]{5}(?:-[0-9A-Z]{5}){4}", source)[0]
        Client().post("/accounts/welcome/", {"code": code, "password": PASSWORD, "again": PASSWORD})

    proved = set(User.objects.filter(email_proved_at__isnull=False).values_list("email", flat=True))
    assert User.objects.get(email="letter@example.org").has_usable_password()
    assert proved == {"mail@example.org"}


def test_a_code_that_an_administrator_saw_proves_nothing_though_an_older_one_was_mailed(
    cast: Cast, settings: Settings
) -> None:
    settings.HAS_MAIL = True
    sent = {"step": "invite", "by": "mail", "name": "Ann", "email": "ann@example.org", "role": "staff"}
    browser(cast.insider).post(f"/administration/agencies/{cast.school.pk}/invite", sent)
    ann = User.objects.get(email="ann@example.org")

    seen = browser(cast.insider).post(f"/api/v1/people/{ann.public_id}/invitations").json()["code"]
    Client().post("/accounts/welcome/", {"code": seen, "password": PASSWORD, "again": PASSWORD})

    ann.refresh_from_db()
    assert (ann.has_usable_password(), ann.email_proved_at) == (True, None)


def test_an_address_that_another_writes_is_not_proved_any_more(cast: Cast, proved: User) -> None:
    keeper = make_member(cast.dispatch, role=MemberRole.ADMINISTRATOR).user
    account = {"name": "Dee", "email": "other@example.org"}

    browser(keeper).put(f"/api/v1/people/{proved.public_id}", account, content_type="application/json")

    proved.refresh_from_db()
    assert (proved.email, proved.email_proved_at) == ("other@example.org", None)


# --- an account that another agency keeps -----------------------------------------------------------------------------
def test_the_api_says_who_keeps_the_account_before_anything_is_sent(cast: Cast, proved: User, hostile: User) -> None:
    status, said = invite_by_api(cast, hostile)

    assert (status, said["code"]) == (409, "kept_elsewhere")
    assert cast.dispatch.name in said["detail"]
    assert not MembershipOffer.objects.exists()


def test_the_page_says_who_keeps_the_account_and_offers_the_place_after_that(
    cast: Cast, proved: User, hostile: User, settings: Settings
) -> None:
    settings.HAS_MAIL = True
    status, asked = invite_by_page(cast, hostile)
    before = MembershipOffer.objects.count()
    sent, _ = invite_by_page(cast, hostile, may_offer="yes")
    wait_until_sent()

    offer = MembershipOffer.objects.get()
    assert (status, cast.dispatch.name in asked, before) == (200, True, 0)
    assert (sent, offer.user, offer.agency, offer.role) == (303, proved, cast.strangers, "dispatcher")
    assert mail.outbox[0].to == [ADDRESS]


def test_an_offer_that_is_not_taken_gives_its_agency_nothing(cast: Cast, proved: User, hostile: User) -> None:
    proved.set_password(PASSWORD)
    proved.save()
    theirs = browser(proved)
    offered(cast, hostile)
    stranger = browser(hostile)

    person = f"/people/{proved.public_id}"
    assert agencies_of(proved) == {cast.dispatch.pk}
    assert stranger.get(f"/administration{person}").status_code == 404
    assert stranger.get(f"/api/v1{person}").status_code == 404
    assert stranger.delete(f"/api/v1{person}/sessions").status_code == 404
    assert stranger.get("/api/v1/people?q=dispatcher").json()["total"] == 0
    listed = stranger.get(f"/api/v1/agencies/{cast.strangers.pk}/members").json()
    assert str(proved.public_id) not in {one["user_id"] for one in listed}
    assert theirs.get(MINE).status_code == 200


def test_an_accepted_place_gives_the_agency_its_membership_and_nothing_of_the_account(
    cast: Cast, proved: User, hostile: User
) -> None:
    theirs, stranger = browser(proved), browser(hostile)
    offer_id = offered(cast, hostile)
    shown = theirs.get(MINE).content.decode()

    taken = theirs.post(MINE, {"step": "accept", "offer_id": str(offer_id)})

    member = AgencyMember.objects.get(agency=cast.strangers, user=proved)
    person = stranger.get(f"/api/v1/people/{proved.public_id}").json()
    page = stranger.get(f"/administration/people/{proved.public_id}").content.decode()
    api = f"/api/v1/people/{proved.public_id}"
    assert cast.strangers.name in shown
    assert (taken.status_code, agencies_of(proved)) == (303, {cast.dispatch.pk, cast.strangers.pk})
    assert (person["sessions"], person["reach"], person["email"], person["keeps_account"]) == ([], None, "", False)
    assert ADDRESS not in page
    assert stranger.delete(f"{api}/sessions").status_code == 403
    assert (
        stranger.post(f"/administration/people/{proved.public_id}", {"step": "sign_out_everywhere"}).status_code == 422
    )
    assert theirs.get("/api/v1/me").status_code == 200
    for act in ("invitations", "deactivate"):
        body = {"reason": "Mine now."}
        assert stranger.post(f"{api}/{act}", body, content_type="application/json").status_code == 403
    assert stranger.get(f"/person-data/{proved.public_id}").status_code in (403, 404)
    assert str(member.pk) in page


def test_only_its_holder_decides_on_an_offer_and_only_once(cast: Cast, proved: User, hostile: User) -> None:
    offer_id = offered(cast, hostile)
    accept = f"/api/v1/me/offers/{offer_id}/accept"

    others = [browser(one).post(accept).status_code for one in (hostile, cast.stranger, cast.insider)]
    first, second = (browser(proved).post(accept).status_code for _ in range(2))

    assert (others, first, second) == ([404] * 3, 201, 404)
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipOffer.objects.create(
            agency=cast.police,
            user=proved,
            role="officer",
            offered_at=timezone.now(),
            decided_at=timezone.now(),
            decided_by=hostile,
            outcome=OfferOutcome.ACCEPTED.value,
        )


def test_what_is_declined_withdrawn_or_a_month_old_is_not_taken(cast: Cast, proved: User, hostile: User) -> None:
    mine = browser(proved)
    declined = offered(cast, hostile)
    assert mine.post(MINE, {"step": "decline", "offer_id": str(declined)}).status_code == 303
    withdrawn = offered(cast, hostile)
    listed = browser(hostile).get(f"/api/v1/agencies/{cast.strangers.pk}/offers").json()
    assert [one["offer_id"] for one in listed] == [str(withdrawn)]
    assert browser(cast.stranger).post(f"/api/v1/offers/{withdrawn}/withdraw").status_code == 404
    assert browser(hostile).post(f"/api/v1/offers/{withdrawn}/withdraw").status_code == 204
    old = offered(cast, hostile)
    MembershipOffer.objects.filter(pk=old).update(offered_at=timezone.now() - VALID_FOR - timedelta(minutes=1))

    answers = [mine.post(f"/api/v1/me/offers/{one}/accept").status_code for one in (declined, withdrawn, old)]

    assert answers == [404, 404, 404]
    assert agencies_of(proved) == {cast.dispatch.pk}
    kinds = AdministrativeAct.objects.filter(agency=cast.strangers, actor=proved).values_list("kind", flat=True)
    assert list(kinds) == ["request_withdrawn"]


def test_an_offer_that_is_made_again_takes_the_place_of_the_one_that_waits(
    cast: Cast, proved: User, hostile: User
) -> None:
    assert offered(cast, hostile) == offered(cast, hostile)


def test_who_joined_leaves_again_and_nobody_leaves_the_agency_that_keeps_their_account(
    cast: Cast, proved: User, hostile: User
) -> None:
    mine = browser(proved)
    joined = mine.post(f"/api/v1/me/offers/{offered(cast, hostile)}/accept").json()["member_id"]
    home = AgencyMember.objects.get(agency=cast.dispatch, user=proved).pk

    told = mine.get("/api/v1/me/memberships").json()
    left = mine.post(f"/api/v1/me/memberships/{joined}/leave").status_code
    stays = mine.post(f"/api/v1/me/memberships/{home}/leave")
    others = browser(hostile).post(f"/api/v1/me/memberships/{home}/leave").status_code

    assert [(one["agency"], one["keeps_account"]) for one in told["memberships"]] == [
        (cast.dispatch.name, True),
        (cast.strangers.name, False),
    ]
    assert (left, stays.status_code, stays.json()["code"], others) == (204, 409, "own_agency", 404)
    assert agencies_of(proved) == {cast.dispatch.pk}


# --- administrators ---------------------------------------------------------------------------------------------------
def test_who_has_an_account_elsewhere_is_made_no_administrator_at_once_or_later(
    cast: Cast, proved: User, hostile: User
) -> None:
    status, said = invite_by_api(cast, hostile, role="administrator", may_offer=True)
    browser(proved).post(f"/api/v1/me/offers/{offered(cast, hostile)}/accept")
    member = AgencyMember.objects.get(agency=cast.strangers, user=proved)

    assert (status, said["code"]) == (409, "administrator_kept_elsewhere")
    with pytest.raises(AdministratorKeptElsewhere):
        change_member(
            actor_id=hostile.pk,
            agency_id=cast.strangers.pk,
            member_id=member.pk,
            post=Post(MemberRole.ADMINISTRATOR),
            at=timezone.now(),
        )


def test_no_action_beside_the_pages_takes_in_whom_another_agency_keeps(cast: Cast, hostile: User) -> None:
    with pytest.raises(KeptElsewhere):
        add_member(
            actor_id=hostile.pk,
            agency_id=cast.strangers.pk,
            user_id=cast.dispatcher.pk,
            role=MemberRole.OFFICER,
            title="",
            callsign="",
            is_on_duty=True,
            at=timezone.now(),
        )


def test_a_file_offers_the_place_to_whom_another_agency_keeps(cast: Cast, proved: User, hostile: User) -> None:
    assert take_file(cast, hostile) == 200

    assert MembershipOffer.objects.get().user == proved
    assert agencies_of(proved) == {cast.dispatch.pk}
