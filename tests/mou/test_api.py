"""The agreements' routes, mounted on an API of their own with a stand-in for signing in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.testing import TestClient

from mou.api.routes import router
from mou.errors import MouError
from mou.models import Agency, Suspension
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.mou import NOW, make_agency, make_member, make_memorandum

pytestmark = pytest.mark.django_db
REASON = {"reason": "Both sides want new words."}


@dataclass(frozen=True)
class SignedIn:
    user_id: int
    at: datetime


def by_header(request: HttpRequest) -> SignedIn:
    return SignedIn(int(request.headers["X-Person"]), NOW)


@pytest.fixture(scope="module")
def client() -> TestClient:
    api = NinjaAPI(auth=by_header, urls_namespace="test-mou")

    @api.exception_handler(MouError)
    def refuse(request: HttpRequest, error: MouError) -> Any:
        return api.create_response(request, {"code": error.code}, status=error.status)

    api.add_router("", router)
    return TestClient(api)


def person(agency: Agency, role: MemberRole) -> dict[str, str]:
    return {"X-Person": str(make_member(agency, role=role).user_id)}


def test_a_partners_commander_reads_the_agreement_and_its_officer_does_not(client: TestClient) -> None:
    district, police = make_agency(AgencyKind.DISTRICT), make_agency()
    row = make_memorandum(district, police)
    commander, officer = person(police, MemberRole.COMMANDER), person(police, MemberRole.OFFICER)

    seen = client.get(f"/memoranda/{row.id}", headers=commander)

    assert seen.status_code == 200
    assert seen.json()["is_in_force"] is True
    assert [term["is_granted"] for term in seen.json()["terms"]] == [True, True, True]
    assert [one["id"] for one in client.get("/memoranda", headers=commander).json()] == [str(row.id)]
    assert client.get(f"/memoranda/{row.id}", headers=officer).json() == {"code": "memorandum_not_found"}
    assert client.get("/memoranda", headers=officer).json() == []


def test_the_district_terminates_and_the_partner_may_not(client: TestClient) -> None:
    district, police = make_agency(AgencyKind.DISTRICT), make_agency()
    row = make_memorandum(district, police)
    planner, commander = person(district, MemberRole.PLANNER), person(police, MemberRole.COMMANDER)

    refused = client.post(f"/memoranda/{row.id}/terminate", json=REASON, headers=commander)
    done = client.post(f"/memoranda/{row.id}/terminate", json=REASON, headers=planner)

    assert (refused.status_code, done.status_code) == (403, 204)
    assert client.get(f"/memoranda/{row.id}", headers=planner).json()["is_in_force"] is False


def test_people_see_their_own_agency_and_strangers_find_nothing(client: TestClient) -> None:
    police, fire = make_agency(), make_agency(AgencyKind.FIRE)
    officer, firefighter = person(police, MemberRole.OFFICER), person(fire, MemberRole.OFFICER)

    colleagues = client.get(f"/agencies/{police.id}/members", headers=officer)

    assert [one["id"] for one in client.get("/agencies", headers=officer).json()] == [str(police.id)]
    assert [one["role"] for one in colleagues.json()] == ["officer"]
    assert client.get(f"/agencies/{police.id}/members", headers=firefighter).status_code == 404


def test_an_administrator_ends_a_membership_and_the_person_is_a_stranger_at_once(client: TestClient) -> None:
    police = make_agency()
    administrator = person(police, MemberRole.ADMINISTRATOR)
    member = make_member(police)
    path = f"/agencies/{police.id}/members/{member.id}/end"

    why = {"reason": "Moved away."}
    by_themselves = client.post(path, json=why, headers={"X-Person": str(member.user_id)})
    done = client.post(path, json=why, headers=administrator)

    assert (by_themselves.status_code, done.status_code) == (403, 204)
    assert client.get("/agencies", headers={"X-Person": str(member.user_id)}).json() == []


def test_a_suspended_member_is_shown_to_who_manages_the_agency_and_to_nobody_else(client: TestClient) -> None:
    police = make_agency()
    administrator, officer = person(police, MemberRole.ADMINISTRATOR), person(police, MemberRole.OFFICER)
    member = make_member(police, role=MemberRole.SUPERVISOR)
    Suspension.objects.create(member=member, reason="Inquiry", begun_at=NOW)

    def shown_to(headers: dict[str, str]) -> dict[str, bool]:
        rows = client.get(f"/agencies/{police.id}/members", headers=headers).json()
        return {one["role"]: one["is_suspended"] for one in rows}

    assert shown_to(administrator) == {"administrator": False, "officer": False, "supervisor": True}
    assert shown_to(officer) == {"administrator": False, "officer": False}


def test_an_answer_names_people_by_their_public_id_only(client: TestClient) -> None:
    police = make_agency()
    member = make_member(police)

    [shown] = client.get(f"/agencies/{police.id}/members", headers={"X-Person": str(member.user_id)}).json()

    assert shown["user_id"] == str(member.user.public_id)
    assert shown["name"] == member.user.shown_name()


@pytest.mark.parametrize("path", ["/memoranda/not-a-uuid", "/memoranda/1", "/agencies/0/members"])
def test_an_id_that_is_none_is_no_route(client: TestClient, path: str) -> None:
    """The path converter refuses it before any code of ours sees it."""
    with pytest.raises(Exception, match="Cannot resolve"):
        client.get(path, headers=person(make_agency(), MemberRole.OFFICER))
