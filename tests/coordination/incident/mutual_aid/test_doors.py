"""Mutual aid at every door: the page that takes the code, the interface, and what a guest's session does not open."""

import json
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone

from coordination.api.mounted import api
from coordination.incident.mutual_aid.watch import end_what_has_run_out
from coordination.sign_in.sessions.guests import GUEST
from coordination.web.qr import qr_svg
from mou.models import AgencyMember, MutualAid
from mou.vocabulary import MemberRole
from tests.factories.mapping import make_plan, make_site
from tests.factories.mou import make_agency, make_member, make_memorandum, make_user
from tests.stage.incident.mutual_aid import AidStage, make_aid_stage
from tests.stage.incident.panic import run
from tests.stage.served import session_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> AidStage:
    stage = make_aid_stage(at=timezone.now())
    make_plan(stage.cast.site)
    return stage


def fresh_code(stage: AidStage) -> str:
    return stage.code(stage.invite(at=timezone.now()), at=timezone.now())


def come(client: Client, code: str, **more: str) -> int:
    return client.post("/aid", {"act": "enter", "code": code}, **more).status_code  # type: ignore[arg-type]  # META of the request


@pytest.fixture
def guest(stage: AidStage) -> Client:
    client = Client()
    assert come(client, fresh_code(stage)) == 302
    return client


# --- the page ---------------------------------------------------------------------------------------------------------
def test_a_guest_comes_in_by_the_page_and_sees_the_incident_and_its_plan(stage: AidStage) -> None:
    client = Client()

    answer = client.post("/aid", {"act": "enter", "code": fresh_code(stage)}, follow=True)

    assert answer.redirect_chain == [(f"/incidents/{stage.room.incident_id}", 302)]
    assert answer.status_code == 200
    assert stage.room.incident.title in answer.content.decode()
    levels = client.get(f"/api/v1/rooms/{stage.room.pk}/levels").json()
    plan_id = next(one["floorplan_id"] for one in levels if one["floorplan_id"])
    assert client.get(f"/api/v1/floorplans/{plan_id}/plan").status_code == 200


def test_somebody_with_an_account_comes_in_as_themselves(stage: AidStage) -> None:
    client = Client()
    client.force_login(stage.cast.stranger)

    assert come(client, fresh_code(stage)) == 302

    assert client.get(f"/incidents/{stage.room.incident_id}").status_code == 200
    assert GUEST not in client.session
    assert client.get(f"/sites/{stage.cast.site.pk}").status_code == 404


@pytest.mark.parametrize("code", ["", "000", "abcdef", "'; --", "9" * 400, "\N{FULLWIDTH DIGIT ONE}23456"])
def test_whatever_is_typed_the_page_refuses_it_in_the_same_words(stage: AidStage, code: str) -> None:
    fresh_code(stage)
    client = Client()

    answer = client.post("/aid", {"act": "enter", "code": code})

    assert answer.status_code == 403
    assert "not valid, or not any more" in answer.content.decode()
    assert "sessionid" not in client.cookies


def test_the_page_takes_no_code_from_another_site_and_shows_none(stage: AidStage) -> None:
    code = fresh_code(stage)
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/aid", {"act": "enter", "code": code}).status_code == 403
    assert f'value="{code}"' not in Client().get(f"/aid?code={code}").content.decode()


def test_after_five_wrong_codes_the_page_asks_to_wait(stage: AidStage) -> None:
    right = fresh_code(stage)
    client = Client()
    for _ in range(5):
        come(client, "nothing")

    answer = client.post("/aid", {"act": "enter", "code": right})

    assert answer.status_code == 429
    assert answer["Retry-After"] == "300"
    assert come(Client(), right, REMOTE_ADDR="198.51.100.4") == 302


def test_the_same_code_lets_one_browser_in(stage: AidStage) -> None:
    code = fresh_code(stage)

    assert [come(Client(), code), come(Client(), code)] == [302, 403]


# --- the interface ----------------------------------------------------------------------------------------------------
def test_an_app_comes_in_with_a_session_and_only_so(stage: AidStage) -> None:
    code = json.dumps({"code": fresh_code(stage)})
    address = "/api/v1/mutual-aid/entries"

    assert Client().post(address, code, content_type="application/json").status_code == 401
    token = {"X-Session-Token": session_of(stage.cast.stranger)}
    answer = Client().post(address, code, content_type="application/json", headers=token)

    assert answer.status_code == 200
    assert answer.json()["room_id"] == str(stage.room.pk)
    another = json.dumps({"code": fresh_code(stage)})
    again = Client().post(address, another, content_type="application/json", headers=token)
    assert (again.status_code, again.json()["code"]) == (409, "aid_not_needed")


