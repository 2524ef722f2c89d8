"""What a party finds, at every address, of the versions that it is no party of: nothing. Nor does it change any."""

import json
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from coordination.records.audit.subjects import subjects_of
from mou.agreements.parties.changing import take_out_party
from mou.agreements.versions import amend_memorandum
from mou.models import AgencyMember, Version
from mou.vocabulary import MemberRole
from tests.factories.mou import NOW, make_member
from tests.stage.agreements.desk import S
from tests.stage.agreements.party_desk import PartyDesk, make_party_desk

pytestmark = pytest.mark.django_db
OF_API = ("", "/edits", "/findings", "/pdf", "/rehearsal", "/redline/1")
OF_PAGES = ("", "/parties", "/paper", "/rehearsal", "/word-file", "/history", "/redline/1")


@pytest.fixture
def renewed() -> PartyDesk:
    """Two parties signed the first version; fire comes in with the second, which is in review."""
    table = make_party_desk()
    Version.objects.update(expires_on=date(2999, 1, 1))
    desk = table.desk
    table.all_sign(desk.planner, desk.commander)
    dates = (date(2027, 1, 1), date(2999, 1, 1))
    desk.number = amend_memorandum(actor_id=desk.planner.user_id, memorandum_id=desk.memorandum_id, dates=dates, at=NOW)
    table.add_fire()
    desk.move(S.IN_REVIEW)
    return table


def found(who: AgencyMember, memorandum_id: UUID, number: int) -> dict[str, int]:
    client = Client()
    client.force_login(who.user)
    api, pages = (f"{root}/{memorandum_id}/versions/{number}" for root in ("/api/v1/memoranda", "/agreements"))
    addresses = [*(api + rest for rest in OF_API), *(pages + rest for rest in OF_PAGES)]
    return {one: client.get(one).status_code for one in addresses}


def listed(who: AgencyMember, memorandum_id: UUID) -> list[int]:
    client = Client()
    client.force_login(who.user)
    answer = client.get(f"/api/v1/memoranda/{memorandum_id}")
    return [one["number"] for one in answer.json()["versions"]] if answer.status_code == 200 else []


def test_a_party_that_came_later_finds_nothing_of_the_versions_before(renewed: PartyDesk) -> None:
    lead = renewed.desk.memorandum_id

    # Incidents are rehearsed by who keeps the agreement: the others are refused, whichever version they name.
    of_first = found(renewed.chief, lead, 1)
    assert {one for one, status in of_first.items() if status != 404} == {
        f"/api/v1/memoranda/{lead}/versions/1/rehearsal"
    }
    assert 403 in of_first.values()
    of_second = found(renewed.chief, lead, 2)
    assert {one: status for one, status in of_second.items() if status >= 500} == {}
    assert {status for one, status in of_second.items() if one.endswith("/redline/1")} == {404}
    assert of_second[f"/api/v1/memoranda/{lead}/versions/2"] == 200
    assert (listed(renewed.chief, lead), listed(renewed.desk.commander, lead)) == ([2], [2, 1])


def test_a_party_that_was_taken_out_and_a_stranger_find_nothing(renewed: PartyDesk) -> None:
    lead, annex = renewed.desk.memorandum_id, renewed.annexes[renewed.fire.pk]
    stranger = make_member(renewed.neighbor, role=MemberRole.ADMINISTRATOR)
    take_out_party(place=renewed.place(), agency_id=renewed.fire.pk)

    for who in (renewed.chief, stranger):
        for one in (lead, annex):
            assert set(found(who, one, 2).values()) | set(found(who, one, 1).values()) == {404}
    # Its own words stay with who keeps the agreement, and no address of theirs fails.
    assert [one for one, status in found(renewed.desk.planner, annex, 2).items() if status >= 500] == []


def test_what_a_party_may_not_do_it_may_not_do_by_its_annex(renewed: PartyDesk) -> None:
    annex, client = renewed.annexes[renewed.fire.pk], Client()
    administrator = make_member(renewed.fire, role=MemberRole.ADMINISTRATOR)
    client.force_login(administrator.user)
    root = f"/api/v1/memoranda/{annex}"
    clause = {"topic": "technology", "heading": "Mine", "body_html": "<p>All.</p>", "terms": []}
    fire, police = str(renewed.fire.pk), str(renewed.desk.police.pk)
    frame = {
        "title": "Mine",
        "covers_all_sites": True,
        "site_ids": [],
        "effective_on": "2027-01-01",
        "expires_on": "2999-01-01",
    }
    asked: dict[str, object] = {
        "/terminate": {"reason": "Mine"},
        "/versions": {"dates": None},
        "/versions/2/clauses": clause,
        "/versions/2/steps": {"to": "approved"},
        "/versions/2/parties": {"agency_id": fire, "role": "fire"},
        "/versions/2/parties/roles": {"agency_id": fire, "role": "ems"},
        "/versions/2/parties/removals": {"agency_id": police},
        "/versions/2/parties/returns": {"agency_id": fire},
        "/leavings": {"agency_id": police, "last_day": "2027-06-01", "reason": "Mine"},
    }
    before = list(Version.objects.order_by("pk").values())

    refused = {
        path: client.post(root + path, json.dumps(body), content_type="application/json").status_code
        for path, body in asked.items()
    }
    # If-Match names the edit that was read.
    headers = {"If-Match": '"1"'}
    put = client.put(f"{root}/versions/2", json.dumps(frame), content_type="application/json", headers=headers)
    refused["frame"] = put.status_code

    assert {path: status for path, status in refused.items() if status not in (403, 404, 409)} == {}
    assert list(Version.objects.order_by("pk").values()) == before


def read_in_the_audit(table: PartyDesk, memorandum_id: UUID, *, at: datetime = NOW) -> set[UUID]:
    """Return the agencies that read of an act of the district's planner on an agreement or annex."""
    (subject,) = subjects_of([(table.desk.planner.user_id, {"memorandum_id": str(memorandum_id)})], at)
    return subject.of_object


def test_the_audit_tells_of_an_agreement_to_its_parties_alone_and_of_a_draft_to_its_district() -> None:
    table = make_party_desk()
    district, police, fire = table.desk.district.pk, table.desk.police.pk, table.fire.pk
    lead, annex = table.desk.memorandum_id, table.add_fire()
    table.add_neighbor()
    returned = table.return_from_neighbor()

    assert [read_in_the_audit(table, one) for one in (lead, annex, returned)] == [{district}] * 3
    table.desk.move(S.IN_REVIEW)
    assert read_in_the_audit(table, lead) == {district, police}
    assert read_in_the_audit(table, annex) == {district, fire}
    assert read_in_the_audit(table, returned) == {district, table.neighbor.pk}

    take_out_party(place=table.place(), agency_id=table.neighbor.pk)
    assert read_in_the_audit(table, returned) == {district}
    table.all_sign(*table.people())
    table.leave(table.desk.commander)
    assert read_in_the_audit(table, lead) == {district, police}
    assert read_in_the_audit(table, lead, at=NOW + timedelta(days=11)) == {district}
