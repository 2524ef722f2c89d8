"""Papers over HTTP and at the console: the sealed copy is made once, and only who may read the version gets one."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.testing import TestClient

from mou.agreements.memoranda import draft_memorandum, sign_memorandum
from mou.api.papers import router
from mou.api.proposals import router as proposals_router
from mou.errors import MouError
from mou.models import Agency, Clause, Memorandum, SealedCopy, Term, Version
from mou.papers.sealing.keys import seal_key_at
from mou.papers.sealing.verify import verify_paper
from mou.terms import TermDraft
from mou.vocabulary import OPERATOR, AgencyKind, MemberRole, TermKind, VersionState
from tests.factories.files.word_files import SRO_MEMORANDUM, Manner
from tests.factories.files.word_files import paper as word_paper
from tests.factories.mou import NOW, make_agency, make_memorandum, make_version
from tests.mou.papers.test_canonical import small_document
from tests.mou.papers.test_sealing import paper
from tests.mou.test_api import by_header, person

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def client() -> TestClient:
    api = NinjaAPI(auth=by_header, urls_namespace="test-papers")

    @api.exception_handler(MouError)
    def refuse(request: HttpRequest, error: MouError) -> Any:
        return api.create_response(request, {"code": error.code}, status=error.status)

    api.add_router("", router)
    api.add_router("", proposals_router)
    return TestClient(api)


@pytest.fixture(autouse=True)
def keys(settings: LazySettings, tmp_path: Path) -> None:
    settings.MOU_SIGNING_KEY_FILE, settings.MOU_SIGNING_CERT_FILE = tmp_path / "key.pem", tmp_path / "cert.pem"


def signed_paper(district: Agency, police: Agency) -> str:
    """Return the address of an agreement's paper that both have signed."""
    row_id = draft_memorandum(
        actor_id=OPERATOR,
        title="Plans & rooms",
        district_id=district.id,
        agency_id=police.id,
        covers_all_sites=True,
        site_ids=[],
        effective_on=(NOW - timedelta(days=1)).date(),
        expires_on=(NOW + timedelta(days=300)).date(),
        terms=[TermDraft(TermKind.FLOORPLAN_ACCESS, is_granted=True, clause="The plans of <all> schools.")],
        at=NOW,
    )
    sign_memorandum(actor_id=OPERATOR, memorandum_id=row_id, at=NOW)
    return f"/memoranda/{row_id}/versions/1/pdf"


def two_parties() -> tuple[Agency, Agency]:
    return make_agency(AgencyKind.DISTRICT), make_agency()


@pytest.mark.django_db(transaction=True)
def test_a_signed_agreement_gives_both_parties_the_same_sealed_copy(client: TestClient, tmp_path: Path) -> None:
    district, police = two_parties()
    address = signed_paper(district, police)

    ours = client.get(address, headers=person(district, MemberRole.PLANNER))
    theirs = client.get(address, headers=person(police, MemberRole.COMMANDER))
    theirs_officer = client.get(address, headers=person(police, MemberRole.OFFICER))

    assert (ours.status_code, theirs.status_code, theirs_officer.status_code) == (200, 200, 404)
    assert ours.content == theirs.content
    kept, version = SealedCopy.objects.get(), Version.objects.get()
    found = verify_paper(ours.content, certificate=None)
    assert found.canonical_sha256 == kept.canonical_sha256 == version.canonical_sha256
    (tmp_path / "copy.pdf").write_bytes(ours.content)
    out = StringIO()
    call_command("verify_memorandum", tmp_path / "copy.pdf", certificate=tmp_path / "cert.pem", stdout=out)
    assert out.getvalue().startswith("WHOLE: Plans & rooms, version 1\n")
    assert version.canonical_sha256 in out.getvalue()
    (tmp_path / "copy.pdf").write_bytes(ours.content.replace(b"Plans", b"Plane", 1))
    with pytest.raises(CommandError, match="NOT WHOLE"):
        call_command("verify_memorandum", tmp_path / "copy.pdf")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("spoiled", ["empty", "of another pair"])
def test_a_seal_that_cannot_be_made_is_said_and_nothing_that_is_there_is_replaced(
    client: TestClient, settings: LazySettings, tmp_path: Path, spoiled: str
) -> None:
    district, police = two_parties()
    address, planner = signed_paper(district, police), person(district, MemberRole.PLANNER)
    for name in ("", "other-"):
        seal_key_at(
            key_file=tmp_path / f"{name}key.pem", certificate_file=tmp_path / f"{name}cert.pem", name="A", at=NOW
        )
    files = (settings.MOU_SIGNING_KEY_FILE, settings.MOU_SIGNING_CERT_FILE)
    good = files[0].read_bytes()
    files[0].write_bytes(b"" if spoiled == "empty" else (tmp_path / "other-key.pem").read_bytes())
    before = [one.read_bytes() for one in files]

    answer = client.get(address, headers=planner)

    assert (answer.status_code, answer.json()["code"]) == (503, "seal_key_unreadable")
    assert [one.read_bytes() for one in files] == before
    # Brought back, the paper is sealed as if nothing had been.
    files[0].write_bytes(good)
    assert client.get(address, headers=planner).status_code == 200