def test_the_code_comes_with_a_picture_whose_address_holds_it_in_the_fragment(stage: AidStage) -> None:
    aid_id = stage.invite(at=timezone.now())
    client = Client()
    client.force_login(stage.cast.insider)

    answer = client.post(f"/api/v1/rooms/{stage.room.pk}/mutual-aid/{aid_id}/code")

    made = answer.json()
    assert answer["Cache-Control"] == "no-store"
    assert made["address"] == "http://testserver/aid"
    assert made["qr_svg"] == qr_svg(f"{made['address']}#{made['code']}")
    assert len(made["code"]) == 10
    assert come(Client(), made["code"]) == 302


# --- a guest's session opens nothing else -----------------------------------------------------------------------------
def api_addresses(stage: AidStage) -> Iterator[tuple[str, str]]:
    """Yield every route, with the ids of things that are there for others."""
    ids = {
        "site_id": stage.cast.site.pk,
        "district_id": stage.cast.district.pk,
        "agency_id": stage.cast.school.pk,
        "memorandum_id": stage.cast.agreement.pk,
        "incident_id": stage.room.incident_id,
        "room_id": stage.cast.site.pk,  # no room of theirs
        "number": 1,
    }
    for _, router in api._routers:
        for path, view in router.path_operations.items():
            address = path
            for part in path.split("{")[1:]:
                name = part.partition("}")[0]
                address = address.replace(f"{{{name}}}", str(ids.get(name.rpartition(":")[2], stage.cast.site.pk)))
            for operation in view.operations:
                for method in operation.methods:
                    yield method, f"/api/v1{address}"


# The map of the country has nothing of a site.
OPEN_TO_GUESTS = {"/api/v1/me", "/api/v1/ws-tickets", "/api/v1/basemap"}
# The same words for everyone, also before a sign-in.
OPEN_TO_ALL = {"/api/v1/safety-words"}
# Answered by a signature and not by a session.
SIGNED = ("/api/v1/panic-intake/", "/api/v1/social-alert-intake/", "/api/v1/text-answers", "/api/v1/family-feed")


def test_no_route_but_those_of_the_room_answers_a_guest(stage: AidStage, guest: Client) -> None:
    asked = {
        (method, address): guest.generic(method, address, b"{}", content_type="application/json").status_code
        for method, address in api_addresses(stage)
        if address not in OPEN_TO_GUESTS | OPEN_TO_ALL and not address.startswith(SIGNED)
    }

    # A plan's picture asks for the plan; nothing has that id.
    assert set(asked.values()) == {404}, {one: status for one, status in asked.items() if status != 404}
    assert len(asked) > 120


def test_the_session_as_a_token_opens_no_more(stage: AidStage, guest: Client) -> None:
    token = {"X-Session-Token": guest.cookies["sessionid"].value}
    for address in ("/api/v1/incidents", f"/api/v1/sites/{stage.cast.site.pk}", "/api/v1/devices"):
        assert Client().get(address, headers=token).status_code in (404, 405)
    for address in ("account/authenticators", "account/authenticators/totp", "account/password/change"):
        answer = Client().get(f"/_allauth/app/v1/{address}", headers=token)
        assert answer.status_code in (404, 405), address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "aid",
        "panic",
        "agreements",
        "account/alerts",
        "accounts/factors/",
        "accounts/factors/app/",
        "accounts/password/change/",
        "accounts/reauthenticate/",
        "administration",
        "kept",
        "emergency-access",
        "sites/{site}",
        "sites/{site}/print",
        "sites/{site}/reunification",
        "incidents/{incident}/my-room",
        "incidents/{incident}/brief",
        "incidents/{site}",
        "incidents/{site}/replay",
        "agreements/{agreement}",
        "districts/{district}/disclosures",
        "nothing/is/here",
    ],
)
def test_every_other_page_leads_a_guest_back(stage: AidStage, guest: Client, address: str) -> None:
    filled = address.format(
        site=stage.cast.site.pk,
        incident=stage.room.incident_id,
        agreement=stage.cast.agreement.pk,
        district=stage.cast.district.pk,
    )

    answer = guest.get(f"/{filled}")

    assert (answer.status_code, answer.headers.get("Location")) == (302, f"/incidents/{stage.room.incident_id}")


def test_a_guest_replays_the_incident_they_are_in_until_their_aid_ends(stage: AidStage, guest: Client) -> None:
    address = f"/incidents/{stage.room.incident_id}/replay"
    during = guest.get(address)

    stage.end(MutualAid.objects.get().pk, at=timezone.now())

    assert (during.status_code, "This is the past." in during.content.decode()) == (200, True)
    assert guest.get(address).headers.get("Location") == "/aid"


