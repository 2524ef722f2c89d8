"""The page of a signed paper, and the same over HTTP: two people, and nothing for a stranger."""

import json
import re
from datetime import date
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mou.models import AgencyMember, SignedPaper, Version
from tests.factories.mou import make_agency, make_member
from tests.stage.agreements.desk import Desk, S
from tests.stage.agreements.paper_desk import BOTH, bring, picture_of

pytestmark = pytest.mark.django_db


def signed_in(member: AgencyMember) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


@pytest.fixture
def lasting(desk: Desk) -> Desk:
    """The same of a version that lasts whenever these tests run."""
    desk.move(S.DRAFT)
    Version.objects.update(expires_on=date(2999, 1, 1))
    for step in (S.IN_REVIEW, S.APPROVED, S.OUT_FOR_SIGNATURE):
        desk.move(step)
    return desk


def rows_of(*rows: tuple[str, str, str, str]) -> dict[str, list[str]]:
    names = ("party", "name", "title", "signed_on")
    return {f"signatures-{name}": [row[at] for row in rows] for at, name in enumerate(names)}


def test_two_people_bring_it_into_force_by_the_page_and_the_agency_reads_the_scan(
    lasting: Desk, second: AgencyMember
) -> None:
    own = f"/agreements/{lasting.memorandum_id}/versions/1"
    planner, other = signed_in(lasting.planner), signed_in(second)
    assert f'href="{own}/paper"' in planner.get(own).content.decode()
    body = picture_of("PDF")
    sent = {
        "act": "record",
        "sha256": lasting.see().line.canonical_sha256,
        "file": SimpleUploadedFile("scan.pdf", body, "application/pdf"),
        **rows_of(("district", "S. Intendent", "", "2026-03-02"), ("agency", "C. Hief", "Chief", "2026-03-03")),
    }

    assert planner.post(f"{own}/paper", sent).status_code == 303
    paper = SignedPaper.objects.get()
    yes = {"act": "confirm", "paper_id": str(paper.id), "scan_sha256": paper.scan_sha256, "has_looked": "on"}
    assert 'value="confirm"' not in planner.get(f"{own}/paper").content.decode()
    assert planner.post(f"{own}/paper", yes).status_code == 422
    assert other.post(f"{own}/paper", yes | {"has_looked": ""}).status_code == 422
    assert lasting.see().line.state is S.OUT_FOR_SIGNATURE
    assert other.post(f"{own}/paper", yes).status_code == 303

    assert lasting.see().line.state is S.IN_FORCE
    commander = signed_in(lasting.commander)
    assert "C. Hief" in commander.get(f"{own}/paper").content.decode()
    scan = commander.get(f"/api/v1/memoranda/{lasting.memorandum_id}/versions/1/signed-papers/{paper.id}/scan")
    assert scan.content == body
    assert scan["Content-Disposition"].startswith("attachment;")
    assert (scan["X-Content-Type-Options"], scan["Cache-Control"]) == ("nosniff", "private, no-store")
    assert "sandbox" in scan["Content-Security-Policy"]


def test_the_form_names_who_is_to_sign_and_folds_the_rows_that_few_need(lasting: Desk) -> None:
    page = signed_in(lasting.planner).get(f"/agreements/{lasting.memorandum_id}/versions/1/paper").content.decode()
    shown, _fold, folded = page.partition("More rows")
    named = [one.name for one in lasting.see().signatories]

    assert re.findall(r'name="signatures-name" value="([^"]*)"', page) == named
    assert (shown.count('name="signatures-name"'), folded.count('name="signatures-name"')) == (2 + 3, 12 - 5)


def test_the_interface_takes_the_same(lasting: Desk, second: AgencyMember) -> None:
    papers = f"/api/v1/memoranda/{lasting.memorandum_id}/versions/1/signed-papers"
    told = {
        "sha256": lasting.see().line.canonical_sha256,
        "signatures": [{"party": one.party, "name": one.name, "signed_on": "2026-03-02"} for one in BOTH],
    }
    scan = SimpleUploadedFile("scan.png", picture_of("PNG"), "image/png")

    made = signed_in(lasting.planner).post(papers, {"file": scan, "paper": json.dumps(told)})
    bad = signed_in(lasting.planner).post(papers, {"file": scan, "paper": '{"sha256": 1}'})

    assert (made.status_code, bad.status_code, bad.json()["code"]) == (201, 422, "bad_paper_signatures")
    body = {"paper_id": made.json()["id"], "scan_sha256": SignedPaper.objects.get().scan_sha256, "has_looked": True}
    alone = signed_in(lasting.planner).post(f"{papers}/confirmation", body, content_type="application/json")
    both = signed_in(second).post(f"{papers}/confirmation", body, content_type="application/json")
    assert (alone.status_code, alone.json()["code"], both.status_code) == (403, "paper_needs_second_person", 204)


def test_a_stranger_and_a_member_of_the_agency_find_no_scan(lasting: Desk) -> None:
    paper_id = bring(lasting)
    address = f"/api/v1/memoranda/{lasting.memorandum_id}/versions/1/signed-papers/{paper_id}/scan"

    for who in (make_member(make_agency()), make_member(lasting.police)):
        assert signed_in(who).get(address).status_code == 404
        assert signed_in(who).get(f"/agreements/{lasting.memorandum_id}/versions/1/paper").status_code == 404
    assert signed_in(lasting.commander).get(address.replace(str(paper_id), str(UUID(int=1)))).status_code == 404
    assert signed_in(lasting.commander).get(address).status_code == 200


def test_a_page_without_a_paper_to_speak_of_is_not_there(desk: Desk) -> None:
    desk.move(S.DRAFT)

    assert signed_in(desk.planner).get(f"/agreements/{desk.memorandum_id}/versions/1/paper").status_code == 404
