"""Whom another agency keeps is offered a place: it counts once its holder takes it, and opens no account."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from coordination.models import User
from coordination.sign_in.mail import wait_until_sent
from mou.agencies.memberships.members import Post, change_member
from mou.agencies.memberships.offers import AGAIN_AFTER, VALID_FOR
from mou.agencies.memberships.taking_in import add_member
from mou.errors import AdministratorKeptElsewhere, KeptElsewhere
from mou.models import AdministrativeAct, Agency, AgencyMember, MembershipOffer
from mou.vocabulary import AgencyKind, MemberRole, OfferOutcome
from tests.factories.cast import Cast
from tests.factories.mou import make_member
from tests.stage.sign_in.kept_elsewhere import (
    ADDRESS,
    MINE,
    PASSWORD,
    agencies_of,
    browser,
    invite_by_api,
    invite_by_page,
    offered,
    take_file,
)

pytestmark = pytest.mark.django_db


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

    taken = theirs.post(MINE, {"act": "accept", "offer_id": str(offer_id)})

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
        stranger.post(f"/administration/people/{proved.public_id}", {"act": "sign_out_everywhere"}).status_code == 422
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


def test_who_declined_is_left_alone_for_a_month_at_every_door_and_the_page_says_so(
    cast: Cast, proved: User, hostile: User
) -> None:
    mine = browser(proved)
    mine.post(MINE, {"act": "decline", "offer_id": str(offered(cast, hostile))})

    by_api = invite_by_api(cast, hostile, may_offer=True)
    by_page = invite_by_page(cast, hostile, may_offer="yes")
    take_file(cast, hostile)
    page = mine.get(MINE).content.decode()
    listed = mine.get("/api/v1/me/memberships").json()["declined"]
    MembershipOffer.objects.update(decided_at=timezone.now() - AGAIN_AFTER)

    assert (by_api[0], by_api[1]["code"], by_page[0]) == (409, "offer_declined", 422)
    assert not MembershipOffer.objects.filter(decided_at__isnull=True).exists()
    assert "may offer you a place again" in page
    assert [one["agency"] for one in listed] == [cast.strangers.name]
    assert invite_by_api(cast, hostile, may_offer=True)[0] == 201


def test_an_offer_made_anew_runs_out_when_it_would_and_tells_nobody_again(
    cast: Cast, proved: User, hostile: User, settings: Settings
) -> None:
    settings.HAS_MAIL = True
    offer_id = offered(cast, hostile)
    begun = timezone.now() - timedelta(days=29)
    MembershipOffer.objects.filter(pk=offer_id).update(offered_at=begun)

    again = offered(cast, hostile)
    browser(hostile).post(f"/api/v1/offers/{again}/withdraw")
    offered(cast, hostile)
    wait_until_sent()

    assert (again, MembershipOffer.objects.get(pk=offer_id).offered_at) == (offer_id, begun)
    assert len(mail.outbox) == 1


def test_what_is_declined_withdrawn_or_a_month_old_is_not_taken(cast: Cast, proved: User, hostile: User) -> None:
    mine = browser(proved)
    declined = offered(cast, hostile)
    assert mine.post(MINE, {"act": "decline", "offer_id": str(declined)}).status_code == 303
    MembershipOffer.objects.filter(pk=declined).update(decided_at=timezone.now() - AGAIN_AFTER)
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


def test_the_first_page_costs_no_query_more_for_who_is_offered_a_place(cast: Cast, proved: User, hostile: User) -> None:
    """What waits is noted in the session when it begins."""
    proved.set_password(PASSWORD)
    proved.save()

    def first_page() -> tuple[int, str]:
        client = Client()
        client.post("/accounts/login/", {"login": proved.username, "password": PASSWORD})
        client.get("/")
        with CaptureQueriesContext(connection) as asked:
            page = client.get("/").content.decode()
        return len(asked), page

    Agency.objects.filter(pk=cast.dispatch.pk).update(kind=AgencyKind.FIRE.value)
    before, silent = first_page()
    offered(cast, hostile)
    after, page = first_page()

    assert (MINE in silent, MINE in page) == (False, True)
    assert before == after


def test_one_leaves_by_the_page_and_neither_one_s_own_agency_nor_for_another(cast: Cast) -> None:
    other = make_member(cast.strangers, user=cast.officer)
    User.objects.filter(pk=cast.officer.pk).update(home_agency=cast.police)
    mine, form = browser(cast.officer), {"act": "leave", "member_id": str(other.pk)}

    by_another = browser(cast.teacher).post(MINE, form)
    own = mine.post(MINE, {**form, "member_id": str(cast.officer_member.pk)})
    done = mine.post(MINE, form)
    again = mine.post(MINE, form)

    assert [one.status_code for one in (by_another, own, done, again)] == [404, 422, 303, 404]
    cast.officer_member.refresh_from_db()
    other.refresh_from_db()
    assert (cast.officer_member.ended_at, other.ended_at is None) == (None, False)