def test_a_guest_opens_the_page_that_says_why_they_are_here(stage: AidStage, guest: Client) -> None:
    page = guest.get(f"/incidents/{stage.room.incident_id}").content.decode()
    address = f"/why?site={stage.cast.site.pk}&action=enter_room"
    assert address.replace("&", "&amp;") in page

    said = guest.get(address).content.decode()
    roster = guest.get(address.replace("enter_room", "see_roster")).content.decode()

    assert "verdict-yes" in said
    assert "Principal, Lincoln High" in said
    assert "Lincoln High School" in said
    assert "verdict-no" in roster
    # No way to pages that would lead a guest back here.
    assert "nav-places" not in said


def test_a_guest_learns_of_no_other_site_or_person_and_a_stranger_not_of_theirs(stage: AidStage, guest: Client) -> None:
    other = make_site(stage.cast.district, name="Annex Elementary School")
    person = stage.cast.teacher.public_id
    stranger = Client()
    stranger.force_login(stage.cast.stranger)

    for client, address in (
        (guest, f"/why?site={other.pk}&action=enter_room"),
        (guest, f"/why?site={stage.cast.site.pk}&action=enter_room&person={person}"),
        (stranger, f"/why?site={stage.cast.site.pk}&action=enter_room"),
    ):
        said = client.get(address).content.decode()
        assert "verdict" not in said, address
        assert "Annex" not in said
        assert 'role="alert"' in said


def test_a_guest_has_nothing_pushed_to_them(stage: AidStage, guest: Client) -> None:
    body = json.dumps({"kind": "console", "value": "x" * 20, "platform": "test", "locale": "en"})

    assert guest.post("/api/v1/devices", body, content_type="application/json").status_code == 404


@pytest.mark.parametrize("how", ["command", "closing", "clock"])
def test_when_it_ends_the_browser_is_signed_out(stage: AidStage, guest: Client, how: str) -> None:
    aid = MutualAid.objects.get()
    page, room = f"/incidents/{stage.room.incident_id}", f"/api/v1/rooms/{stage.room.pk}/state"
    assert (guest.get(page).status_code, guest.get(room).status_code) == (200, 200)
    at = timezone.now()
    if how == "clock":
        MutualAid.objects.update(ends_at=at)
        assert (guest.get(page).status_code, guest.get(room).status_code) == (404, 404)
        end_what_has_run_out(at)
    elif how == "command":
        stage.end(aid.pk, at=at)
    else:
        run(stage.cast.insider, stage.room.pk, "close_incident", at=at, reason="Over")

    assert guest.get(room).status_code == 401
    # And then they are no one: the page for digits opens, and does not send them back.
    assert guest.get(page)["Location"] == "/aid"
    assert guest.get("/aid").status_code == 200


# --- others are not led astray ----------------------------------------------------------------------------------------
def test_a_guests_agency_is_nobodys_to_sign_with_keep_or_see(stage: AidStage, guest: Client) -> None:
    member = AgencyMember.objects.get(agency__guest_of_incident_id__isnull=False)
    keeper = make_member(stage.cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user
    client = Client()
    client.force_login(keeper)

    assert "Valley Fire" not in client.get("/agreements/new").content.decode()
    assert client.get(f"/agencies/{member.agency_id}").status_code == 404


def test_why_says_who_let_them_in_and_until_when(stage: AidStage) -> None:
    client = Client()
    client.force_login(stage.cast.stranger)
    address = f"/why?site={stage.cast.site.pk}&action=enter_room"
    assert "The commander let them" not in client.get(address).content.decode()
    come(client, fresh_code(stage))

    said = client.get(address).content.decode()
    api_said = client.get(f"/api/v1/sites/{stage.cast.site.pk}/explanation?action=enter_room")

    assert "The commander let them into an incident here by mutual aid. No agreement says so." in said
    assert "Principal, Lincoln High" in said
    assert stage.room.incident.title in said
    for other in ("see_site", "see_roster", "watch_cameras"):
        assert "The commander let them" not in client.get(address.replace("enter_room", other)).content.decode()
    assert api_said.status_code in (200, 404)


def test_an_agreement_elsewhere_keeps_what_it_gives_there(stage: AidStage) -> None:
    other = make_agency(name="Other")
    make_memorandum(stage.cast.district, other, expires_on=stage.cast.agreement.current_version.expires_on)  # type: ignore[union-attr]
    officer = make_member(other).user
    client = Client()
    client.force_login(officer)

    assert come(client, fresh_code(stage)) == 409
    assert client.get(f"/sites/{stage.cast.site.pk}").status_code == 200