def drafted(district: Agency, police: Agency) -> Memorandum:
    row = make_memorandum(district, police)
    make_version(row, number=2, state=VersionState.DRAFT)
    return row


def test_a_draft_is_a_paper_of_the_district_alone_and_has_no_seal(client: TestClient) -> None:
    district, police = two_parties()
    row = drafted(district, police)
    address = f"/memoranda/{row.id}/versions/2/pdf"

    ours = client.get(address, headers=person(district, MemberRole.PLANNER))
    theirs = client.get(address, headers=person(police, MemberRole.COMMANDER))

    assert ours.status_code == 200
    assert b"/ByteRange" not in ours.content
    assert "draft" in ours["Content-Disposition"]
    assert theirs.json() == {"code": "memorandum_not_found"}


def test_a_version_that_is_not_there_is_not_found(client: TestClient) -> None:
    district, police = two_parties()
    row = make_memorandum(district, police)
    planner = person(district, MemberRole.PLANNER)

    assert client.get(f"/memoranda/{row.id}/versions/9/pdf", headers=planner).status_code == 404


def test_a_copy_sealed_with_another_certificate_is_not_trusted(tmp_path: Path) -> None:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    mine = seal_key_at(key_file=tmp_path / "a", certificate_file=tmp_path / "a.pem", name="A", at=at)
    seal_key_at(key_file=tmp_path / "b", certificate_file=tmp_path / "b.pem", name="B", at=at)
    (tmp_path / "copy.pdf").write_bytes(paper(small_document(), mine))

    with pytest.raises(CommandError, match="NOT TRUSTED"):
        call_command("verify_memorandum", tmp_path / "copy.pdf", certificate=tmp_path / "b.pem", stdout=StringIO())


# --- reading a Word file --------------------------------------------------------------------------------------------
def word_file(content: bytes) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("agreement.docx", content)}


def test_a_keeper_has_a_word_file_read_and_nothing_of_it_is_kept(client: TestClient) -> None:
    district, police = two_parties()
    row = drafted(district, police)
    before = (Clause.objects.count(), Term.objects.count())
    content = word_paper(SRO_MEMORANDUM.read_text(), Manner.STYLES)

    answer = client.post(
        f"/memoranda/{row.id}/readings", headers=person(district, MemberRole.PLANNER), FILES=word_file(content)
    )

    assert answer.status_code == 200
    found = answer.json()
    assert found["effective_on"]["day"] == "2026-08-01"
    assert len(found["clauses"]) == 23
    assert all(0 <= clause["confidence"] <= 1 for clause in found["clauses"])
    assert (Clause.objects.count(), Term.objects.count()) == before


@pytest.mark.parametrize(("role", "status"), [(MemberRole.COMMANDER, 403), (MemberRole.OFFICER, 404)])
def test_the_other_party_has_nothing_read_into_the_agreement(client: TestClient, role: MemberRole, status: int) -> None:
    district, police = two_parties()
    row = make_memorandum(district, police)
    reader = person(police, role)

    answer = client.post(f"/memoranda/{row.id}/readings", headers=reader, FILES=word_file(b"x"))

    assert answer.status_code == status


def test_what_is_no_word_file_is_refused_with_its_code(client: TestClient) -> None:
    district, police = two_parties()
    row = make_memorandum(district, police)
    planner = person(district, MemberRole.PLANNER)

    answer = client.post(f"/memoranda/{row.id}/readings", headers=planner, FILES=word_file(b"%PDF-1.7"))

    assert (answer.status_code, answer.json()) == (422, {"code": "bad_paper"})


# --- checking and comparing -----------------------------------------------------------------------------------------
def test_both_parties_are_told_what_a_version_lacks(client: TestClient) -> None:
    district, police = two_parties()
    row = make_memorandum(district, police)

    for who in (person(district, MemberRole.PLANNER), person(police, MemberRole.COMMANDER)):
        found = client.get(f"/memoranda/{row.id}/versions/1/findings", headers=who).json()
        assert "gp-command" in {one["rule_id"] for one in found["findings"]}
        assert [one["id"] for one in found["sets"]] == ["practice"]


def test_two_agreements_are_compared_only_by_who_may_read_both(client: TestClient) -> None:
    district, police = two_parties()
    fire = make_agency(AgencyKind.FIRE)
    ours, theirs = make_memorandum(district, police), make_memorandum(district, fire)
    address = f"/memoranda/{ours.id}/versions/1/comparison/{theirs.id}/1"

    assert client.get(address, headers=person(district, MemberRole.PLANNER)).status_code == 200
    assert client.get(address, headers=person(police, MemberRole.COMMANDER)).status_code == 404
    assert client.get(address, headers=person(fire, MemberRole.COMMANDER)).status_code == 404
