"""An agreement of several parties over HTTP, on its pages and on paper: each acts for itself, and all sign."""

import json
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from coordination.agreements import telling
from mou.access.fetch import standing_at
from mou.agreements.reminders import due_reminders
from mou.agreements.waiting import list_waiting_agreements
from mou.foundation.waiting import WaitingKind
from mou.models import Agency, AgencyMember, PartyLeaving, SignedPaper, Version
from mou.papers.canonical import FORM_OF_SEVERAL, canonical_bytes, document_from
from mou.papers.documents import document_of
from mou.papers.sealing.drawing import html_of
from mou.party_roles import PartyRole
from mou.vocabulary import AgencyKind, MemberRole, TermKind
from tests.factories.mou import NOW, make_agency, make_member
from tests.stage.agreements.desk import SITE, S
from tests.stage.agreements.paper_desk import picture_of
from tests.stage.agreements.party_desk import FLOORS, PartyDesk, make_party_desk

pytestmark = pytest.mark.django_db
K = TermKind


@pytest.fixture
def table() -> PartyDesk:
    """Two parties, whose version lasts whenever these tests run."""
    found = make_party_desk()
    Version.objects.update(expires_on=date(2999, 1, 1))
    return found


def signed_in(member: AgencyMember) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def own(table: PartyDesk, rest: str = "") -> str:
    return f"/memoranda/{table.desk.memorandum_id}/versions/1{rest}"


def post(member: AgencyMember, path: str, body: object) -> tuple[int, dict[str, object]]:
    answer = signed_in(member).post(f"/api/v1{path}", json.dumps(body), content_type="application/json")
    return answer.status_code, json.loads(answer.content or b"{}")


def get(member: AgencyMember, path: str) -> tuple[int, dict[str, object]]:
    answer = signed_in(member).get(f"/api/v1{path}")
    return answer.status_code, json.loads(answer.content or b"{}")


def fire_comes_in(table: PartyDesk) -> UUID:
    """Add fire over HTTP and say what is opened to it."""
    asked = {"agency_id": str(table.fire.pk), "role": "fire", "is_from_template": False}
    status, made = post(table.desk.planner, own(table, "/parties"), asked)
    assert status == 201
    terms = [{"kind": FLOORS.kind, "scope": "", "value": FLOORS.value, "condition": FLOORS.condition}]
    clause = {"topic": "technology", "heading": "Plans", "body_html": "<p>Plans.</p>", "terms": terms}
    assert post(table.desk.planner, f"/memoranda/{made['id']}/versions/1/clauses", clause)[0] == 201
    return UUID(str(made["id"]))


def opened_now(who: AgencyMember, district: Agency) -> set[TermKind]:
    found = standing_at(user_id=who.user_id, district_id=district.pk, school_id=None, site_id=SITE, at=timezone.now())
    return set().union(*(one.grants for one in found))


