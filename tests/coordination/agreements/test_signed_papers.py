"""A version that was signed on paper holds by its scan and two people: by one of them alone it never does."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from coordination.agreements import telling
from coordination.agreements.on_paper import acts
from coordination.agreements.on_paper.scans import SCAN_MAX_BYTES
from coordination.agreements.on_paper.wire import PaperParty, PaperSetAsideIn, PaperSignatureIn
from coordination.room.access import Asker
from mou.agreements.clauses import change_clause
from mou.agreements.errors import (
    BadPaperSignatures,
    BadScan,
    ScanNotLookedAt,
    SecondPersonForPaper,
    SignedPaperDecided,
    SignedPaperNotFound,
    SignedPaperWaits,
)
from mou.agreements.on_paper.signing import scan_for
from mou.agreements.versions import amend_memorandum
from mou.errors import MemorandumNotFound, NotAllowed, WrongState, WrongSum
from mou.models import AdministrativeAct, AgencyMember, SignedPaper
from mou.papers.queries import paper_behind, paper_to_seal
from mou.papers.sealing.drawing import page_to_sign, signed_page
from mou.vocabulary import AdministrativeActKind, MemberRole
from tests.factories.mou import NOW, make_agency, make_member
from tests.stage.agreements.desk import Desk, S, clause
from tests.stage.agreements.paper_desk import BOTH, DAY, bring, confirm, picture_of, signature

pytestmark = pytest.mark.django_db


# --- the way through --------------------------------------------------------------------------------------------------
def test_a_scan_and_a_second_person_bring_a_version_into_force_and_a_scan_alone_does_not(
    desk: Desk, second: AgencyMember
) -> None:
    paper_id = bring(desk)

    assert (desk.see().line.state, desk.officer_stands()) == (S.OUT_FOR_SIGNATURE, False)
    confirm(desk, second, paper_id)

    seen = desk.see(desk.commander)
    assert (seen.line.state, seen.line.is_in_force, seen.line.in_force_from) == (S.IN_FORCE, True, NOW)
    assert seen.signed_paper is not None
    assert [(one.agency_name, one.name, one.signed_on) for one in seen.signed_paper.signatures] == [
        (desk.district.name, "S. Intendent", DAY),
        (desk.police.name, "C. Hief", DAY),
    ]
    assert (seen.steps[-1].after, seen.steps[-1].reason) == (S.IN_FORCE, "signed on paper")


def test_what_is_sealed_says_that_it_was_signed_on_paper_by_whom_it_was_seen_and_which_scan(
    desk: Desk, second: AgencyMember
) -> None:
    paper_id = bring(desk, signatures=(BOTH[0], signature(PaperParty.AGENCY, "<b>C. Hief</b>")))
    confirm(desk, second, paper_id)
    version = desk.held(desk.planner.user_id)
    paper = paper_to_seal(version)

    html = signed_page(
        paper.document, canonical=paper.canonical, signatures=(), language="en", on_paper=paper_behind(version)
    ).html

    seen = desk.see().signed_paper
    assert seen is not None
    for said in (
        seen.recorded_by,
        seen.confirmed_by,
        seen.scan_sha256,
        version.canonical_sha256,
        "Mar 2, 2026, on paper",
    ):
        assert said in html
    assert "&lt;b&gt;C. Hief&lt;/b&gt;" in html
    assert "not signed" not in html


def test_the_paper_to_sign_has_its_sum_and_no_word_of_a_draft(desk: Desk) -> None:
    version = desk.held(desk.planner.user_id)
    paper = paper_to_seal(version)

    html = page_to_sign(paper.document, canonical=paper.canonical, language="en").html

    assert version.canonical_sha256 in html
    assert "DRAFT" not in html
    assert "not in force before that" in html


def test_others_are_told_that_a_paper_waits_and_both_parties_that_it_was_confirmed(
    desk: Desk, second: AgencyMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[object, object]] = []
    monkeypatch.setattr(telling, "enqueue_notifications", lambda **what: told.append((what["kind"], what["user_ids"])))

    confirm(desk, second, bring(desk))

    assert told == [
        ("signed_paper_waits", [second.user_id]),
        ("signed_on_paper", sorted([desk.planner.user_id, desk.commander.user_id])),
    ]


@pytest.mark.parametrize(("kind", "kept"), [("PDF", "application/pdf"), ("PNG", "image/jpeg"), ("WEBP", "image/jpeg")])
def test_a_pdf_is_kept_as_it_came_and_a_photo_is_drawn_anew(desk: Desk, kind: str, kept: str) -> None:
    body = picture_of(kind)

    found = scan_for(place=desk.place(desk.commander), paper_id=bring(desk, file=body))

    assert found.media_type == kept
    assert (bytes(found.scan) == body) == (kind == "PDF")


# --- what is refused --------------------------------------------------------------------------------------------------
def test_who_recorded_it_does_not_confirm_it_nor_does_the_agency_or_a_plain_member(
    desk: Desk, second: AgencyMember
) -> None:
    paper_id = bring(desk)
    teacher = make_member(desk.district, role=MemberRole.STAFF)

    with pytest.raises(SecondPersonForPaper):
        confirm(desk, desk.planner, paper_id)
    with pytest.raises(NotAllowed):
        confirm(desk, desk.commander, paper_id)
    with pytest.raises(MemorandumNotFound):
        confirm(desk, make_member(make_agency()), paper_id)
    with pytest.raises((NotAllowed, MemorandumNotFound)):
        confirm(desk, teacher, paper_id)
    assert desk.see().line.state is S.OUT_FOR_SIGNATURE
    confirm(desk, second, paper_id)


@pytest.mark.parametrize("is_recorder", [True, False])
@pytest.mark.parametrize(("days", "counts"), [(29, False), (31, True)])
def test_no_one_makes_their_own_second_person_for_the_day(
    desk: Desk, second: AgencyMember, *, is_recorder: bool, days: int, counts: bool
) -> None:
    """A hostile administrator takes a planner in, and speaks as both: whichever of them records."""
    puppet = make_member(desk.district, role=MemberRole.PLANNER)
    AdministrativeAct.objects.create(
        agency=desk.district,
        member=puppet,
        actor=second.user,
        kind=AdministrativeActKind.MEMBER_ADDED.value,
        at=NOW - timedelta(days=days),
    )
    one, other = (second, puppet) if is_recorder else (puppet, second)
    paper_id = bring(desk, one)
    seen = desk.see(other).signed_paper
    assert seen is not None
    assert seen.may_confirm == counts

    if counts:
        confirm(desk, other, paper_id)
    else:
        with pytest.raises(SecondPersonForPaper):
            confirm(desk, other, paper_id)
    assert desk.see().line.is_in_force == counts


def test_only_the_district_s_keepers_record_and_a_stranger_s_file_is_not_even_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "read_scan", lambda _body: pytest.fail("read"))

    with pytest.raises(NotAllowed):
        bring(desk, desk.commander)
    with pytest.raises(MemorandumNotFound):
        bring(desk, make_member(make_agency()))


@pytest.mark.parametrize(
    "body",
    [b"", b"MZ\x90\x00", b"<html><script>alert(1)</script>", b"%PDF-1.7\nnothing", b"%PDF-" + bytes(SCAN_MAX_BYTES)],
    ids=["none", "program", "page", "no PDF", "too large"],
)
def test_what_is_no_scan_is_refused(desk: Desk, body: bytes) -> None:
    with pytest.raises(BadScan):
        bring(desk, file=body)

    assert not SignedPaper.objects.exists()


@pytest.mark.parametrize(
    "signatures",
    [
        (BOTH[0], BOTH[0]),
        (BOTH[1], BOTH[1]),
        (BOTH[0], signature(PaperParty.AGENCY, day=NOW.date() + timedelta(days=2))),
        (BOTH[0], signature(PaperParty.AGENCY, day=date(1999, 1, 1))),
        BOTH * 7,
    ],
    ids=["no agency", "no district", "future", "last century", "too many"],
)
def test_a_paper_bears_signatures_of_both_parties_and_of_days_that_were(
    desk: Desk, signatures: tuple[PaperSignatureIn, ...]
) -> None:
    with pytest.raises((BadPaperSignatures, ValueError)):
        bring(desk, signatures=signatures)

    assert not SignedPaper.objects.exists()


def test_a_paper_of_another_version_is_refused(desk: Desk) -> None:
    with pytest.raises(WrongSum):
        bring(desk, sha256="0" * 64)


def test_a_version_that_changed_since_is_not_confirmed_and_its_paper_gives_way(
    desk: Desk, second: AgencyMember
) -> None:
    paper_id = bring(desk)
    change_clause(place=desk.place(), key=desk.see().clauses[1].key, edit_number=1, given=clause("<p>Sly.</p>"))
    assert desk.see().signed_paper is None
    with pytest.raises(WrongState):
        confirm(desk, second, paper_id)

    for step in (S.IN_REVIEW, S.APPROVED, S.OUT_FOR_SIGNATURE):
        desk.move(step)
    with pytest.raises(WrongSum):
        confirm(desk, second, paper_id)
    anew = bring(desk)

    assert SignedPaper.objects.get(pk=paper_id).set_aside_at == NOW
    confirm(desk, second, anew)
    assert desk.see().line.is_in_force


def test_rows_that_were_changed_behind_the_sum_are_not_confirmed(desk: Desk, second: AgencyMember) -> None:
    paper_id = bring(desk)
    desk.held(desk.planner.user_id).clauses.update(body_html="<p>Something else.</p>")

    with pytest.raises(WrongSum):
        confirm(desk, second, paper_id)


def test_the_second_person_says_that_they_looked_and_at_which_scan(desk: Desk, second: AgencyMember) -> None:
    paper_id = bring(desk)

    with pytest.raises(ScanNotLookedAt):
        confirm(desk, second, paper_id, has_looked=False)
    with pytest.raises(WrongSum):
        confirm(desk, second, paper_id, scan_sha256="0" * 64)
    assert desk.see().line.state is S.OUT_FOR_SIGNATURE


def test_one_scan_waits_at_a_time_and_what_is_set_aside_or_confirmed_stays_so(desk: Desk, second: AgencyMember) -> None:
    first = bring(desk)
    with pytest.raises(SignedPaperWaits):
        bring(desk, second)
    place = (Asker(second.user_id, NOW), desk.memorandum_id, desk.number)
    acts.set_scan_aside(*place, PaperSetAsideIn(paper_id=first))
    with pytest.raises(SignedPaperDecided):
        confirm(desk, second, first)

    other = bring(desk)
    confirm(desk, second, other)

    with pytest.raises(SignedPaperDecided):
        acts.set_scan_aside(*place, PaperSetAsideIn(paper_id=other))
    with pytest.raises(SignedPaperDecided):
        confirm(desk, second, other)


def test_a_paper_of_one_version_is_none_of_the_next(desk: Desk, second: AgencyMember) -> None:
    old = bring(desk)
    confirm(desk, second, old)
    later = (date(2026, 1, 1), date(2027, 11, 30))
    desk.number = amend_memorandum(actor_id=desk.planner.user_id, memorandum_id=desk.memorandum_id, dates=later, at=NOW)
    for step in (S.IN_REVIEW, S.APPROVED, S.OUT_FOR_SIGNATURE):
        desk.move(step)

    with pytest.raises(SignedPaperNotFound):
        confirm(desk, second, old)
    with pytest.raises(SignedPaperNotFound):
        scan_for(place=desk.place(), paper_id=old)
    assert desk.see().signed_paper is None


def test_the_database_itself_knows_that_two_people_are_two(desk: Desk) -> None:
    paper_id = bring(desk)

    with pytest.raises(IntegrityError), transaction.atomic():
        SignedPaper.objects.filter(pk=paper_id).update(confirmed_by=desk.planner.user, confirmed_at=NOW)