def test_three_parties_from_the_draft_to_the_leaving_of_one(table: PartyDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, chief, stranger = table.desk, table.chief, make_member(table.neighbor, role=MemberRole.ADMINISTRATOR)
    annex = fire_comes_in(table)
    of_fire = f"/memoranda/{annex}/versions/1"
    assert [get(one, path)[0] for one in (desk.commander, chief, stranger) for path in (own(table), of_fire)] == [
        404
    ] * 6

    desk.move(S.IN_REVIEW)
    assert [get(one, path)[0] for one in (desk.commander, chief) for path in (own(table), of_fire)] == [200] * 4
    assert [get(stranger, path)[0] for path in (own(table), of_fire)] == [404] * 2
    assert [one["id"] for one in signed_in(chief).get("/api/v1/memoranda").json()] == [str(desk.memorandum_id)]

    desk.name(desk.planner)
    desk.name(desk.commander)
    desk.name(chief)
    desk.move(S.APPROVED)
    desk.move(S.OUT_FOR_SIGNATURE)
    (line,) = [one for one in list_waiting_agreements(chief.user_id, NOW) if one.kind is WaitingKind.SIGN_AGREEMENT]
    assert line.link == f"/agreements/{desk.memorandum_id}/versions/1"
    for one in (desk.planner, desk.commander, chief):
        assert opened_now(chief, desk.district) == set()
        seen = desk.see(one)
        mine = next(each.id for each in seen.signatories if each.is_mine)
        signature = {"signatory_id": str(mine), "sha256": seen.line.canonical_sha256, "signed_name": "Signed"}
        assert post(one, f"{of_fire}/signatures", signature)[0] == 404
        assert post(one, own(table, "/signatures"), signature)[0] == 201
    assert (opened_now(desk.commander, desk.district), opened_now(chief, desk.district)) == (
        {K.ROOM_ACCESS},
        {K.FLOORPLAN_ACCESS},
    )
    assert not list(list_waiting_agreements(chief.user_id, NOW))

    told: list[object] = []
    monkeypatch.setattr(telling, "enqueue_notifications", lambda **what: told.append(what["user_ids"]))
    leaving = {
        "agency_id": str(table.fire.pk),
        "last_day": (timezone.now() + timedelta(days=40)).date().isoformat(),
        "reason": "We merge.",
    }
    path = f"/memoranda/{desk.memorandum_id}/leavings"
    for one, status in ((stranger, 404), (desk.commander, 403), (desk.planner, 403), (chief, 204), (chief, 409)):
        assert post(one, path, leaving)[0] == status
    assert told == [sorted([desk.planner.user_id, desk.commander.user_id])]
    assert PartyLeaving.objects.get().reason == "We merge."
    assert opened_now(chief, desk.district) == {K.FLOORPLAN_ACCESS}
    later = timezone.now() + timedelta(days=45)
    still = [
        bool(standing_at(user_id=one.user_id, district_id=desk.district.pk, school_id=None, site_id=SITE, at=later))
        for one in (desk.commander, chief)
    ]
    assert still == [True, False]


def test_no_party_and_no_stranger_changes_who_the_parties_are(table: PartyDesk) -> None:
    fire_comes_in(table)
    table.desk.move(S.IN_REVIEW)
    stranger = make_member(make_agency(AgencyKind.DISTRICT), role=MemberRole.ADMINISTRATOR)
    other, fire = str(make_agency(AgencyKind.EMS).pk), str(table.fire.pk)
    acts = (
        ("/parties", {"agency_id": other, "role": "ems", "is_from_template": True}),
        ("/parties/roles", {"agency_id": fire, "role": "ems"}),
        ("/parties/removals", {"agency_id": fire}),
        ("/parties/returns", {"agency_id": fire}),
    )
    for rest, body in acts:
        assert [post(who, own(table, rest), body)[0] for who in (table.chief, table.desk.commander)] == [403, 403]
        assert post(stranger, own(table, rest), body)[0] == 404
    assert len(table.desk.see().parties) == 3


def test_the_page_of_the_parties_says_what_is_opened_to_each(table: PartyDesk) -> None:
    page = f"/agreements/{table.desk.memorandum_id}/versions/1/parties"
    planner = signed_in(table.desk.planner)
    asked = {"act": "add", "agency_id": str(table.fire.pk), "role": "hospital", "is_from_template": "on"}
    refused = planner.post(page, asked)
    assert (refused.status_code, "does not take this part" in refused.content.decode()) == (422, True)
    assert planner.post(page, asked | {"role": "fire"}).status_code == 303

    text = planner.get(page).content.decode()
    assert (table.fire.name in text, "Fire and rescue" in text, "Access to floor plans" in text) == (True, True, True)
    assert "Access to floor plans" in planner.get(page.removesuffix("/parties")).content.decode()
    table.desk.move(S.IN_REVIEW)
    shown = signed_in(table.chief).get(page).content.decode()
    assert ("Fire and rescue" in shown, 'value="remove"' in shown, 'value="add"' in shown) == (True, False, False)
    of_fire = f"/agreements/{table.desk.see().parties[2].terms_id}/versions/1"
    assert f'href="/agreements/{table.desk.memorandum_id}/versions/1"' in planner.get(of_fire).content.decode()
    assert planner.get(f"{of_fire}/parties").status_code == 404
    removed = planner.post(page, {"act": "remove", "agency_id": str(table.fire.pk)})
    assert (removed.status_code, len(table.desk.see().parties)) == (303, 2)


def test_a_paper_bears_the_signatures_of_every_party(table: PartyDesk) -> None:
    fire_comes_in(table)
    table.desk.move(S.IN_REVIEW)
    people = (table.desk.planner, table.desk.commander, table.chief)
    for one in people:
        table.desk.name(one)
    table.desk.move(S.APPROVED)
    table.desk.move(S.OUT_FOR_SIGNATURE)
    page = f"/agreements/{table.desk.memorandum_id}/versions/1/paper"
    planner = signed_in(table.desk.planner)

    def sent(*agencies: Agency) -> dict[str, object]:
        return {
            "act": "record",
            "sha256": table.desk.see().line.canonical_sha256,
            "file": SimpleUploadedFile("scan.pdf", picture_of("PDF"), "application/pdf"),
            "signatures-agency_id": [str(one.pk) for one in agencies],
            "signatures-name": ["A. Person"] * len(agencies),
            "signatures-title": [""] * len(agencies),
            "signatures-signed_on": ["2026-03-02"] * len(agencies),
        }

    two = (table.desk.district, table.desk.police)
    assert planner.post(page, sent(*two)).status_code == 422
    assert planner.post(page, sent(*two, table.neighbor)).status_code == 422
    assert planner.post(page, sent(*two, table.fire)).status_code == 303
    assert [one["agency_id"] for one in SignedPaper.objects.get().signatures] == [
        str(one.pk) for one in (*two, table.fire)
    ]


def test_what_is_signed_names_every_party_and_all_that_is_opened(table: PartyDesk) -> None:
    version = table.desk.held(table.desk.planner.user_id)
    assert json.loads(canonical_bytes(document_of(version)))["form"] == "musterpoint-memorandum/1"
    Agency.objects.filter(pk=table.fire.pk).update(name="<b>Fire</b>")
    table.add(table.fire, PartyRole.FIRE, FLOORS)

    document = document_of(table.desk.held(table.desk.planner.user_id))
    written = canonical_bytes(document)

    assert json.loads(written)["form"] == FORM_OF_SEVERAL
    assert document_from(written) == document
    paper = html_of(document, canonical=written, signatures=None, is_draft=False, language="es")
    assert ("Bomberos y rescate" in paper, "<b>Fire</b>" in paper, "&lt;b&gt;Fire&lt;/b&gt;" in paper) == (
        True,
        False,
        True,
    )


def test_every_party_is_reminded_once(table: PartyDesk) -> None:
    fire_comes_in(table)
    people = (table.desk.planner, table.desk.commander, table.chief)
    for one in people:
        one.user.email = f"{one.user.username}@example.org"
        one.user.save(update_fields=["email"])
    Version.objects.update(expires_on=(NOW + timedelta(days=20)).date())
    table.all_sign(*people)

    (due,) = due_reminders(at=NOW)
    assert set(due.addresses) == {one.user.email for one in people}
